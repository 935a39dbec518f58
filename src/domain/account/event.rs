//! Events: what happened to an account, as stored; amounts are minor units of its currency.
//!
//! The stored type and version stand in columns beside the payload, so each payload is read by the
//! one struct that its type names.

use crate::account::{FeeKind, Method, Product, Terms, Tier};
use crate::allocation::{Direction, Split};
use crate::id::{AccountId, ConsumerId, FactId, OfferId, PaymentId};
use crate::money::Money;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What an account is opened with: a loan to be disbursed, or a debt placed with its balances.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opening {
    pub account: AccountId,
    pub consumer: ConsumerId,
    /// The creditor's own number for the account, unique in its book.
    pub number: Box<str>,
    pub product: Product,
    pub terms: Terms,
    /// The day the account's life begins; nothing is effective before it.
    pub opened_on: NaiveDate,
    pub principal: Money,
    pub interest: Money,
    pub fees: Money,
    pub details: Details,
    /// The consumer's personal data, sealed under the consumer's own key.
    pub sealed: Box<str>,
}

/// What surfaces keep beside the terms; nothing here is personal and no rule reads it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Details {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub original_balance: Option<Money>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub original_creditor: Option<Box<str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account_type: Option<Box<str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account_phase: Option<Box<str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub charge_off_date: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_opened: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_delinquent: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_payment_date: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_payment_amount: Option<Money>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum_payment: Option<Money>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days_past_due: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub term_months: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment_day: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub borrower_id: Option<Box<str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub program_id: Option<Box<str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product_id: Option<Box<str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub external_id: Option<Box<str>>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoanDisbursed {
    pub disbursement: FactId,
    pub amount: Money,
    pub effective: NaiveDate,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub restatements: Vec<Restatement>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentReceived {
    pub payment: PaymentId,
    pub amount: Money,
    pub method: Method,
    #[serde(default, skip_serializing_if = "is_by_order")]
    pub direction: Direction,
    pub effective: NaiveDate,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_id: Option<Box<str>>,
    /// How it was divided when it was recorded.
    pub split: Split,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub restatements: Vec<Restatement>,
}

fn is_by_order(direction: &Direction) -> bool {
    *direction == Direction::ByOrder
}

/// A payment whose split a retroactive change has altered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Restatement {
    pub payment: PaymentId,
    pub before: Split,
    pub after: Split,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentReversed {
    pub payment: PaymentId,
    pub reason: Box<str>,
    /// The day of the return; the effect is from the payment's own effective date.
    pub effective: NaiveDate,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub restatements: Vec<Restatement>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentRefunded {
    pub refund: FactId,
    pub payment: PaymentId,
    pub amount: Money,
    pub reason: Box<str>,
    pub effective: NaiveDate,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub restatements: Vec<Restatement>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentBackdated {
    pub payment: PaymentId,
    pub from: NaiveDate,
    pub effective: NaiveDate,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub restatements: Vec<Restatement>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReimbursementPaid {
    pub reimbursement: FactId,
    pub amount: Money,
    pub reason: Box<str>,
    pub effective: NaiveDate,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeeAssessed {
    pub fee: FactId,
    pub amount: Money,
    pub kind: FeeKind,
    pub effective: NaiveDate,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub restatements: Vec<Restatement>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeeWaived {
    pub waiver: FactId,
    pub fee: FactId,
    pub amount: Money,
    pub reason: Box<str>,
    pub effective: NaiveDate,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub restatements: Vec<Restatement>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettlementOffered {
    pub offer: OfferId,
    pub amount: Money,
    pub tier: Tier,
    /// The balance the offer was made on.
    pub balance: Money,
    pub effective: NaiveDate,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_on: Option<NaiveDate>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettlementAccepted {
    pub offer: OfferId,
    pub acceptance: FactId,
    pub effective: NaiveDate,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub restatements: Vec<Restatement>,
}

/// The last part has come in and what was left has been written off.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettlementCompleted {
    pub offer: OfferId,
    pub effective: NaiveDate,
}

/// A payment of a completed settlement no longer counts: the debt and the offer live again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettlementRevived {
    pub offer: OfferId,
    pub effective: NaiveDate,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChargedOff {
    pub charge_off: FactId,
    pub effective: NaiveDate,
    pub reason: Box<str>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub restatements: Vec<Restatement>,
}

/// Who asked for what and why it was refused; changes no state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommandRefused {
    pub command: Box<str>,
    pub refusal: Box<str>,
    pub message: Box<str>,
    pub effective: NaiveDate,
}

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
        match self {
            Event::LoanCreated(e) | Event::AccountPlaced(e) => e.opened_on,
            Event::LoanDisbursed(e) => e.effective,
            Event::PaymentReceived(e) => e.effective,
            Event::PaymentReversed(e) => e.effective,
            Event::PaymentRefunded(e) => e.effective,
            Event::PaymentBackdated(e) => e.effective,
            Event::ReimbursementPaid(e) => e.effective,
            Event::FeeAssessed(e) => e.effective,
            Event::FeeWaived(e) => e.effective,
            Event::SettlementOffered(e) => e.effective,
            Event::SettlementAccepted(e) => e.effective,
            Event::SettlementCompleted(e) => e.effective,
            Event::SettlementRevived(e) => e.effective,
            Event::ChargedOff(e) => e.effective,
            Event::CommandRefused(e) => e.effective,
        }
    }

    /// The payments that the event says a retroactive change has restated.
    pub fn restatements(&self) -> &[Restatement] {
        match self {
            Event::LoanDisbursed(e) => &e.restatements,
            Event::PaymentReceived(e) => &e.restatements,
            Event::PaymentReversed(e) => &e.restatements,
            Event::PaymentRefunded(e) => &e.restatements,
            Event::PaymentBackdated(e) => &e.restatements,
            Event::FeeAssessed(e) => &e.restatements,
            Event::FeeWaived(e) => &e.restatements,
            Event::SettlementAccepted(e) => &e.restatements,
            Event::ChargedOff(e) => &e.restatements,
            _ => &[],
        }
    }
}
