//! When a message that was not taken is sent again, and when it is given up.

use quittance_domain::creditor::Dialect;
use std::time::Duration;

const SECOND: u64 = 1;
const MINUTE: u64 = 60;
const HOUR: u64 = 3_600;

/// The delays that the Standard Webhooks specification recommends.
const OF_STANDARD: &[u64] = &[
    5 * SECOND,
    5 * MINUTE,
    30 * MINUTE,
    2 * HOUR,
    5 * HOUR,
    10 * HOUR,
    14 * HOUR,
    20 * HOUR,
    24 * HOUR,
];
const OF_CREDITOR: &[u64] = &[MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 12 * HOUR];
const OF_SERVICING: &[u64] = &[MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR];
/// Ten attempts at growing intervals.
const OF_PLANS: &[u64] = &[
    MINUTE,
    5 * MINUTE,
    15 * MINUTE,
    30 * MINUTE,
    HOUR,
    2 * HOUR,
    4 * HOUR,
    8 * HOUR,
    16 * HOUR,
];

/// No wish of a receiver puts a message off for longer.
const LONGEST: Duration = Duration::from_secs(24 * HOUR);

/// The delay before the next attempt after so many have been made; none when it is given up.
///
/// A receiver's `Retry-After` lengthens it and never shortens it.
/// Up to a fifth is added by `chance`, of 256, so that what failed at once does not come back at once.
pub(super) fn delay(
    dialect: Dialect,
    own: Option<&[Duration]>,
    attempts: usize,
    retry_after: Option<Duration>,
    chance: u8,
) -> Option<Duration> {
    let place = attempts.checked_sub(1)?;
    let delay = match own {
        Some(delays) => *delays.get(place)?,
        None => Duration::from_secs(*documented(dialect).get(place)?),
    };
    let delay = delay + delay * u32::from(chance) / (256 * 5);
    Some(delay.max(retry_after.unwrap_or_default().min(LONGEST)))
}

fn documented(dialect: Dialect) -> &'static [u64] {
    match dialect {
        Dialect::Standard => OF_STANDARD,
        Dialect::Creditor => OF_CREDITOR,
        Dialect::Servicing => OF_SERVICING,
        Dialect::Plans => OF_PLANS,
    }
}

/// How long a receiver may take.
pub(super) fn timeout(dialect: Dialect) -> Duration {
    match dialect {
        Dialect::Plans => Duration::from_secs(10),
        Dialect::Standard | Dialect::Creditor | Dialect::Servicing => Duration::from_secs(15),
    }
}

/// After so many messages in a row that were given up nothing more is sent.
pub(super) fn patience(dialect: Dialect) -> i32 {
    match dialect {
        Dialect::Plans => 1,
        Dialect::Standard | Dialect::Creditor | Dialect::Servicing => 10,
    }
}

/// Whether a status says that the message has been taken.
pub(super) fn takes(dialect: Dialect, status: u16) -> bool {
    match dialect {
        Dialect::Plans => status == 200,
        Dialect::Standard | Dialect::Creditor | Dialect::Servicing => (200..300).contains(&status),
    }
}

/// Whether a redirect is followed; elsewhere it is an answer like any other that is not wanted.
pub(super) fn follows_redirects(dialect: Dialect) -> bool {
    dialect == Dialect::Plans
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delays_follow_the_schedule_and_end() {
        let delay = |attempts| delay(Dialect::Creditor, None, attempts, None, 0);
        let seconds: Vec<u64> = (1..).map_while(delay).map(|d| d.as_secs()).collect();
        assert_eq!(seconds, [60, 300, 1_800, 7_200, 43_200]);
        assert_eq!(delay(6), None);
    }

    #[test]
    fn a_receivers_wish_lengthens_a_delay_within_bounds() {
        let minute = Duration::from_secs(60);
        let wished = |wish| {
            let wish = Some(Duration::from_secs(wish));
            delay(Dialect::Servicing, None, 1, wish, 0)
        };
        assert_eq!(wished(1), Some(minute));
        assert_eq!(wished(600), Some(10 * minute));
        assert_eq!(wished(u64::MAX), Some(LONGEST));
    }

    #[test]
    fn chance_adds_up_to_a_fifth() {
        let own = [Duration::from_secs(1_280)];
        let drawn = |chance| delay(Dialect::Plans, Some(&own), 1, None, chance);
        assert_eq!(drawn(0), Some(own[0]));
        assert_eq!(drawn(255), Some(Duration::from_secs(1_280 + 255)));
        assert_eq!(delay(Dialect::Plans, Some(&own), 2, None, 0), None);
    }
}
