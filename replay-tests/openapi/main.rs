//! The published contract: whole, well explained, and the one that is committed.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "tests stop at the first surprise"
)]

mod closed;
mod committed;
mod erased;
mod examples;
mod explained;
mod operation;
mod repeated;
mod schemas;
mod world;
