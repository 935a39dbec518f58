//! `POST /api/v1/creditor/api-keys`: mint a key, which is shown in this reply and never again.

use super::render::Creditor;
use super::{api_key_view, ids};
use crate::app::App;
use crate::auth::Caller;
use crate::body::{Fields, Payload};
use crate::command::json;
use crate::problem::{Problem, Rejected, secret_response};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::NaiveTime;
use quittance_store::ids::now;
use quittance_store::keys::{self, KeyRole, NewKey};
use serde_json::{Value, json};

pub async fn create(
    State(app): State<App>,
    caller: Caller<Creditor>,
    payload: Payload<Creditor>,
) -> Result<Response, Rejected<Creditor>> {
    caller.require(KeyRole::Admin)?;
    caller.require_scope("api_keys:write")?;
    let mut fields = payload.fields;
    let name = fields.required_text("name", 100);
    let role = fields.choice("role", &KeyRole::ALL);
    let scopes = scopes(&mut fields);
    let expires_on = fields.date("expiresOn");
    if expires_on.is_some_and(|day| day <= now().date_naive()) {
        fields.wrong("expiresOn", "must be in the future");
    }
    fields.check()?;
    // Nobody gives away more than he has.
    let beyond = |scope: &String| !caller.has_scope(scope);
    if !caller.scopes.is_empty() && (scopes.is_empty() || scopes.iter().any(beyond)) {
        let needs = "every scope that the new key is to have";
        return Err(Problem::Forbidden { needs }.into());
    }
    let new = NewKey {
        name: &name,
        role: role.unwrap_or(KeyRole::LoanOfficer),
        scopes: &scopes,
        expires_at: expires_on.map(|day| day.and_time(NaiveTime::MIN).and_utc()),
    };
    let mut client = app.registrar.client().await?;
    let minted = keys::mint(&mut client, caller.creditor, new, &caller.name).await?;
    drop(client);
    let key = keys::read(&app.readers, caller.creditor, minted.id).await?;
    let mut body = key.as_ref().map(api_key_view::view).unwrap_or_default();
    body["id"] = json!(ids::key(minted.id));
    body["key"] = json!(minted.key);
    Ok(secret_response(StatusCode::CREATED, json(&body)))
}

/// The only scopes that the key is to have; all when the list is absent or empty.
fn scopes(fields: &mut Fields) -> Vec<String> {
    let listed = fields.list("scopes").unwrap_or_default();
    let scope = |value: &Value| {
        value
            .as_str()
            .filter(|text| is_scope(text))
            .map(str::to_owned)
    };
    let scopes: Option<Vec<String>> = listed.iter().map(scope).collect();
    scopes.unwrap_or_else(|| {
        let message = "must be texts such as accounts:read and accounts:write";
        fields.wrong("scopes", message);
        Vec::new()
    })
}

fn is_scope(text: &str) -> bool {
    let named = |part: &str| {
        let letter = |byte: u8| byte.is_ascii_lowercase() || byte == b'_';
        (1..=40).contains(&part.len()) && part.bytes().all(letter)
    };
    match text.split_once(':') {
        Some((resource, "read" | "write")) => named(resource),
        _ => false,
    }
}
