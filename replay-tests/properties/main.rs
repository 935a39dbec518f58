//! What must always hold of an account's life, tried on random lives.
//!
//! A life is a list of wishes about days and shares ([`wish`]), which become commands against the
//! account as it stands ([`run`]); so every life is sensible enough to go somewhere, and a failing
//! one shrinks to a few short lines, printed as a table.
//!
//! `QUITTANCE_LIVES` (or `PROPTEST_CASES`) says how many lives each property tries;
//! `QUITTANCE_LIVES=1000000` is a night's work.
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
mod exports;
mod hostile;
mod incremental;
mod journal;
mod life;
mod plans;
mod print;
mod recurring;
mod resolve;
mod retroactive;
mod run;
mod schedules;
mod stored;
mod tampered;
mod wish;
