mod bad_input;
mod idempotency;
mod lists;
mod loans;
mod retroactive;
mod settlements;
mod tenancy;
