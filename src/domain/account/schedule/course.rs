//! How late an account was on every day, and what of that an event changes.

use crate::account::Account;
use crate::account::amendment::Amendment;
use crate::account::event::Event;
use chrono::NaiveDate;

/// Some days on which an account is late for something else than was known before, or for nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lateness {
    pub since: NaiveDate,
    /// The day from which what was known holds again; none where it is the last that is known.
    pub until: Option<NaiveDate>,
    /// The due date of the oldest unpaid instalment, which may be still to come.
    pub oldest_unpaid: Option<NaiveDate>,
}

/// What each day from a day on is late for, until another day is reached.
type Days = Vec<(NaiveDate, Option<NaiveDate>)>;

/// How late an account was before an event.
pub(in crate::account) enum Course {
    /// The event can change what is known from a day on alone.
    End(NaiveDate, Option<NaiveDate>),
    /// It can change any day of the life.
    Whole(Days),
}

impl Course {
    pub fn before(account: &Account, sequence: u64, event: &Event) -> Course {
        let day = event.effective();
        let amendment = Amendment::of(account, sequence, event);
        let begins = amendment.as_ref().is_some_and(|it| it.begins(account));
        let is_last = amendment.is_none_or(|change| change.at_end(account).is_some());
        if is_last && !begins && account.ends_by(day) {
            Course::End(day, account.oldest_unpaid())
        } else {
            Course::Whole(days(account))
        }
    }

    /// What has become another since.
    pub fn changed(&self, account: &Account) -> Vec<Lateness> {
        match self {
            Course::End(since, was) => {
                let oldest_unpaid = account.oldest_unpaid();
                let changed = (*was != oldest_unpaid).then_some(Lateness {
                    since: *since,
                    until: None,
                    oldest_unpaid,
                });
                changed.into_iter().collect()
            }
            Course::Whole(was) => differences(was, &days(account)),
        }
    }
}

/// Every day of the account's life; of one that is never late nothing.
fn days(account: &Account) -> Days {
    match account.can_be_late() {
        true => account.oldest_unpaid_since(account.opened_on),
        false => Days::new(),
    }
}

/// The days on which two courses differ, with what the second says of them.
fn differences(was: &Days, is: &Days) -> Vec<Lateness> {
    let on = |course: &Days, day: NaiveDate| {
        let known = course.partition_point(|(since, _)| *since <= day);
        known.checked_sub(1).and_then(|place| course[place].1)
    };
    let mut days: Vec<NaiveDate> = was.iter().chain(is).map(|(day, _)| *day).collect();
    days.sort_unstable();
    days.dedup();
    let mut found: Vec<Lateness> = Vec::new();
    for (place, since) in days.iter().enumerate() {
        let until = days.get(place + 1).copied();
        let oldest_unpaid = on(is, *since);
        if on(was, *since) == oldest_unpaid {
            continue;
        }
        match found.last_mut() {
            Some(last) if last.until == Some(*since) && last.oldest_unpaid == oldest_unpaid => {
                last.until = until;
            }
            _ => found.push(Lateness {
                since: *since,
                until,
                oldest_unpaid,
            }),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2025, 1, day).unwrap()
    }

    #[test]
    fn days_that_are_as_they_were_are_left_out() {
        let course = |steps: &[(u32, u32)]| {
            let due = |due| (due > 0).then(|| day(due));
            let steps = steps.iter().map(|(since, it)| (day(*since), due(*it)));
            steps.collect::<Days>()
        };
        let told = |was: &[(u32, u32)], is: &[(u32, u32)]| {
            let found = differences(&course(was), &course(is)).into_iter();
            let number = |it: NaiveDate| chrono::Datelike::day(&it);
            let told = found.map(|it| {
                let [until, due] = [it.until, it.oldest_unpaid].map(|it| it.map_or(0, number));
                (number(it.since), until, due)
            });
            told.collect::<Vec<_>>()
        };
        let life = [(1, 5), (6, 10), (11, 15), (16, 20)];
        assert_eq!(told(&life, &life), []);
        // Paid a day earlier, and two days later.
        assert_eq!(
            told(&life, &[(1, 5), (5, 10), (11, 15), (16, 20)]),
            [(5, 6, 10)]
        );
        assert_eq!(
            told(&life, &[(1, 5), (6, 10), (13, 15), (16, 20)]),
            [(11, 13, 10)]
        );
        // Never paid.
        assert_eq!(told(&life, &[(1, 5), (6, 10)]), [(11, 0, 10)]);
        assert_eq!(told(&[], &[(1, 0), (3, 5), (4, 0)]), [(3, 4, 5)]);
        assert_eq!(told(&[(1, 5)], &[(1, 0)]), [(1, 0, 0)]);
    }
}
