//! Facts: everything dated that bears on an account's balances.

use crate::account::Payment;
use crate::id::{FactId, OfferId};
use crate::interest::Rate;
use crate::money::Money;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// One fact; facts are walked in order of (date, sequence), whatever order they arrived in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    pub id: FactId,
    /// The book sequence of the event that recorded it.
    pub sequence: u64,
    /// The effective date.
    pub date: NaiveDate,
    pub kind: FactKind,
}

impl Fact {
    /// The place of this fact in the account's life.
    pub fn order(&self) -> (NaiveDate, u64) {
        (self.date, self.sequence)
    }

    /// The money this fact moves, which counts toward the account's turnover.
    pub fn amount(&self) -> Money {
        self.kind.amount()
    }

    /// From here on it is as if it had never been.
    pub(super) fn void(&mut self) {
        let kind = std::mem::replace(&mut self.kind, FactKind::InterestPosted);
        self.kind = FactKind::Reversed(Box::new(kind));
    }
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FactKind {
    /// A debt boarded with its balances.
    Placed {
        principal: Money,
        interest: Money,
        fees: Money,
    },
    Disbursed {
        amount: Money,
    },
    Payment(Payment),
    Fee {
        amount: Money,
        kind: FeeKind,
    },
    /// Part or all of a fee forgiven; what had been paid of it becomes a credit.
    FeeWaived {
        fee: FactId,
        amount: Money,
    },
    /// Part or all of a payment given back.
    Refund {
        payment: FactId,
        amount: Money,
    },
    /// A payment taken back by the borrower's bank: a new debit; what it paid stays paid.
    ChargedBack {
        payment: FactId,
        amount: Money,
    },
    /// The balance moved to what the creditor states: more is principal, less is a credit.
    Adjusted {
        by: Money,
    },
    /// A credit that is not money: goodwill.
    Credited {
        amount: Money,
    },
    /// Interest forgiven, as far as it is due.
    InterestWaived {
        amount: Money,
    },
    /// A waiver taken back: the fee is owed again, from here.
    FeeWaiverUndone {
        waiver: FactId,
        fee: FactId,
        amount: Money,
    },
    /// A credit balance paid out.
    CreditRefunded {
        amount: Money,
    },
    /// A remainder given up: at most this much of what is due.
    WrittenOff {
        amount: Money,
    },
    /// From here interest accrues at this rate.
    RateChanged {
        rate: Rate,
    },
    /// Money to the borrower that is not an allocation.
    Reimbursed {
        amount: Money,
    },
    /// From here payments count toward the offer; what is left when they reach it is written off.
    SettlementAccepted {
        offer: OfferId,
        amount: Money,
    },
    /// From here payments no longer count toward the offer, unless they have reached it, or what was
    /// asked for by then where a part was missed.
    SettlementBroken {
        offer: OfferId,
        asked: Option<Money>,
    },
    ChargedOff,
    /// Given back to whom it came from: what is owed leaves the books, and so does whatever comes to be
    /// owed later.
    Recalled,
    /// Accrued interest is posted to the journal, as on any day on which something happens.
    InterestPosted,
    /// Something that has been reversed: as if it had never been.
    Reversed(Box<FactKind>),
}

impl FactKind {
    /// The money this moves, which counts toward the account's turnover.
    pub fn amount(&self) -> Money {
        match self {
            FactKind::Placed {
                principal,
                interest,
                fees,
            } => *principal + *interest + *fees,
            FactKind::Payment(payment) => payment.amount,
            FactKind::Disbursed { amount }
            | FactKind::Fee { amount, .. }
            | FactKind::FeeWaived { amount, .. }
            | FactKind::Refund { amount, .. }
            | FactKind::ChargedBack { amount, .. }
            | FactKind::Credited { amount }
            | FactKind::InterestWaived { amount }
            | FactKind::FeeWaiverUndone { amount, .. }
            | FactKind::CreditRefunded { amount }
            | FactKind::WrittenOff { amount }
            | FactKind::Reimbursed { amount } => *amount,
            FactKind::Adjusted { by } => Money::from_minor(by.minor().saturating_abs()),
            FactKind::Reversed(kind) => kind.amount(),
            FactKind::SettlementAccepted { .. }
            | FactKind::SettlementBroken { .. }
            | FactKind::RateChanged { .. }
            | FactKind::InterestPosted
            | FactKind::ChargedOff
            | FactKind::Recalled => Money::ZERO,
        }
    }

    /// Whether it is reversed as it is, and not by something that is a fact of its own: a payment is
    /// returned, a fee is waived, a waiver is undone, a settlement is broken.
    pub(super) fn is_reversible(&self) -> bool {
        matches!(
            self,
            FactKind::Disbursed { .. }
                | FactKind::Refund { .. }
                | FactKind::ChargedBack { .. }
                | FactKind::Adjusted { .. }
                | FactKind::Credited { .. }
                | FactKind::InterestWaived { .. }
                | FactKind::CreditRefunded { .. }
                | FactKind::WrittenOff { .. }
                | FactKind::RateChanged { .. }
                | FactKind::Reimbursed { .. }
                | FactKind::ChargedOff
                | FactKind::Recalled
        )
    }

    /// Whether it is divided over what is due, like a payment.
    pub(super) fn is_divided(&self) -> bool {
        match self {
            FactKind::Payment(_)
            | FactKind::Credited { .. }
            | FactKind::InterestWaived { .. }
            | FactKind::WrittenOff { .. } => true,
            FactKind::Adjusted { by } => !by.is_positive(),
            _ => false,
        }
    }

    /// Whether it can bring principal, with which a debt begins.
    pub(super) fn lends(&self) -> bool {
        match self {
            FactKind::Adjusted { by } => by.is_positive(),
            FactKind::Placed { .. }
            | FactKind::Disbursed { .. }
            | FactKind::ChargedBack { .. }
            | FactKind::Refund { .. }
            | FactKind::CreditRefunded { .. } => true,
            _ => false,
        }
    }

    /// Whether it brings a fee, its own or one that was boarded.
    pub(super) fn charges_a_fee(&self) -> bool {
        match self {
            FactKind::Placed { fees, .. } => fees.is_positive(),
            FactKind::Fee { .. } => true,
            _ => false,
        }
    }

    /// Whether no amount of this is negative and their sum is at most `room`.
    pub(super) fn fits(&self, room: Money) -> bool {
        let parts = match self {
            FactKind::Placed {
                principal,
                interest,
                fees,
            } => [*principal, *interest, *fees],
            FactKind::SettlementAccepted { amount, .. } => {
                return (Money::ZERO..=Money::LIMIT).contains(amount);
            }
            _ => [self.amount(), Money::ZERO, Money::ZERO],
        };
        parts
            .iter()
            .all(|part| (Money::ZERO..=Money::LIMIT).contains(part))
            && parts.into_iter().sum::<Money>() <= room
    }
}

/// What a fee is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FeeKind {
    Origination,
    Late,
    Nsf,
    Prepayment,
    Modification,
    SkipPayment,
    Servicing,
    Legal,
    Other,
}

names! {
    FeeKind {
        Origination => "origination",
        Late => "late",
        Nsf => "nsf",
        Prepayment => "prepayment",
        Modification => "modification",
        SkipPayment => "skip_payment",
        Servicing => "servicing",
        Legal => "legal",
        Other => "other",
    }
}
