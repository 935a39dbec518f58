//! `POST /api/v1/external/accounts/{id}/payment`: a payment of an invoice, of what is outstanding at
//! most.

use super::invoice::Invoice;
use super::path::{Account, Write};
use super::render::Receivables;
use super::vocabulary::INVOICE;
use super::{envelope, words};
use crate::app::App;
use crate::auth::Caller;
use crate::body::{Body, Fields, Given};
use crate::openapi::{Endpoint, Schema};
use crate::problem::{Problem, Rejected};
use crate::sealed::Sealer;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::NaiveDate;
use quittance_domain::account::{
    self, AddNote, Command, Method, PaymentStanding, RecordInvoicePayment, RecordPayment, Refusal,
};
use quittance_domain::allocation::Direction;
use quittance_domain::{AccountId, FactId, Money};
use quittance_store::Accepted;
use quittance_store::ids::{new_id, now};
use quittance_store::keys::KeyRole;
use serde_json::{Value, json};

const MESSAGE: &str = "Payment recorded";

/// The longest word for a way to pay.
const METHOD_LENGTH: usize = 100;

/// How far a payment can have come when it is recorded.
const STANDINGS: [(&str, PaymentStanding); 3] = [
    ("COMPLETED", PaymentStanding::Completed),
    ("PENDING", PaymentStanding::Pending),
    ("PROCESSING", PaymentStanding::Processing),
];

pub fn endpoint() -> Endpoint {
    let sample = json!({
        "amount": 500,
        "payment_method": "check",
        "payment_reference": "CHK-2026-001",
    });
    let path = "/api/v1/external/accounts/{id}/payment";
    Endpoint::post(path, "record_invoice_payment", record)
        .says(
            "Record a payment against an account",
            "At most what is outstanding. The last one settles the invoice. A reference that comes \
             again with the same amount is the same payment.",
        )
        .needs(KeyRole::LoanOfficer, "accounts:write")
        .id("id", &INVOICE)
        .body::<Wish>()
        .example("A check", sample)
        .replies(
            StatusCode::OK,
            "What it has made of the invoice.",
            envelope::schema(StatusCode::OK, outcome_schema().named("Outcome")),
        )
}

/// The shape of what a payment has made of its invoice.
pub fn outcome_schema() -> Schema {
    Schema::object()
        .field("invoice_id", Schema::uuid(INVOICE.example))
        .field("new_status", Schema::one_of(&words::INVOICE))
        .field("outstanding_amount", Schema::number("1000.0"))
}

struct Wish {
    amount: Money,
    method: Method,
    reference: Option<String>,
    notes: Option<String>,
    standing: PaymentStanding,
}

impl Body for Wish {
    fn read(fields: &mut Fields, given: &Given) -> Wish {
        Wish {
            amount: fields.positive_amount("amount", given.currency),
            method: words::method(&fields.required_text("payment_method", METHOD_LENGTH)),
            reference: fields.text("payment_reference", 255),
            notes: fields.text("notes", 5_000),
            standing: fields.choice("status", &STANDINGS).unwrap_or_default(),
        }
    }
}

async fn record(
    State(app): State<App>,
    Write { on, body, call, .. }: Write<Account, Wish>,
) -> Result<Response, Rejected<Receivables>> {
    if let Some(reference) = &body.reference
        && !call.has_request_id()
        && let Some(reply) = recorded(&app, &call.caller, on.0, reference, body.amount).await?
    {
        return Ok(reply);
    }
    let today = call.today();
    let (note, call) = match &body.notes {
        None => (None, call),
        Some(text) => {
            let sealer = Sealer::of(&app, call.caller.creditor, on.0).await;
            let sealer = sealer.map_err(unkept)?;
            let note = AddNote {
                id: FactId(new_id(call.at)),
                about: None,
                sealed: sealer.seal(text)?,
                effective: today,
            };
            (Some(note), call.with(&sealer))
        }
    };
    let payment = RecordPayment {
        id: FactId(new_id(call.at)),
        amount: body.amount,
        method: body.method,
        direction: Direction::ByOrder,
        standing: body.standing,
        effective: today,
        external_id: body.reference.map(Into::into),
    };
    let command = Command::RecordInvoicePayment(RecordInvoicePayment { payment, note });
    let reply = move |accepted: &Accepted<'_>| {
        let data = outcome(accepted.account, today);
        envelope::text(StatusCode::OK, MESSAGE, &data)
    };
    call.submit(&app, command, StatusCode::OK, reply).await
}

/// What is wrong with a note about a customer who has been erased.
fn unkept(problem: Problem) -> Problem {
    match problem {
        Problem::Refused(Refusal::ConsumerErased) => {
            Problem::invalid("notes", "cannot be kept: the customer has been erased")
        }
        other => other,
    }
}

/// What a payment has made of its invoice.
pub fn outcome(account: &account::Account, today: NaiveDate) -> Value {
    let outstanding = account.due_on(today).total();
    json!({
        "invoice_id": account.id,
        "new_status": words::invoice_of(account),
        "outstanding_amount": words::amount(outstanding, account.terms.currency),
    })
}

/// The reply when a payment of this amount with this reference has been recorded already.
async fn recorded(
    app: &App,
    caller: &Caller<Receivables>,
    AccountId(account): AccountId,
    reference: &str,
    amount: Money,
) -> Result<Option<Response>, Problem> {
    let mut reader = app.readers.of(caller.creditor).await?;
    let sql = include_str!("sql/find_reference.sql");
    let found = reader
        .query_opt(sql, &[&caller.creditor.0, &account, &reference])
        .await?;
    // Another amount is refused where payments are decided.
    if found.is_none_or(|row| row.get::<_, i64>(0) != amount.minor()) {
        return Ok(None);
    }
    let invoice = Invoice::read(&mut reader, caller.creditor, account).await?;
    let currency = invoice.account.standing.terms.currency;
    let outstanding = invoice.figures(now().date_naive()).outstanding;
    let data = json!({
        "invoice_id": account,
        "new_status": invoice.status(),
        "outstanding_amount": words::amount(outstanding, currency),
    });
    Ok(Some(envelope::reply(MESSAGE, &data)))
}
