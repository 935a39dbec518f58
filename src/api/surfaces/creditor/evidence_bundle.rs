//! `GET /api/v1/creditor/evidence`: the book and the tables that follow from it, signed.

use super::evidence_head::key;
use super::recorded_days;
use super::render::Creditor;
use crate::app::App;
use crate::auth::Caller;
use crate::openapi::{Endpoint, Schema};
use crate::problem::{Problem, Rejected};
use crate::query::Parameters;
use crate::written::written;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use quittance_evidence::bundle::Bundle;
use quittance_store::ids;
use quittance_store::keys::KeyRole;

const ZIP: &str = "application/zip";

pub fn endpoint() -> Endpoint {
    let endpoint = Endpoint::get("/api/v1/creditor/evidence", "export_evidence", export)
        .says(
            "Export evidence for an examiner",
            "A ZIP archive with every event of the book as it is hashed, the tables that follow \
             from them, and a list of SHA-256 sums signed with the creditor's key (Ed25519). Its \
             README.txt says how anybody checks it. With `from` or `to` it holds a part of the \
             book: its hash chain can be verified, and replaying the facts needs the whole.",
        )
        .needs(KeyRole::Admin, "audit:read");
    recorded_days::declared(endpoint)
        .replies(StatusCode::OK, "The archive.", Schema::text("PK"))
        .as_content(ZIP)
}

async fn export(
    State(app): State<App>,
    caller: Caller<Creditor>,
    parameters: Parameters<Creditor>,
) -> Result<Response, Rejected<Creditor>> {
    let days = recorded_days::read(&parameters)?;
    let leave = app.exporting()?;
    let key = key(&app, &caller).await?;
    let bundle = Bundle::of(app.readers.database(), caller.creditor, days);
    let bundle = bundle.await.map_err(Problem::from)?;
    let name = format!("attachment; filename=\"evidence-{}.zip\"", caller.creditor);
    let headers = [(CONTENT_TYPE, ZIP.to_owned()), (CONTENT_DISPOSITION, name)];
    let body = written(leave, |to| async move {
        let written = bundle.write(&key, ids::now(), to, |_| {}).await;
        written.map(|_| ())
    });
    Ok((headers, body).into_response())
}
