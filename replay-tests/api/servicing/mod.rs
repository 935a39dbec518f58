mod bad_input;
mod idempotency;
mod lists;
mod loans;
mod payments_bulk;
mod retroactive;
mod settlements;
mod tenancy;
