//! What a contract lets be charged as a fee: how much, how often, and when the daily close does it.

use crate::account::schedule::fill::{Filled, unpaid_after_grace};
use crate::account::{Account, Fact, FactKind, FeeKind, Refusal};
use crate::id::FactId;
use crate::interest::{Rate, Rounding};
use crate::money::Money;
use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

/// The fees of one kind that a contract agrees to; no others of that kind may be charged
/// (15 U.S.C. 1692f(1)).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeeSchedule {
    pub kind: FeeKind,
    pub amount: FeeAmount,
    /// What the fee is at least, where it is a share of something.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum: Option<Money>,
    /// What the fee is at most, also when somebody names the amount.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maximum: Option<Money>,
    /// At most one fee of the kind is charged for a day.
    #[serde(default)]
    pub once_a_day: bool,
    /// How many fees of the kind the account bears; those that were waived do not count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maximum_count: Option<u16>,
    /// Days after the due date for which an instalment may be unpaid before the daily close charges
    /// the fee; of late fees alone. Absent: the daily close charges none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grace_days: Option<u16>,
}

/// How much a fee is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FeeAmount {
    Flat(Money),
    /// Of the payment that is returned or the instalment that is late.
    OfPayment(Rate),
    /// Of everything owed on the day.
    OfBalance(Rate),
}

/// What a fee is charged for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FeeCause {
    #[default]
    None,
    Payment(FactId),
    /// The instalment due on this day.
    Instalment(NaiveDate),
}

impl FeeSchedule {
    /// The fee on a payment and a balance; rounded as the account's interest is.
    pub fn amount(&self, payment: Money, balance: Money, rounding: Rounding) -> Money {
        let amount = match self.amount {
            FeeAmount::Flat(amount) => amount,
            FeeAmount::OfPayment(share) => share.of(payment, rounding),
            FeeAmount::OfBalance(share) => share.of(balance, rounding),
        };
        let amount = self.minimum.map_or(amount, |least| amount.max(least));
        self.maximum.map_or(amount, |most| amount.min(most))
    }
}

impl Account {
    /// What the contract agrees to charge of a kind of fee, where it says so.
    pub fn fee_schedule(&self, kind: FeeKind) -> Option<&FeeSchedule> {
        let mut schedules = self.terms.fee_schedules.iter();
        schedules.find(|schedule| schedule.kind == kind)
    }

    /// Whether the contract lets another fee of the kind be charged for a day.
    pub(super) fn may_charge(&self, kind: FeeKind, day: NaiveDate) -> Result<(), Refusal> {
        let Some(schedule) = self.fee_schedule(kind) else {
            return Ok(());
        };
        if schedule.once_a_day && self.fees_of(kind).any(|fee| fee.date == day) {
            return Err(Refusal::FeeChargedThatDay);
        }
        let most = schedule.maximum_count.map(usize::from);
        if most.is_some_and(|most| self.fees_of(kind).count() >= most) {
            return Err(Refusal::FeesAtTheirLimit);
        }
        Ok(())
    }

    /// Fees of a kind that have not been waived altogether.
    fn fees_of(&self, kind: FeeKind) -> impl Iterator<Item = &Fact> {
        let of_kind =
            move |fact: &&Fact| matches!(fact.kind, FactKind::Fee { kind: its, .. } if its == kind);
        let is_borne = |fact: &&Fact| {
            let fee = self.fee(fact.id);
            fee.is_some_and(|fee| fee.waived < fee.amount)
        };
        self.facts.iter().filter(of_kind).filter(is_borne)
    }

    /// The fee that the schedule of its kind comes to on a day.
    pub(super) fn scheduled_fee(
        &self,
        schedule: &FeeSchedule,
        cause: FeeCause,
        day: NaiveDate,
    ) -> Result<Money, Refusal> {
        let payment = match (schedule.amount, cause) {
            (FeeAmount::OfPayment(_), FeeCause::None) => return Err(Refusal::FeeNeedsPayment),
            (FeeAmount::OfPayment(_), FeeCause::Payment(payment)) => {
                let found = self.payment(payment).ok_or(Refusal::PaymentUnknown)?;
                found.1.amount
            }
            (FeeAmount::OfPayment(_), FeeCause::Instalment(due)) => self.instalment_amount(due),
            _ => Money::ZERO,
        };
        let balance = self.due_on(day).total();
        let amount = schedule.amount(payment, balance, self.terms.rounding);
        if !amount.is_positive() {
            return Err(Refusal::FeeComesToNothing);
        }
        Ok(amount)
    }

    fn instalment_amount(&self, due: NaiveDate) -> Money {
        let mut instalments = self.instalments_on(due).into_iter();
        let found = instalments.find(|filled: &Filled| filled.instalment.due == due);
        found.map_or(Money::ZERO, |filled| filled.instalment.amount)
    }

    /// The next late fee that the daily close charges: its day, and the instalment that is late.
    pub(super) fn next_late_fee(&self) -> Option<(NaiveDate, NaiveDate)> {
        let fee = self.fee_schedule(FeeKind::Late)?;
        let grace = u64::from(fee.grace_days?) + 1;
        let schedule = self.schedule.as_deref()?;
        // Nearly always none is late, which is known without looking at each.
        schedule.standing.next_unpaid_after_grace?;
        if self.position.charged_off.is_some() || self.is_disputed() {
            return None;
        }
        let late = unpaid_after_grace(schedule, &self.facts).into_iter();
        let mut late = late.filter_map(|due| {
            let day = due.checked_add_days(Days::new(grace))?;
            Some((day, due))
        });
        // One that may not be charged, as on a day on which collecting was paused, is passed over.
        late.find(|(day, due)| {
            let cause = FeeCause::Instalment(*due);
            !self.is_paused_on(*day)
                && self.may_charge(FeeKind::Late, *day).is_ok()
                && self.scheduled_fee(fee, cause, *day).is_ok()
        })
    }
}
