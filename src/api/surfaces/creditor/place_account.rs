//! `POST /api/v1/creditor/place-account`: place an account, which makes its validation notice.

use super::notice::{Debt, Notice};
use super::render::Creditor;
use super::{ids, place_body};
use crate::app::App;
use crate::auth::Caller;
use crate::body::Payload;
use crate::command::json;
use crate::problem::Rejected;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use quittance_store::Accepted;
use quittance_store::ids::now;
use quittance_store::keys::KeyRole;
use serde_json::json;

pub async fn place(
    State(app): State<App>,
    caller: Caller<Creditor>,
    payload: Payload<Creditor>,
) -> Result<Response, Rejected<Creditor>> {
    caller.require(KeyRole::LoanOfficer)?;
    caller.require_scope("accounts:write")?;
    let profile = app.profile(caller.creditor).await?;
    let mut fields = payload.fields;
    let placement = place_body::placement(&mut fields, profile.books, now().date_naive());
    fields.check()?;
    let (details, amount) = (placement.details.clone(), placement.principal);
    let prepared = placement.prepare(&app.master_key)?;
    let submission = prepared.submission(payload.request, payload.request_id);
    // The reply is saved with the request id, so nothing personal may be in it: an erased consumer
    // would live on there.
    let reply = move |accepted: &Accepted<'_>| {
        let notice = Notice::of(&Debt {
            account: accepted.account.id,
            amount,
            currency: accepted.account.terms.currency,
            placed_at: accepted.recorded_at,
            details: &details,
            creditor: &profile.name,
        });
        let account = ids::account(accepted.account.id);
        json(&json!({ "accountId": account, "validationNotice": notice }))
    };
    Ok(submission
        .submit::<Creditor>(&app, &caller, StatusCode::CREATED, reply)
        .await?)
}
