//! `GET /external/v1/accounts`: a page of accounts.

use super::account_view::{schema, view};
use super::render::External;
use crate::app::App;
use crate::auth::Caller;
use crate::openapi::Endpoint;
use crate::problem::Rejected;
use crate::query::Parameters;
use crate::surfaces::creditor::account_list::{declared, list_page};
use axum::extract::State;
use axum::response::Response;

pub fn endpoint() -> Endpoint {
    let endpoint = Endpoint::get("/external/v1/accounts", "list_accounts", list);
    declared(endpoint, schema())
}

async fn list(
    State(app): State<App>,
    caller: Caller<External>,
    parameters: Parameters<External>,
) -> Result<Response, Rejected<External>> {
    Ok(list_page(&app, &caller, &parameters, view).await?)
}
