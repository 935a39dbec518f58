//! What must always hold of an account's life, tried on random lives.
//!
//! `QUITTANCE_LIVES` (or `PROPTEST_CASES`) says how many lives each property tries.
//! A million of each, in an hour and a half on two processors:
//! `QUITTANCE_LIVES=1000000 cargo nextest run -p quittance-lives --test properties`.
//! `PROPTEST_RNG_SEED` repeats a run; seeds that once failed are kept in `regressions.txt`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by panicking"
)]

#[path = "../calculator/mod.rs"]
mod calculator;

mod arrival;
mod bounds;
mod calculator_agrees;
mod coverage;
mod hostile;
mod incremental;
mod journal;
mod plans;
mod recurring;
mod retroactive;
mod schedules;
mod stored;
mod tampered;
