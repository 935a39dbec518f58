//! The folded state of an account: its terms, its facts and where they have led.

use crate::account::collection::{Condition, Dispute, Stage};
use crate::account::plan::{Plan, fill};
use crate::account::recurring::Recurring;
use crate::account::replay::Later;
use crate::account::schedule::Schedule;
use crate::account::{
    Divergence, Fact, FactKind, FeeKind, Offer, Payment, PaymentStatus, Position, Product, Terms,
};
use crate::allocation::Due;
use crate::id::{AccountId, ConsumerId, DisputeId, FactId, OfferId, PaymentId, PlanId};
use crate::money::Money;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A stream's state: nothing yet, or an account.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum State {
    #[default]
    Unopened,
    Open(Box<Account>),
}

impl State {
    /// The account, once opened.
    pub fn account(&self) -> Option<&Account> {
        match self {
            State::Unopened => None,
            State::Open(account) => Some(account),
        }
    }
}

/// An account as its events have made it.
///
/// Memory is about 150 bytes for each fact beside the fixed part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    pub id: AccountId,
    pub consumer: ConsumerId,
    pub number: Box<str>,
    pub product: Product,
    pub terms: Terms,
    /// What has been decided of the application for it; nothing yet, or nothing to decide.
    pub application: Option<Application>,
    pub opened_on: NaiveDate,
    /// The book sequence of the opening: the integer id on surfaces that want one.
    pub opened_sequence: u64,
    /// Every fact, in order of (date, sequence).
    pub facts: Vec<Fact>,
    /// The balances after the last fact; always equal to `replay(terms, facts).position`.
    pub position: Position,
    pub offers: Vec<Offer>,
    /// Payment plans, in the order in which they were made.
    pub plans: Vec<Plan>,
    /// How far collecting has come, as the creditor says.
    pub stage: Stage,
    /// Disputes, in the order in which they were filed; at most the last one is open.
    pub disputes: Vec<Dispute>,
    /// Recurring payments, in the order in which they were made.
    pub recurring: Vec<Recurring>,
    /// What is to be paid by when, where that has been set.
    pub schedule: Option<Box<Schedule>>,
    /// How late the debt was when it was placed.
    pub past_due_at_placement: Option<u32>,
    /// The due date for which a charge-off was last announced.
    pub charge_off_announced: Option<NaiveDate>,
    /// The last day as of which the daily close has posted interest.
    pub interest_posted_on: Option<NaiveDate>,
    /// The sum of all amounts ever recorded, which bounds every balance.
    pub turnover: Money,
}

/// What has been decided of the application for a loan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Application {
    Approved,
    Denied,
    /// Withdrawn before any money went out.
    Cancelled,
}

/// What an account is, derived from its facts alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// A loan that has been neither decided nor disbursed.
    Pending,
    /// A loan that may be disbursed.
    Approved,
    Denied,
    Cancelled,
    Active,
    /// Everything owed has been paid.
    PaidOff,
    /// Closed for less than was owed.
    Settled,
    ChargedOff,
    /// Given back to whom it came from.
    Recalled,
}

names! {
    Status {
        Pending => "pending",
        Approved => "approved",
        Denied => "denied",
        Cancelled => "cancelled",
        Active => "active",
        PaidOff => "paid_off",
        Settled => "settled",
        ChargedOff => "charged_off",
        Recalled => "recalled",
    }
}

/// A fee as the facts have left it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fee {
    pub date: NaiveDate,
    pub amount: Money,
    pub kind: FeeKind,
    /// How much of it has been waived and not taken back.
    pub waived: Money,
}

/// A waiver of a fee as the facts have left it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FeeWaiver {
    pub date: NaiveDate,
    pub fee: FactId,
    pub amount: Money,
    pub is_undone: bool,
}

impl Account {
    /// What the account is after its last fact.
    pub fn status(&self) -> Status {
        self.status_at(&self.position)
    }

    /// What the account was where its balances were these, by what has been decided of its application
    /// since.
    pub fn status_at(&self, position: &Position) -> Status {
        let nothing_owed = position.owes_nothing();
        if !position.has_begun() {
            match self.application {
                None => Status::Pending,
                Some(Application::Approved) => Status::Approved,
                Some(Application::Denied) => Status::Denied,
                Some(Application::Cancelled) => Status::Cancelled,
            }
        } else if position.recalled.is_some() {
            Status::Recalled
        } else if nothing_owed && (position.is_settled() || position.written_off.is_some()) {
            Status::Settled
        } else if nothing_owed {
            Status::PaidOff
        } else if position.charged_off.is_some() {
            Status::ChargedOff
        } else {
            Status::Active
        }
    }

    /// The effective date of the last fact, or of the opening.
    pub fn last_date(&self) -> NaiveDate {
        self.facts.last().map_or(self.opened_on, |fact| fact.date)
    }

    /// What is due on `date`, as known now; a date before the last fact walks the life up to it.
    pub fn due_on(&self, date: NaiveDate) -> Due {
        self.position_on(date).due_on(&self.terms, date)
    }

    /// The balances at the end of `date`, as known now: a payment refunded or reversed since counts
    /// as it is split today, so that they equal the journal's lines effective by then.
    pub fn position_on(&self, date: NaiveDate) -> Position {
        if date >= self.last_date() {
            return self.position.clone();
        }
        let until = self.facts.partition_point(|fact| fact.date <= date);
        super::replay::replay_until(&self.terms, &self.facts, until)
    }

    /// What was owed when a fact came, as known now.
    pub fn owed_before(&self, id: FactId) -> Money {
        self.find(id).map_or(Money::ZERO, |(place, fact)| {
            let position = super::replay::replay_until(&self.terms, &self.facts, place);
            position.due_on(&self.terms, fact.date).total()
        })
    }

    /// The fact with this id and its place.
    pub fn find(&self, id: FactId) -> Option<(usize, &Fact)> {
        // From the end: what is asked for is most often recent.
        self.facts
            .iter()
            .enumerate()
            .rev()
            .find(|(_, fact)| fact.id == id)
    }

    /// The payment with this id.
    pub fn payment(&self, id: PaymentId) -> Option<(&Fact, &Payment)> {
        self.find(id).and_then(|(_, fact)| match &fact.kind {
            FactKind::Payment(payment) => Some((fact, payment)),
            _ => None,
        })
    }

    /// What has been refunded of a payment.
    pub fn refunded(&self, id: PaymentId) -> Money {
        self.refunds(id).map(|(_, amount)| amount).sum()
    }

    /// When a payment was first refunded.
    pub fn first_refund(&self, id: PaymentId) -> Option<NaiveDate> {
        self.refunds(id).map(|(date, _)| date).next()
    }

    /// What has been charged back of a payment, and when.
    pub fn chargeback(&self, id: PaymentId) -> Option<(NaiveDate, Money)> {
        self.facts.iter().find_map(|fact| match &fact.kind {
            FactKind::ChargedBack { payment, amount } if *payment == id => {
                Some((fact.date, *amount))
            }
            _ => None,
        })
    }

    /// What a payment is called as things stand.
    pub fn payment_status(&self, id: PaymentId) -> Option<PaymentStatus> {
        let (_, payment) = self.payment(id)?;
        let later = Later {
            refunded: self.refunded(id),
            charged_back: self
                .chargeback(id)
                .map_or(Money::ZERO, |(_, amount)| amount),
            ..Later::default()
        };
        Some(PaymentStatus::of(payment, later))
    }

    fn refunds(&self, id: PaymentId) -> impl Iterator<Item = (NaiveDate, Money)> {
        self.facts.iter().filter_map(move |fact| match &fact.kind {
            FactKind::Refund { payment, amount } if *payment == id => Some((fact.date, *amount)),
            _ => None,
        })
    }

    /// The waiver of a fee with this id.
    pub fn fee_waiver(&self, id: FactId) -> Option<FeeWaiver> {
        let (_, fact) = self.find(id)?;
        let FactKind::FeeWaived { fee, amount } = fact.kind else {
            return None;
        };
        let is_undone = self.facts.iter().any(
            |fact| matches!(&fact.kind, FactKind::FeeWaiverUndone { waiver, .. } if *waiver == id),
        );
        Some(FeeWaiver {
            date: fact.date,
            fee,
            amount,
            is_undone,
        })
    }

    /// The fee with this id, charged or boarded.
    pub fn fee(&self, id: FactId) -> Option<Fee> {
        let (_, fact) = self.find(id)?;
        let (amount, kind) = match fact.kind {
            FactKind::Fee { amount, kind } => (amount, kind),
            FactKind::Placed { fees, .. } if fees.is_positive() => (fees, FeeKind::Other),
            _ => return None,
        };
        let waived = |fact: &Fact| match &fact.kind {
            FactKind::FeeWaived { fee, amount } if *fee == id => Some(*amount),
            FactKind::FeeWaiverUndone { fee, amount, .. } if *fee == id => Some(-*amount),
            _ => None,
        };
        Some(Fee {
            date: fact.date,
            amount,
            kind,
            waived: self.facts.iter().filter_map(waived).sum(),
        })
    }

    /// The settlement offer with this id.
    pub fn offer(&self, id: OfferId) -> Option<&Offer> {
        self.offers.iter().find(|offer| offer.id == id)
    }

    /// The payment plan with this id.
    pub fn plan(&self, id: PlanId) -> Option<&Plan> {
        self.plans.iter().find(|plan| plan.id == id)
    }

    /// Brings what is paid of every plan up to the facts; `sequence` marks the plans that change.
    pub(super) fn refill_plans(&mut self, sequence: u64) {
        let fills = fill::fills(&self.plans, &self.facts);
        for (plan, fill) in self.plans.iter_mut().zip(fills) {
            if plan.fill != fill {
                plan.fill = fill;
                plan.changed = sequence;
            }
        }
    }

    /// Changes an offer that there is.
    pub(super) fn change_offer(
        &mut self,
        id: OfferId,
        change: impl FnOnce(&mut Offer),
    ) -> Result<(), Divergence> {
        let offer = self.offers.iter_mut().find(|offer| offer.id == id);
        offer.map(change).ok_or(Divergence::NamesUnknown)
    }

    /// Whether payments count toward an accepted settlement that has not been completed.
    pub(super) fn is_in_force(&self, offer: OfferId) -> bool {
        self.position.settlement_in_force() == Some(offer)
    }

    /// The dispute with this id.
    pub fn dispute(&self, id: DisputeId) -> Option<&Dispute> {
        self.disputes.iter().find(|dispute| dispute.id == id)
    }

    /// Whether a dispute is open, which pauses collecting.
    pub fn is_disputed(&self) -> bool {
        self.disputes
            .last()
            .is_some_and(|dispute| dispute.resolved.is_none())
    }

    /// Whether collecting was paused on a day, or is now.
    pub fn is_paused_on(&self, day: NaiveDate) -> bool {
        let holds = |dispute: &Dispute| match dispute.resolved {
            Some((_, resolved_on)) => dispute.filed_on <= day && day < resolved_on,
            None => true,
        };
        self.disputes.iter().any(holds)
    }

    /// The first day from a day on, on which collecting was not paused; none while it is paused now.
    pub(super) fn not_paused_from(&self, mut day: NaiveDate) -> Option<NaiveDate> {
        if self.is_disputed() {
            return None;
        }
        let ended = |dispute: &Dispute| dispute.resolved.map(|(_, resolved_on)| resolved_on);
        while self.is_paused_on(day) {
            let later = self.disputes.iter().filter_map(ended);
            day = later.filter(|resolved_on| *resolved_on > day).min()?;
        }
        Some(day)
    }

    /// What has been announced and has neither come nor failed.
    pub fn announced(&self) -> Money {
        self.announced_by(NaiveDate::MAX)
    }

    /// What has been announced for a day or earlier and has neither come nor failed.
    pub(super) fn announced_by(&self, day: NaiveDate) -> Money {
        let open = |fact: &Fact| match &fact.kind {
            FactKind::Payment(payment) if payment.standing.is_open() => Some(payment.amount),
            _ => None,
        };
        let by_then = self.facts.iter().take_while(|fact| fact.date <= day);
        by_then.filter_map(open).sum()
    }

    /// Everything that a surface's word for the account's status can depend on.
    pub fn condition(&self) -> Condition {
        Condition {
            status: self.status(),
            stage: self.stage,
            disputed: self.is_disputed(),
        }
    }

    /// The payment that carries this external id, unless it failed or was reversed.
    pub fn payment_by_external_id(&self, external_id: &str) -> Option<(&Fact, &Payment)> {
        self.facts.iter().find_map(|fact| match &fact.kind {
            FactKind::Payment(payment) if payment.external_id.as_deref() == Some(external_id) => {
                payment.standing.is_live().then_some((fact, payment))
            }
            _ => None,
        })
    }
}
