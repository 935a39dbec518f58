//! `POST /api/v1/loans`: create a loan, to be disbursed.

use super::loan_view::{self, after};
use super::render::Servicing;
use crate::app::App;
use crate::auth::Caller;
use crate::body::{Body, Fields, Given, Payload};
use crate::command::{Submission, json};
use crate::openapi::{Endpoint, Schema};
use crate::personal::Personal;
use crate::placement::{ACCOUNT_NUMBER, NUMBER_LENGTH};
use crate::problem::Rejected;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::NaiveDate;
use quittance_domain::account::{Command, Details, InterestPosting, Opening, Product, Terms};
use quittance_domain::allocation::{AllocationOrder, Bucket};
use quittance_domain::calendar::DayCount;
use quittance_domain::interest::Rounding;
use quittance_domain::{AccountId, Currency, Money};
use quittance_store::keys::KeyRole;
use quittance_store::{Claim, ids};
use serde_json::{Value, json};

pub fn endpoint() -> Endpoint {
    Endpoint::post("/api/v1/loans", "create_loan", create)
        .says(
            "Create a loan",
            "The loan is pending until it is disbursed; interest begins then.",
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
    terms: Terms,
    approved_principal: Money,
    opened_on: NaiveDate,
    details: Details,
    number: Option<String>,
}

impl Body for Wish {
    fn read(fields: &mut Fields, given: &Given) -> Wish {
        let terms = terms(fields);
        Wish {
            approved_principal: fields.positive_amount("principal_amount", terms.currency),
            terms,
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
        mut terms,
        approved_principal,
        opened_on,
        details,
        number,
    } = payload.read(&Given::on(today))?;
    terms.books = app.profile(caller.creditor).await?.books;
    let account = AccountId(ids::new_id(at));
    let ulid = ulid::Ulid::from_bytes(account.0.into_bytes());
    let number: Box<str> = number.unwrap_or_else(|| format!("LN-{ulid}")).into();
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
        last4_hash: None,
        consumer_known: false,
    };
    let command = Command::CreateLoan(Box::new(opening));
    let mut submission = Submission::new(account, command, payload.request, payload.request_id);
    submission.claims.push(Claim {
        kind: ACCOUNT_NUMBER,
        name: number,
    });
    submission.consumer_key = Some((sealed.consumer, sealed.wrapped_key));
    let reply = move |accepted: &quittance_store::Accepted<'_>| json(&after(accepted, today));
    Ok(submission
        .submit::<Servicing>(&app, &caller, StatusCode::CREATED, reply)
        .await?)
}

/// The terms of the body; what is not given has the ledger's default.
fn terms(fields: &mut Fields) -> Terms {
    let default = Terms::default();
    let code = fields.text("currency", 3);
    fields.note("currency", || {
        let codes: Vec<&str> = Currency::codes().collect();
        Schema::one_of(&codes)
    });
    let currency = code.and_then(|code| match code.parse::<Currency>() {
        Ok(currency) => Some(currency),
        Err(error) => {
            fields.wrong("currency", error.to_string());
            None
        }
    });
    let currency = currency.unwrap_or(default.currency);
    let allocation_order = allocation_order(fields).unwrap_or(default.allocation_order);
    let nsf_fee = fields
        .amount("nsf_fee", currency)
        .unwrap_or(default.nsf_fee);
    if nsf_fee < Money::ZERO {
        fields.wrong("nsf_fee", "must not be negative");
    }
    let boundary = fields.integer("charge_off_boundary_days", 1, 3_650);
    Terms {
        currency,
        annual_rate: fields.rate("interest_rate").unwrap_or(default.annual_rate),
        day_count: fields
            .choice("day_count", &DayCount::ALL)
            .unwrap_or(default.day_count),
        rounding: fields
            .choice("rounding", &Rounding::ALL)
            .unwrap_or(default.rounding),
        allocation_order,
        accrue_after_charge_off: fields.boolean("accrue_after_charge_off").unwrap_or(false),
        nsf_fee,
        interest_posting: fields
            .choice("interest_posting", &InterestPosting::ALL)
            .unwrap_or(default.interest_posting),
        charge_off_boundary_days: boundary.and_then(|days| u16::try_from(days).ok()),
        charge_off_automatically: fields.boolean("charge_off_automatically").unwrap_or(false),
        ..default
    }
}

fn allocation_order(fields: &mut Fields) -> Option<AllocationOrder> {
    let named = fields.list("allocation_order");
    fields.note("allocation_order", || {
        Schema::list(Schema::name_of(&Bucket::ALL))
            .with("minItems", 3.into())
            .with("maxItems", 3.into())
            .with("uniqueItems", true.into())
    });
    let named = named?;
    let bucket = |value: &Value| {
        let name = value.as_str()?;
        Bucket::ALL
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, bucket)| *bucket)
    };
    let buckets: Option<Vec<Bucket>> = named.iter().map(bucket).collect();
    let buckets: Option<[Bucket; 3]> = buckets.and_then(|buckets| buckets.try_into().ok());
    let order = buckets.and_then(|buckets| AllocationOrder::try_from(buckets).ok());
    if order.is_none() {
        fields.wrong(
            "allocation_order",
            "must name fees, interest and principal once each",
        );
    }
    order
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
