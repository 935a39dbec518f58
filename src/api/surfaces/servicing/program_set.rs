//! `POST /api/v1/programs`, `PUT /api/v1/programs/{program}`: the terms that loans get which are given none of their own.

use super::program_view::{named, schema, view};
use super::render::Servicing;
use super::terms;
use super::words::PROGRAM;
use crate::app::App;
use crate::auth::Caller;
use crate::body::{Body, Fields, Given, Payload};
use crate::command::{SettingsSubmission, json};
use crate::openapi::Endpoint;
use crate::path::Ids;
use crate::problem::Rejected;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use quittance_domain::account::{Terms, TermsGiven};
use quittance_domain::creditor::{Command, Program, Settings};
use quittance_store::ids::{new_id, now};
use quittance_store::keys::KeyRole;
use serde_json::json as object;
use uuid::Uuid;

/// The longest code of a program.
const CODE_LENGTH: usize = 64;

pub fn add_endpoint() -> Endpoint {
    let endpoint = Endpoint::post("/api/v1/programs", "add_program", add).says(
        "Add a program",
        "The terms of loans that name it, as far as a loan is given none of its own. The default \
         program of a currency is also that of accounts that name none, whichever API places them.",
    );
    declared(endpoint).replies(StatusCode::CREATED, "The program.", schema())
}

pub fn endpoint() -> Endpoint {
    let endpoint = Endpoint::put("/api/v1/programs/{program}", "set_program", set).says(
        "Set a program",
        "The whole program is replaced. Loans keep the terms that they began with.",
    );
    declared(endpoint.id("program", &PROGRAM)).replies(StatusCode::OK, "The program.", schema())
}

fn declared(endpoint: Endpoint) -> Endpoint {
    endpoint
        .needs(KeyRole::Admin, "settings:write")
        .body::<Wish>()
        .example(
            "Instalments with late and returned-payment fees",
            object!({
                "code": "instalment-36",
                "name": "Signature loans",
                "is_default": false,
                "interest_rate": "0.085",
                "day_count": "act_365f",
                "schedule": { "frequency": "monthly", "number_of_instalments": 36 },
                "fee_schedules": [
                    {
                        "fee_type": "late", "share_of_payment": "0.05", "minimum": "15.00",
                        "maximum": "40.00", "once_a_day": true, "maximum_count": 12,
                        "grace_days": 15,
                    },
                    { "fee_type": "nsf", "amount": "25.00", "once_a_day": true },
                ],
                "charge_off_boundary_days": 120,
            }),
        )
}

struct Wish {
    code: String,
    name: String,
    is_default: bool,
    terms: TermsGiven,
}

impl Body for Wish {
    fn read(fields: &mut Fields, given: &Given) -> Wish {
        Wish {
            code: fields.required_text("code", CODE_LENGTH),
            name: fields.required_text("name", 200),
            is_default: fields.boolean("is_default").unwrap_or(false),
            terms: terms::given(fields, given.currency),
        }
    }
}

impl Wish {
    fn program(self, id: Uuid) -> Program {
        Program {
            id,
            code: self.code.into(),
            name: self.name.into(),
            currency: self.terms.currency.unwrap_or(Terms::default().currency),
            is_default: self.is_default,
            terms: self.terms,
        }
    }
}

async fn add(
    State(app): State<App>,
    caller: Caller<Servicing>,
    mut payload: Payload<Servicing>,
) -> Result<Response, Rejected<Servicing>> {
    let at = now();
    let wish: Wish = payload.read(&Given::on(at.date_naive()))?;
    let program = wish.program(new_id(at));
    let shown = view(&program);
    let submission = SettingsSubmission::new(Command::AddProgram(Box::new(program)), payload);
    let reply = move |_: &Settings| json(&shown);
    Ok(submission
        .submit(&app, &caller, StatusCode::CREATED, reply)
        .await?)
}

async fn set(
    State(app): State<App>,
    caller: Caller<Servicing>,
    path: Ids<Servicing>,
    mut payload: Payload<Servicing>,
) -> Result<Response, Rejected<Servicing>> {
    let id = named(&app, &caller, &path).await?.id;
    let wish: Wish = payload.read(&Given::on(now().date_naive()))?;
    let program = wish.program(id);
    let shown = view(&program);
    let submission = SettingsSubmission::new(Command::SetProgram(Box::new(program)), payload);
    let reply = move |_: &Settings| json(&shown);
    Ok(submission
        .submit(&app, &caller, StatusCode::OK, reply)
        .await?)
}
