//! `POST /api/v1/payments/bulk`: record up to 1,000 payments to many loans.
//!
//! Each row stands for itself: it is what `POST /api/v1/loans/{id}/payments` takes, with the loan and
//! the request id beside it, and it is answered as that would be.
//! So a row may be sent again in another request, or alone, under its request id.

use super::payment_record::{accepted, read};
use super::render::Servicing;
use crate::app::App;
use crate::auth::Caller;
use crate::body::{Fields, Payload};
use crate::command::Submission;
use crate::digest::request_digest;
use crate::group::{GROUP_LIMIT, Member, Part, submit_each};
use crate::problem::{Problem, Rejected, json_response};
use crate::request_id::KEY_LENGTH;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::{DateTime, Utc};
use quittance_domain::account::Command;
use quittance_domain::{AccountId, Currency};
use quittance_store::keys::KeyRole;
use quittance_store::{RequestKey, ids};
use serde_json::Value;
use std::collections::HashMap;
use std::io::Write as _;
use uuid::Uuid;

pub async fn record(
    State(app): State<App>,
    caller: Caller<Servicing>,
    payload: Payload<Servicing>,
) -> Result<Response, Rejected<Servicing>> {
    caller.require(KeyRole::LoanOfficer)?;
    caller.require_scope("payments:write")?;
    let mut fields = payload.fields;
    let before = fields.errors();
    let rows = fields.list("payments");
    let rows = fields.required("payments", before, rows);
    if rows.len() > GROUP_LIMIT {
        fields.wrong("payments", format!("must have at most {GROUP_LIMIT} rows"));
    }
    fields.check()?;
    let rows: Vec<Row> = rows.into_iter().map(Row::read).collect();
    let loans: Vec<AccountId> = rows.iter().filter_map(|row| row.loan).collect();
    let currencies = app.currencies(caller.creditor, &loans).await?;
    let at = ids::now();
    let (mut request_ids, mut members, mut wrong) = (Vec::new(), Vec::new(), Vec::new());
    for row in rows {
        request_ids.push(row.request_id.clone());
        match row.member(&currencies, at, &payload.request_id) {
            Ok(member) => {
                members.push(member);
                wrong.push(None);
            }
            Err(problem) => {
                let part = Part::problem::<Servicing>(&problem, &payload.request_id);
                wrong.push(Some(part));
            }
        }
    }
    let mut answered = submit_each::<Servicing>(&app, &caller, members)
        .await?
        .into_iter();
    let parts = wrong
        .into_iter()
        .map(|part| part.or_else(|| answered.next()));
    Ok(json_response(
        StatusCode::OK,
        results(request_ids.iter().zip(parts.flatten())),
    ))
}

/// One payment of the request.
struct Row {
    loan: Option<AccountId>,
    request_id: String,
    /// The fields of "record payment", and what is wrong with those around them.
    fields: Fields,
    /// What makes it the same request as before.
    digest: [u8; 32],
}

impl Row {
    /// Takes out what a single payment has in its path and headers.
    fn read(row: Value) -> Row {
        let Value::Object(mut members) = row else {
            let mut fields = Fields::default();
            fields.wrong("payload", "must be an object");
            return Row {
                loan: None,
                request_id: String::new(),
                fields,
                digest: [0; 32],
            };
        };
        let around = ["loan_id", "request_id"].map(|name| (name.to_owned(), members.remove(name)));
        let known = around
            .into_iter()
            .filter_map(|(name, value)| value.map(|value| (name, value)));
        let mut outer = Fields::new(known.collect());
        let request_id = outer.required_text("request_id", KEY_LENGTH);
        let loan = outer.required_text("loan_id", 64);
        let loan = match Uuid::try_parse(&loan) {
            Ok(loan) => Some(AccountId(loan)),
            Err(_) if loan.is_empty() => None, // Said already.
            Err(_) => {
                outer.wrong("loan_id", "must be a UUID");
                None
            }
        };
        // As if it had been sent alone, so that it is found again either way.
        let path = loan.map_or_else(String::new, |loan| format!("/api/v1/loans/{loan}/payments"));
        let members = Value::Object(members);
        let digest = request_digest("POST", &path, &members);
        let mut fields = match members {
            Value::Object(members) => Fields::new(members),
            _ => Fields::default(),
        };
        fields.absorb(outer);
        Row {
            loan,
            request_id,
            fields,
            digest,
        }
    }

    /// The row as a command of the group.
    fn member(
        mut self,
        currencies: &HashMap<AccountId, Currency>,
        at: DateTime<Utc>,
        request_id: &str,
    ) -> Result<Member, Problem> {
        let Some(loan) = self.loan else {
            self.fields.check()?;
            return Err(Problem::not_found("loan"));
        };
        let currency = *currencies.get(&loan).ok_or(Problem::not_found("loan"))?;
        let payment = read(&mut self.fields, currency, at)?;
        let id = payment.id;
        let request = RequestKey {
            id: self.request_id.into(),
            digest: self.digest,
        };
        let submission = Submission::new(
            loan,
            Command::RecordPayment(payment),
            Some(request),
            request_id.to_owned(),
        );
        let reply = accepted(id);
        Ok(Member::new(submission, StatusCode::CREATED, reply))
    }
}

/// The reply: a result for each row, in order, around replies that are JSON already.
fn results<'a>(rows: impl Iterator<Item = (&'a String, Part)>) -> Vec<u8> {
    let mut body = br#"{"results":["#.to_vec();
    for (place, (request_id, part)) in rows.enumerate() {
        if place > 0 {
            body.push(b',');
        }
        let request_id = match request_id.as_str() {
            "" => Value::Null,
            text => Value::from(text),
        };
        let (status, replayed) = (part.status.as_u16(), part.replayed);
        let shown = if part.is_accepted() {
            "payment"
        } else {
            "error"
        };
        // Writing to memory does not fail.
        let _ = write!(
            body,
            r#"{{"request_id":{request_id},"status":{status},"replayed":{replayed},"{shown}":"#
        );
        body.extend_from_slice(&part.body);
        body.push(b'}');
    }
    body.extend_from_slice(b"]}");
    body
}
