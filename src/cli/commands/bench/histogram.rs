//! Latencies, kept as counts in buckets that grow with the value.

/// Bits of precision: buckets are at most 1/64 of their value wide.
const BITS: u32 = 6;
const BUCKETS: usize = ((64 - BITS as usize) << BITS) + (1 << BITS);

/// Counts of durations in nanoseconds, each known to within 1.6 %.
#[derive(Clone, Debug)]
pub struct Histogram {
    counts: Vec<u64>,
    total: u64,
}

impl Default for Histogram {
    fn default() -> Histogram {
        Histogram {
            counts: vec![0; BUCKETS],
            total: 0,
        }
    }
}

impl Histogram {
    pub fn record(&mut self, nanos: u64) {
        self.counts[bucket(nanos)] += 1;
        self.total += 1;
    }

    pub fn total(&self) -> u64 {
        self.total
    }

    /// The value that this share of all values does not exceed, in milliseconds; 0 when empty.
    pub fn quantile(&self, share: f64) -> f64 {
        let rank = (self.total as f64 * share).ceil().max(1.0) as u64;
        let mut seen = 0;
        for (place, count) in self.counts.iter().enumerate() {
            seen += count;
            if seen >= rank {
                return middle(place) as f64 / 1e6;
            }
        }
        0.0
    }
}

/// Values below 64 have a bucket each; above, each power of two is divided into 64.
fn bucket(value: u64) -> usize {
    let shift = (u64::BITS - value.leading_zeros()).saturating_sub(BITS + 1);
    ((shift as usize) << BITS) + (value >> shift) as usize
}

fn middle(bucket: usize) -> u64 {
    let shift = (bucket >> BITS).saturating_sub(1);
    let first = (bucket - (shift << BITS)) as u64;
    (first << shift) + ((1 << shift) >> 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_is_known_to_within_a_sixty_fourth() {
        for value in (0..70).chain([
            127,
            128,
            1_000,
            123_456,
            9_876_543_210,
            u64::MAX / 3,
            u64::MAX,
        ]) {
            let place = bucket(value);
            assert!(place < BUCKETS, "{value}");
            assert!(
                middle(place).abs_diff(value) <= value / 64,
                "{value} became {}",
                middle(place)
            );
        }
    }

    #[test]
    fn quantiles_are_ranks() {
        let mut histogram = Histogram::default();
        assert_eq!(histogram.quantile(0.5), 0.0);
        (1..=100).for_each(|millis| histogram.record(millis * 1_000_000));
        for (share, millis) in [(0.5, 50.0), (0.95, 95.0), (0.99, 99.0), (1.0, 100.0)] {
            let found = histogram.quantile(share);
            assert!((found - millis).abs() <= millis / 60.0, "{share}: {found}");
        }
    }
}
