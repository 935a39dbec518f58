//! So many requests in so long.

use std::num::NonZeroU32;
use std::str::FromStr;
use std::time::Duration;

/// Requests in a window of seconds, both at least one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quota {
    pub requests: NonZeroU32,
    pub seconds: NonZeroU32,
}

impl Quota {
    /// A quota; none would be no limit but a closed door, so there is always one.
    pub const fn new(requests: u32, seconds: u32) -> Quota {
        const fn least(number: u32) -> NonZeroU32 {
            match NonZeroU32::new(number) {
                Some(number) => number,
                None => NonZeroU32::MIN,
            }
        }
        Quota {
            requests: least(requests),
            seconds: least(seconds),
        }
    }

    pub(super) fn to_governor(self) -> governor::Quota {
        let window = Duration::from_secs(self.seconds.get().into());
        let each = window / self.requests.get();
        // More than one request a nanosecond is no limit, and cannot be parsed either.
        governor::Quota::with_period(each.max(Duration::from_nanos(1)))
            .unwrap_or_else(|| governor::Quota::per_second(NonZeroU32::MAX))
            .allow_burst(self.requests)
    }

    /// Seconds until a caller who has this much left has the whole quota again.
    pub fn whole_in(self, left: u32) -> u32 {
        let used = u64::from(self.requests.get().saturating_sub(left));
        let seconds = (used * u64::from(self.seconds.get())).div_ceil(self.requests.get().into());
        u32::try_from(seconds).unwrap_or(u32::MAX)
    }
}

/// `100/15m`: requests, and a window in seconds, minutes or hours (`10/s` is `10/1s`).
impl FromStr for Quota {
    type Err = String;

    fn from_str(text: &str) -> Result<Quota, String> {
        let wrong = || format!("{text:?} is no quota such as 10/1s, 60/1m or 100/15m");
        let (requests, window) = text.split_once('/').ok_or_else(wrong)?;
        let (count, unit) = match window.strip_suffix('s') {
            Some(count) => (count, 1),
            None => match window.strip_suffix('m') {
                Some(count) => (count, 60),
                None => (window.strip_suffix('h').ok_or_else(wrong)?, 3_600),
            },
        };
        let count: u32 = if count.is_empty() {
            1
        } else {
            count.parse().map_err(|_| wrong())?
        };
        let requests: NonZeroU32 = requests.parse().map_err(|_| wrong())?;
        let seconds = count.checked_mul(unit).and_then(NonZeroU32::new);
        let within =
            seconds.filter(|seconds| seconds.get() <= 86_400 && requests.get() <= 1_000_000);
        Ok(Quota {
            requests,
            seconds: within.ok_or_else(wrong)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotas_are_read_from_text() {
        assert_eq!("10/s".parse(), Ok(Quota::new(10, 1)));
        assert_eq!("100/15m".parse(), Ok(Quota::new(100, 900)));
        assert_eq!("5/2h".parse(), Ok(Quota::new(5, 7_200)));
        for wrong in [
            "",
            "10",
            "0/s",
            "10/0s",
            "-1/s",
            "10/25h",
            "1000001/s",
            "10/5",
            "1.5/s",
        ] {
            assert!(wrong.parse::<Quota>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_quota_fills_evenly() {
        let quota = Quota::new(100, 900);
        assert_eq!(quota.whole_in(100), 0);
        assert_eq!(quota.whole_in(99), 9);
        assert_eq!(quota.whole_in(0), 900);
        assert_eq!(Quota::new(10, 1).whole_in(9), 1);
    }
}
