//! Which part of each term falls on which account of a plan.

use super::PlanTerm;
use crate::money::Money;

/// The parts of the terms that fall on accounts which owe these amounts, oldest account first.
///
/// Terms are spent on the oldest account until its debt is covered, then on the next; what exceeds
/// every debt falls on the last account.
/// An account on which nothing falls gets no terms.
pub fn shares(terms: &[PlanTerm], owed: &[Money]) -> Vec<Vec<PlanTerm>> {
    let mut shares = vec![Vec::new(); owed.len()];
    let Some(last) = owed.len().checked_sub(1) else {
        return shares;
    };
    let (mut place, mut covered) = (0, Money::ZERO);
    for term in terms {
        let mut rest = term.amount;
        while rest.is_positive() {
            let room = (owed[place] - covered).or_zero();
            let part = if place == last { rest } else { rest.min(room) };
            if part.is_positive() {
                shares[place].push(PlanTerm {
                    amount: part,
                    ..*term
                });
                covered += part;
                rest -= part;
            }
            if rest.is_positive() {
                (place, covered) = (place + 1, Money::ZERO);
            }
        }
    }
    shares
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(amounts: &[i64]) -> Vec<PlanTerm> {
        let term = |(place, amount): (usize, &i64)| PlanTerm {
            number: u16::try_from(place + 1).unwrap(),
            amount: Money::from_minor(*amount),
            due: "2026-01-01".parse().unwrap(),
        };
        amounts.iter().enumerate().map(term).collect()
    }

    fn split(amounts: &[i64], owed: &[i64]) -> Vec<Vec<(u16, i64)>> {
        let owed: Vec<Money> = owed.iter().map(|owed| Money::from_minor(*owed)).collect();
        let shares = shares(&terms(amounts), &owed);
        let plain = |share: Vec<PlanTerm>| {
            let parts = share.iter().map(|term| (term.number, term.amount.minor()));
            parts.collect()
        };
        shares.into_iter().map(plain).collect()
    }

    #[test]
    fn the_oldest_account_is_covered_first() {
        assert_eq!(
            split(&[100, 100, 100], &[150, 150]),
            [vec![(1, 100), (2, 50)], vec![(2, 50), (3, 100)]]
        );
        assert_eq!(
            split(&[100, 100], &[50, 0, 20]),
            [vec![(1, 50)], vec![], vec![(1, 50), (2, 100)]]
        );
        assert_eq!(split(&[100], &[100, 100]), [vec![(1, 100)], vec![]]);
        assert_eq!(split(&[100], &[]), Vec::<Vec<(u16, i64)>>::new());
    }
}
