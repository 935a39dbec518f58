//! The ledger against figures that others have published: regulations, courts, calculators' manuals,
//! textbooks and lenders.
//!
//! Each figure has its source beside it, and each runs through commands and events as a real account
//! does.
//! Where a publisher rounds at another place than this ledger, [`differences`] has both figures and
//! why they differ.
//! Figures of 12 CFR 1006 (validation notices) and of ACT/ACT stand with the domain's own tests.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by panicking"
)]

mod amortization;
mod day_counts;
mod delinquency;
mod differences;
mod equal_instalments;
mod level_payments;
mod loan;
mod over_http;
mod rate_cap;
mod regulation_z;
mod simple_interest;
mod united_states_rule;
