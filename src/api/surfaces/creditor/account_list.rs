//! `GET /api/v1/creditor/accounts`: a page of accounts, newest first, forward by cursor.

use super::account_view;
use super::account_view::view;
use super::ids;
use super::render::Creditor;
use super::vocabulary::ACCOUNT;
use super::words;
use crate::accounts::{self, AccountRow, Page, Search};
use crate::app::App;
use crate::auth::Caller;
use crate::command::json;
use crate::openapi::{Endpoint, Schema};
use crate::placement::last4_hash;
use crate::problem::{Problem, Rejected, Surface, json_response};
use crate::query::{Parameters, page};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::NaiveDate;
use quittance_domain::CreditorId;
use quittance_store::Reader;
use quittance_store::ids::now;
use quittance_store::keys::KeyRole;
use serde_json::{Value, json};

pub fn endpoint() -> Endpoint {
    let endpoint = Endpoint::get("/api/v1/creditor/accounts", "list_accounts", list);
    declared(endpoint, account_view::schema())
}

/// The declaration, under whatever path, of accounts of whatever shape.
pub fn declared(endpoint: Endpoint, account: Schema) -> Endpoint {
    let whole = Schema::integer(10).with("default", json!(50));
    endpoint
        .says(
            "Accounts",
            "A page of them, newest first, forward by cursor.",
        )
        .needs(KeyRole::Viewer, "accounts:read")
        .query("limit", whole, "Rows of a page: brought within 1 to 100.")
        .query(
            "cursor",
            Schema::text("1000"),
            "`nextCursor` of the page before.",
        )
        .query(
            "status",
            Schema::one_of(&words::ACCOUNT),
            "Only accounts with this status.",
        )
        .query_id(
            "search",
            &ACCOUNT,
            "Only accounts with this id, this reference of the creditor's, or these last four \
             digits of the consumer's SSN.",
        )
        .replies(StatusCode::OK, "The page.", schema(account))
}

fn schema(account: Schema) -> Schema {
    Schema::object()
        .field("accounts", Schema::list(account.named("Account")))
        .field("total", Schema::integer(1))
        .field("limit", Schema::integer(10))
        .field("nextCursor", Schema::text("999").or_null())
        .named("AccountPage")
}

async fn list(
    State(app): State<App>,
    caller: Caller<Creditor>,
    parameters: Parameters<Creditor>,
) -> Result<Response, Rejected<Creditor>> {
    Ok(list_page(&app, &caller, &parameters, view).await?)
}

/// A page, for whichever surface asks for it, of accounts as it shows them.
///
/// # Errors
/// [`Problem::Invalid`] for a wrong parameter, and what the database says.
pub async fn list_page<S: Surface>(
    app: &App,
    caller: &Caller<S>,
    parameters: &Parameters<S>,
    shown_as: fn(&App, &AccountRow, NaiveDate) -> Value,
) -> Result<Response, Problem> {
    let limit = parameters.clamped("limit", 1, 100, 50)?;
    let (rows, total) = found(app, caller, parameters, limit).await?;
    let (shown, more) = page(&rows, limit);
    let last = shown.last().filter(|_| more);
    let next = last.map(|row| row.sequence.to_string());
    let today = now().date_naive();
    let accounts: Vec<Value> = shown.iter().map(|row| shown_as(app, row, today)).collect();
    let body = json!({
        "accounts": accounts,
        "total": total,
        "limit": limit,
        "nextCursor": next,
    });
    Ok(json_response(StatusCode::OK, json(&body)))
}

/// The rows of the page and one more when there is one, with the total of the list.
async fn found<S: Surface>(
    app: &App,
    caller: &Caller<S>,
    parameters: &Parameters<S>,
    limit: i64,
) -> Result<(Vec<AccountRow>, i64), Problem> {
    let status = parameters.word("status", &words::ACCOUNT)?;
    let conditions = status.map(|word| accounts::conditions(words::account, word));
    let before = match parameters.text("cursor") {
        None => i64::MAX,
        Some(cursor) => cursor
            .parse()
            .map_err(|_| Problem::parameter("cursor", "is not a cursor of this list"))?,
    };
    let page = Page {
        conditions: conditions.as_deref(),
        before,
        limit: limit + 1,
        offset: 0,
    };
    let mut reader = app.readers.of(caller.creditor).await?;
    if let Some(wanted) = parameters.text("search") {
        return search(app, &mut reader, caller.creditor, wanted, page).await;
    }
    let total = accounts::total_accounts(&mut reader, caller.creditor, page.conditions).await?;
    let rows = AccountRow::page(&mut reader, caller.creditor, page).await?;
    Ok((rows, total))
}

/// The accounts with this id, this number of the creditor's or these last four digits.
async fn search(
    app: &App,
    reader: &mut Reader,
    creditor: CreditorId,
    wanted: &str,
    page: Page<'_>,
) -> Result<(Vec<AccountRow>, i64), Problem> {
    let four_digits = wanted.len() == 4 && wanted.bytes().all(|byte| byte.is_ascii_digit());
    let hash = four_digits.then(|| last4_hash(&app.keyring, creditor, wanted));
    let search = Search {
        account: ids::parse_account(wanted).ok(),
        number: wanted,
        last4_hash: hash.as_deref(),
    };
    AccountRow::search(reader, creditor, search, page).await
}
