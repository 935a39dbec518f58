//! `POST /api/v1/creditor/api-keys`: mint a key, which is shown in this reply and never again.

use super::api_key_view;
use super::render::Creditor;
use crate::app::App;
use crate::auth::Caller;
use crate::body::{Body, Fields, Given, Payload};
use crate::once::{Turn, again, done, turn};
use crate::openapi::{Endpoint, Schema};
use crate::problem::{Problem, Rejected, unstored};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::{NaiveDate, NaiveTime};
use quittance_store::ids::now;
use quittance_store::keys::{self, KeyRole, NewKey};
use serde_json::{Value, json};

pub fn endpoint() -> Endpoint {
    Endpoint::post("/api/v1/creditor/api-keys", "mint_api_key", create)
        .says(
            "Mint an API key",
            "The key itself is in this reply, and in that to a repetition under the same request \
             id; it is never shown again.",
        )
        .needs(KeyRole::Admin, "api_keys:write")
        .body::<Wish>()
        .example(
            "For a machine that only reads",
            json!({
                "name": "nightly report",
                "role": "viewer",
                "scopes": ["accounts:read", "settlements:read"],
                "expiresOn": "2199-12-31",
            }),
        )
        .replies(StatusCode::CREATED, "The key.", schema())
}

fn schema() -> Schema {
    let key = "3f9a1c07d2b84e65a1f0c3d97b2e4866f05a9c1de7384b20916c5fd8a37e0b42";
    api_key_view::schema()
        .field("key", Schema::text(key))
        .named("MintedApiKey")
}

struct Wish {
    name: String,
    role: KeyRole,
    scopes: Vec<String>,
    expires_on: Option<NaiveDate>,
}

impl Body for Wish {
    fn read(fields: &mut Fields, given: &Given) -> Wish {
        let name = fields.required_text("name", 100);
        let role = fields.choice("role", &KeyRole::ALL);
        let scopes = scopes(fields);
        let expires_on = fields.date("expiresOn");
        if expires_on.is_some_and(|day| day <= given.today) {
            fields.wrong("expiresOn", "must be in the future");
        }
        Wish {
            name,
            role: role.unwrap_or(KeyRole::LoanOfficer),
            scopes,
            expires_on,
        }
    }
}

async fn create(
    State(app): State<App>,
    caller: Caller<Creditor>,
    mut payload: Payload<Creditor>,
) -> Result<Response, Rejected<Creditor>> {
    let Wish {
        name,
        role,
        scopes,
        expires_on,
    } = payload.read(&Given::on(now().date_naive()))?;
    // Nobody gives away more than he has.
    let beyond = |scope: &String| !caller.has_scope(scope);
    if !caller.scopes.is_empty() && (scopes.is_empty() || scopes.iter().any(beyond)) {
        let needs = "every scope that the new key is to have";
        return Err(Problem::Forbidden { needs }.into());
    }
    let new = NewKey {
        name: &name,
        role,
        scopes: &scopes,
        expires_at: expires_on.map(|day| day.and_time(NaiveTime::MIN).and_utc()),
    };
    let mut client = app.registrar.client().await?;
    let (creditor, request) = (caller.creditor, payload.request.as_ref());
    let once = match turn(&app, &mut client, &caller, request).await? {
        Turn::First(once) => once,
        Turn::Again(kept) => return Ok(unstored(again(StatusCode::CREATED, kept))),
    };
    let minted = keys::mint_in(once.transaction(), creditor, new.clone(), &caller.name).await?;
    let mut body = api_key_view::view(&minted.kept(creditor, new));
    body["key"] = json!(minted.key);
    Ok(unstored(done(*once, StatusCode::CREATED, &body).await?))
}

/// The only scopes that the key is to have; all when the list is absent or empty.
fn scopes(fields: &mut Fields) -> Vec<String> {
    let listed = fields.list("scopes").unwrap_or_default();
    fields.note("scopes", || {
        let scope = Schema::text("accounts:read");
        Schema::list(scope.with("pattern", "^[a-z_]{1,40}:(read|write)$".into()))
    });
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
