//! How payments fill instalments: derived from the facts, never kept beside them.

use super::{Instalment, Schedule};
use crate::account::plan::Moment;
use crate::account::replay::Totals;
use crate::account::{Fact, FactKind, PaymentStanding};
use crate::allocation::Direction;
use crate::money::Money;
use chrono::{Days, NaiveDate};

/// An instalment with what has been paid of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Filled {
    pub instalment: Instalment,
    pub paid: Money,
    /// The effective date of the payment that paid the last of it.
    pub paid_on: Option<NaiveDate>,
    /// Left behind by a re-age while it was unpaid: it is still owed, and no longer past due.
    pub reaged: bool,
    /// Due by the day on which its schedule was recorded: what follows from its not being paid is for
    /// people to say.
    pub due_when_recorded: bool,
    /// Unpaid, and no longer asked for: nothing is owed any more.
    pub released: bool,
}

/// Where an instalment stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum InstalmentStatus {
    Paid,
    /// Not due yet.
    Upcoming,
    /// Due on this day.
    Due,
    PastDue,
    /// Past due when the account was re-aged, and unpaid since.
    Reaged,
    /// Not asked for any more: the debt was paid off, settled, written off or given back without it.
    Released,
}

names! {
    InstalmentStatus {
        Paid => "paid",
        Upcoming => "upcoming",
        Due => "due",
        PastDue => "past_due",
        Reaged => "reaged",
        Released => "released",
    }
}

impl Filled {
    pub fn unpaid(&self) -> Money {
        self.instalment.amount - self.paid
    }

    pub fn status(&self, on: NaiveDate) -> InstalmentStatus {
        match self.instalment.due {
            _ if self.paid_on.is_some() => InstalmentStatus::Paid,
            _ if self.released => InstalmentStatus::Released,
            _ if self.reaged => InstalmentStatus::Reaged,
            due if due > on => InstalmentStatus::Upcoming,
            due if due == on => InstalmentStatus::Due,
            _ => InstalmentStatus::PastDue,
        }
    }

    /// Whether it counts for how late the account is.
    fn is_open(&self) -> bool {
        self.paid_on.is_none() && !self.reaged
    }
}

/// What delinquency follows from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// The due date of the oldest unpaid instalment, which may be still to come.
    pub oldest_unpaid: Option<NaiveDate>,
    /// Whether that one was due by the day on which its schedule was recorded.
    pub due_when_recorded: bool,
    /// The day on which the last of what was past due was paid or re-aged, until that is recorded
    /// as cured.
    pub current_since: Option<NaiveDate>,
    /// The due date of the next instalment that has not been recorded as fallen due.
    pub next_due: Option<NaiveDate>,
    /// The due date of the next instalment that was not paid by it, or has not been yet, and has
    /// not been recorded as missed.
    pub next_missed: Option<NaiveDate>,
    /// The due date of the next instalment that has been recorded as missed, that was not paid in
    /// its days of grace either, and for which the daily close is to charge a fee.
    pub next_unpaid_after_grace: Option<NaiveDate>,
}

/// What the facts until the end of a day say of a schedule.
pub fn standing(schedule: &Schedule, facts: &[Fact], on: NaiveDate) -> Standing {
    let fills = fills(schedule, facts, on);
    let first = |wanted: &dyn Fn(&Filled) -> bool| {
        let found = fills.iter().find(|filled| wanted(filled));
        found.map(|filled| filled.instalment.due)
    };
    let oldest = fills.iter().find(|filled| filled.is_open());
    let late = fills.iter().filter_map(|filled| {
        filled
            .paid_on
            .filter(|paid_on| *paid_on > filled.instalment.due)
    });
    let current_since = late
        .chain(schedule.reages.iter().map(|reage| reage.at.0))
        .max();
    Standing {
        oldest_unpaid: oldest.map(|filled| filled.instalment.due),
        due_when_recorded: oldest.is_some_and(|filled| filled.due_when_recorded),
        current_since: current_since.filter(|since| Some(*since) > schedule.cured_of),
        next_due: first(&|filled| Some(filled.instalment.due) > schedule.fell_due_through),
        next_unpaid_after_grace: fills
            .iter()
            .find(|filled| is_unpaid_after_grace(schedule, filled))
            .map(|filled| filled.instalment.due),
        next_missed: first(&|filled| {
            let due = filled.instalment.due;
            filled.paid_on.is_none_or(|paid_on| paid_on > due) && !schedule.missed.contains(&due)
        }),
    }
}

/// The due dates of instalments recorded as missed that were not paid in their days of grace either,
/// and for which no fee has been charged; of those that were due after their schedule was recorded.
pub(crate) fn unpaid_after_grace(schedule: &Schedule, facts: &[Fact]) -> Vec<NaiveDate> {
    let fills = fills(schedule, facts, NaiveDate::MAX).into_iter();
    let late = fills.filter(|filled| is_unpaid_after_grace(schedule, filled));
    late.map(|filled| filled.instalment.due).collect()
}

fn is_unpaid_after_grace(schedule: &Schedule, filled: &Filled) -> bool {
    let due = filled.instalment.due;
    schedule.grace_days.is_some_and(|days| {
        let until = due.checked_add_days(Days::new(days.into()));
        schedule.missed.contains(&due)
            && !schedule.late_fees.contains(&due)
            && !filled.reaged
            && !filled.due_when_recorded
            && filled.paid_on.is_none_or(|paid_on| Some(paid_on) > until)
    })
}

/// Every instalment in order of its due date, with what payments and credits until the end of a day
/// have paid of it: oldest first, then in advance, and last what a re-age has left behind.
///
/// A payment counts whole, less what was refunded or charged back of it, also when part of it went
/// to fees: an instalment paid in full and on time is not made late by a fee that was taken out of
/// it (12 CFR 1026.36(c)(2), 16 CFR 444.4).
/// A payment to principal alone pays no instalment.
/// Nothing is asked for before there is a debt: instalments of days before the money went out, as far
/// as that is known, are not among them.
pub fn fills(schedule: &Schedule, facts: &[Fact], on: NaiveDate) -> Vec<Filled> {
    let mut walk = Walk::new(schedule, facts);
    walk.through(on);
    walk.filled
}

/// The due date of the oldest unpaid instalment at the end of each of some days, which are in order,
/// as [`standing`] gives it for each; in one walk.
pub(super) fn oldest_unpaid_on(
    schedule: &Schedule,
    facts: &[Fact],
    days: &[NaiveDate],
) -> Vec<Option<NaiveDate>> {
    let mut walk = Walk::new(schedule, facts);
    let oldest = days.iter().map(|day| {
        walk.through(*day);
        let open = walk.filled.iter().find(|filled| filled.is_open());
        open.map(|filled| filled.instalment.due)
    });
    oldest.collect()
}

pub(super) fn counts(payment: &crate::account::Payment) -> bool {
    payment.standing == PaymentStanding::Completed && payment.direction == Direction::ByOrder
}

/// The instalments as they stand at a moment of the account's life.
struct Walk<'a> {
    schedule: &'a Schedule,
    /// The facts that are still to come.
    facts: &'a [Fact],
    totals: Totals,
    /// The day on which the debt begins.
    begun: Option<NaiveDate>,
    versions: usize,
    reages: usize,
    filled: Vec<Filled>,
}

impl<'a> Walk<'a> {
    fn new(schedule: &'a Schedule, facts: &'a [Fact]) -> Walk<'a> {
        // What was paid before there was a schedule pays none of it.
        let since = schedule.versions.first().map(|first| first.since);
        let from = since.map_or(facts.len(), |since| {
            facts.partition_point(|fact| fact.order() <= since)
        });
        Walk {
            schedule,
            facts: &facts[from..],
            totals: Totals::of(facts),
            begun: facts
                .iter()
                .find(|fact| fact.kind.lends())
                .map(|fact| fact.date),
            versions: 0,
            reages: 0,
            filled: Vec::new(),
        }
    }

    /// Goes on to the end of a day.
    fn through(&mut self, day: NaiveDate) {
        let until = self.facts.partition_point(|fact| fact.date <= day);
        let (now, later) = self.facts.split_at(until);
        self.facts = later;
        for fact in now {
            let told = self.totals.later(fact);
            let counts = match &fact.kind {
                FactKind::Payment(payment) if counts(payment) => {
                    (payment.amount - told.refunded - told.charged_back).or_zero()
                }
                FactKind::Credited { amount } => *amount,
                _ => continue,
            };
            self.until(fact.order());
            self.pour(counts, fact.date);
        }
        self.until((day, u64::MAX));
    }

    /// Lets schedules and re-ages take effect that come before a moment.
    fn until(&mut self, moment: Moment) {
        loop {
            let version = self.schedule.versions.get(self.versions);
            let reage = self.schedule.reages.get(self.reages);
            let next = [version.map(|it| it.since), reage.map(|it| it.at)];
            let next = next.into_iter().flatten().min();
            match next.filter(|next| *next < moment) {
                None => return,
                Some(next) if version.is_some_and(|it| it.since == next) => {
                    self.versions += 1;
                    self.begin(&self.schedule.versions[self.versions - 1]);
                }
                Some((day, _)) => {
                    self.reages += 1;
                    let past_due = |filled: &&mut Filled| {
                        filled.paid_on.is_none() && filled.instalment.due < day
                    };
                    let left = self.filled.iter_mut().filter(past_due);
                    left.for_each(|filled| filled.reaged = true);
                }
            }
        }
    }

    /// What was due before the schedule stays; what would have been due later is replaced.
    fn begin(&mut self, version: &super::Version) {
        self.filled
            .retain(|filled| filled.instalment.due < version.since.0);
        let before = self.filled.last().map_or(0, |last| last.instalment.number);
        let dues = version.pattern.dues().zip(1..);
        let dues = dues.filter(|(it, _)| self.begun.is_none_or(|begun| it.due >= begun));
        self.filled.extend(dues.map(|(it, place)| Filled {
            instalment: Instalment {
                number: before.saturating_add(place),
                due: it.due,
                amount: it.amount,
            },
            paid: Money::ZERO,
            paid_on: None,
            reaged: false,
            due_when_recorded: it.due <= version.recorded_on,
            released: false,
        }));
    }

    fn pour(&mut self, amount: Money, on: NaiveDate) {
        let mut rest = amount;
        for reaged in [false, true] {
            for filled in &mut self.filled {
                if rest.is_zero() {
                    return;
                }
                if filled.reaged != reaged || filled.paid_on.is_some() {
                    continue;
                }
                let paid = rest.min(filled.unpaid());
                filled.paid += paid;
                rest -= paid;
                if filled.unpaid().is_zero() {
                    filled.paid_on = Some(on);
                }
            }
        }
    }
}
