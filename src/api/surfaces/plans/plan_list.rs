//! `GET /v1/payment_plans`: a page of plans, oldest first.

use super::page::{Page, moment};
use super::plan_view::schema;
use super::render::Plans;
use super::selection::Selection;
use super::{ids, read};
use crate::app::App;
use crate::auth::Caller;
use crate::openapi::{Endpoint, Schema};
use crate::problem::{Problem, Rejected};
use crate::query::Parameters;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use quittance_store::keys::KeyRole;
use uuid::Uuid;

/// Values that one filter may list.
const LISTED: usize = 500;

pub fn endpoint() -> Endpoint {
    let endpoint = Endpoint::get("/v1/payment_plans", "list_payment_plans", list)
        .says(
            "Plans",
            "A page of them, oldest first, as far as they match every filter that is given.",
        )
        .needs(KeyRole::Viewer, "payment_plans:read");
    let endpoint = ids::declare_administration(endpoint)
        .query("ids", Schema::text("2603801,2603802"), "Only these plans.")
        .query(
            "debtor_numbers",
            Schema::text("B-000123"),
            "Only plans of debtors whom the creditor numbers so.",
        )
        .query(
            "debtor_identifiers",
            Schema::text("2"),
            "Only plans of these debtors.",
        )
        .query(
            "updated_after",
            Schema::date_time("2023-11-07T05:31:56Z"),
            "Only plans about which something has changed since.",
        );
    Page::declare(Selection::declare(endpoint)).replies(
        StatusCode::OK,
        "The page.",
        Page::schema(schema()),
    )
}

async fn list(
    State(app): State<App>,
    caller: Caller<Plans>,
    headers: HeaderMap,
    parameters: Parameters<Plans>,
) -> Result<Response, Rejected<Plans>> {
    ids::check_queried(&parameters, caller.creditor)?;
    let selection = Selection::queried(&parameters)?;
    let page = Page::of(&parameters)?;
    // A text that can be no id matches nothing.
    let wanted = listed(&parameters, "ids")?
        .map(|ids| ids.iter().filter_map(|id| ids::plan(id).ok()).collect());
    let wanted: Option<Vec<i64>> = wanted;
    let debtors: Option<Vec<Uuid>> = listed(&parameters, "debtor_identifiers")?
        .map(|ids| ids.iter().filter_map(|id| ids::uuid(id)).collect());
    let numbers = listed(&parameters, "debtor_numbers")?;
    let updated_after = moment(&parameters, "updated_after")?;
    let mut reader = app.readers.of(caller.creditor).await?;
    let (creditor, more) = (caller.creditor, page.limit + 1);
    let params: [&(dyn tokio_postgres::types::ToSql + Sync); 7] = [
        &creditor.0,
        &page.after,
        &wanted,
        &debtors,
        &numbers,
        &updated_after,
        &more,
    ];
    let rows = reader
        .query(include_str!("sql/list_plans.sql"), &params)
        .await?;
    let limit = usize::try_from(page.limit).unwrap_or_default();
    let is_last = rows.len() <= limit;
    let found: Vec<Uuid> = rows.iter().take(limit).map(|row| row.get(0)).collect();
    let plans = read::plans(&app, &mut reader, creditor, &found).await?;
    let next = plans.last().map(|plan| plan.id).filter(|_| !is_last);
    let data = plans.iter().map(|view| {
        let (reason, body) = (view.reason.as_deref(), view.without_secrets());
        read::complete(&app, &headers, &selection, view.plan, reason, body)
    });
    Ok(Page::respond(data.collect(), next))
}

/// The items of a comma-separated list.
fn listed(parameters: &Parameters<Plans>, name: &str) -> Result<Option<Vec<String>>, Problem> {
    let Some(text) = parameters.text(name) else {
        return Ok(None);
    };
    let items: Vec<String> = text.split(',').map(|item| item.trim().to_owned()).collect();
    if items.len() > LISTED {
        let message = format!("must list at most {LISTED} values");
        return Err(Problem::parameter(name, message));
    }
    Ok(Some(items))
}
