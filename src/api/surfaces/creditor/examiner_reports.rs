//! `GET /api/v1/creditor/reports/…`: what examiners ask for, as CSV.
//!
//! One file for five endpoints, which differ in nothing but the report.

use super::recorded_days;
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
use quittance_evidence::examiner::{Report, Scope, end_of};
use quittance_store::ids::now;
use quittance_store::keys::KeyRole;

const CSV: &str = "text/csv; charset=utf-8";

/// An endpoint a report.
pub fn endpoints() -> [Endpoint; 5] {
    [
        endpoint(
            Report::Loans,
            ("/api/v1/creditor/reports/loans", "export_loan_report"),
            "Report loans",
            "A line a loan: terms, balances, lateness, the last payment, the last activity and the \
             last file maintenance.",
        ),
        endpoint(
            Report::Transactions,
            (
                "/api/v1/creditor/reports/transactions",
                "export_transaction_report",
            ),
            "Report transactions",
            "A line a transaction: what was done to the balances, by whom, when it was posted and \
             from when it counts, how it was divided, and what was owed after it.",
        ),
        endpoint(
            Report::Delinquency,
            (
                "/api/v1/creditor/reports/delinquency",
                "export_delinquency_report",
            ),
            "Report delinquency",
            "How many loans are how late, and what is owed on them, by the bands of the NCUA's call \
             report and by currency.",
        ),
        endpoint(
            Report::ChargeOffs,
            (
                "/api/v1/creditor/reports/charge-offs",
                "export_charge_off_report",
            ),
            "Report charge-offs and recoveries",
            "A line a loan that was charged off, with what was recovered of it since.",
        ),
        endpoint(
            Report::Maintenance,
            (
                "/api/v1/creditor/reports/maintenance",
                "export_maintenance_report",
            ),
            "Report file maintenance",
            "A line a change of rate, due date, payment amount, date of a payment, stage or \
             particulars, with the values before and after it, by whom and why.",
        ),
    ]
}

fn endpoint(
    report: Report,
    (path, name): (&'static str, &'static str),
    title: &'static str,
    says: &'static str,
) -> Endpoint {
    let handler =
        move |State(app): State<App>, caller: Caller<Creditor>, asked: Parameters<Creditor>| {
            export(report, app, caller, asked)
        };
    let endpoint = Endpoint::get(path, name, handler)
        .says(title, says)
        .needs(KeyRole::LoanOfficer, "audit:read")
        .query(
            "on",
            Schema::date("2026-01-31"),
            "The day of balances and lateness; today unless said otherwise.",
        )
        .query(
            "asOf",
            Schema::date("2099-12-31"),
            "As it was known at the end of this day, in UTC: what was recorded later is left out.",
        );
    recorded_days::declared(endpoint)
        .replies(
            StatusCode::OK,
            "CSV as of RFC 4180; the first line, here the example, names the columns. A text that a \
             spreadsheet would take for a formula has an apostrophe in front, as has one that \
             begins with an apostrophe.",
            Schema::text(&report.columns().join(",")),
        )
        .as_content(CSV)
}

async fn export(
    report: Report,
    app: App,
    caller: Caller<Creditor>,
    asked: Parameters<Creditor>,
) -> Result<Response, Rejected<Creditor>> {
    let known_at = match asked.date("asOf")? {
        None => now(),
        Some(day) => end_of(day).ok_or_else(|| Problem::parameter("asOf", "is too late"))?,
    };
    let days = recorded_days::read(&asked)?;
    let scope = Scope {
        creditor: caller.creditor,
        on: asked.date("on")?.unwrap_or(known_at.date_naive()),
        known_at,
        from: days.from,
        to: days.to,
    };
    let leave = app.exporting()?;
    // One of its own, since it is busy for as long as the caller reads.
    let readers = app.readers.database().readers(1).map_err(Problem::from)?;
    let mut reader = readers.of(caller.creditor).await.map_err(Problem::from)?;
    let name = format!("attachment; filename=\"{}.csv\"", report.name());
    let headers = [(CONTENT_TYPE, CSV.to_owned()), (CONTENT_DISPOSITION, name)];
    let body = written(leave, |to| async move {
        let written = report.write(&mut reader, &scope, to, |_| {}).await;
        written.map(|_| ())
    });
    Ok((headers, body).into_response())
}
