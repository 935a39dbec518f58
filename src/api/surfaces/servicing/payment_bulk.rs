//! `POST /api/v1/payments/bulk`: record up to 1,000 payments to many loans.
//!
//! Each row stands for itself: it is what `POST /api/v1/loans/{id}/payments` takes, with the loan and
//! the request id beside it, and it is answered as that would be.
//! So a row may be sent again in another request, or alone, under its request id.

use super::payment_record::{Wish, accepted};
use super::render::Servicing;
use super::views::Payment;
use super::words::LOAN;
use crate::app::App;
use crate::auth::Caller;
use crate::body::{Body, Fields, Given, Payload};
use crate::command::Submission;
use crate::digest::request_digest;
use crate::group::{GROUP_LIMIT, Member, Part, submit_each};
use crate::openapi::{Endpoint, Schema};
use crate::problem::{Problem, Rejected, Surface, json_response};
use crate::request_id::KEY_LENGTH;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::{DateTime, Utc};
use quittance_domain::account::Command;
use quittance_domain::{AccountId, Currency};
use quittance_store::keys::KeyRole;
use quittance_store::{RequestKey, ids};
use serde_json::{Map, Value, json};
use std::collections::HashMap;
use std::io::Write as _;
use uuid::Uuid;

pub fn endpoint() -> Endpoint {
    let row = json!({
        "loan_id": LOAN.example,
        "request_id": "2026-01-15/000017",
        "amount": "500.00",
        "payment_method": "ach",
    });
    Endpoint::post("/api/v1/payments/bulk", "record_payments", record)
        .says(
            "Record many payments",
            "Up to 1,000 payments to many loans, in one transaction. Each is what the endpoint for \
             one payment takes, with the loan and a request id beside it, and is answered as that \
             would be: a row that is wrong or refused leaves the others as they are. So a row may \
             be sent again, in another request or alone, under its request id.",
        )
        .needs(KeyRole::LoanOfficer, "payments:write")
        .sent_twice("each row has a request id of its own, and is answered as before by it.")
        .body::<Batch>()
        .example("One row", json!({ "payments": [row] }))
        .replies(StatusCode::OK, "A result for each row, in order.", schema())
}

fn schema() -> Schema {
    let result = Schema::object()
        .field("request_id", Schema::text("2026-01-15/000017").or_null())
        .told(
            "status",
            Schema::integer(201),
            "The status that the row would have had alone.",
        )
        .told(
            "replayed",
            Schema::boolean(false),
            "Whether it had been answered before.",
        )
        .optional("payment", Payment::schema())
        .optional("error", Servicing::error())
        .named("BulkResult");
    Schema::object().field("results", Schema::list(result))
}

struct Batch {
    rows: Vec<Value>,
}

impl Body for Batch {
    fn read(fields: &mut Fields, _: &Given) -> Batch {
        let before = fields.errors();
        let rows = fields.list("payments");
        fields.note("payments", || {
            let row = Fields::record::<Wish>(Map::new())
                .field(
                    "loan_id",
                    Schema::of(json!({ "type": "string", "maxLength": 64 })),
                )
                .field(
                    "request_id",
                    Schema::of(json!({ "type": "string", "maxLength": KEY_LENGTH })),
                );
            // What has another shape is answered as a row that is wrong.
            let rows = Schema::list(Schema::any_of(vec![
                row.named("BulkRow"),
                Schema::of(json!({})),
            ]));
            rows.with("maxItems", GROUP_LIMIT.into())
        });
        let rows = fields.required("payments", before, rows);
        if rows.len() > GROUP_LIMIT {
            fields.wrong("payments", format!("must have at most {GROUP_LIMIT} rows"));
        }
        Batch { rows }
    }
}

async fn record(
    State(app): State<App>,
    caller: Caller<Servicing>,
    mut payload: Payload<Servicing>,
) -> Result<Response, Rejected<Servicing>> {
    let at = ids::now();
    let Batch { rows } = payload.read(&Given::on(at.date_naive()))?;
    let rows: Vec<Row> = rows.into_iter().map(Row::read).collect();
    let loans: Vec<AccountId> = rows.iter().filter_map(|row| row.loan).collect();
    let currencies = app.currencies(caller.creditor, &loans).await?;
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
        let given = Given {
            currency,
            today: at.date_naive(),
        };
        let wish = Wish::read(&mut self.fields, &given);
        self.fields.check()?;
        let payment = wish.command(at);
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
        let reply = accepted(id, currency);
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
