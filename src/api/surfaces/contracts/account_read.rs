//! `GET /api/v1/accounts.php`: a page of accounts, or with `account_id` a single one.

use super::page::Page;
use super::render::Contracts;
use super::vocabulary::ACCOUNT;
use super::words;
use crate::accounts::{self, AccountRow};
use crate::app::App;
use crate::auth::Caller;
use crate::command::json;
use crate::openapi::{Endpoint, Schema};
use crate::problem::{Problem, Rejected, json_response};
use crate::query::Parameters;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use quittance_domain::Money;
use quittance_store::ids;
use quittance_store::keys::KeyRole;
use serde_json::{Value, json};

pub fn endpoint() -> Endpoint {
    let endpoint = Endpoint::get("/api/v1/accounts.php", "read_accounts", read)
        .says(
            "Accounts, or one of them",
            "A page of accounts, newest first; with `account_id` that account alone.",
        )
        .needs(KeyRole::Viewer, "accounts:read")
        .query_id("account_id", &ACCOUNT, "Only the account with this id.")
        .query(
            "status",
            Schema::text("active"),
            "Only accounts with this status; no account has a status that is unknown.",
        );
    Page::declare(endpoint).replies(
        StatusCode::OK,
        "The page, or the account.",
        Schema::any_of(vec![Page::schema("accounts", row_schema()), one_schema()]),
    )
}

fn row_schema() -> Schema {
    Schema::object()
        .field("account_id", Schema::integer(123))
        .field("account_number", Schema::text("CONTRACT-2024-001"))
        .field("debtor_name", Schema::text("Acme Corp"))
        .field("current_balance", Schema::money_text("8500.00"))
        .field("account_status", words::account_schema())
        .named("AccountRow")
}

fn one_schema() -> Schema {
    let account = Schema::object()
        .field("account_id", Schema::integer(123))
        .field("account_number", Schema::text("CONTRACT-2024-001"))
        .field("original_creditor", Schema::text("Acme Bank").or_null())
        .field("debtor_name", Schema::text("Acme Corp"))
        .field("debtor_phone", Schema::text("555-123-4567"))
        .field("original_balance", Schema::money_text("10000.00"))
        .field("current_balance", Schema::money_text("8500.00"))
        .field("account_status", words::account_schema())
        .field("created_at", words::moment_schema("2024-01-15 10:00:00"))
        .named("Account");
    Schema::object().field("account", account)
}

async fn read(
    State(app): State<App>,
    caller: Caller<Contracts>,
    parameters: Parameters<Contracts>,
) -> Result<Response, Rejected<Contracts>> {
    match parameters.text("account_id") {
        Some(id) => Ok(one(&app, &caller, id).await?),
        None => Ok(list(&app, &caller, &parameters).await?),
    }
}

/// A single account; what is no integer names none.
async fn one(app: &App, caller: &Caller<Contracts>, id: &str) -> Result<Response, Problem> {
    let id: i64 = id.parse().map_err(|_| Problem::not_found("account"))?;
    let mut reader = app.readers.of(caller.creditor).await?;
    let row = AccountRow::by_sequence(&mut reader, caller.creditor, id).await?;
    let personal = row.personal(app);
    let body = json!({ "account": {
        "account_id": row.sequence,
        "account_number": row.number,
        "original_creditor": row.details.original_creditor,
        "debtor_name": personal.full_name().unwrap_or_default(),
        "debtor_phone": personal.phone.unwrap_or_default(),
        "original_balance": amount(&row, row.original_balance()),
        "current_balance": amount(&row, row.owed_on(ids::now().date_naive())),
        "account_status": words::account(row.condition),
        "created_at": words::moment(row.created_at),
    }});
    Ok(json_response(StatusCode::OK, json(&body)))
}

/// A page of accounts, newest first; a status that the surface does not have covers none.
async fn list(
    app: &App,
    caller: &Caller<Contracts>,
    parameters: &Parameters<Contracts>,
) -> Result<Response, Problem> {
    let page = Page::of(parameters)?;
    let conditions = parameters
        .text("status")
        .map(|word| accounts::conditions(words::account, word));
    let conditions = conditions.as_deref();
    let mut reader = app.readers.of(caller.creditor).await?;
    let total = accounts::total_accounts(&mut reader, caller.creditor, conditions).await?;
    let wanted = accounts::Page {
        conditions,
        before: i64::MAX,
        limit: page.limit,
        offset: page.offset,
    };
    let rows = AccountRow::page(&mut reader, caller.creditor, wanted).await?;
    drop(reader);
    let today = ids::now().date_naive();
    let rows: Vec<Value> = rows
        .iter()
        .map(|row| {
            json!({
                "account_id": row.sequence,
                "account_number": row.number,
                "debtor_name": row.personal(app).full_name().unwrap_or_default(),
                "current_balance": amount(row, row.owed_on(today)),
                "account_status": words::account(row.condition),
            })
        })
        .collect();
    Ok(page.respond("accounts", rows, total))
}

fn amount(row: &AccountRow, amount: Money) -> String {
    words::amount(amount, row.standing.terms.currency)
}
