//! `GET /readyz`: the database answers.

use super::live::schema;
use super::render::Service;
use crate::app::App;
use crate::openapi::Endpoint;
use crate::problem::{Problem, Rejected, json_response};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use quittance_domain::CreditorId;
use uuid::Uuid;

pub fn endpoint() -> Endpoint {
    Endpoint::get("/readyz", "ready", ready)
        .says("Whether requests can be served", "The database answers.")
        .replies(StatusCode::OK, "They can.", schema())
}

async fn ready(State(app): State<App>) -> Result<Response, Rejected<Service>> {
    let answered = async {
        let mut reader = app.readers.of(CreditorId(Uuid::nil())).await?;
        reader.query_opt(include_str!("sql/answer.sql"), &[]).await
    };
    answered.await.map_err(|error| {
        tracing::warn!(%error, "not ready");
        Problem::Unavailable
    })?;
    Ok(json_response(StatusCode::OK, r#"{"status":"ok"}"#))
}
