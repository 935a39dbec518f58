//! `GET /api/v1/external/accounts/{id}`: one invoice.

use super::envelope;
use super::invoice::Invoice;
use super::path::account_id;
use super::render::Receivables;
use super::vocabulary::INVOICE;
use crate::app::App;
use crate::auth::Caller;
use crate::openapi::Endpoint;
use crate::path::Ids;
use crate::problem::Rejected;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use quittance_store::ids::now;
use quittance_store::keys::KeyRole;

pub fn endpoint() -> Endpoint {
    Endpoint::get("/api/v1/external/accounts/{id}", "get_invoice", get)
        .says("An invoice", "With what is outstanding today.")
        .needs(KeyRole::Viewer, "accounts:read")
        .id("id", &INVOICE)
        .replies(
            StatusCode::OK,
            "The invoice.",
            envelope::schema(StatusCode::OK, Invoice::schema()),
        )
}

async fn get(
    State(app): State<App>,
    caller: Caller<Receivables>,
    path: Ids<Receivables>,
) -> Result<Response, Rejected<Receivables>> {
    let id = account_id(&path)?;
    let mut reader = app.readers.of(caller.creditor).await?;
    let invoice = Invoice::read(&mut reader, caller.creditor, id).await?;
    let view = invoice.view(now().date_naive());
    Ok(envelope::reply("Account retrieved", &view))
}
