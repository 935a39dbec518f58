//! Whether the server can serve: outside every surface and every version.

use crate::app::App;
use crate::problem::json_response;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use quittance_domain::CreditorId;
use uuid::Uuid;

pub fn router() -> Router<App> {
    Router::new()
        .route("/healthz", get(live))
        .route("/readyz", get(ready))
}

/// The process runs.
async fn live() -> Response {
    json_response(StatusCode::OK, r#"{"status":"ok"}"#)
}

/// The database answers.
async fn ready(State(app): State<App>) -> Response {
    let answered = async {
        let mut reader = app.readers.of(CreditorId(Uuid::nil())).await?;
        reader.query_opt("SELECT 1", &[]).await
    };
    match answered.await {
        Ok(_) => json_response(StatusCode::OK, r#"{"status":"ok"}"#),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            json_response(
                StatusCode::SERVICE_UNAVAILABLE,
                r#"{"status":"unavailable"}"#,
            )
        }
    }
}
