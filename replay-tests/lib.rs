//! What the tests share: a real Postgres database each, a real server over real HTTP.
//!
//! `./test` brings up a private cluster and sets `DATABASE_URL`; run one test by hand with
//! `quittance postgres --data target/by-hand -- cargo nextest run NAME`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "tests stop at the first surprise"
)]
#![allow(clippy::missing_panics_doc, reason = "every helper here may panic")]

pub mod accounting;
pub mod client;
pub mod database;
pub mod dump;
pub mod portfolio;
pub mod process;
pub mod program;
pub mod server;

pub use client::{Client, Response};
pub use database::TestDatabase;
pub use server::TestServer;
