//! Random lives of accounts, for whatever must hold of all of them.
//!
//! A life is a list of wishes about days and shares ([`wish`]), which become commands against the
//! account as it stands ([`run`]); so every life is sensible enough to go somewhere, and a failing
//! one shrinks to a few short lines, printed as a table.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by panicking"
)]
#![allow(clippy::missing_panics_doc, reason = "every helper here may panic")]

pub mod life;
pub mod print;
pub mod resolve;
pub mod run;
pub mod wish;
