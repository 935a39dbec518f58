//! Settlement offers as the surface shows them.

use super::vocabulary::{ACCOUNT, OFFER};
use super::{ids, words};
use crate::named::named;
use crate::openapi::Schema;
use crate::problem::Problem;
use chrono::{DateTime, NaiveDate, Utc};
use quittance_domain::account::{OfferStatus, Tier};
use quittance_domain::{AccountId, CreditorId, Currency, Money, OfferId};
use quittance_store::{Accepted, Reader};
use serde::Serialize;
use serde_json::{Value, json};

/// An offer as the surface shows it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Offer {
    id: String,
    /// The integer that names it too.
    sequence: u64,
    account_id: String,
    amount: Value,
    counter_amount: Option<Value>,
    savings: Value,
    tier: &'static str,
    status: &'static str,
    created_at: String,
    expires_at: Option<NaiveDate>,
    accepted_at: Option<String>,
    schedule: Option<Vec<Value>>,
}

/// What of an offer there is to know.
struct Known {
    id: OfferId,
    sequence: u64,
    account: AccountId,
    currency: Currency,
    amount: Money,
    counter: Option<Money>,
    balance: Money,
    tier: Tier,
    status: OfferStatus,
    created_at: DateTime<Utc>,
    expires_on: Option<NaiveDate>,
    accepted_at: Option<DateTime<Utc>>,
}

impl Offer {
    pub fn schema() -> Schema {
        let part = Schema::object()
            .field("dueOn", Schema::date("2026-03-05"))
            .field("amount", Schema::number("3960.00"));
        let accepted = Schema::date_time("2026-02-03T09:00:00Z");
        Schema::object()
            .field("id", Schema::text(OFFER.example))
            .field("sequence", Schema::integer(42))
            .field("accountId", Schema::text(ACCOUNT.example))
            .field("amount", Schema::number("3960.00"))
            .field("counterAmount", Schema::number("3500.00").or_null())
            .field("savings", Schema::number("1320.00"))
            .field("tier", Schema::name_of(&Tier::ALL))
            .field("status", Schema::one_of(&words::OFFER))
            .field("createdAt", Schema::date_time("2026-02-01T14:30:00Z"))
            .field("expiresAt", Schema::date("2026-03-01").or_null())
            .field("acceptedAt", accepted.or_null())
            .field("schedule", Schema::list(part).or_null())
            .named("Offer")
    }

    /// The offer as a command left it.
    pub fn after(
        accepted: &Accepted<'_>,
        id: OfferId,
        created_at: DateTime<Utc>,
        accepted_at: Option<DateTime<Utc>>,
    ) -> Option<Offer> {
        let offer = accepted.account.offer(id)?;
        let known = Known {
            id,
            sequence: offer.sequence,
            account: accepted.account.id,
            currency: accepted.account.terms.currency,
            amount: offer.amount,
            counter: offer.counter,
            balance: offer.balance,
            tier: offer.tier,
            status: offer.status,
            created_at,
            expires_on: offer.expires_on,
            accepted_at,
        };
        Some(Offer::of(&known, accepted.recorded_at.date_naive()))
    }

    fn of(known: &Known, today: NaiveDate) -> Offer {
        let amount = |amount: Money| words::amount(amount, known.currency);
        let in_force = [OfferStatus::Accepted, OfferStatus::Paid];
        let agreed = known
            .accepted_at
            .filter(|_| in_force.contains(&known.status));
        let schedule = agreed.map(|at| {
            let parts = known.tier.schedule(known.amount, at.date_naive());
            let part = |(due, part)| json!({ "dueOn": due, "amount": amount(part) });
            parts.into_iter().map(part).collect()
        });
        let proposed = known.counter.unwrap_or(known.amount);
        Offer {
            id: ids::offer(known.id),
            sequence: known.sequence,
            account_id: ids::account(known.account),
            amount: amount(known.amount),
            counter_amount: known.counter.map(amount),
            savings: amount((known.balance - proposed).or_zero()),
            tier: known.tier.name(),
            status: words::offer(known.status, known.expires_on, today),
            created_at: words::moment(known.created_at),
            expires_at: known.expires_on,
            accepted_at: known.accepted_at.map(words::moment),
            schedule,
        }
    }
}

/// Every offer of an account, oldest first.
///
/// # Errors
/// What the database says.
pub async fn of(
    reader: &mut Reader,
    creditor: CreditorId,
    account: AccountId,
    currency: Currency,
) -> Result<Vec<Offer>, Problem> {
    let sql = include_str!("sql/list_offers.sql");
    let rows = reader.query(sql, &[&creditor.0, &account.0]).await?;
    let today = quittance_store::ids::now().date_naive();
    let offers = rows.iter().map(|row| {
        let counter: Option<i64> = row.get("counter_amount");
        let known = Known {
            id: OfferId(row.get("offer_id")),
            sequence: u64::try_from(row.get::<_, i64>("sequence")).unwrap_or_default(),
            account,
            currency,
            amount: Money::from_minor(row.get("amount")),
            counter: counter.map(Money::from_minor),
            balance: Money::from_minor(row.get("balance")),
            tier: named(row, "tier", Tier::from_name)?,
            status: named(row, "status", OfferStatus::from_name)?,
            created_at: row.get("offered_at"),
            expires_on: row.get("expires_on"),
            accepted_at: row.get("accepted_at"),
        };
        Ok(Offer::of(&known, today))
    });
    offers.collect()
}
