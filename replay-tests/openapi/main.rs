//! The published contract: whole, well explained, and the one that is committed.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "tests stop at the first surprise"
)]

mod committed;
mod explained;
