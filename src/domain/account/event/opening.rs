//! How an account begins.

use super::Payload;
use crate::account::{Product, Terms};
use crate::id::{AccountId, ConsumerId};
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
    /// Whether the consumer was in the book before; another comes into it with this account.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub consumer_known: bool,
}

/// What a creditor tells of a debt's past for its validation notice: 12 CFR 1006.34(c)(2)(vii)
/// and (viii).
///
/// `amount + interest + fees - payments - credits` is what was placed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Itemized {
    /// Which of the reference dates of 12 CFR 1006.34(b)(3) the itemization date is.
    pub reference: Box<str>,
    pub date: NaiveDate,
    /// What was owed on that date.
    pub amount: Money,
    pub interest: Money,
    pub fees: Money,
    pub payments: Money,
    pub credits: Money,
}

/// What surfaces keep beside the terms; nothing here is personal, and no rule reads it but how late
/// the debt is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Details {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub original_balance: Option<Money>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issue_date: Option<NaiveDate>,
    /// The last day to pay on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_date: Option<NaiveDate>,
    /// Days to pay in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment_terms: Option<u32>,
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
    /// On the day of the placement; it grows older from there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days_past_due: Option<u32>,
    /// How the debt came to what it is at its placement.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub itemized: Option<Box<Itemized>>,
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

impl Payload for Opening {
    fn effective(&self) -> NaiveDate {
        self.opened_on
    }
}
