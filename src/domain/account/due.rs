//! What the daily close has to do for an account, and when.

use crate::account::recurring::Recurring;
use crate::account::{Account, Fact, FactKind, OfferStatus, Product};
use crate::id::OfferId;
use crate::journal::Books;
use chrono::{Days, NaiveDate};

/// How long before its boundary a charge-off is announced.
const CHARGE_OFF_NOTICE: Days = Days::new(15);
/// How long an account must be current to be cured.
const CURE: Days = Days::new(60);
/// Days past due at which open-end and closed-end credit is charged off (65 FR 36903).
const OPEN_END_BOUNDARY: u16 = 180;
const CLOSED_END_BOUNDARY: u16 = 120;

/// Something that time brings; of one day in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Task {
    /// The recurring payment at this place.
    Take(usize),
    /// The instalment due on this day has become due.
    FallDue,
    /// The instalment due on this day has been missed.
    Miss(NaiveDate),
    /// A late fee for the instalment due on this day.
    ChargeLate(NaiveDate),
    /// The term of the plan at this place, by its number.
    ExpireTerm(usize, u16),
    Expire(OfferId),
    /// A part of this settlement was missed.
    Break(OfferId),
    /// Current since this day.
    Cure(NaiveDate),
    /// The day on which the debt is to be charged off.
    AnnounceChargeOff(NaiveDate),
    ChargeOff,
    PostInterest,
}

impl Account {
    /// The first day on which the daily close has something to do for the account.
    pub fn close_due(&self) -> Option<NaiveDate> {
        self.tasks().map(|(day, _)| day).min()
    }

    /// The first thing that the daily close has to do up to a day.
    pub(super) fn next_task(&self, on: NaiveDate) -> Option<(NaiveDate, Task)> {
        self.tasks().filter(|(day, _)| *day <= on).min()
    }

    /// The next thing of each kind.
    fn tasks(&self) -> impl Iterator<Item = (NaiveDate, Task)> + '_ {
        let recurring = self.recurring.iter().enumerate();
        let payments = recurring
            .filter_map(|(place, it): (usize, &Recurring)| Some((it.next()?, Task::Take(place))));
        let open = self.plans.iter().enumerate().filter(|(_, it)| it.is_open());
        let terms = open.filter_map(|(place, plan)| {
            let term = plan.next_open()?;
            Some((term.due.succ_opt()?, Task::ExpireTerm(place, term.number)))
        });
        let offers = self.offers.iter().filter_map(|offer| {
            let open = matches!(offer.status, OfferStatus::Pending | OfferStatus::Countered);
            let lapses = offer.expires_on.filter(|_| open)?.succ_opt()?;
            Some((lapses, Task::Expire(offer.id)))
        });
        let broken = self.offers.iter().filter_map(|offer| {
            let (day, _) = self.next_missed_part(offer)?;
            Some((day, Task::Break(offer.id)))
        });
        payments
            .chain(terms)
            .chain(offers)
            .chain(broken)
            .chain(self.instalment_tasks())
            .chain(self.charge_off_tasks())
            .chain(self.posting().map(|day| (day, Task::PostInterest)))
    }

    fn instalment_tasks(&self) -> impl Iterator<Item = (NaiveDate, Task)> {
        let standing = self.schedule.as_deref().map(|schedule| schedule.standing);
        let standing = standing.filter(|_| !self.is_paid_up()).unwrap_or_default();
        let due = standing.next_due.map(|due| (due, Task::FallDue));
        let missed = standing
            .next_missed
            .and_then(|due| Some((due.succ_opt()?, Task::Miss(due))));
        let cured = standing.current_since.and_then(|since| {
            let cured = since.checked_add_days(CURE)?;
            let is_current = standing.oldest_unpaid.is_none_or(|due| due >= cured);
            is_current.then_some((cured, Task::Cure(since)))
        });
        let late = self.next_late_fee().filter(|_| !self.is_paid_up());
        let late = late.map(|(day, due)| (day, Task::ChargeLate(due)));
        due.into_iter().chain(missed).chain(late).chain(cured)
    }

    /// A debt of the creditor's own that is past due is given up at a boundary.
    fn charge_off_tasks(&self) -> impl Iterator<Item = (NaiveDate, Task)> {
        let boundary = self.charge_off_boundary();
        let announced = boundary.and_then(|(since, boundary)| {
            let notice = boundary.checked_sub_days(CHARGE_OFF_NOTICE)?;
            (self.charge_off_announced != Some(since)).then_some((
                notice.max(self.opened_on),
                Task::AnnounceChargeOff(boundary),
            ))
        });
        let charged_off = boundary
            .filter(|_| self.terms.charge_off_automatically && !self.is_past_due_since_recorded())
            .filter(|(since, _)| !self.charge_off_undone(*since))
            .map(|(_, boundary)| (boundary.max(self.opened_on), Task::ChargeOff))
            .filter(|(day, _)| !self.due_on(*day).total().is_zero());
        announced.into_iter().chain(charged_off)
    }

    /// Whether the account was past due already when the ledger was told of what is: a debt that is
    /// still being taken on, whose payments may come after it, is not given up by itself.
    fn is_past_due_since_recorded(&self) -> bool {
        let schedule = self.schedule.as_deref();
        schedule.is_none_or(|schedule| schedule.standing.due_when_recorded)
    }

    /// Whether a charge-off of what is past due since a day has been reversed: whether it is to be
    /// charged off again is for people to say.
    fn charge_off_undone(&self, since: NaiveDate) -> bool {
        let undone = |fact: &Fact| match &fact.kind {
            FactKind::Reversed(kind) => **kind == FactKind::ChargedOff && fact.date >= since,
            _ => false,
        };
        self.facts.iter().any(undone)
    }

    /// Since when the account is past due, and when it is to be charged off for that.
    pub(super) fn charge_off_boundary(&self) -> Option<(NaiveDate, NaiveDate)> {
        if self.terms.books != Books::Owner || self.position.charged_off.is_some() {
            return None;
        }
        let since = self.oldest_unpaid()?;
        let days = self.terms.charge_off_boundary_days;
        let days = days.unwrap_or(match self.product {
            Product::Loan { .. } => CLOSED_END_BOUNDARY,
            Product::Placed => OPEN_END_BOUNDARY,
        });
        Some((since, since.checked_add_days(Days::new(days.into()))?))
    }

    /// The next day on which accrued interest is posted, while there is any.
    fn posting(&self) -> Option<NaiveDate> {
        let position = &self.position;
        let accrues = position.principal.is_positive()
            && position.rate(&self.terms).ten_billionths() > 0
            && (position.charged_off.is_none() || self.terms.accrue_after_charge_off)
            && self.terms.books == Books::Owner;
        let begun = self.facts.first().filter(|_| accrues)?.date;
        let last = self
            .interest_posted_on
            .map_or(begun, |last| last.max(begun));
        self.terms.interest_posting.after(last)
    }
}
