//! `POST /api/v1/external/accounts`: an invoice, for a customer who is known or new.

use super::customer::{Customer, Whose};
use super::invoice::{Figures, Invoice};
use super::render::Receivables;
use super::{customer, envelope, words};
use crate::app::App;
use crate::auth::Caller;
use crate::body::{Body, Fields, Given, Payload};
use crate::openapi::Endpoint;
use crate::placement::{Debtor, NUMBER_LENGTH, Placement};
use crate::problem::{Problem, Rejected};
use crate::settings::CurrentSettings;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::NaiveDate;
use quittance_domain::account::{Terms, TermsGiven};
use quittance_domain::{Currency, Money};
use quittance_store::Accepted;
use quittance_store::ids::now;
use quittance_store::keys::KeyRole;
use serde_json::json;

pub fn endpoint() -> Endpoint {
    let new = json!({ "customer": {} });
    let example = json!({
        "invoice_number": "INV-2026-001",
        "customer": { "email": "ap@acme.example", "companyName": "Acme" },
        "amount": 1500,
        "issue_date": "2026-01-01",
        "due_date": "2026-01-31",
    });
    Endpoint::post("/api/v1/external/accounts", "create_invoice", create)
        .says(
            "Create an invoice",
            "For a customer who is known, by `customer_id` or by the `external_id` or e-mail address \
             in `customer`, or else for a new one.",
        )
        .needs(KeyRole::LoanOfficer, "accounts:write")
        .body::<Wish>()
        .body_given::<Wish>(new.as_object().cloned().unwrap_or_default())
        .example("For a new customer", example)
        .replies(
            StatusCode::CREATED,
            "The invoice.",
            envelope::schema(StatusCode::CREATED, Invoice::schema()),
        )
}

struct Wish {
    whose: Option<Whose>,
    placement: Placement,
}

impl Body for Wish {
    fn read(fields: &mut Fields, given: &Given) -> Wish {
        Wish {
            whose: Whose::take(fields),
            placement: invoice(fields, given.today),
        }
    }
}

async fn create(
    State(app): State<App>,
    caller: Caller<Receivables>,
    mut payload: Payload<Receivables>,
) -> Result<Response, Rejected<Receivables>> {
    let today = now().date_naive();
    let wish: Wish = payload.read(&Given::on(today))?;
    let mut placement = wish.placement;
    let books = app.profile(caller.creditor).await?.books;
    let settings = CurrentSettings::of(&app, caller.creditor).await?;
    placement.agree(books, &settings.programs);
    match wish.whose {
        Some(Whose::Told(told)) => {
            placement.personal = told.personal;
            placement.consumer_external_id = told.external_id;
        }
        Some(Whose::Known(id)) => {
            let known = known(&app, &caller, id).await?.known(&app)?;
            placement.consumer = Debtor::Known(Box::new(known));
        }
        None => {}
    }
    let details = placement.details.clone();
    // The reply is saved with the request id, so nothing personal may be in it.
    let reply = move |accepted: &Accepted<'_>| {
        let account = accepted.account;
        let currency = account.terms.currency;
        let figures = Figures {
            amount: account.due_on(today).total(),
            paid: Money::ZERO,
            outstanding: account.due_on(today).total(),
            due_date: details.due_date.unwrap_or(account.opened_on),
            written_off: false,
        };
        let outstanding = words::amount(figures.outstanding, currency);
        let data = json!({
            "id": account.id,
            "invoice_number": account.number,
            "customer_id": customer::id(account.consumer),
            "external_id": details.external_id,
            "amount": outstanding,
            "paid_amount": words::amount(figures.paid, currency),
            "outstanding_amount": outstanding,
            "currency": currency,
            "status": words::invoice_of(account),
            "issue_date": details.issue_date,
            "due_date": details.due_date,
            "payment_terms": details.payment_terms,
            "is_written_off": false,
            "paid_at": null,
            "tags": figures.tags(today),
            "created_at": words::moment(accepted.recorded_at),
            "updated_at": words::moment(accepted.recorded_at),
        });
        envelope::text(StatusCode::CREATED, "Account created", &data)
    };
    let request = (payload.request, payload.request_id);
    Ok(placement
        .submit::<Receivables>(&app, &caller, request, reply)
        .await?)
}

/// A customer that a new invoice names.
async fn known(
    app: &App,
    caller: &Caller<Receivables>,
    id: uuid::Uuid,
) -> Result<Customer, Problem> {
    let mut reader = app.readers.of(caller.creditor).await?;
    Customer::read(&mut reader, caller, id)
        .await
        .map_err(|problem| match problem {
            Problem::NotFound { .. } => Problem::invalid("customer_id", "names no customer"),
            problem => problem,
        })
}

/// The invoice of the body, but for whom it is.
fn invoice(fields: &mut Fields, today: NaiveDate) -> Placement {
    let default = Terms::default();
    let currency = fields
        .text("currency", 3)
        .and_then(|code| match code.parse::<Currency>() {
            Ok(currency) => Some(currency),
            Err(error) => {
                fields.wrong("currency", error.to_string());
                None
            }
        })
        .unwrap_or(default.currency);
    let number = fields.required_text("invoice_number", NUMBER_LENGTH);
    let amount = fields.positive_amount("amount", currency);
    let mut required_date = |name: &str| {
        let before = fields.errors();
        let date = fields.date(name);
        fields.required(name, before, date)
    };
    let (issued, due) = (required_date("issue_date"), required_date("due_date"));
    if due < issued {
        fields.wrong("due_date", "must not be before issue_date");
    }
    let given = TermsGiven {
        currency: Some(currency),
        ..TermsGiven::default()
    };
    // The ledger keeps an invoice from today at the latest, though it may be issued later.
    let mut placement = Placement::new(given, issued.min(today), amount);
    placement.number = Some(number);
    placement.details.issue_date = Some(issued);
    placement.details.due_date = Some(due);
    placement.details.external_id = fields.text("external_id", 64).map(Into::into);
    let payment_terms = fields
        .integer("payment_terms", 0, 3_650)
        .unwrap_or(PAYMENT_TERMS);
    placement.details.payment_terms = u32::try_from(payment_terms).ok();
    placement
}

/// Days to pay in when an invoice does not say.
const PAYMENT_TERMS: i64 = 30;
