//! A loan as the surface shows it, from its state or from its read-model rows.

use super::terms;
use super::views::moment;
use super::words::LOAN;
use crate::openapi::Schema;
use chrono::{DateTime, NaiveDate, Utc};
use quittance_domain::account::schedule::{Band, Bucket, Delinquency};
use quittance_domain::account::{Account, Details, Event, Product, Status, Terms};
use quittance_domain::allocation::Due;
use quittance_domain::interest::Rate;
use quittance_domain::{AccountId, Money};
use quittance_store::Accepted;
use serde_json::{Value, json};

/// What every loan object is made of.
#[derive(Debug)]
pub struct Parts<'a> {
    pub id: AccountId,
    pub number: &'a str,
    pub status: &'a str,
    pub approved: Money,
    pub disbursed: Money,
    pub opened_on: NaiveDate,
    pub created_at: Option<DateTime<Utc>>,
    pub terms: &'a Terms,
    /// The yearly rate in force.
    pub rate: Rate,
    pub details: Option<&'a Details>,
    pub due: Due,
    pub overpayment: Money,
    pub as_of: NaiveDate,
    /// How late it is then.
    pub delinquency: Delinquency,
}

/// The shape of [`loan`] where everything is known.
pub fn schema() -> Schema {
    changed()
        .field("created_at", Schema::date_time("2026-01-15T14:30:00Z"))
        .field("borrower_id", Schema::text("B-1").or_null())
        .field("program_id", Schema::text("P-1").or_null())
        .field("product_id", Schema::text("PR-1").or_null())
        .field("external_id", Schema::text("LOAN-EXT-001").or_null())
        .field("term_months", Schema::integer(36).or_null())
        .field("payment_day", Schema::integer(15).or_null())
        .named("Loan")
}

/// The shape of [`loan`] after a command that changed it.
pub fn changed() -> Schema {
    let loan = Schema::object()
        .field("id", Schema::uuid(LOAN.example))
        .field("loan_number", Schema::text("LN-01KAJ3V9ZQ6M2T8W4X7Y1B5C0D"))
        .field("status", Schema::name_of(&Status::ALL))
        .field("currency", Schema::text("USD"))
        .field("principal_amount", Schema::money_text("10000.00"))
        .field("disbursed_amount", Schema::money_text("10000.00"))
        .field("interest_rate", Schema::text("0.085"))
        .field("start_date", Schema::date("2026-01-15"));
    terms::schema(loan)
        .field("balance", balance_schema().named("Balance"))
        .field("delinquency", delinquency_schema())
        .named("ChangedLoan")
}

/// The shape of [`balance`].
pub fn balance_schema() -> Schema {
    Schema::object()
        .field("as_of", Schema::date("2026-02-16"))
        .field("principal", Schema::money_text("8087.50"))
        .field("interest", Schema::money_text("62.50"))
        .field("fees", Schema::money_text("25.00"))
        .field("total", Schema::money_text("8175.00"))
        .field("overpayment", Schema::money_text("0.00"))
}

/// The loan object.
pub fn loan(parts: &Parts<'_>) -> Value {
    let terms = parts.terms;
    let money = |amount: Money| amount.to_decimal(terms.currency);
    let mut loan = json!({
        "id": parts.id,
        "loan_number": parts.number,
        "status": parts.status,
        "currency": terms.currency,
        "principal_amount": money(parts.approved),
        "disbursed_amount": money(parts.disbursed),
        "interest_rate": parts.rate,
        "start_date": parts.opened_on,
        "balance": balance(terms, parts.due, parts.overpayment, parts.as_of),
        "delinquency": delinquency(parts.delinquency),
    });
    if let Value::Object(members) = &mut loan {
        members.extend(terms::view(terms));
    }
    if let Some(created_at) = parts.created_at {
        loan["created_at"] = json!(moment(created_at));
    }
    if let Some(details) = parts.details {
        let text = |text: &Option<Box<str>>| text.as_deref().map(str::to_owned);
        loan["borrower_id"] = json!(text(&details.borrower_id));
        loan["program_id"] = json!(text(&details.program_id));
        loan["product_id"] = json!(text(&details.product_id));
        loan["external_id"] = json!(text(&details.external_id));
        loan["term_months"] = json!(details.term_months);
        loan["payment_day"] = json!(details.payment_day);
    }
    loan
}

/// What is owed on a day.
pub fn balance(terms: &Terms, due: Due, overpayment: Money, as_of: NaiveDate) -> Value {
    let money = |amount: Money| amount.to_decimal(terms.currency);
    json!({
        "as_of": as_of,
        "principal": money(due.principal),
        "interest": money(due.interest),
        "fees": money(due.fees),
        "total": money(due.total()),
        "overpayment": money(overpayment),
    })
}

/// The shape of [`delinquency`].
pub fn delinquency_schema() -> Schema {
    let bucket = Schema::name_of(Bucket::ALL).like("30-59".into());
    let band = Schema::name_of(Band::ALL).like("30-59".into());
    Schema::object()
        .field("days_past_due", Schema::integer(41))
        .field("past_due_since", Schema::date("2026-01-06").or_null())
        .field("bucket", bucket)
        .field("ncua_band", band.or_null())
        .named("Delinquency")
}

/// How late a loan is, in days and in both sets of buckets.
pub fn delinquency(delinquency: Delinquency) -> Value {
    json!({
        "days_past_due": delinquency.days,
        "past_due_since": delinquency.since,
        "bucket": delinquency.bucket().name(),
        "ncua_band": delinquency.band().map(Band::name),
    })
}

/// The loan as a command has left it, with what is owed on `today`.
pub fn after(accepted: &Accepted<'_>, today: NaiveDate) -> Value {
    let account = accepted.account;
    let opening = accepted
        .events
        .iter()
        .find_map(|recorded| match &recorded.event {
            Event::LoanCreated(opening) => Some(opening),
            _ => None,
        });
    let mut parts = of_account(account, today);
    parts.details = opening.map(|opening| &opening.details);
    parts.created_at = opening.map(|_| accepted.recorded_at);
    loan(&parts)
}

/// The parts of a loan that its state holds.
pub fn of_account(account: &Account, today: NaiveDate) -> Parts<'_> {
    let as_of = today.max(account.last_date());
    Parts {
        id: account.id,
        number: &account.number,
        status: account.status().name(),
        approved: match account.product {
            Product::Loan { approved_principal } => approved_principal,
            Product::Placed => account.position.disbursed,
        },
        disbursed: account.position.disbursed,
        opened_on: account.opened_on,
        created_at: None,
        terms: &account.terms,
        rate: account.position.rate(&account.terms),
        details: None,
        due: account.due_on(as_of),
        overpayment: account.position.overpayment,
        as_of,
        delinquency: Delinquency::of(account.oldest_unpaid(), as_of),
    }
}
