//! `GET /api/v1/creditor/audit-log/export`: the audit log as CSV, for examiners and auditors.

use super::audit_filter;
use super::render::Creditor;
use crate::app::App;
use crate::auth::Caller;
use crate::openapi::{Endpoint, Schema};
use crate::problem::{Problem, Rejected};
use crate::query::Parameters;
use axum::body::Body;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use bytes::{BufMut, Bytes, BytesMut};
use futures_util::TryStreamExt;
use quittance_store::audit::export_statement;
use quittance_store::keys::KeyRole;

pub fn endpoint() -> Endpoint {
    let endpoint = Endpoint::get(
        "/api/v1/creditor/audit-log/export",
        "export_audit_log",
        export,
    );
    audit_filter::declared(endpoint)
        .says(
            "Export the audit log",
            "CSV as of RFC 4180, oldest entry first. A text that a spreadsheet would take for a \
             formula has an apostrophe in front, as has one that begins with an apostrophe.",
        )
        .needs(KeyRole::LoanOfficer, "audit:read")
        .replies(
            StatusCode::OK,
            "The log.",
            Schema::text("sequence,recorded_at"),
        )
        .as_content("text/csv; charset=utf-8")
}

async fn export(
    State(app): State<App>,
    caller: Caller<Creditor>,
    parameters: Parameters<Creditor>,
) -> Result<Response, Rejected<Creditor>> {
    let filter = audit_filter::read(&parameters)?;
    let statement = export_statement(caller.creditor, &filter);
    let leave = app.exporting()?;
    // One of its own, since it is busy for as long as the caller reads.
    let readers = app.readers.database().readers(1).map_err(Problem::from)?;
    let rows = readers.copy(caller.creditor, &statement).await;
    let rows = rows.map_err(Problem::from)?;
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8"),
        (
            CONTENT_DISPOSITION,
            "attachment; filename=\"audit-log.csv\"",
        ),
    ];
    let lines = rows.map_ok(move |row| {
        // Until the last of them has been read.
        let _ = &leave;
        line(row)
    });
    let body = Body::from_stream(lines);
    Ok((headers, body).into_response())
}

/// A row with the line end that RFC 4180 asks for.
fn line(row: Bytes) -> Bytes {
    let text = row.strip_suffix(b"\n").unwrap_or(&row);
    let mut line = BytesMut::with_capacity(text.len() + 2);
    line.put_slice(text);
    line.put_slice(b"\r\n");
    line.freeze()
}
