//! `GET /v1/payment_plans/deleted`: plans deleted in the last 90 days.
//!
//! There are none: the ledger ends a plan, which stays in its lists with `deactivated_at`, and
//! deletes nothing. A client that synchronises reads an empty page and keeps what it has.

use super::page::{Page, moment};
use super::render::Plans;
use super::{ADMINISTRATION, ids};
use crate::auth::Caller;
use crate::openapi::{Endpoint, Schema};
use crate::problem::{Problem, Rejected};
use crate::query::Parameters;
use axum::http::StatusCode;
use axum::response::Response;
use quittance_store::keys::KeyRole;

pub fn endpoint() -> Endpoint {
    let path = "/v1/payment_plans/deleted";
    let endpoint = Endpoint::get(path, "list_deleted_payment_plans", list)
        .says(
            "Plans deleted in the last 90 days",
            "There are none: a plan is ended and stays in the lists.",
        )
        .needs(KeyRole::Viewer, "payment_plans:read");
    let moment = || Schema::date_time("2023-11-07T05:31:56Z");
    let endpoint = ids::declare_administration(endpoint)
        .required_query("deleted_after", moment(), "Only those deleted since.")
        .query("deleted_before", moment(), "Only those deleted by then.");
    let deleted = Schema::object()
        .field("administration_id", Schema::text(ADMINISTRATION))
        .field("id", Schema::text("2603746"))
        .field("deleted_at", moment())
        .field("debtor_id", Schema::text("2"))
        .named("DeletedPlan");
    Page::declare(endpoint).replies(StatusCode::OK, "The page.", Page::schema(deleted))
}

async fn list(
    caller: Caller<Plans>,
    parameters: Parameters<Plans>,
) -> Result<Response, Rejected<Plans>> {
    ids::check_queried(&parameters, caller.creditor)?;
    Page::of(&parameters)?;
    moment(&parameters, "deleted_before")?;
    moment(&parameters, "deleted_after")?
        .ok_or(Problem::parameter("deleted_after", "is required"))?;
    Ok(Page::respond(Vec::new(), None))
}
