//! What a fee comes to.

use super::Round;
use super::fraction::Fraction;

/// What the contract says of a fee.
#[derive(Clone, Copy, Debug)]
pub enum Fee {
    Flat(i64),
    /// So many ten-billionths of an amount.
    Share(i64),
}

/// A fee on an amount, at least and at most so much.
pub fn fee(fee: Fee, on: i64, round: Round, least: Option<i64>, most: Option<i64>) -> i64 {
    let mut owed = match fee {
        Fee::Flat(amount) => amount,
        Fee::Share(share) => {
            let whole = Fraction::whole(on).times(i128::from(share));
            whole.over(10_000_000_000).rounded(round)
        }
    };
    if least.is_some_and(|least| owed < least) {
        owed = least.unwrap_or(owed);
    }
    if most.is_some_and(|most| owed > most) {
        owed = most.unwrap_or(owed);
    }
    owed
}
