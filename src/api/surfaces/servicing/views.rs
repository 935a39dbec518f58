//! The surface's objects, from what a command became or from read models.

use super::words::{CREDIT, FEE, LOAN, PAYMENT};
use crate::openapi::Schema;
use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use quittance_domain::account::{
    Account, Event, Method, PaymentStanding, PaymentStatus, Restatement,
};
use quittance_domain::allocation::Split;
use quittance_domain::{Currency, Money, PaymentId};
use quittance_store::{Accepted, Told};
use serde::Serialize;
use serde_json::{Value, json};
use uuid::Uuid;

/// A moment as the surface writes it: `2026-01-15T14:30:00Z`.
pub fn moment(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// A payment as the surface shows it.
#[derive(Debug, Serialize)]
pub struct Payment {
    pub id: Uuid,
    pub loan_id: Uuid,
    pub amount: String,
    pub payment_method: &'static str,
    pub status: &'static str,
    pub effective_date: NaiveDate,
    pub principal_applied: String,
    pub interest_applied: String,
    pub fees_applied: String,
    pub overpayment: String,
    pub refunded_amount: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
    pub created_at: String,
    /// Payments that the command restated, with what was booked and what replaces it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub restatements: Option<Vec<Value>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nsf_fee: Option<Value>,
}

/// What every payment object is made of.
#[derive(Debug)]
pub struct Parts {
    pub id: Uuid,
    pub loan: Uuid,
    pub currency: Currency,
    pub amount: Money,
    pub split: Split,
    pub method: Method,
    pub status: PaymentStatus,
    pub effective: NaiveDate,
    pub external_id: Option<String>,
    pub created_at: DateTime<Utc>,
}

impl Payment {
    pub fn schema() -> Schema {
        let fee = Schema::object()
            .field("id", Schema::uuid(FEE.example))
            .field("amount", Schema::money_text("35.00"));
        Schema::object()
            .field("id", Schema::uuid(PAYMENT.example))
            .field("loan_id", Schema::uuid(LOAN.example))
            .field("amount", Schema::money_text("500.00"))
            .field("payment_method", Schema::name_of(&Method::ALL))
            .field("status", Schema::name_of(&PaymentStatus::ALL))
            .field("effective_date", Schema::date("2026-01-15"))
            .field("principal_applied", Schema::money_text("412.50"))
            .field("interest_applied", Schema::money_text("62.50"))
            .field("fees_applied", Schema::money_text("25.00"))
            .field("overpayment", Schema::money_text("0.00"))
            .field("refunded_amount", Schema::money_text("0.00"))
            .optional("external_id", Schema::text("PMT-EXT-001"))
            .field("created_at", Schema::date_time("2026-01-15T14:30:00Z"))
            .optional("restatements", Schema::list(restatement()))
            .optional("nsf_fee", fee)
            .named("Payment")
    }

    pub fn new(parts: Parts) -> Payment {
        let money = |amount: Money| amount.to_decimal(parts.currency);
        Payment {
            id: parts.id,
            loan_id: parts.loan,
            amount: money(parts.amount),
            payment_method: parts.method.name(),
            status: parts.status.name(),
            effective_date: parts.effective,
            principal_applied: money(parts.split.principal),
            interest_applied: money(parts.split.interest),
            fees_applied: money(parts.split.fees),
            overpayment: money(parts.split.overpayment),
            refunded_amount: money(parts.split.refunded),
            external_id: parts.external_id,
            created_at: moment(parts.created_at),
            restatements: None,
            nsf_fee: None,
        }
    }

    /// The payment as the command left it, with what the command restated.
    pub fn after(
        accepted: &Accepted<'_>,
        id: PaymentId,
        created_at: DateTime<Utc>,
    ) -> Option<Payment> {
        let (fact, payment) = accepted.account.payment(id)?;
        // Changed by the command, or else as it stands.
        let change = accepted
            .events
            .iter()
            .rev()
            .flat_map(|recorded| recorded.change.payments.iter())
            .find(|change| change.payment == id);
        let account = accepted.account;
        Some(Payment::new(Parts {
            id: id.0,
            loan: accepted.account.id.0,
            currency: accepted.account.terms.currency,
            amount: payment.amount,
            split: change.map_or_else(|| standing_split(account, id), |change| change.split),
            method: payment.method,
            status: account.payment_status(id)?,
            effective: fact.date,
            external_id: payment.external_id.as_deref().map(str::to_owned),
            created_at,
        }))
    }

    /// A completed payment that restated nothing, as its event tells of it.
    pub fn told(told: &Told<'_>, currency: Currency) -> Option<Payment> {
        let Event::PaymentReceived(received) = told.event else {
            return None;
        };
        let plain = received.restatements.is_empty();
        (plain && received.standing == PaymentStanding::Completed).then(|| {
            Payment::new(Parts {
                id: received.payment.0,
                loan: told.account.0,
                currency,
                amount: received.amount,
                split: received.split,
                method: received.method,
                status: PaymentStatus::Completed,
                effective: received.effective,
                external_id: received.external_id.as_deref().map(str::to_owned),
                created_at: told.recorded_at,
            })
        })
    }

    /// Adds what the command restated, if anything.
    pub fn restating(mut self, restatements: Vec<Value>) -> Payment {
        self.restatements = (!restatements.is_empty()).then_some(restatements);
        self
    }

    /// Adds what the command restated, the payment itself first.
    pub fn with_restatements(mut self, accepted: &Accepted<'_>) -> Payment {
        self.restatements = Some(restatements(accepted));
        self
    }
}

/// How a payment that the command did not touch is divided, as a replay gives it.
fn standing_split(account: &Account, id: PaymentId) -> Split {
    let life = quittance_domain::account::replay(&account.terms, &account.facts);
    let place = account.facts.iter().position(|fact| fact.id == id);
    place
        .and_then(|place| life.steps[place].split)
        .unwrap_or_default()
}

/// What a command restated: each payment or credit before and after.
pub fn restatements(accepted: &Accepted<'_>) -> Vec<Value> {
    let all = accepted
        .events
        .iter()
        .flat_map(|recorded| recorded.event.restatements());
    all.map(|restatement| restated(restatement, accepted.account))
        .collect()
}

fn restated(restatement: &Restatement, account: &Account) -> Value {
    let currency = account.terms.currency;
    let what = match account.payment(restatement.payment) {
        Some(_) => "payment_id",
        None => "credit_id",
    };
    json!({
        what: restatement.payment,
        "before": split(&restatement.before, currency),
        "after": split(&restatement.after, currency),
    })
}

/// The shape of a restatement.
pub fn restatement() -> Schema {
    Schema::object()
        .optional("payment_id", Schema::uuid(PAYMENT.example))
        .optional("credit_id", Schema::uuid(CREDIT.example))
        .field("before", split_schema())
        .field("after", split_schema())
        .named("Restatement")
}

/// The shape of a split.
pub fn split_schema() -> Schema {
    Schema::object()
        .field("principal_applied", Schema::money_text("412.50"))
        .field("interest_applied", Schema::money_text("62.50"))
        .field("fees_applied", Schema::money_text("25.00"))
        .field("overpayment", Schema::money_text("0.00"))
        .field("refunded_amount", Schema::money_text("0.00"))
        .named("Split")
}

/// The parts of a split under the names that they have in a payment.
pub fn split(split: &Split, currency: Currency) -> Value {
    json!({
        "principal_applied": split.principal.to_decimal(currency),
        "interest_applied": split.interest.to_decimal(currency),
        "fees_applied": split.fees.to_decimal(currency),
        "overpayment": split.overpayment.to_decimal(currency),
        "refunded_amount": split.refunded.to_decimal(currency),
    })
}
