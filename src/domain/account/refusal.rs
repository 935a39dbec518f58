//! Refusals: why a command changes nothing; the name is the documentation.

use crate::money::Money;
use chrono::NaiveDate;

/// A business rule that a command breaks, in the order in which the rules are checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("there is no such account")]
    AccountUnknown,
    #[error("the account exists already")]
    AccountAlreadyExists,
    #[error("there is no such payment on this account")]
    PaymentUnknown,
    #[error("there is no such fee on this account")]
    FeeUnknown,
    #[error("there is no such settlement offer on this account")]
    OfferUnknown,
    #[error("the amount must be more than zero")]
    AmountNotPositive,
    #[error("the account's turnover would exceed what the ledger can hold")]
    TurnoverTooLarge,
    #[error("the effective date {given} is after today, {today}")]
    EffectiveDateInFuture { given: NaiveDate, today: NaiveDate },
    #[error("the effective date {given} is before the account began on {opened_on}")]
    EffectiveDateBeforePlacement {
        given: NaiveDate,
        opened_on: NaiveDate,
    },
    #[error("the account's product is not a loan, so there is nothing to disburse")]
    NotALoan,
    #[error("the loan has not been disbursed")]
    LoanNotDisbursed,
    #[error("the disbursement exceeds the approved principal that is left")]
    DisbursementExceedsApproved { left: Money },
    #[error("the account has been charged off")]
    AccountChargedOff,
    #[error("the account has been settled")]
    AccountSettled,
    #[error("nothing is owed")]
    NothingOwed,
    #[error("the payment is not completed: it has been reversed")]
    PaymentAlreadyReversed,
    #[error("the payment is already effective on this date")]
    PaymentAlreadyEffectiveThen,
    #[error("the refund exceeds what is left of the payment")]
    RefundExceedsPayment { left: Money },
    #[error("the refund is dated before its payment")]
    RefundBeforePayment { payment_date: NaiveDate },
    #[error("the return is dated before its payment")]
    ReversalBeforePayment { payment_date: NaiveDate },
    #[error("the payment has been refunded on {refunded_on}, so it cannot be dated later")]
    PaymentDatedAfterRefund { refunded_on: NaiveDate },
    #[error("a payment with this external id and amount has been recorded already")]
    PaymentAlreadyRecorded { payment: crate::id::PaymentId },
    #[error("another payment of this account has the same external id and another amount")]
    ExternalIdUsedForAnotherAmount,
    #[error("the waiver exceeds what is left of the fee")]
    WaiverExceedsFee { left: Money },
    #[error("the waiver is dated before its fee")]
    WaiverBeforeFee { fee_date: NaiveDate },
    #[error("the offer must be less than what is owed")]
    OfferNotBelowBalance { balance: Money },
    #[error("the offer expires before it is made")]
    OfferExpiresBeforeItIsMade,
    #[error("the settlement offer has been accepted already")]
    OfferAlreadyAccepted,
    #[error("the acceptance is dated before the offer")]
    AcceptanceBeforeOffer { offered_on: NaiveDate },
    #[error("the settlement offer expired on {expired_on}")]
    OfferExpired { expired_on: NaiveDate },
    #[error("another settlement offer of this account has been accepted")]
    AnotherOfferAccepted,
}

/// What kind of no a refusal is, from which each surface chooses its status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefusalKind {
    /// The thing does not exist, or not for this caller.
    Unknown,
    /// A value of the request is out of its bounds.
    Invalid,
    /// The thing is not in the state that the command needs.
    Conflict,
    /// A rule of the business says no.
    Rule,
}

impl Refusal {
    /// The stable name, as recorded and as told to callers.
    pub fn name(&self) -> &'static str {
        match self {
            Refusal::AccountUnknown => "account_unknown",
            Refusal::AccountAlreadyExists => "account_already_exists",
            Refusal::PaymentUnknown => "payment_unknown",
            Refusal::FeeUnknown => "fee_unknown",
            Refusal::OfferUnknown => "offer_unknown",
            Refusal::AmountNotPositive => "amount_not_positive",
            Refusal::TurnoverTooLarge => "turnover_too_large",
            Refusal::EffectiveDateInFuture { .. } => "effective_date_in_future",
            Refusal::EffectiveDateBeforePlacement { .. } => "effective_date_before_placement",
            Refusal::NotALoan => "not_a_loan",
            Refusal::LoanNotDisbursed => "loan_not_disbursed",
            Refusal::DisbursementExceedsApproved { .. } => "disbursement_exceeds_approved",
            Refusal::AccountChargedOff => "account_charged_off",
            Refusal::AccountSettled => "account_settled",
            Refusal::NothingOwed => "nothing_owed",
            Refusal::PaymentAlreadyReversed => "payment_already_reversed",
            Refusal::PaymentAlreadyEffectiveThen => "payment_already_effective_then",
            Refusal::RefundExceedsPayment { .. } => "refund_exceeds_payment",
            Refusal::RefundBeforePayment { .. } => "refund_before_payment",
            Refusal::ReversalBeforePayment { .. } => "reversal_before_payment",
            Refusal::PaymentDatedAfterRefund { .. } => "payment_dated_after_refund",
            Refusal::PaymentAlreadyRecorded { .. } => "payment_already_recorded",
            Refusal::ExternalIdUsedForAnotherAmount => "external_id_used_for_another_amount",
            Refusal::WaiverExceedsFee { .. } => "waiver_exceeds_fee",
            Refusal::WaiverBeforeFee { .. } => "waiver_before_fee",
            Refusal::OfferNotBelowBalance { .. } => "offer_not_below_balance",
            Refusal::OfferExpiresBeforeItIsMade => "offer_expires_before_it_is_made",
            Refusal::OfferAlreadyAccepted => "offer_already_accepted",
            Refusal::AcceptanceBeforeOffer { .. } => "acceptance_before_offer",
            Refusal::OfferExpired { .. } => "offer_expired",
            Refusal::AnotherOfferAccepted => "another_offer_accepted",
        }
    }

    pub fn kind(&self) -> RefusalKind {
        match self {
            Refusal::AccountUnknown
            | Refusal::PaymentUnknown
            | Refusal::FeeUnknown
            | Refusal::OfferUnknown => RefusalKind::Unknown,
            Refusal::AmountNotPositive
            | Refusal::TurnoverTooLarge
            | Refusal::EffectiveDateInFuture { .. }
            | Refusal::EffectiveDateBeforePlacement { .. }
            | Refusal::OfferExpiresBeforeItIsMade
            | Refusal::RefundBeforePayment { .. }
            | Refusal::ReversalBeforePayment { .. }
            | Refusal::AcceptanceBeforeOffer { .. }
            | Refusal::WaiverBeforeFee { .. } => RefusalKind::Invalid,
            Refusal::DisbursementExceedsApproved { .. }
            | Refusal::RefundExceedsPayment { .. }
            | Refusal::WaiverExceedsFee { .. }
            | Refusal::OfferNotBelowBalance { .. } => RefusalKind::Rule,
            _ => RefusalKind::Conflict,
        }
    }

    /// The field of the request that the refusal is about, where there is one.
    pub fn field(&self) -> Option<&'static str> {
        match self {
            Refusal::AmountNotPositive
            | Refusal::TurnoverTooLarge
            | Refusal::DisbursementExceedsApproved { .. }
            | Refusal::RefundExceedsPayment { .. }
            | Refusal::WaiverExceedsFee { .. }
            | Refusal::OfferNotBelowBalance { .. } => Some("amount"),
            Refusal::EffectiveDateInFuture { .. }
            | Refusal::EffectiveDateBeforePlacement { .. }
            | Refusal::PaymentAlreadyEffectiveThen
            | Refusal::RefundBeforePayment { .. }
            | Refusal::ReversalBeforePayment { .. }
            | Refusal::AcceptanceBeforeOffer { .. }
            | Refusal::WaiverBeforeFee { .. }
            | Refusal::PaymentDatedAfterRefund { .. } => Some("effective_date"),
            Refusal::OfferExpiresBeforeItIsMade => Some("expires_on"),
            Refusal::ExternalIdUsedForAnotherAmount => Some("external_id"),
            _ => None,
        }
    }
}
