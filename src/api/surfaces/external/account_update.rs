//! `PATCH /external/v1/accounts/{id}`: an account's status, its balance, or both in one go.

use super::render::External;
use crate::accounts::AccountRow;
use crate::app::App;
use crate::body::{Body, Fields, Given};
use crate::command::{Submission, json};
use crate::group::{Member, Part, Whole};
use crate::openapi::{Endpoint, Schema};
use crate::problem::{Rejected, Rendered, json_response};
use crate::surfaces::creditor::account_status::stage;
use crate::surfaces::creditor::path::Account;
use crate::surfaces::creditor::vocabulary::ACCOUNT;
use crate::surfaces::creditor::{ids, words};
use crate::write::Write;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::NaiveDate;
use quittance_domain::account::{AdjustBalance, Command, SetStage, Stage};
use quittance_domain::{FactId, Money};
use quittance_store::ids::new_id;
use quittance_store::keys::KeyRole;
use quittance_store::{Accepted, Mode};
use serde_json::{Value, json};

/// What stands in the book as the reason of an adjustment.
const REASON: &str = "balance stated by the creditor";

pub fn endpoint() -> Endpoint {
    let reply = Schema::object()
        .field("id", Schema::text(ACCOUNT.example))
        .field("status", Schema::one_of(&words::ACCOUNT))
        .field("principalBalance", Schema::number("4980.00"))
        .field("currentBalance", Schema::number("4980.00"))
        .named("UpdatedAccount");
    Endpoint::patch("/external/v1/accounts/{id}", "update_account", update)
        .says(
            "Update an account",
            "`status`, `currentBalance` or both, in one transaction. `settled`, `paid_in_full` and \
             `disputed` cannot be set: they follow from what happens.",
        )
        .needs(KeyRole::LoanOfficer, "accounts:write")
        .id("id", &ACCOUNT)
        .body::<Wish>()
        .example(
            "Both",
            json!({ "status": "contacted", "currentBalance": 4980.00 }),
        )
        .replies(StatusCode::OK, "What changed.", reply)
}

struct Wish {
    stage: Option<Stage>,
    balance: Option<Money>,
}

impl Body for Wish {
    fn read(fields: &mut Fields, given: &Given) -> Wish {
        let before = fields.errors();
        let wish = Wish {
            stage: stage(fields),
            balance: fields.amount("currentBalance", given.currency),
        };
        if wish.balance.is_some_and(|balance| balance < Money::ZERO) {
            fields.wrong("currentBalance", "must not be negative");
        }
        if wish.stage.is_none() && wish.balance.is_none() && fields.errors() == before {
            fields.wrong("status", "or currentBalance is required");
        }
        wish
    }
}

async fn update(
    State(app): State<App>,
    Write { on, body, call, .. }: Write<External, Account, Wish>,
) -> Result<Response, Rejected<External>> {
    let today = call.today();
    let mut reader = app.readers.of(call.caller.creditor).await?;
    let row = AccountRow::by_id(&mut reader, call.caller.creditor, on.0.0).await?;
    drop(reader);
    // To state the balance that stands already is to ask for nothing.
    let balance = body
        .balance
        .filter(|balance| *balance != row.owed_on(today));
    let adjust = balance.map(|balance| {
        Command::AdjustBalance(AdjustBalance {
            id: FactId(new_id(call.at)),
            balance,
            reason: REASON.into(),
            effective: today,
        })
    });
    // The stage first: a balance of zero leaves nothing to collect.
    let stage = body
        .stage
        .map(|stage| Command::SetStage(SetStage { stage }));
    let (request, request_id) = call.request();
    let member = |command| {
        let submission = Submission::new(on.0, command, None, request_id.clone());
        let reply = move |accepted: &Accepted<'_>| json(&after(accepted, today));
        Member::new(submission, StatusCode::OK, reply)
    };
    let members: Vec<Member> = stage.into_iter().chain(adjust).map(member).collect();
    if members.is_empty() {
        return Ok(json_response(StatusCode::OK, json(&unchanged(&row, today))));
    }
    let whole = Whole {
        mode: Mode::AllOrNothing,
        members,
        request,
        request_id,
    };
    Ok(whole.submit::<External>(&app, &call.caller, last).await?)
}

/// The refusal, if there is one, and else what the last command left.
fn last(parts: &[Option<Part>]) -> Rendered {
    let refused = parts.iter().flatten().find(|part| !part.is_accepted());
    let part = refused.or(parts.iter().flatten().last());
    part.map_or_else(
        || Rendered::json(StatusCode::INTERNAL_SERVER_ERROR, &json!({})),
        |part| Rendered {
            status: part.status,
            body: part.body.to_vec(),
        },
    )
}

/// The account as a command left it.
fn after(accepted: &Accepted<'_>, today: NaiveDate) -> Value {
    let account = accepted.account;
    let currency = account.terms.currency;
    let due = account.due_on(today.max(account.last_date()));
    json!({
        "id": ids::account(account.id),
        "status": words::account(account.condition()),
        "principalBalance": words::amount(account.position.principal, currency),
        "currentBalance": words::amount(due.total(), currency),
    })
}

fn unchanged(row: &AccountRow, today: NaiveDate) -> Value {
    let currency = row.standing.terms.currency;
    json!({
        "id": ids::account(row.id),
        "status": words::account(row.condition),
        "principalBalance": words::amount(row.standing.position.principal, currency),
        "currentBalance": words::amount(row.owed_on(today), currency),
    })
}
