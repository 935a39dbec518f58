//! A payment as a fact, and where it stands.

use crate::account::replay::Later;
use crate::allocation::Direction;
use crate::money::Money;
use serde::{Deserialize, Serialize};

/// A payment as a fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payment {
    pub amount: Money,
    pub method: Method,
    pub direction: Direction,
    pub standing: PaymentStanding,
    /// The caller's own reference, unique within the account.
    pub external_id: Option<Box<str>>,
}

/// How far a payment has come; only a completed one counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaymentStanding {
    /// Announced; the money has not been asked for yet.
    Pending,
    /// The money is on its way.
    Processing,
    #[default]
    Completed,
    /// The money never came.
    Failed,
    /// The money came and went back: as if it had never been, from its effective date.
    Reversed,
}

impl PaymentStanding {
    /// Whether it can still be completed or fail.
    pub const fn is_open(self) -> bool {
        matches!(self, PaymentStanding::Pending | PaymentStanding::Processing)
    }

    /// Whether its money is, or may yet become, the creditor's.
    pub const fn is_live(self) -> bool {
        self.is_open() || matches!(self, PaymentStanding::Completed)
    }
}

/// What a payment is called: its standing, and what has been given back of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PaymentStatus {
    Pending,
    Processing,
    Completed,
    Failed,
    Reversed,
    /// Wholly given back by the creditor.
    Refunded,
    /// Taken back by the borrower's bank, in whole or in part.
    ChargedBack,
}

names! {
    PaymentStatus {
        Pending => "pending",
        Processing => "processing",
        Completed => "completed",
        Failed => "failed",
        Reversed => "reversed",
        Refunded => "refunded",
        ChargedBack => "charged_back",
    }
}

impl PaymentStatus {
    pub(super) fn of(payment: &Payment, later: Later) -> PaymentStatus {
        match payment.standing {
            PaymentStanding::Pending => PaymentStatus::Pending,
            PaymentStanding::Processing => PaymentStatus::Processing,
            PaymentStanding::Failed => PaymentStatus::Failed,
            PaymentStanding::Reversed => PaymentStatus::Reversed,
            PaymentStanding::Completed if later.charged_back.is_positive() => {
                PaymentStatus::ChargedBack
            }
            PaymentStanding::Completed if later.refunded >= payment.amount => {
                PaymentStatus::Refunded
            }
            PaymentStanding::Completed => PaymentStatus::Completed,
        }
    }
}

/// How a payment was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    Ach,
    Wire,
    Check,
    Card,
    Cash,
    Other,
}

names! {
    Method {
        Ach => "ach",
        Wire => "wire",
        Check => "check",
        Card => "card",
        Cash => "cash",
        Other => "other",
    }
}
