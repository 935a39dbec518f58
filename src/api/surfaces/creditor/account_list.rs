//! `GET /api/v1/creditor/accounts`: a page of accounts, newest first, forward by cursor.

use super::account_view;
use super::account_view::view;
use super::ids;
use super::render::Creditor;
use super::vocabulary::ACCOUNT;
use super::words;
use crate::accounts::{self, AccountRow, Page};
use crate::app::App;
use crate::auth::Caller;
use crate::command::json;
use crate::openapi::{Endpoint, Schema};
use crate::problem::{Problem, Rejected, json_response};
use crate::query::Parameters;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use quittance_store::Reader;
use quittance_store::ids::now;
use quittance_store::keys::KeyRole;
use serde_json::{Value, json};

pub fn endpoint() -> Endpoint {
    let whole = Schema::integer(10)
        .with("type", json!(["integer", "string"]))
        .with("default", json!(50));
    Endpoint::get("/api/v1/creditor/accounts", "list_accounts", list)
        .says(
            "Accounts",
            "A page of them, newest first, forward by cursor.",
        )
        .needs(KeyRole::Viewer, "accounts:read")
        .query(
            "limit",
            whole,
            "Rows of a page: brought within 1 to 100, and 50 when it is no number.",
        )
        .query(
            "cursor",
            Schema::text("1000"),
            "`nextCursor` of the page before.",
        )
        .query(
            "status",
            Schema::name_of(words::ACCOUNT),
            "Only accounts with this status.",
        )
        .query_id("search", &ACCOUNT, "Only the account with this id.")
        .replies(StatusCode::OK, "The page.", schema())
}

fn schema() -> Schema {
    Schema::object()
        .field(
            "accounts",
            Schema::list(account_view::schema().named("Account")),
        )
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
    let limit = parameters.clamped("limit", 1, 100, 50);
    let mut reader = app.readers.of(caller.creditor).await?;
    let (rows, total) = match parameters.text("search") {
        Some(wanted) => found(&mut reader, &caller, &parameters, wanted).await?,
        None => page(&mut reader, &caller, &parameters, limit).await?,
    };
    drop(reader);
    let more = usize::try_from(limit).is_ok_and(|limit| rows.len() > limit);
    let shown = if more {
        &rows[..rows.len() - 1]
    } else {
        &rows[..]
    };
    let next = shown
        .last()
        .filter(|_| more)
        .map(|row| row.sequence.to_string());
    let today = now().date_naive();
    let accounts: Vec<Value> = shown.iter().map(|row| view(&app, row, today)).collect();
    let body = json!({
        "accounts": accounts,
        "total": total,
        "limit": limit,
        "nextCursor": next,
    });
    Ok(json_response(StatusCode::OK, json(&body)))
}

/// The rows of the page and one more when there is one, with the total of the list.
async fn page(
    reader: &mut Reader,
    caller: &Caller<Creditor>,
    parameters: &Parameters<Creditor>,
    limit: i64,
) -> Result<(Vec<AccountRow>, i64), Problem> {
    let statuses = statuses(parameters)?;
    let before = match parameters.text("cursor") {
        None => i64::MAX,
        Some(cursor) => cursor
            .parse()
            .map_err(|_| Problem::invalid("cursor", "is not a cursor of this list"))?,
    };
    let total = accounts::total_accounts(reader, caller.creditor, statuses).await?;
    let page = Page {
        statuses,
        before,
        limit: limit + 1,
        offset: 0,
    };
    Ok((
        AccountRow::page(reader, caller.creditor, page).await?,
        total,
    ))
}

fn statuses(parameters: &Parameters<Creditor>) -> Result<Option<&'static [&'static str]>, Problem> {
    let Some(word) = parameters.text("status") else {
        return Ok(None);
    };
    accounts::statuses(words::ACCOUNT, word)
        .map(Some)
        .ok_or_else(|| {
            let known: Vec<&str> = words::ACCOUNT.iter().map(|(word, _)| *word).collect();
            Problem::invalid("status", format!("must be one of {}", known.join(", ")))
        })
}

/// The account that a search names, if there is one and it has the status asked for.
async fn found(
    reader: &mut Reader,
    caller: &Caller<Creditor>,
    parameters: &Parameters<Creditor>,
    wanted: &str,
) -> Result<(Vec<AccountRow>, i64), Problem> {
    let statuses = statuses(parameters)?;
    let last_four = wanted.len() == 4 && wanted.bytes().all(|byte| byte.is_ascii_digit());
    if last_four {
        // Better than a list that looks as if nobody had these digits.
        let message = "by the last four digits of an SSN is not available yet";
        return Err(Problem::invalid("search", message));
    }
    let row = match ids::parse_account(wanted) {
        Ok(id) => AccountRow::by_id(reader, caller.creditor, id.0).await,
        Err(problem) => Err(problem),
    };
    match row {
        Ok(row) if statuses.is_none_or(|known| known.contains(&row.status.as_str())) => {
            Ok((vec![row], 1))
        }
        Ok(_) | Err(Problem::NotFound { .. }) => Ok((Vec::new(), 0)),
        Err(problem) => Err(problem),
    }
}
