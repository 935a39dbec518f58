//! Events: what happened to an account, as stored; amounts are minor units of its currency.
//!
//! The stored type and version stand in columns beside the payload, so each payload is read by the
//! one struct that its type names; a file of this folder holds the payloads of one noun.

mod fees;
mod lending;
mod opening;
mod payments;
mod settlements;

pub use fees::{FeeAssessed, FeeWaived};
pub use lending::{ChargedOff, LoanDisbursed};
pub use opening::{Details, Opening};
pub use payments::{
    PaymentBackdated, PaymentReceived, PaymentRefunded, PaymentReversed, ReimbursementPaid,
};
pub use settlements::{
    SettlementAccepted, SettlementCompleted, SettlementOffered, SettlementRevived,
};

use crate::allocation::Split;
use crate::id::PaymentId;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What every payload can be asked.
trait Payload {
    /// The date from which the event counts.
    fn effective(&self) -> NaiveDate;

    /// How the event says that the money it records was divided, where it is money to divide.
    fn split(&self) -> Option<Split> {
        None
    }

    /// The payments that the event says it has restated.
    fn restatements(&self) -> &[Restatement] {
        &[]
    }
}

/// A payload with a field `effective`, and with those of the fields that every payload can be asked
/// for which are named.
macro_rules! payload {
    ($name:ident $(, $field:ident)*) => {
        impl $crate::account::event::Payload for $name {
            fn effective(&self) -> chrono::NaiveDate {
                self.effective
            }
            $($crate::account::event::field!($field);)*
        }
    };
}
macro_rules! field {
    (split) => {
        fn split(&self) -> Option<$crate::allocation::Split> {
            Some(self.split)
        }
    };
    (restatements) => {
        fn restatements(&self) -> &[$crate::account::Restatement] {
            &self.restatements
        }
    };
}
use field;
use payload;

/// A payment whose split a retroactive change has altered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Restatement {
    pub payment: PaymentId,
    pub before: Split,
    pub after: Split,
}

/// Who asked for what and why it was refused; changes no state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommandRefused {
    pub command: Box<str>,
    pub refusal: Box<str>,
    pub message: Box<str>,
    pub effective: NaiveDate,
}

payload!(CommandRefused);

/// The payload cannot be read as the type and version beside it say.
#[derive(Debug, thiserror::Error)]
pub enum UnreadableEvent {
    #[error("no event type {name:?} version {version} is known")]
    UnknownType { name: String, version: i16 },
    #[error("the payload of {name} version {version}: {source}")]
    Payload {
        name: String,
        version: i16,
        source: serde_json::Error,
    },
}

/// Checks the whole text once, which is faster than each string in it by itself.
fn parse<'a, T: Deserialize<'a>>(payload: &'a [u8]) -> Result<T, serde_json::Error> {
    match std::str::from_utf8(payload) {
        Ok(text) => serde_json::from_str(text),
        Err(_) => serde_json::from_slice(payload),
    }
}

macro_rules! events {
    ($($variant:ident($payload:ty) = $name:literal, $version:literal;)*) => {
        /// An event of an account's stream.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum Event { $($variant($payload),)* }

        impl Event {
            /// Every event type with its current version.
            pub const TYPES: &'static [(&'static str, i16)] = &[$(($name, $version),)*];

            /// The stored type name.
            pub const fn name(&self) -> &'static str {
                match self { $(Event::$variant(_) => $name,)* }
            }

            /// The version of the stored payload.
            pub const fn version(&self) -> i16 {
                match self { $(Event::$variant(_) => $version,)* }
            }

            /// Appends the payload as JSON text.
            ///
            /// # Errors
            /// None in practice: every payload is plain data with text keys.
            pub fn write_payload(&self, out: &mut Vec<u8>) -> Result<(), serde_json::Error> {
                match self { $(Event::$variant(payload) => serde_json::to_writer(out, payload),)* }
            }

            /// Reads a stored event.
            ///
            /// # Errors
            /// [`UnreadableEvent`] for an unknown type or version, or a payload that does not fit.
            pub fn read(name: &str, version: i16, payload: &[u8]) -> Result<Event, UnreadableEvent> {
                let unreadable = |source| {
                    UnreadableEvent::Payload { name: name.to_owned(), version, source }
                };
                match (name, version) {
                    $(($name, $version) => {
                        parse(payload).map(Event::$variant).map_err(unreadable)
                    })*
                    _ => Err(UnreadableEvent::UnknownType { name: name.to_owned(), version }),
                }
            }

            fn payload(&self) -> &dyn Payload {
                match self { $(Event::$variant(payload) => payload,)* }
            }
        }
    };
}

events! {
    LoanCreated(Opening) = "loan.created", 1;
    AccountPlaced(Opening) = "account.placed", 1;
    LoanDisbursed(LoanDisbursed) = "loan.disbursed", 1;
    PaymentReceived(PaymentReceived) = "payment.received", 1;
    PaymentReversed(PaymentReversed) = "payment.reversed", 1;
    PaymentRefunded(PaymentRefunded) = "payment.refunded", 1;
    PaymentBackdated(PaymentBackdated) = "payment.backdated", 1;
    ReimbursementPaid(ReimbursementPaid) = "reimbursement.paid", 1;
    FeeAssessed(FeeAssessed) = "fee.assessed", 1;
    FeeWaived(FeeWaived) = "fee.waived", 1;
    SettlementOffered(SettlementOffered) = "settlement.offered", 1;
    SettlementAccepted(SettlementAccepted) = "settlement.accepted", 1;
    SettlementCompleted(SettlementCompleted) = "settlement.completed", 1;
    SettlementRevived(SettlementRevived) = "settlement.revived", 1;
    ChargedOff(ChargedOff) = "account.charged_off", 1;
    CommandRefused(CommandRefused) = "command.refused", 1;
}

impl Event {
    /// The date from which the event counts.
    pub fn effective(&self) -> NaiveDate {
        self.payload().effective()
    }

    /// How the event says that the money it records was divided, where it is money to divide.
    pub fn split(&self) -> Option<Split> {
        self.payload().split()
    }

    /// The payments that the event says a retroactive change has restated.
    pub fn restatements(&self) -> &[Restatement] {
        self.payload().restatements()
    }
}
