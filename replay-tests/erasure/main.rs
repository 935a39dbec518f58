//! Personal data: sealed under keys that can be wrapped anew, and destroyed.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "tests stop at the first surprise"
)]

mod erase;
mod races;
mod rekey;
