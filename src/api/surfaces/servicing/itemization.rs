//! `GET /api/v1/loans/{id}/itemization`: how what was owed on a day became what is owed now.

use super::path::{account_on, loan_id};
use super::render::Servicing;
use super::words::LOAN;
use crate::app::App;
use crate::auth::Caller;
use crate::axes::Axes;
use crate::command::json;
use crate::openapi::{Endpoint, Schema};
use crate::path::Ids;
use crate::problem::{Problem, Rejected, json_response};
use crate::query::Parameters;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::NaiveDate;
use quittance_domain::Money;
use quittance_domain::account::Account;
use quittance_store::ids;
use quittance_store::keys::KeyRole;
use serde_json::json;

pub fn endpoint() -> Endpoint {
    let endpoint = Endpoint::get("/api/v1/loans/{id}/itemization", "get_itemization", get)
        .says(
            "What is owed, itemized since a day",
            "The categories of a validation notice, 12 CFR 1006.34(c)(2)(viii): what was owed at \
             the end of the itemization date, interest, fees, payments and credits since, and what \
             is owed now. Every amount is there, if it is zero.",
        )
        .needs(KeyRole::Viewer, "loans:read")
        .id("id", &LOAN)
        .query(
            "since",
            Schema::date("2026-02-01"),
            "The itemization date; the day the loan began unless said otherwise.",
        )
        .replies(StatusCode::OK, "The itemization.", schema());
    Axes::declare(endpoint)
}

fn schema() -> Schema {
    let money = |text| Schema::money_text(text);
    Schema::object()
        .field("loan_id", Schema::uuid(LOAN.example))
        .field("currency", Schema::text("USD"))
        .told(
            "itemization_date",
            Schema::date("2026-02-01"),
            "The day it begins from.",
        )
        .told("as_of", Schema::date("2026-03-01"), "The day it leads to.")
        .told(
            "balance_then",
            money("2234.56"),
            "Owed at the end of the itemization date.",
        )
        .told("interest", money("75.00"), "Interest since.")
        .told("fees", money("25.00"), "Fees since.")
        .told("advances", money("0.00"), "Principal added since.")
        .told("payments", money("50.00"), "Received and kept since.")
        .told("credits", money("0.00"), "Forgiven or written off since.")
        .told(
            "balance_now",
            money("2284.56"),
            "Owed at the end of the last day; negative is a credit.",
        )
        .named("Itemization")
}

async fn get(
    State(app): State<App>,
    caller: Caller<Servicing>,
    path: Ids<Servicing>,
    parameters: Parameters<Servicing>,
) -> Result<Response, Rejected<Servicing>> {
    let axes = Axes::of(&parameters, ids::now())?;
    let loan = loan_id(&path)?;
    let (account, on) = account_on(&app, &caller, loan, &axes).await?;
    let since = since(&parameters, &account, on)?;
    let sums = account.itemize(since, on);
    let money = |amount: Money| amount.to_decimal(account.terms.currency);
    let body = json!({
        "loan_id": loan,
        "currency": account.terms.currency,
        "itemization_date": since,
        "as_of": on,
        "balance_then": money(sums.then),
        "interest": money(sums.interest),
        "fees": money(sums.fees),
        "advances": money(sums.advances),
        "payments": money(sums.payments),
        "credits": money(sums.credits),
        "balance_now": money(sums.now),
    });
    Ok(json_response(StatusCode::OK, json(&body)))
}

/// The itemization date, which lies in the loan's life and not after the day asked for.
fn since(
    parameters: &Parameters<Servicing>,
    account: &Account,
    on: NaiveDate,
) -> Result<NaiveDate, Problem> {
    let Some(since) = parameters.date("since")? else {
        return Ok(account.opened_on);
    };
    if (account.opened_on..=on).contains(&since) {
        return Ok(since);
    }
    let message = format!("must be from {} to {on}", account.opened_on);
    Err(Problem::parameter("since", message))
}
