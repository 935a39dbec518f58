//! What of a flood of denied attempts becomes rows.
//!
//! The first attempt of a kind is a row at once; those like it are counted, and the count is a row
//! after a second, then after two more, after four, and so on: a dozen rows an hour.
//! Attempts are alike when they were denied for the same reason, to the same caller and at the same
//! endpoint; what a caller chooses freely, such as the user agent, tells nothing apart, and neither
//! does the half of an IPv6 address that a caller has to itself.
//!
//! Bounds: [`OF_STRANGERS`] new kinds an hour of callers who are unknown, and [`OF_CREDITOR`] of
//! those of a creditor. Beyond that, attempts are counted by reason and creditor alone, which are
//! few, and memory is bounded as the rows are.

use chrono::{DateTime, TimeDelta, Utc};
use quittance_domain::CreditorId;
use quittance_store::denials::{Attempt, Denial};
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::net::{IpAddr, Ipv6Addr};

/// New kinds of attempts by unknown callers that an hour has rows for.
const OF_STRANGERS: usize = 1_000;
/// New kinds of attempts by callers of one creditor that an hour has rows for.
const OF_CREDITOR: usize = 5_000;
/// How long a kind is counted before it is written for the second time.
const PAUSE: TimeDelta = TimeDelta::seconds(1);
/// Stands for the method and the route of attempts beyond the bound.
const ROUTE_OF_MANY: &str = "*";

/// Attempts of the hour.
#[derive(Debug, Default)]
pub(super) struct Tally {
    /// Hours since 1970.
    hour: i64,
    kinds: HashMap<Attempt, Kind>,
    /// New kinds by whose callers they were.
    known: HashMap<Option<CreditorId>, usize>,
}

/// Attempts that are alike.
#[derive(Debug)]
struct Kind {
    /// Those that are not written yet, as one.
    counted: Option<Denial>,
    /// When they are to be written.
    due: DateTime<Utc>,
    pause: TimeDelta,
}

impl Tally {
    /// The rows to write at once for some attempts that were denied by now.
    pub fn admit(
        &mut self,
        denials: impl Iterator<Item = Denial>,
        now: DateTime<Utc>,
    ) -> Vec<Denial> {
        let mut rows = Vec::new();
        let hour = now.timestamp() / 3_600;
        if hour != self.hour {
            rows = self.rest();
            *self = Tally {
                hour,
                ..Tally::default()
            };
        }
        rows.extend(denials.filter_map(|denial| self.count(denial, now)));
        rows
    }

    /// The rows that are due for what has been counted.
    pub fn due(&mut self, now: DateTime<Utc>) -> Vec<Denial> {
        let due = self.kinds.values_mut().filter(|kind| kind.due <= now);
        in_order(due.filter_map(|kind| {
            let counted = kind.counted.take()?;
            kind.pause = kind.pause * 2;
            kind.due = now + kind.pause;
            Some(counted)
        }))
    }

    /// The rows for all that has been counted and not written.
    pub fn rest(&mut self) -> Vec<Denial> {
        in_order(
            self.kinds
                .values_mut()
                .filter_map(|kind| kind.counted.take()),
        )
    }

    /// Counts an attempt, or gives it back as the first of its kind.
    fn count(&mut self, mut denial: Denial, now: DateTime<Utc>) -> Option<Denial> {
        let mut alike = kind_of(&denial.attempt);
        if !self.kinds.contains_key(&alike) {
            let creditor = denial.attempt.creditor;
            let known = self.known.entry(creditor).or_default();
            *known += 1;
            let bound = creditor.map_or(OF_STRANGERS, |_| OF_CREDITOR);
            if *known > bound {
                denial.attempt = beyond(denial.attempt);
                alike = denial.attempt.clone();
            }
        }
        match self.kinds.entry(alike) {
            Entry::Vacant(entry) => {
                entry.insert(Kind {
                    counted: None,
                    due: now + PAUSE,
                    pause: PAUSE,
                });
                Some(denial)
            }
            Entry::Occupied(mut entry) => {
                match &mut entry.get_mut().counted {
                    Some(first) => first.attempts += denial.attempts,
                    none => *none = Some(denial),
                }
                None
            }
        }
    }
}

fn in_order(rows: impl Iterator<Item = Denial>) -> Vec<Denial> {
    let mut rows: Vec<Denial> = rows.collect();
    rows.sort_unstable_by_key(|denial| denial.id);
    rows
}

/// What attempts that are alike have in common.
fn kind_of(attempt: &Attempt) -> Attempt {
    Attempt {
        address: attempt.address.map(network),
        user_agent: None,
        ..attempt.clone()
    }
}

/// The part of an address that is not the caller's to choose.
fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).into()
        }
    }
}

/// An attempt of which there are too many kinds to tell them apart.
fn beyond(attempt: Attempt) -> Attempt {
    Attempt {
        creditor: attempt.creditor,
        reason: attempt.reason,
        lacking: None,
        actor: None,
        role: None,
        method: ROUTE_OF_MANY.to_owned(),
        route: ROUTE_OF_MANY.to_owned(),
        path: None,
        address: None,
        user_agent: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use quittance_store::denials::Reason;
    use uuid::Uuid;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_767_225_600 + seconds, 0).unwrap()
    }

    fn denial(address: &str, user_agent: &str) -> Denial {
        Denial {
            id: Uuid::nil(),
            at: at(0),
            request_id: String::new(),
            attempts: 1,
            attempt: Attempt {
                creditor: None,
                reason: Reason::CredentialMissing,
                lacking: None,
                actor: None,
                role: None,
                method: "GET".to_owned(),
                route: "/api/v1/loans".to_owned(),
                path: None,
                address: Some(address.parse().unwrap()),
                user_agent: Some(user_agent.to_owned()),
            },
        }
    }

    fn attempts(rows: &[Denial]) -> i32 {
        rows.iter().map(|row| row.attempts).sum()
    }

    /// The first is written at once, and a thousand like it are one row more.
    #[test]
    fn what_a_caller_chooses_makes_no_rows() {
        let mut tally = Tally::default();
        let flood = (0..1_000).map(|n| denial("192.0.2.1", &format!("agent/{n}")));
        assert_eq!(tally.admit(flood, at(0)).len(), 1);
        let flood = (0..1_000).map(|n| denial(&format!("2001:db8::{n:x}"), "curl"));
        assert_eq!(tally.admit(flood, at(1)).len(), 1);
        let counted = tally.due(at(2));
        assert_eq!((counted.len(), attempts(&counted)), (2, 2 * 999));
        let mut rows = 0;
        for second in 3..3_600 {
            tally.admit([denial("192.0.2.1", "curl")].into_iter(), at(second));
            rows += tally.due(at(second)).len();
        }
        assert!((8..12).contains(&rows), "{rows} rows in an hour");
    }

    /// Callers with many addresses are told apart until the hour has its fill, and none is lost.
    #[test]
    fn an_hour_has_its_fill_of_strangers() {
        let mut tally = Tally::default();
        let flood = |hour: usize| {
            (0..5_000_usize)
                .map(move |n| denial(&format!("10.{hour}.{}.{}", n / 250, n % 250), "curl"))
        };
        let rows = tally.admit(flood(0), at(0));
        assert_eq!(rows.len(), OF_STRANGERS + 1);
        assert_eq!(rows.last().unwrap().attempt.route, ROUTE_OF_MANY);
        let next = tally.admit(flood(1), at(3_600));
        assert_eq!(next.len(), 1 + OF_STRANGERS + 1);
        assert_eq!(
            attempts(&rows) + attempts(&next) + attempts(&tally.rest()),
            10_000
        );
    }
}
