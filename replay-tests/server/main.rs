//! The program as people start it: serving and stopping, the demonstration, imports.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "tests stop at the first surprise"
)]

mod demo;
mod import;
mod process;
mod serve;
