//! A plan as the surface shows it, summed over the accounts that it covers.

use super::{ADMINISTRATION, ids};
use crate::openapi::Schema;
use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use quittance_domain::account::PlanStatus;
use quittance_domain::{AccountId, CreditorId, Currency, Money, PlanId};
use serde_json::{Value, json};
use uuid::Uuid;

/// A term over all accounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    pub number: u16,
    pub amount: Money,
    pub paid: Money,
    pub due: NaiveDate,
    /// The day on which the last of it was paid, on whatever account.
    pub paid_on: Option<NaiveDate>,
}

/// A plan over all accounts.
#[derive(Clone, Debug)]
pub struct PlanView {
    pub administration: CreditorId,
    pub plan: PlanId,
    /// The integer id.
    pub id: i64,
    pub debtor: Uuid,
    pub currency: Currency,
    /// The accounts that it covers, the one that leads first, with their numbers.
    pub accounts: Vec<(AccountId, String)>,
    pub terms: Vec<Term>,
    pub status: PlanStatus,
    pub by_debtor: bool,
    pub auto_activated: bool,
    pub reason: Option<String>,
    pub rejected_by: Option<User>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub approved_at: Option<DateTime<Utc>>,
    pub rejected_at: Option<DateTime<Utc>>,
    pub deactivated_at: Option<DateTime<Utc>>,
}

/// Whoever decided.
#[derive(Clone, Debug)]
pub struct User {
    pub id: String,
    pub name: String,
    pub email: Option<String>,
}

/// The shape of a plan.
pub fn schema() -> Schema {
    // Any member may be left out by the parameter `fields`.
    let moment = || Schema::date_time("2023-11-07T05:31:56Z");
    let term = Schema::object()
        .optional("id", Schema::text("2603746001"))
        .optional("total_amount", Schema::money_text("123.00"))
        .optional("amount_due", Schema::money_text("123.00"))
        .optional("due_date", Schema::date("2023-12-25"))
        .optional("payment_date", Schema::date("2023-12-24").or_null())
        .named("Term");
    let user = Schema::object()
        .optional("id", Schema::text("17"))
        .optional("name", Schema::text("Jo Field"))
        .optional("email_address", Schema::text("jo@example.com").or_null())
        .named("User");
    Schema::object()
        .optional("payment_terms", Schema::list(term))
        .optional("active", Schema::boolean(true))
        .optional("auto_activated", Schema::boolean(false))
        .optional("reason", Schema::text("Lost my job").or_null())
        .optional("rejected_by_user", user.or_null())
        .optional("administration_id", Schema::text(ADMINISTRATION))
        .optional("debtor_id", Schema::text("2"))
        .optional("id", Schema::text("2603746"))
        .optional("approved_at", moment().or_null())
        .optional("created_at", moment())
        .optional("deactivated_at", moment().or_null())
        .optional("updated_at", moment())
        .optional("proposed_at", moment().or_null())
        .optional("rejected_at", moment().or_null())
        .optional("public_url", Schema::text("https://example.com/plans/0a1b"))
        .named("Plan")
}

/// A moment as the surface writes it: `2023-11-07T05:31:56Z`.
pub fn moment(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

impl PlanView {
    /// The plan as it is sent, but for what is personal or secret: a reply is kept under its request
    /// id, and neither may live on there.
    pub fn without_secrets(&self) -> Value {
        let at = |moment_of: Option<DateTime<Utc>>| moment_of.map(moment);
        let proposed_at = self.by_debtor.then_some(self.created_at);
        json!({
            "payment_terms": self.terms.iter().map(|term| self.term(term)).collect::<Vec<_>>(),
            "active": matches!(self.status, PlanStatus::Active | PlanStatus::Broken),
            "auto_activated": self.auto_activated,
            "reason": null,
            "rejected_by_user": self.rejected_by.as_ref().map(|user| json!({
                "id": user.id,
                "name": user.name,
                "email_address": user.email,
            })),
            "administration_id": ids::of_uuid(self.administration.0),
            "debtor_id": ids::of_uuid(self.debtor),
            "id": self.id.to_string(),
            "approved_at": at(self.approved_at),
            "created_at": moment(self.created_at),
            "deactivated_at": at(self.deactivated_at),
            "updated_at": moment(self.updated_at),
            "proposed_at": at(proposed_at),
            "rejected_at": at(self.rejected_at),
        })
    }

    fn term(&self, term: &Term) -> Value {
        let money = |amount: Money| amount.to_decimal(self.currency);
        json!({
            "id": ids::of_term(self.id, term.number),
            "total_amount": money(term.amount),
            "amount_due": money(term.amount - term.paid),
            "due_date": term.due,
            "payment_date": term.paid_on,
        })
    }
}
