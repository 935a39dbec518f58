//! `POST /api/v1/creditor/upload-accounts`: place up to a thousand accounts in one transaction.

use super::ids;
use super::render::Creditor;
use super::upload_body::Upload;
use super::upload_consumers;
use super::vocabulary::ACCOUNT;
use crate::app::App;
use crate::auth::Caller;
use crate::body::FieldError;
use crate::command::json;
use crate::group::{GROUP_LIMIT, Member, Part, Whole};
use crate::openapi::{Endpoint, Schema};
use crate::problem::{Problem, Rejected, Rendered};
use crate::settings::CurrentSettings;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use quittance_store::ids::now;
use quittance_store::keys::KeyRole;
use quittance_store::{Accepted, Mode};
use serde_json::{Value, json};

pub fn endpoint() -> Endpoint {
    let row = json!({
        "consumerEmail": "member@example.com",
        "originalBalance": 5280.00,
        "principalBalance": 5280.00,
        "dpd": 78,
        "accountType": "credit_card",
        "accountPhase": "intercept",
        "creditorReference": "ABC-00124",
    });
    let rows = Schema::of(json!({
        "type": "array", "minItems": 1, "maxItems": GROUP_LIMIT, "items": { "type": "object" },
    }));
    Endpoint::post(
        "/api/v1/creditor/upload-accounts",
        "upload_accounts",
        upload,
    )
    .says(
        "Place many accounts",
        "An array of up to 1,000 placements, each as for `place-account`, or a CSV sheet with \
             a header row, as the body or as the `file` of a form. Every row is read before any is written; the good ones are placed in \
             one transaction and the others reported.",
    )
    .needs(KeyRole::LoanOfficer, "accounts:write")
    .body_of(rows, "text/csv")
    .or_file("text/csv")
    .example("One account", json!([row]))
    .replies(StatusCode::OK, "What became of each row.", schema())
}

fn schema() -> Schema {
    let wrong = Schema::object()
        .told("field", Schema::text("principalBalance"), "The field.")
        .told(
            "message",
            Schema::text("is required"),
            "What is wrong with it.",
        );
    let result = Schema::object()
        .field("row", Schema::integer(1))
        .field("status", Schema::one_of(&["created", "failed"]))
        .optional("accountId", Schema::text(ACCOUNT.example))
        .optional("errors", Schema::list(wrong));
    Schema::object()
        .field("total", Schema::integer(1))
        .field("succeeded", Schema::integer(1))
        .field("failed", Schema::integer(0))
        .field("results", Schema::list(result))
        .named("UploadReport")
}

async fn upload(
    State(app): State<App>,
    caller: Caller<Creditor>,
    upload: Upload<Creditor>,
) -> Result<Response, Rejected<Creditor>> {
    let profile = app.profile(caller.creditor).await?;
    let settings = CurrentSettings::of(&app, caller.creditor).await?;
    let mut rows = upload.rows(now().date_naive())?;
    if rows.is_empty() || rows.len() > GROUP_LIMIT {
        let message = format!("must have 1 to {GROUP_LIMIT} accounts");
        return Err(Problem::invalid("body", message).into());
    }
    upload_consumers::find(&app, &caller, rows.iter_mut().flatten()).await?;
    let reference = upload.reference();
    let (mut members, mut outcomes) = (Vec::new(), Vec::with_capacity(rows.len()));
    for row in rows {
        outcomes.push(match row {
            Err(wrong) => Some(wrong),
            Ok(mut placement) => {
                placement.agree(profile.books, &settings.programs);
                placement.licensed = settings.licensed_states.clone();
                let prepared = placement.prepare(&app.keyring, caller.creditor)?;
                let submission = prepared.submission(None, upload.request_id.clone());
                let reply =
                    |accepted: &Accepted<'_>| json(&json!(ids::account(accepted.account.id)));
                members.push(Member::new(submission, StatusCode::CREATED, reply));
                None
            }
        });
    }
    let whole = Whole {
        mode: Mode::Each,
        members,
        request: upload.request,
        request_id: upload.request_id,
    };
    let report = move |parts: &[Option<Part>]| report(&outcomes, parts, reference);
    Ok(whole.submit::<Creditor>(&app, &caller, report).await?)
}

/// What became of each row: those that were wrong, and in the same order the parts of the others.
fn report(
    outcomes: &[Option<Vec<FieldError>>],
    parts: &[Option<Part>],
    reference: &str,
) -> Rendered {
    let mut parts = parts.iter();
    let mut succeeded = 0;
    let results: Vec<Value> = (1..)
        .zip(outcomes)
        .map(|(row, wrong)| {
            let errors = match wrong {
                Some(wrong) => json!(wrong),
                None => match parts.next().and_then(Option::as_ref) {
                    Some(part) if part.is_accepted() => {
                        succeeded += 1;
                        let account: Value = serde_json::from_slice(&part.body).unwrap_or_default();
                        return json!({ "row": row, "status": "created", "accountId": account });
                    }
                    part => errors(part, reference),
                },
            };
            json!({ "row": row, "status": "failed", "errors": errors })
        })
        .collect();
    let body = json!({
        "total": outcomes.len(),
        "succeeded": succeeded,
        "failed": outcomes.len() - succeeded,
        "results": results,
    });
    Rendered::json(StatusCode::OK, &body)
}

/// What a refused row's reply says, as errors of its fields.
fn errors(part: Option<&Part>, reference: &str) -> Value {
    let said: Value = part
        .and_then(|part| serde_json::from_slice(&part.body).ok())
        .unwrap_or_default();
    if said["details"].is_array() {
        return said["details"].clone();
    }
    let field = match said["code"].as_str() {
        Some("CONFLICT") => reference,
        _ => "row",
    };
    json!([{ "field": field, "message": said["error"] }])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_keep_their_numbers() {
        let wrong = vec![FieldError::new("dpd", "is wrong")];
        let created = Part {
            status: StatusCode::CREATED,
            body: r#""a-1""#.into(),
            replayed: false,
        };
        let taken = Part {
            status: StatusCode::CONFLICT,
            body: r#"{"error":"taken","code":"CONFLICT"}"#.into(),
            replayed: false,
        };
        let parts = [Some(created), Some(taken)];
        let rendered = report(&[None, Some(wrong), None], &parts, "creditorReference");
        let body: Value = serde_json::from_slice(&rendered.body).unwrap();
        let expected = json!({
            "total": 3, "succeeded": 1, "failed": 2,
            "results": [
                { "row": 1, "status": "created", "accountId": "a-1" },
                { "row": 2, "status": "failed",
                  "errors": [{ "field": "dpd", "message": "is wrong" }] },
                { "row": 3, "status": "failed",
                  "errors": [{ "field": "creditorReference", "message": "taken" }] },
            ],
        });
        assert_eq!(body, expected);
    }
}
