//! Looking after a ledger: verify, replay and rebuild, on a real Postgres.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "tests stop at the first surprise"
)]

mod access;
mod accounting;
mod denials;
mod evidence;
mod large;
mod ledger;
mod rebuild;
mod replay;
mod reports;
mod verify;
