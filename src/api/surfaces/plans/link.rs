//! The debtor's link: whoever has it sees one plan, so it cannot be guessed and is kept as a hash.
//!
//! The secret is a keyed hash of the plan's id, so it can be told again without being kept.

use crate::app::App;
use axum::http::HeaderMap;
use axum::http::header::HOST;
use quittance_domain::PlanId;
use sha2::{Digest, Sha256};

/// Where the debtor's page is.
pub const ROUTE: &str = "/plans/{secret}";

const KIND: &str = "payment plan link";

/// The secret of a plan: 256 bits, as hexadecimal digits.
pub fn secret(app: &App, plan: PlanId) -> String {
    let id = plan.to_string();
    hex::encode(app.keyring.lookup_hash(KIND, &id))
}

/// What is kept of a secret.
pub fn hash(secret: &str) -> [u8; 32] {
    Sha256::digest(secret.as_bytes()).into()
}

/// The link, on the host that the request came to.
pub fn url(headers: &HeaderMap, secret: &str) -> String {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let scheme = match text("x-forwarded-proto") {
        Some("https") => "https",
        _ => "http",
    };
    let host = text(HOST.as_str()).unwrap_or("localhost");
    format!("{scheme}://{host}{}", ROUTE.replace("{secret}", secret))
}
