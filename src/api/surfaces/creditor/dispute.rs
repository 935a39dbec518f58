//! Disputes as the surface shows them.

use super::vocabulary::{ACCOUNT, DISPUTE};
use super::{ids, words};
use crate::openapi::Schema;
use crate::problem::Problem;
use crate::sealed;
use chrono::{DateTime, NaiveDate, Utc};
use quittance_domain::account::Outcome;
use quittance_domain::{AccountId, CreditorId, Currency, DisputeId, Money};
use quittance_store::seal::ConsumerKey;
use quittance_store::{Accepted, Reader};
use serde::Serialize;
use serde_json::Value;

/// A consumer's dispute of an account.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Dispute {
    id: String,
    account_id: String,
    status: &'static str,
    disputed_amount: Value,
    reason: Option<String>,
    filed_on: NaiveDate,
    filed_at: String,
    outcome: Option<String>,
    resolution: Option<String>,
    resolved_on: Option<NaiveDate>,
}

impl Dispute {
    pub fn schema() -> Schema {
        Schema::object()
            .field("id", Schema::text(DISPUTE.example))
            .field("accountId", Schema::text(ACCOUNT.example))
            .field("status", Schema::one_of(&["open", "resolved"]))
            .field("disputedAmount", Schema::number("5280.00"))
            .field("reason", Schema::text("Not my account.").or_null())
            .field("filedOn", Schema::date("2026-02-01"))
            .field("filedAt", Schema::date_time("2026-02-01T14:30:00Z"))
            .field("outcome", Schema::name_of(&Outcome::ALL).or_null())
            .field("resolution", Schema::text("Verification sent.").or_null())
            .field("resolvedOn", Schema::date("2026-02-20").or_null())
            .named("Dispute")
    }

    /// The dispute as a command left it.
    ///
    /// Such a reply is saved with its request id, so what was said is not in it.
    pub fn after(
        accepted: &Accepted<'_>,
        id: DisputeId,
        filed_at: DateTime<Utc>,
    ) -> Option<Dispute> {
        let dispute = accepted.account.dispute(id)?;
        let resolved = dispute.resolved;
        Some(Dispute {
            id: ids::dispute(id),
            account_id: ids::account(accepted.account.id),
            status: status(resolved.is_some()),
            disputed_amount: words::amount(dispute.amount, accepted.account.terms.currency),
            reason: None,
            filed_on: dispute.filed_on,
            filed_at: words::moment(filed_at),
            outcome: resolved.map(|(outcome, _)| outcome.name().to_owned()),
            resolution: None,
            resolved_on: resolved.map(|(_, day)| day),
        })
    }
}

fn status(resolved: bool) -> &'static str {
    if resolved { "resolved" } else { "open" }
}

/// Every dispute of an account, oldest first.
///
/// # Errors
/// What the database says.
pub async fn of(
    reader: &mut Reader,
    creditor: CreditorId,
    account: AccountId,
    currency: Currency,
    key: Option<&ConsumerKey>,
) -> Result<Vec<Dispute>, Problem> {
    let sql = include_str!("sql/list_disputes.sql");
    let rows = reader.query(sql, &[&creditor.0, &account.0]).await?;
    let disputes = rows.iter().map(|row| {
        let outcome: Option<String> = row.get("outcome");
        let resolution: Option<&str> = row.get("resolution_sealed");
        Dispute {
            id: ids::dispute(DisputeId(row.get("dispute_id"))),
            account_id: ids::account(account),
            status: status(outcome.is_some()),
            disputed_amount: words::amount(Money::from_minor(row.get("amount")), currency),
            reason: sealed::open(key, row.get("sealed")),
            filed_on: row.get("filed_on"),
            filed_at: words::moment(row.get("filed_at")),
            outcome,
            resolution: resolution.and_then(|sealed| sealed::open(key, sealed)),
            resolved_on: row.get("resolved_on"),
        }
    });
    Ok(disputes.collect())
}
