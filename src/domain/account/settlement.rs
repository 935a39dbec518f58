//! Settlement offers and where they stand.

use crate::account::{Account, MissedPart};
use crate::id::OfferId;
use crate::money::Money;
use chrono::{Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

/// Days in which a lump sum is paid.
const LUMP_SUM_DAYS: u64 = 30;

/// A settlement offer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    pub id: OfferId,
    /// The book sequence of the offer: the integer id on surfaces that want one.
    pub sequence: u64,
    /// What the creditor settles for; once accepted, what was agreed.
    pub amount: Money,
    /// What the consumer would settle for, while it is the creditor's turn.
    pub counter: Option<Money>,
    pub tier: Tier,
    /// What was owed when the amount was proposed.
    pub balance: Money,
    pub offered_on: NaiveDate,
    /// The last day on which it can be accepted.
    pub expires_on: Option<NaiveDate>,
    pub accepted_on: Option<NaiveDate>,
    /// The day on which the ledger was told of that.
    pub acceptance_recorded_on: Option<NaiveDate>,
    /// Why it was last broken, and from which day on.
    pub breach: Option<Breach>,
    pub status: OfferStatus,
}

/// A settlement that was not kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Breach {
    pub on: NaiveDate,
    pub reason: Box<str>,
}

impl Offer {
    /// The amount that is agreed on if it is accepted now.
    pub fn proposed(&self) -> Money {
        self.counter.unwrap_or(self.amount)
    }
}

/// One payment of a settlement that was agreed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SettlementPart {
    pub due: NaiveDate,
    pub amount: Money,
    /// What has been paid of it: payments fill the oldest part first.
    pub paid: Money,
}

impl Account {
    /// The parts in which an accepted offer is paid; none of one that was not accepted or is not kept.
    pub fn settlement_parts(&self, offer: &Offer) -> Vec<SettlementPart> {
        let in_force = matches!(offer.status, OfferStatus::Accepted | OfferStatus::Paid);
        let Some(agreed_on) = offer.accepted_on.filter(|_| in_force) else {
            return Vec::new();
        };
        let progress = self.position.settlement.filter(|it| it.offer == offer.id);
        let mut left = progress.map_or(Money::ZERO, |progress| progress.paid);
        let parts = offer.tier.schedule(offer.amount, agreed_on).into_iter();
        parts
            .map(|(due, amount)| {
                let paid = amount.min(left);
                left -= paid;
                SettlementPart { due, amount, paid }
            })
            .collect()
    }
}

impl Account {
    /// The first part of a settlement in force that is missed when its day passes, with the day on
    /// which that breaks the settlement.
    ///
    /// Nothing is missed that was due when the acceptance was recorded, or that payments announced by
    /// its day would pay; a part that is due while collecting is paused can be paid when that ends.
    pub(super) fn next_missed_part(&self, offer: &Offer) -> Option<(NaiveDate, MissedPart)> {
        let progress = self.position.settlement?;
        let recorded_on = offer.acceptance_recorded_on?;
        if !self.is_in_force(offer.id) || self.is_paid_up() {
            return None;
        }
        let mut asked = Money::ZERO;
        let missed = self.settlement_parts(offer).into_iter().find_map(|part| {
            asked += part.amount;
            let missed = MissedPart {
                due: part.due,
                asked,
                unpaid: part.amount - part.paid,
            };
            let is_missed =
                part.due > recorded_on && progress.paid + self.announced_by(part.due) < asked;
            is_missed.then_some(missed)
        })?;
        let last = self.not_paused_from(missed.due)?;
        Some((self.not_paused_from(last.succ_opt()?)?, missed))
    }
}

/// Where an offer stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OfferStatus {
    Pending,
    /// The consumer has proposed another amount.
    Countered,
    Accepted,
    /// Paid in full: what was left has been written off.
    Paid,
    Rejected,
    Expired,
    /// Accepted and not kept.
    Broken,
    /// Accepted, and then the debt was recalled before it was paid.
    Withdrawn,
}

names! {
    OfferStatus {
        Pending => "pending",
        Countered => "countered",
        Accepted => "accepted",
        Paid => "paid",
        Rejected => "rejected",
        Expired => "expired",
        Broken => "broken",
        Withdrawn => "withdrawn",
    }
}

impl OfferStatus {
    /// What an offer is on a day: one whose last day has gone by cannot be accepted any more, whether
    /// or not a daily close has said so.
    pub fn on(self, day: NaiveDate, expires_on: Option<NaiveDate>) -> OfferStatus {
        let is_open = matches!(self, OfferStatus::Pending | OfferStatus::Countered);
        if is_open && expires_on.is_some_and(|last| last < day) {
            return OfferStatus::Expired;
        }
        self
    }
}

/// Over how long a settlement is paid.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Tier {
    #[default]
    #[serde(rename = "lump_sum")]
    LumpSum,
    #[serde(rename = "12_month")]
    Months12,
    #[serde(rename = "24_month")]
    Months24,
    #[serde(rename = "36_month")]
    Months36,
}

names! {
    Tier {
        LumpSum => "lump_sum",
        Months12 => "12_month",
        Months24 => "24_month",
        Months36 => "36_month",
    }
}

impl Tier {
    /// How many parts a settlement is paid in: one a month.
    pub const fn parts(self) -> u32 {
        match self {
            Tier::LumpSum => 1,
            Tier::Months12 => 12,
            Tier::Months24 => 24,
            Tier::Months36 => 36,
        }
    }

    /// The parts of an amount agreed on a day, with the day each is due: a lump sum within thirty
    /// days, else one a month, as equal as minor units allow, the larger ones first.
    pub fn schedule(self, amount: Money, agreed_on: NaiveDate) -> Vec<(NaiveDate, Money)> {
        let parts = self.parts();
        let (count, minor) = (i64::from(parts), amount.minor());
        (1..=parts)
            .filter_map(|part| {
                let due = match self {
                    Tier::LumpSum => agreed_on.checked_add_days(Days::new(LUMP_SUM_DAYS)),
                    _ => agreed_on.checked_add_months(Months::new(part)),
                };
                let more = i64::from(i64::from(part) <= minor.rem_euclid(count));
                let amount = Money::from_minor(minor.div_euclid(count) + more);
                due.map(|due| (due, amount))
            })
            .collect()
    }
}
