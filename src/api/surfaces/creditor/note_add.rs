//! `POST /api/v1/creditor/accounts/{id}/notes`: write down what is to be known of an account.

use super::note::Note;
use super::path::Account;
use super::render::Creditor;
use super::vocabulary::ACCOUNT;
use crate::app::App;
use crate::body::{Body, Fields, Given};
use crate::command::{json, response};
use crate::openapi::Endpoint;
use crate::problem::{Problem, Rejected, Surface};
use crate::sealed::{self, Sealer};
use crate::write::Write;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use quittance_domain::FactId;
use quittance_domain::account::{AddNote, Command};
use quittance_store::Accepted;
use quittance_store::ids::new_id;
use quittance_store::keys::KeyRole;
use serde_json::{Value, json};

pub fn endpoint() -> Endpoint {
    declared(Endpoint::post(
        "/api/v1/creditor/accounts/{id}/notes",
        "add_note",
        add::<Creditor>,
    ))
}

/// The declaration, under whatever path.
pub fn declared(endpoint: Endpoint) -> Endpoint {
    endpoint
        .says(
            "Add a note",
            "A free text of at most 5,000 characters. It stands in the audit log for good, sealed \
             under the consumer's own key. `text`, `content` and `body` are taken for `note` too.",
        )
        .needs(KeyRole::Collector, "accounts:write")
        .id("id", &ACCOUNT)
        .body::<Wish>()
        .example("A phone call", json!({ "note": "Asked for a callback." }))
        .replies(StatusCode::CREATED, "The note.", Note::schema())
}

pub struct Wish {
    note: String,
}

/// Names that the text goes by, the first that is there counting.
const NAMES: [&str; 4] = ["note", "text", "content", "body"];

impl Body for Wish {
    fn read(fields: &mut Fields, _: &Given) -> Wish {
        let given = NAMES.into_iter().find(|name| fields.has(name));
        Wish {
            note: fields.required_text(given.unwrap_or("note"), sealed::LONGEST),
        }
    }
}

pub async fn add<S: Surface>(
    State(app): State<App>,
    Write { on, body, call, .. }: Write<S, Account, Wish>,
) -> Result<Response, Rejected<S>> {
    let sealer = Sealer::of(&app, call.caller.creditor, on.0).await?;
    let id = FactId(new_id(call.at));
    let command = Command::AddNote(AddNote {
        id,
        about: None,
        sealed: sealer.seal(&body.note)?,
        effective: call.today(),
    });
    let author = call.caller.name.clone();
    // What is saved with the request id is without the text, which often names people.
    let kept =
        move |accepted: &Accepted<'_>| json(&Note::new(id, None, &author, accepted.recorded_at));
    let call = call.with(&sealer);
    let answer = call.answer(&app, command, StatusCode::CREATED, kept).await;
    let (mut reply, replayed) = answer?;
    if reply.accepts() {
        // A repetition has the same text, or it would be another request.
        let mut shown: Value = serde_json::from_slice(&reply.body).map_err(Problem::defect)?;
        shown["note"] = body.note.into();
        reply.body = json(&shown).into();
    }
    Ok(response(reply, replayed))
}
