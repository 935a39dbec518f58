//! Webhooks to real receivers, by the real worker.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "tests stop at the first surprise"
)]

mod configuring;
mod dialects;
mod drain;
mod failing;
mod following;
mod keeping;
mod killed;
mod libraries;
mod office;
mod races;
mod receiver;
mod secrets;
