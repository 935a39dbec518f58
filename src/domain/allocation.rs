//! The allocation waterfall: a named, pure function over an explicit order.

use crate::money::Money;
use serde::{Deserialize, Serialize};

/// What a payment can pay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Bucket {
    Fees,
    Interest,
    Principal,
}

names! {
    Bucket {
        Fees => "fees",
        Interest => "interest",
        Principal => "principal",
    }
}

/// The order in which a payment fills the buckets: each bucket exactly once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "[Bucket; 3]", into = "[Bucket; 3]")]
pub struct AllocationOrder([Bucket; 3]);

/// An allocation order must name fees, interest and principal once each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("must name fees, interest and principal once each")]
pub struct BucketsRepeated;

impl Default for AllocationOrder {
    fn default() -> AllocationOrder {
        AllocationOrder([Bucket::Fees, Bucket::Interest, Bucket::Principal])
    }
}

impl TryFrom<[Bucket; 3]> for AllocationOrder {
    type Error = BucketsRepeated;

    fn try_from(order: [Bucket; 3]) -> Result<AllocationOrder, BucketsRepeated> {
        let [a, b, c] = order;
        if a == b || b == c || a == c {
            Err(BucketsRepeated)
        } else {
            Ok(AllocationOrder(order))
        }
    }
}

impl From<AllocationOrder> for [Bucket; 3] {
    fn from(order: AllocationOrder) -> [Bucket; 3] {
        order.0
    }
}

/// Where a payment may go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// By the account's allocation order.
    #[default]
    ByOrder,
    /// To principal first; only what exceeds the principal goes by the order.
    PrincipalOnly,
}

/// What is owed at the moment a payment is applied, in whole minor units, never negative.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Due {
    pub fees: Money,
    pub interest: Money,
    pub principal: Money,
}

impl Due {
    pub fn total(self) -> Money {
        self.fees + self.interest + self.principal
    }
}

/// How an amount was divided; the parts sum to the amount.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Split {
    pub fees: Money,
    pub interest: Money,
    pub principal: Money,
    /// Beyond everything owed: a liability to the borrower.
    pub overpayment: Money,
    /// Given back to the borrower since.
    pub refunded: Money,
}

impl Split {
    pub fn total(self) -> Money {
        self.fees + self.interest + self.principal + self.overpayment + self.refunded
    }
}

/// A split, and whether it leaves no interest behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allocation {
    pub split: Split,
    /// The money reached the interest and covered all that was due in whole minor units, so the
    /// residue below a minor unit is dropped.
    pub clears_interest: bool,
}

/// Divides `amount` over what is due, in order; the rest is overpayment.
///
/// A payment smaller than the interest due leaves the shortage waiting and never raises principal
/// (United States Rule; Regulation Z, Appendix J (a)(3)).
pub fn allocate(
    amount: Money,
    due: Due,
    order: AllocationOrder,
    direction: Direction,
) -> Allocation {
    let mut clears_interest = false;
    let mut split = Split::default();
    let mut rest = amount;
    if direction == Direction::PrincipalOnly {
        fill(due.principal, &mut split.principal, &mut rest);
    }
    for bucket in order.0 {
        match bucket {
            Bucket::Fees => fill(due.fees, &mut split.fees, &mut rest),
            Bucket::Interest => {
                let reached = rest.is_positive();
                fill(due.interest, &mut split.interest, &mut rest);
                clears_interest = reached && split.interest == due.interest;
            }
            Bucket::Principal => fill(due.principal, &mut split.principal, &mut rest),
        }
    }
    split.overpayment = rest;
    Allocation {
        split,
        clears_interest,
    }
}

/// Pays as much of `owed` as is still unpaid and the rest allows.
fn fill(owed: Money, part: &mut Money, rest: &mut Money) {
    let applied = (*rest).min(owed - *part).or_zero();
    *part += applied;
    *rest -= applied;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn due(fees: i64, interest: i64, principal: i64) -> Due {
        Due {
            fees: Money::from_minor(fees),
            interest: Money::from_minor(interest),
            principal: Money::from_minor(principal),
        }
    }

    fn parts(split: Split) -> [i64; 4] {
        [
            split.fees,
            split.interest,
            split.principal,
            split.overpayment,
        ]
        .map(Money::minor)
    }

    /// The figures of the published payment sample: 500.00 pays 25.00, 62.50 and 412.50.
    #[test]
    fn fees_then_interest_then_principal() {
        let order = AllocationOrder::default();
        let owed = due(2_500, 6_250, 850_000);
        let split = allocate(Money::from_minor(50_000), owed, order, Direction::ByOrder).split;
        assert_eq!(parts(split), [2_500, 6_250, 41_250, 0]);
    }

    #[test]
    fn a_payment_directed_to_principal_spills_over_by_the_order() {
        let order = AllocationOrder::default();
        let owed = due(1_000, 500, 2_000);
        let split = allocate(
            Money::from_minor(3_200),
            owed,
            order,
            Direction::PrincipalOnly,
        )
        .split;
        assert_eq!(parts(split), [1_000, 200, 2_000, 0]);
        let split = allocate(
            Money::from_minor(4_000),
            owed,
            order,
            Direction::PrincipalOnly,
        )
        .split;
        assert_eq!(parts(split), [1_000, 500, 2_000, 500]);
    }
}
