//! How late an account is, in days and in the two sets of buckets that are reported.

use super::fill::{Standing, fills, oldest_unpaid_on, standing};
use super::{Filled, InstalmentStatus};
use crate::account::replay::positions_on;
use crate::account::{Account, Position};
use crate::money::Money;
use chrono::{Days, NaiveDate};

/// How late an account is on a day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Delinquency {
    /// Days from the due date of the oldest unpaid instalment; none while nothing is past due.
    pub days: u32,
    /// The due date of the oldest unpaid instalment, where it is past due.
    pub since: Option<NaiveDate>,
}

impl Delinquency {
    /// From the due date of the oldest unpaid instalment.
    pub fn of(oldest_unpaid: Option<NaiveDate>, on: NaiveDate) -> Delinquency {
        let since = oldest_unpaid.filter(|due| *due < on);
        let days = since.map_or(0, |due| (on - due).num_days());
        Delinquency {
            days: u32::try_from(days).unwrap_or(u32::MAX),
            since,
        }
    }

    pub fn bucket(&self) -> Bucket {
        Bucket::of(self.days)
    }

    /// The band of the NCUA's call report; none for less than 30 days.
    pub fn band(&self) -> Option<Band> {
        Band::of(self.days)
    }
}

macro_rules! ranges {
    ($(#[$doc:meta])* $name:ident; $($variant:ident = $text:literal, from $first:literal;)*) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($variant,)* }

        impl $name {
            /// Each with its name on the wire.
            pub const ALL: &'static [(&'static str, $name)] = &[$(($text, $name::$variant),)*];

            /// The name on the wire.
            pub fn name(self) -> &'static str {
                match self { $($name::$variant => $text,)* }
            }

            /// The first number of days that is in it.
            pub fn first_day(self) -> u32 {
                match self { $($name::$variant => $first,)* }
            }

            fn holding(days: u32) -> Option<$name> {
                let reached = $name::ALL.iter().map(|(_, range)| *range);
                reached.rev().find(|range| range.first_day() <= days)
            }
        }
    };
}

ranges! {
    /// Thirty days each, as servicers report.
    Bucket;
    Current = "current", from 0;
    UpTo29 = "1-29", from 1;
    UpTo59 = "30-59", from 30;
    UpTo89 = "60-89", from 60;
    UpTo119 = "90-119", from 90;
    From120 = "120+", from 120;
}

ranges! {
    /// Reportable delinquency of the NCUA's call report (form 5300, since March 2022).
    Band;
    UpTo59 = "30-59", from 30;
    UpTo89 = "60-89", from 60;
    UpTo179 = "90-179", from 90;
    UpTo359 = "180-359", from 180;
    From360 = "360+", from 360;
}

impl Bucket {
    pub fn of(days: u32) -> Bucket {
        Bucket::holding(days).unwrap_or(Bucket::Current)
    }
}

impl Band {
    /// None for less than 30 days.
    pub fn of(days: u32) -> Option<Band> {
        Band::holding(days)
    }
}

impl Account {
    /// How late the account is on a day, as known now.
    ///
    /// Without a schedule a debt that was placed past due grows older until it is paid or settled.
    pub fn delinquency_on(&self, on: NaiveDate) -> Delinquency {
        if owes_nothing(&self.position_on(on)) {
            return Delinquency::default();
        }
        let oldest = match &self.schedule {
            Some(schedule) => standing(schedule, &self.facts, on).oldest_unpaid,
            None => self.past_due_since_placement(),
        };
        Delinquency::of(oldest, on)
    }

    /// The due date of the oldest unpaid instalment as things stand, which may be still to come.
    pub fn oldest_unpaid(&self) -> Option<NaiveDate> {
        if self.is_paid_up() {
            return None;
        }
        match &self.schedule {
            Some(schedule) => schedule.standing.oldest_unpaid,
            None => self.past_due_since_placement(),
        }
    }

    /// Whether there is anything to be late for: a schedule, or a debt that was placed late.
    pub(super) fn can_be_late(&self) -> bool {
        self.schedule.is_some() || self.past_due_at_placement.is_some()
    }

    /// Whether nothing dated after a day bears on how late the account is.
    pub fn ends_by(&self, day: NaiveDate) -> bool {
        let schedule = self.schedule.as_deref();
        let set = schedule.and_then(|schedule| schedule.current());
        let reaged = schedule.and_then(|schedule| schedule.reages.last());
        let last = set.map(|version| version.since.0);
        let last = last.max(reaged.map(|reage| reage.at.0));
        last.max(Some(self.last_date())) <= Some(day)
    }

    /// The due date of the oldest unpaid instalment from a day on, as known now: what it was at the
    /// end of that day, and then each day on which it became another.
    pub fn oldest_unpaid_since(&self, from: NaiveDate) -> Vec<(NaiveDate, Option<NaiveDate>)> {
        let schedule = self.schedule.as_deref();
        let set = schedule.map_or(&[][..], |schedule| &schedule.versions);
        let reaged = schedule.map_or(&[][..], |schedule| &schedule.reages);
        let facts = self.facts.iter().map(|fact| fact.date);
        let all = facts
            .chain(set.iter().map(|version| version.since.0))
            .chain(reaged.iter().map(|reage| reage.at.0));
        let mut days: Vec<NaiveDate> = all.filter(|day| *day > from).chain([from]).collect();
        days.sort_unstable();
        days.dedup();
        let oldest = match schedule {
            Some(schedule) => oldest_unpaid_on(schedule, &self.facts, &days),
            None => vec![self.past_due_since_placement(); days.len()],
        };
        let positions = positions_on(&self.terms, &self.facts, &days);
        let owed = positions.iter().map(|position| !owes_nothing(position));
        let known = oldest.into_iter().zip(owed);
        let known = known.map(|(due, is_owed)| due.filter(|_| is_owed));
        let mut since: Vec<_> = days.iter().copied().zip(known).collect();
        since.dedup_by_key(|(_, due)| *due);
        since
    }

    /// Whether everything has been paid or settled, or nothing has begun.
    pub(in crate::account) fn is_paid_up(&self) -> bool {
        owes_nothing(&self.position)
    }

    /// Every instalment with what has been paid of it by the end of a day, as known now.
    ///
    /// Where nothing is owed any more at the end of that day, those that are unpaid are released.
    pub fn instalments_on(&self, on: NaiveDate) -> Vec<Filled> {
        let Some(schedule) = self.schedule.as_deref() else {
            return Vec::new();
        };
        let mut filled = fills(schedule, &self.facts, on);
        let position = self.position_on(on);
        if position.has_begun() && position.owes_nothing() {
            let unpaid = filled.iter_mut().filter(|it| it.paid_on.is_none());
            unpaid.for_each(|it| it.released = true);
        }
        filled
    }

    /// What of the instalments is past due on a day: never more than what is owed, and nothing where the
    /// account is not late.
    pub fn past_due_on(&self, on: NaiveDate) -> Money {
        if owes_nothing(&self.position_on(on)) {
            return Money::ZERO;
        }
        let instalments = self.instalments_on(on);
        let late = instalments
            .iter()
            .filter(|filled| filled.status(on) == InstalmentStatus::PastDue);
        let late: Money = late.map(Filled::unpaid).sum();
        late.min(self.due_on(on).total())
    }

    fn past_due_since_placement(&self) -> Option<NaiveDate> {
        let days = self.past_due_at_placement.filter(|days| *days > 0)?;
        self.opened_on.checked_sub_days(Days::new(days.into()))
    }

    /// Brings what is paid of the schedule up to the facts.
    pub(in crate::account) fn refill_schedule(&mut self) {
        let Account {
            schedule, facts, ..
        } = self;
        if let Some(schedule) = schedule {
            let found: Standing = standing(schedule, facts, NaiveDate::MAX);
            schedule.standing = found;
        }
    }
}

/// Whether an account has been paid up or settled, or has not begun.
fn owes_nothing(position: &Position) -> bool {
    position.owes_nothing() || !position.has_begun()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buckets_begin_where_they_say() {
        let names = |days| (Bucket::of(days).name(), Band::of(days).map(Band::name));
        let expected = [
            (0, "current", None),
            (1, "1-29", None),
            (29, "1-29", None),
            (30, "30-59", Some("30-59")),
            (59, "30-59", Some("30-59")),
            (60, "60-89", Some("60-89")),
            (89, "60-89", Some("60-89")),
            (90, "90-119", Some("90-179")),
            (119, "90-119", Some("90-179")),
            (120, "120+", Some("90-179")),
            (179, "120+", Some("90-179")),
            (180, "120+", Some("180-359")),
            (359, "120+", Some("180-359")),
            (360, "120+", Some("360+")),
            (10_000, "120+", Some("360+")),
        ];
        for (days, bucket, band) in expected {
            assert_eq!(names(days), (bucket, band), "{days} days");
        }
    }
}
