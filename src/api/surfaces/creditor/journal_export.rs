//! `GET /api/v1/creditor/journal/export`: the journal for another accounting program.

use super::render::Creditor;
use crate::app::App;
use crate::auth::Caller;
use crate::openapi::{Endpoint, Schema};
use crate::problem::{Problem, Rejected};
use crate::query::Parameters;
use crate::written::written;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use quittance_evidence::journal::{Export, Format, UnknownFormat};
use quittance_store::keys::KeyRole;

const TEXT: &str = "text/plain; charset=utf-8";

pub fn endpoint() -> Endpoint {
    let formats = Format::ALL.map(|(name, _)| name);
    Endpoint::get("/api/v1/creditor/journal/export", "export_journal", export)
        .says(
            "Export the journal",
            "Every line in the order of booking, as hledger, ledger or beancount reads it, or as \
             CSV. Accounts and currencies are declared, and at each month's end stands what the \
             balances are by then, so that the reader's own program proves the sums. A \
             transaction is dated by the day of its booking, with the day from which it counts \
             beside it.",
        )
        .needs(KeyRole::LoanOfficer, "audit:read")
        .query(
            "format",
            Schema::one_of(&formats),
            "The form; `hledger` unless said otherwise.",
        )
        .query(
            "to",
            Schema::date("2099-12-31"),
            "The last day of booking, in UTC.",
        )
        .replies(StatusCode::OK, "The journal.", Schema::text("2026-01-15"))
        .as_content(TEXT)
}

async fn export(
    State(app): State<App>,
    caller: Caller<Creditor>,
    parameters: Parameters<Creditor>,
) -> Result<Response, Rejected<Creditor>> {
    let format = match parameters.given("format") {
        None => Format::Hledger,
        Some(text) => {
            let unknown = |error: UnknownFormat| Problem::parameter("format", error.to_string());
            text.parse().map_err(unknown)?
        }
    };
    let to = parameters.date("to")?;
    let leave = app.exporting()?;
    let export = Export::of(app.readers.database(), caller.creditor, format, to);
    let export = export.await.map_err(Problem::from)?;
    let extension = match format {
        Format::Hledger | Format::Ledger => "journal",
        Format::Beancount => "beancount",
        Format::Csv => "csv",
    };
    let name = format!("attachment; filename=\"journal.{extension}\"");
    let headers = [(CONTENT_TYPE, TEXT.to_owned()), (CONTENT_DISPOSITION, name)];
    let body = written(leave, |to| export.write(to, |_| {}));
    Ok((headers, body).into_response())
}
