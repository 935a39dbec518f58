//! Chance that can be repeated: the same seed gives the same portfolio on every machine.

use chrono::NaiveDate;
use uuid::Uuid;

/// A small generator (SplitMix64, by Steele, Lea and Flood); good enough for stories and no secret.
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    /// A generator of its own for each of many things, so that one more thing changes no other.
    pub fn new(seed: u64, of: u64) -> Random {
        let mut random = Random(seed);
        random.0 = random.next() ^ of.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        random
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }

    /// A number from `low` to `high`, both included.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        let count = high.abs_diff(low).saturating_add(1);
        // The remainder favours low numbers by less than a millionth, which no story shows.
        low.saturating_add_unsigned(self.next() % count.max(1))
    }

    /// Whether something happens that does so `percent` times in a hundred.
    pub fn chance(&mut self, percent: i64) -> bool {
        self.between(1, 100) <= percent
    }

    /// One of several, which must not be none.
    pub fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        let last = i64::try_from(from.len()).unwrap_or(1) - 1;
        from[usize::try_from(self.between(0, last)).unwrap_or_default()]
    }

    /// A ULID of noon on that day, as a UUID: later things sort later, as in life.
    pub fn id(&mut self, day: NaiveDate) -> Uuid {
        let noon = day
            .and_hms_opt(12, 0, 0)
            .map_or(0, |noon| noon.and_utc().timestamp_millis());
        let random = u128::from(self.next()) << 64 | u128::from(self.next());
        let ulid = ulid::Ulid::from_parts(u64::try_from(noon).unwrap_or_default(), random);
        Uuid::from_bytes(ulid.to_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_says_the_same_and_stays_within_bounds() {
        let draw = |seed, of| {
            let mut random = Random::new(seed, of);
            (0..1_000)
                .map(|_| random.between(-3, 3))
                .collect::<Vec<_>>()
        };
        assert_eq!(draw(42, 1), draw(42, 1));
        assert_ne!(draw(42, 1), draw(42, 2));
        assert_ne!(draw(42, 1), draw(43, 1));
        assert!((-3..=3).all(|number| draw(42, 1).contains(&number)));
        assert!(draw(42, 1).iter().all(|number| (-3..=3).contains(number)));
    }
}
