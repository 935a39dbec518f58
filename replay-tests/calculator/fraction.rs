//! Exact fractions of whole numbers.

/// A fraction in lowest terms; the denominator is positive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fraction {
    over: i128,
    under: i128,
}

/// How a fraction becomes a whole number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Round {
    HalfUp,
    HalfEven,
    Down,
}

impl Fraction {
    pub const ZERO: Fraction = Fraction { over: 0, under: 1 };

    pub fn new(over: i128, under: i128) -> Fraction {
        let common = common_divisor(over, under).max(1);
        Fraction {
            over: over / common,
            under: under / common,
        }
    }

    pub fn whole(number: i64) -> Fraction {
        Fraction {
            over: i128::from(number),
            under: 1,
        }
    }

    pub fn plus(self, other: Fraction) -> Fraction {
        let common = common_divisor(self.under, other.under);
        let (by, by_other) = (other.under / common, self.under / common);
        Fraction::new(self.over * by + other.over * by_other, self.under * by)
    }

    pub fn times(self, number: i128) -> Fraction {
        Fraction::new(self.over * number, self.under)
    }

    pub fn over(self, number: i128) -> Fraction {
        Fraction::new(self.over, self.under * number)
    }

    /// The nearest whole number, or the one below; for fractions that are not negative.
    pub fn rounded(self, round: Round) -> i64 {
        let below = self.over / self.under;
        let twice_the_rest = 2 * (self.over - below * self.under);
        let up = match round {
            Round::Down => false,
            Round::HalfUp => twice_the_rest >= self.under,
            Round::HalfEven if twice_the_rest == self.under => below % 2 == 1,
            Round::HalfEven => twice_the_rest > self.under,
        };
        i64::try_from(below).unwrap() + i64::from(up)
    }
}

/// Euclid's.
fn common_divisor(a: i128, b: i128) -> i128 {
    let (mut a, mut b) = (a.abs(), b.abs());
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

#[test]
fn a_third_and_a_sixth_are_a_half() {
    let half = Fraction::new(1, 3).plus(Fraction::new(2, 12));
    assert_eq!(half, Fraction::new(1, 2));
    assert_eq!(half.rounded(Round::HalfUp), 1);
    assert_eq!(half.rounded(Round::HalfEven), 0);
    assert_eq!(half.plus(Fraction::whole(1)).rounded(Round::HalfEven), 2);
    assert_eq!(half.plus(Fraction::whole(1)).rounded(Round::Down), 1);
}
