//! The writer itself, on a real Postgres, without HTTP in front of it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "tests stop at the first surprise"
)]

mod book;
mod cached;
mod faults;
mod races;
mod separate;
mod starts;
mod unreadable;
mod whole;
