//! `GET /api/v1/external/customers`: a page of customers, newest first.

use super::customer::{self, Customer};
use super::envelope;
use super::page::Page;
use super::render::Receivables;
use crate::accounts::total;
use crate::app::App;
use crate::auth::Caller;
use crate::openapi::Endpoint;
use crate::problem::Rejected;
use crate::query::Parameters;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use quittance_store::keys::KeyRole;
use serde_json::Value;

pub fn endpoint() -> Endpoint {
    let endpoint = Endpoint::get("/api/v1/external/customers", "list_customers", list)
        .says(
            "A page of customers",
            "Newest first, whichever surface they came through.",
        )
        .needs(KeyRole::Viewer, "customers:read");
    let shape = Page::schema(customer::schema());
    Page::declare(endpoint).replies(StatusCode::OK, "The page.", shape)
}

async fn list(
    State(app): State<App>,
    caller: Caller<Receivables>,
    parameters: Parameters<Receivables>,
) -> Result<Response, Rejected<Receivables>> {
    let page = Page::of(&parameters)?;
    let mut reader = app.readers.of(caller.creditor).await?;
    let count = total(&mut reader, caller.creditor, &["consumers".to_owned()]).await?;
    let customers = Customer::page(&mut reader, &caller, page.limit(), page.offset()).await?;
    drop(reader);
    let views: Vec<Value> = customers.iter().map(|one| one.view(&app)).collect();
    Ok(envelope::page(
        "Customers retrieved",
        views,
        page.meta(count),
    ))
}
