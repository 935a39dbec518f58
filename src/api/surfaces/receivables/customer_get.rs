//! `GET /api/v1/external/customers/{id}`: whom an invoice is for.

use super::customer::{self, Customer};
use super::envelope;
use super::path::customer_id;
use super::render::Receivables;
use super::vocabulary::CUSTOMER;
use crate::app::App;
use crate::auth::Caller;
use crate::openapi::Endpoint;
use crate::path::Ids;
use crate::problem::Rejected;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use quittance_store::keys::KeyRole;

pub fn endpoint() -> Endpoint {
    Endpoint::get("/api/v1/external/customers/{id}", "get_customer", get)
        .says("A customer", "Whom an invoice is for.")
        .needs(KeyRole::Viewer, "customers:read")
        .id("id", &CUSTOMER)
        .replies(
            StatusCode::OK,
            "The customer.",
            envelope::schema(StatusCode::OK, customer::schema()),
        )
}

async fn get(
    State(app): State<App>,
    caller: Caller<Receivables>,
    path: Ids<Receivables>,
) -> Result<Response, Rejected<Receivables>> {
    let id = customer_id(&path)?;
    let mut reader = app.readers.of(caller.creditor).await?;
    let customer = Customer::read(&mut reader, &caller, id).await?;
    drop(reader);
    Ok(envelope::reply("Customer retrieved", &customer.view(&app)))
}
