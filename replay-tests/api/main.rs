//! The surfaces over real HTTP, on a real database.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "tests stop at the first surprise"
)]

mod access;
mod close;
mod contracts;
mod creditor;
mod events;
mod servicing;
