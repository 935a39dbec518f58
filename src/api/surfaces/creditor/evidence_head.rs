//! `GET /api/v1/creditor/evidence/head`: what stands for the whole book, signed, to be published.

use super::render::Creditor;
use super::words;
use crate::app::App;
use crate::auth::{Actor, Caller};
use crate::command::json;
use crate::openapi::{Endpoint, Schema};
use crate::problem::{Problem, Rejected, json_response};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use quittance_evidence::head::published;
use quittance_store::keys::KeyRole;
use quittance_store::signing::{SigningError, SigningKey, signing_key};
use serde_json::json;

const KEY: &str = "9f1d2c7e4b8a6350d1e2f3a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8";

pub fn endpoint() -> Endpoint {
    Endpoint::get("/api/v1/creditor/evidence/head", "get_book_head", head)
        .says(
            "The head of the book",
            "The number of the last event and its hash, with the creditor's signature (Ed25519) \
             over `quittance-head-1`, the creditor's id and the head, a line each. Kept where \
             nobody who can write to the ledger can change it, it proves later that the book up \
             to it is the same. The first request makes the creditor's signing key, which is an \
             event of the book.",
        )
        .needs(KeyRole::Admin, "audit:read")
        .replies(StatusCode::OK, "The head.", schema())
}

fn schema() -> Schema {
    let signature = format!("{KEY}{KEY}");
    let head = format!("42:{KEY}");
    Schema::object()
        .told(
            "creditorId",
            Schema::text("5e7b1d90-2c4a-4837-b6f1-9a0d3e8c5274"),
            "Whose book it is.",
        )
        .told("head", Schema::text(&head), "As `SEQUENCE:HASH`.")
        .told(
            "recordedAt",
            Schema::date_time("2026-01-15T14:30:00Z"),
            "When the last event was recorded.",
        )
        .told(
            "publicKey",
            Schema::text(KEY),
            "The creditor's public key, in hexadecimal digits.",
        )
        .told(
            "signature",
            Schema::text(&signature),
            "The signature, in hexadecimal digits.",
        )
        .named("BookHead")
}

async fn head(
    State(app): State<App>,
    caller: Caller<Creditor>,
) -> Result<Response, Rejected<Creditor>> {
    let key = key(&app, &caller).await?;
    let mut client = app.registrar.client().await?;
    let head = published(&mut client, caller.creditor, &key).await?;
    let body = json!({
        "creditorId": head.creditor,
        "head": head.head,
        "recordedAt": words::moment(head.recorded_at),
        "publicKey": head.public_key,
        "signature": head.signature,
    });
    Ok(json_response(StatusCode::OK, json(&body)))
}

/// The key that signs for the caller's creditor.
pub(super) async fn key(app: &App, actor: &Actor) -> Result<SigningKey, Problem> {
    let mut client = app.registrar.client().await?;
    let key = signing_key(&mut client, actor.creditor, &app.keyring, &actor.name).await;
    key.map_err(|error| match error {
        SigningError::Database(error) => error.into(),
        SigningError::Seal(error) => Problem::defect(error),
    })
}
