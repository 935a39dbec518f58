//! The two axes of time that a question can name: `?on=` a day, and `?as_of=` a moment.
//!
//! The answer says what was true on the day as it was known at the moment: an event recorded later
//! is not known yet, whatever its effective date.

use crate::body::parse_date;
use crate::openapi::{Endpoint, Schema};
use crate::problem::Problem;
use crate::query::Parameters;
use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Utc};

/// Which day a question is about, and at which moment it might have been asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Axes {
    /// The day, when one was named.
    pub day: Option<NaiveDate>,
    /// Events recorded after this are not known; all are when it is absent.
    pub known_at: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
}

impl Axes {
    /// Declares both parameters.
    pub fn declare(endpoint: Endpoint) -> Endpoint {
        Axes::declare_known(endpoint).query(
            "on",
            Schema::date("2026-03-01"),
            "The day the answer is true for; the day of `as_of`, or today, unless said otherwise.",
        )
    }

    /// Declares `as_of` alone, for answers that are about no day.
    pub fn declare_known(endpoint: Endpoint) -> Endpoint {
        endpoint.query(
            "as_of",
            Schema::text("2030-06-30T12:00:00Z"),
            "The moment at which the answer was known: an RFC 3339 time, or a date for its end in \
             UTC. What was recorded later is left out.",
        )
    }

    /// Reads both parameters.
    ///
    /// # Errors
    /// [`Problem::Invalid`] for a text that is no date or no time.
    pub fn of<S>(parameters: &Parameters<S>, now: DateTime<Utc>) -> Result<Axes, Problem> {
        let known_at = parameters.text("as_of").map(|text| {
            moment(text).ok_or(Problem::parameter(
                "as_of",
                "must be a time such as 2026-03-02T09:30:00Z, or a date",
            ))
        });
        Ok(Axes {
            day: parameters.date("on")?,
            known_at: known_at.transpose()?,
            now,
        })
    }

    /// Whether the question names a day or a moment.
    pub fn are_named(&self) -> bool {
        self.day.is_some() || self.known_at.is_some()
    }

    /// The day the answer is for.
    pub fn on(&self) -> NaiveDate {
        self.day.unwrap_or_else(|| {
            self.known_at
                .map_or(self.now, |at| at.min(self.now))
                .date_naive()
        })
    }
}

/// A time, or the end of a day.
fn moment(text: &str) -> Option<DateTime<Utc>> {
    if let Some(day) = parse_date(text) {
        let midnight = (day + Days::new(1)).and_time(NaiveTime::MIN).and_utc();
        return Some(midnight - TimeDelta::microseconds(1));
    }
    let at = DateTime::parse_from_rfc3339(text).ok()?;
    Some(at.with_timezone(&Utc))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_its_end_and_an_offset_counts() {
        let utc = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        assert_eq!(
            moment("2026-03-02"),
            Some(utc("2026-03-02T23:59:59.999999Z"))
        );
        assert_eq!(
            moment("2026-03-02T01:00:00+02:00"),
            Some(utc("2026-03-01T23:00:00Z"))
        );
        for not in ["", "2026-02-30", "2026-03-02 01:00:00", "yesterday"] {
            assert_eq!(moment(not), None, "{not}");
        }
    }
}
