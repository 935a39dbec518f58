//! `POST /api/v1/loans`: create a loan, to be disbursed.

use super::loan_view::{self, after};
use super::render::Servicing;
use super::terms;
use crate::app::App;
use crate::auth::Caller;
use crate::body::{Body, Fields, Given, Payload};
use crate::command::{Submission, json};
use crate::openapi::Endpoint;
use crate::personal::Personal;
use crate::placement::{ACCOUNT_NUMBER, LOAN_EXTERNAL_ID, NUMBER_LENGTH};
use crate::problem::{Problem, Rejected};
use crate::settings::CurrentSettings;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::NaiveDate;
use quittance_domain::account::{Command, Details, Opening, Product, Terms, TermsGiven};
use quittance_domain::{AccountId, Money};
use quittance_store::keys::KeyRole;
use quittance_store::{Claim, Erasable, ids};
use serde_json::json;

pub fn endpoint() -> Endpoint {
    Endpoint::post("/api/v1/loans", "create_loan", create)
        .says(
            "Create a loan",
            "The loan is pending until it is disbursed; interest begins then. What is not given is \
             as the program says, and else as the ledger has it. A `loan_number` or an `external_id` \
             is good for one loan: another is refused with 409, which names the loan that has it.",
        )
        .needs(KeyRole::LoanOfficer, "loans:write")
        .body::<Wish>()
        .example(
            "An instalment loan",
            json!({
                "borrower_id": "B-1",
                "program_id": "P-1",
                "product_id": "PR-1",
                "principal_amount": "10000.00",
                "interest_rate": "0.085",
                "term_months": 36,
                "payment_day": 15,
                "external_id": "LOAN-EXT-001",
            }),
        )
        .replies(StatusCode::CREATED, "The loan.", loan_view::schema())
}

struct Wish {
    given: TermsGiven,
    approved_principal: Money,
    opened_on: NaiveDate,
    details: Details,
    number: Option<String>,
}

impl Body for Wish {
    fn read(fields: &mut Fields, given: &Given) -> Wish {
        let terms_given = terms::given(fields, given.currency);
        let currency = terms_given.currency.unwrap_or(given.currency);
        Wish {
            approved_principal: fields.positive_amount("principal_amount", currency),
            given: terms_given,
            opened_on: fields.date("start_date").unwrap_or(given.today),
            details: details(fields),
            number: fields.text("loan_number", NUMBER_LENGTH),
        }
    }
}

async fn create(
    State(app): State<App>,
    caller: Caller<Servicing>,
    mut payload: Payload<Servicing>,
) -> Result<Response, Rejected<Servicing>> {
    let at = ids::now();
    let today = at.date_naive();
    let Wish {
        given,
        approved_principal,
        opened_on,
        details,
        number,
    } = payload.read(&Given::on(today))?;
    let books = app.profile(caller.creditor).await?.books;
    let settings = CurrentSettings::of(&app, caller.creditor).await?;
    let agreed = settings
        .programs
        .terms(details.program_id.as_deref(), &given);
    let agreed = agreed.map_err(|error| Problem::invalid("currency", error.to_string()))?;
    let terms = Terms { books, ..agreed };
    let account = AccountId(ids::new_id(at));
    let ulid = ulid::Ulid::from_bytes(account.0.into_bytes());
    let number: Box<str> = number.unwrap_or_else(|| format!("LN-{ulid}")).into();
    let external_id = details.external_id.clone();
    let sealed = Personal::default().seal(&app)?;
    let opening = Opening {
        account,
        consumer: sealed.consumer,
        number: number.clone(),
        product: Product::Loan { approved_principal },
        terms,
        opened_on,
        principal: Money::ZERO,
        interest: Money::ZERO,
        fees: Money::ZERO,
        details,
        sealed: sealed.sealed.into(),
        consumer_known: false,
    };
    let command = Command::CreateLoan(Box::new(opening));
    let mut submission = Submission::new(account, command, payload.request, payload.request_id);
    submission.claims.push(Claim {
        kind: ACCOUNT_NUMBER,
        name: number,
    });
    submission.claims.extend(external_id.map(|name| Claim {
        kind: LOAN_EXTERNAL_ID,
        name,
    }));
    submission.erasable = Some(Erasable::key(sealed.consumer, sealed.wrapped_key));
    let reply = move |accepted: &quittance_store::Accepted<'_>| json(&after(accepted, today));
    Ok(submission
        .submit::<Servicing>(&app, &caller, StatusCode::CREATED, reply)
        .await?)
}

fn details(fields: &mut Fields) -> Details {
    let mut text = |name: &str| fields.text(name, 64).map(Into::into);
    let (borrower_id, program_id) = (text("borrower_id"), text("program_id"));
    let (product_id, external_id) = (text("product_id"), text("external_id"));
    let mut whole = |name: &str, max: i64| {
        fields
            .integer(name, 1, max)
            .and_then(|number| u32::try_from(number).ok())
    };
    Details {
        borrower_id,
        program_id,
        product_id,
        external_id,
        term_months: whole("term_months", 1_200),
        payment_day: whole("payment_day", 31),
        ..Details::default()
    }
}
