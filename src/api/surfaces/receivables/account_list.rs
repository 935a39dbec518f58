//! `GET /api/v1/external/accounts`: a page of invoices, newest first.

use super::envelope;
use super::invoice::Invoice;
use super::page::Page;
use super::render::Receivables;
use crate::accounts;
use crate::app::App;
use crate::auth::Caller;
use crate::openapi::Endpoint;
use crate::problem::Rejected;
use crate::query::Parameters;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use quittance_store::ids::now;
use quittance_store::keys::KeyRole;
use serde_json::Value;

pub fn endpoint() -> Endpoint {
    let endpoint = Endpoint::get("/api/v1/external/accounts", "list_invoices", list)
        .says("A page of invoices", "Newest first.")
        .needs(KeyRole::Viewer, "accounts:read");
    Page::declare(endpoint).replies(StatusCode::OK, "The page.", Page::schema(Invoice::schema()))
}

async fn list(
    State(app): State<App>,
    caller: Caller<Receivables>,
    parameters: Parameters<Receivables>,
) -> Result<Response, Rejected<Receivables>> {
    let page = Page::of(&parameters)?;
    let mut reader = app.readers.of(caller.creditor).await?;
    let creditor = caller.creditor;
    let total = accounts::total_accounts(&mut reader, creditor, None).await?;
    let invoices = Invoice::page(&mut reader, creditor, page.limit(), page.offset()).await?;
    drop(reader);
    let today = now().date_naive();
    let views: Vec<Value> = invoices.iter().map(|invoice| invoice.view(today)).collect();
    Ok(envelope::page(
        "Accounts retrieved",
        views,
        page.meta(total),
    ))
}
