//! The published pages as tests: every sample request and reply verbatim apart from host, keys and
//! ids, and every status of their error tables.
#![allow(clippy::unwrap_used, reason = "tests stop at the first surprise")]

mod contracts;
mod creditor;
mod defects;
mod external;
mod plans;
mod quick_start;
mod receivables;
mod servicing;
mod wire;

use quittance_api::Settings;
use quittance_api::limits::Limits;
use quittance_replay_tests::TestServer;

/// A server with the limits that the pages document.
async fn documented() -> TestServer {
    limited("documented").await
}

async fn limited(limits: &str) -> TestServer {
    let limits = Limits::parse(limits).unwrap();
    let settings = Settings {
        limits,
        ..Settings::default()
    };
    TestServer::with(settings).await
}
