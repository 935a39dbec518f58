//! Programs: the terms that a creditor lends or collects on, by name.

use crate::account::{FeeAmount, FeeKind, Terms, TermsGiven};
use crate::interest::Rate;
use crate::money::{Currency, Money};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashSet};
use uuid::Uuid;

/// Programs a creditor has at most.
pub const PROGRAMS_LIMIT: usize = 500;

/// Terms under a name, which an account takes as far as it is given none of its own.
///
/// An account keeps the terms that it began with: a change of the program is for those to come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Program {
    pub id: Uuid,
    /// The creditor's own name for it, by which accounts can name it too; unique among programs.
    pub code: Box<str>,
    pub name: Box<str>,
    pub currency: Currency,
    /// Whether accounts in its currency that name no program are on its terms.
    #[serde(default)]
    pub is_default: bool,
    pub terms: TermsGiven,
}

/// Why terms are none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TermsError {
    #[error("must name each kind of fee once")]
    FeeKindRepeated,
    #[error("must have no minimum above the maximum, and no amount below zero")]
    FeeBounds,
    #[error("must be no more than 1, all of what they are a share of")]
    FeeShare,
    #[error("must have days of grace in a schedule of late fees alone")]
    GraceWithoutLateFee,
    #[error("must be {0}, the currency of the program")]
    CurrencyOfProgram(Currency),
}

/// A creditor's programs, by id.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Programs(BTreeMap<Uuid, Program>);

impl Programs {
    pub fn get(&self, id: Uuid) -> Option<&Program> {
        self.0.get(&id)
    }

    /// The program that an account names by its code or its id.
    pub fn named(&self, name: &str) -> Option<&Program> {
        let coded = self.iter().find(|program| *program.code == *name);
        coded.or_else(|| self.get(Uuid::try_parse(name).ok()?))
    }

    /// In the order of their ids.
    pub fn iter(&self) -> impl Iterator<Item = &Program> {
        self.0.values()
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// A default takes the place of the one that there was in its currency.
    pub(super) fn set(&mut self, program: Program) {
        if program.is_default {
            let same = |other: &&mut Program| other.currency == program.currency;
            self.0
                .values_mut()
                .filter(same)
                .for_each(|other| other.is_default = false);
        }
        self.0.insert(program.id, program);
    }

    pub(super) fn remove(&mut self, id: Uuid) {
        self.0.remove(&id);
    }

    /// The terms of an account that names a program, or none: what it is given, then what the
    /// program says, then the ledger's defaults.
    ///
    /// A name that is no program's is the caller's own affair, as if none were named.
    ///
    /// # Errors
    /// [`TermsError::CurrencyOfProgram`] when the program that is named is in another currency.
    pub fn terms(&self, name: Option<&str>, given: &TermsGiven) -> Result<Terms, TermsError> {
        let currency = given.currency.unwrap_or(Terms::default().currency);
        let named = name.and_then(|name| self.named(name));
        if let Some(other) = named.filter(|program| program.currency != currency) {
            return Err(TermsError::CurrencyOfProgram(other.currency));
        }
        Ok(self.agreed(named, currency, given))
    }

    /// The terms of an account that names no program.
    pub fn default_terms(&self, given: &TermsGiven) -> Terms {
        let currency = given.currency.unwrap_or(Terms::default().currency);
        self.agreed(None, currency, given)
    }

    fn agreed(&self, named: Option<&Program>, currency: Currency, given: &TermsGiven) -> Terms {
        let is_default = |program: &&Program| program.is_default && program.currency == currency;
        let program = named.or_else(|| self.iter().find(is_default));
        let terms = Terms {
            currency,
            ..Terms::default()
        };
        let terms = match program {
            Some(program) => program.terms.over(terms),
            None => terms,
        };
        given.over(terms)
    }
}

impl TermsGiven {
    /// Whether the fee schedules agree with themselves.
    ///
    /// # Errors
    /// [`TermsError`] by what is wrong with them.
    pub fn check(&self) -> Result<(), TermsError> {
        let mut kinds = HashSet::new();
        for schedule in self.fee_schedules.iter().flatten() {
            if !kinds.insert(schedule.kind) {
                return Err(TermsError::FeeKindRepeated);
            }
            let (flat, share) = match schedule.amount {
                FeeAmount::Flat(amount) => (Some(amount), None),
                FeeAmount::OfPayment(share) | FeeAmount::OfBalance(share) => (None, Some(share)),
            };
            if share.is_some_and(|share| share > Rate::WHOLE) {
                return Err(TermsError::FeeShare);
            }
            let (least, most) = (schedule.minimum, schedule.maximum);
            let amounts = [flat, least, most];
            let is_amount = |amount: &Money| (Money::ZERO..=Money::LIMIT).contains(amount);
            if !amounts.iter().flatten().all(is_amount)
                || least.zip(most).is_some_and(|(least, most)| least > most)
            {
                return Err(TermsError::FeeBounds);
            }
            if schedule.grace_days.is_some() && schedule.kind != FeeKind::Late {
                return Err(TermsError::GraceWithoutLateFee);
            }
        }
        Ok(())
    }
}
