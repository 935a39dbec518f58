//! Refusals: why a command changes nothing; the name is the documentation.

use crate::money::Money;
use chrono::NaiveDate;

macro_rules! refusals {
    ($(
        $variant:ident $({ $($value:ident: $of:ty),+ })? = $name:literal,
        $kind:ident $(about $field:literal)?, $message:literal;
    )*) => {
        /// A business rule that a command breaks, in the order in which the rules are checked.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
        pub enum Refusal {
            $(#[error($message)] $variant $({ $($value: $of),+ })?,)*
        }

        impl Refusal {
            /// The stable name, as recorded and as told to callers.
            pub fn name(&self) -> &'static str {
                match self { $(Refusal::$variant { .. } => $name,)* }
            }

            pub fn kind(&self) -> RefusalKind {
                match self { $(Refusal::$variant { .. } => RefusalKind::$kind,)* }
            }

            /// The field of the request that the refusal is about, where there is one.
            pub fn field(&self) -> Option<&'static str> {
                match self { $(Refusal::$variant { .. } => field!($($field)?),)* }
            }
        }
    };
}
macro_rules! field {
    () => {
        None
    };
    ($field:literal) => {
        Some($field)
    };
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

// Each with its stable name, its kind, the field it is about, and its words.
refusals! {
    AccountUnknown = "account_unknown", Unknown,
        "there is no such account";
    AccountAlreadyExists = "account_already_exists", Conflict,
        "the account exists already";
    PaymentUnknown = "payment_unknown", Unknown,
        "there is no such payment on this account";
    FeeUnknown = "fee_unknown", Unknown,
        "there is no such fee on this account";
    OfferUnknown = "offer_unknown", Unknown,
        "there is no such settlement offer on this account";
    AmountNotPositive = "amount_not_positive", Invalid about "amount",
        "the amount must be more than zero";
    TurnoverTooLarge = "turnover_too_large", Invalid about "amount",
        "the account's turnover would exceed what the ledger can hold";
    EffectiveDateInFuture { given: NaiveDate, today: NaiveDate }
        = "effective_date_in_future", Invalid about "effective_date",
        "the effective date {given} is after today, {today}";
    EffectiveDateBeforePlacement { given: NaiveDate, opened_on: NaiveDate }
        = "effective_date_before_placement", Invalid about "effective_date",
        "the effective date {given} is before the account began on {opened_on}";
    NotALoan = "not_a_loan", Conflict,
        "the account's product is not a loan, so there is nothing to disburse";
    LoanAlreadyApproved = "loan_already_approved", Conflict,
        "the loan has been approved already";
    LoanAlreadyDisbursed = "loan_already_disbursed", Conflict,
        "the loan has been disbursed already";
    LoanDenied = "loan_denied", Conflict,
        "the loan has been denied";
    LoanCancelled = "loan_cancelled", Conflict,
        "the loan has been cancelled";
    LoanNotDisbursed = "loan_not_disbursed", Conflict,
        "the loan has not been disbursed";
    DisbursementExceedsApproved { left: Money }
        = "disbursement_exceeds_approved", Rule about "amount",
        "the disbursement exceeds the approved principal that is left";
    AccountChargedOff = "account_charged_off", Conflict,
        "the account has been charged off";
    AccountSettled = "account_settled", Conflict,
        "the account has been settled";
    AccountRecalled { recalled_on: NaiveDate } = "account_recalled", Conflict,
        "the account has been recalled on {recalled_on}";
    NotPlaced = "not_placed", Conflict,
        "the debt was not placed but lent, so there is nobody to give it back to";
    NothingOwed = "nothing_owed", Conflict,
        "nothing is owed";
    PaymentsAnnouncedAlready = "payments_announced_already", Conflict,
        "payments that are pending cover what is owed";
    PaymentNotPending = "payment_not_pending", Conflict,
        "the payment is neither pending nor processing";
    PaymentNotCompleted = "payment_not_completed", Conflict,
        "the payment is not completed";
    PaymentAlreadyReversed = "payment_already_reversed", Conflict,
        "the payment is not completed: it has been reversed";
    PaymentAlreadyEffectiveThen = "payment_already_effective_then", Conflict about "effective_date",
        "the payment is already effective on this date";
    PaymentAlreadyChargedBack = "payment_already_charged_back", Conflict,
        "the payment has been charged back already";
    ChargebackExceedsPayment { left: Money }
        = "chargeback_exceeds_payment", Rule about "amount",
        "the chargeback exceeds what is left of the payment";
    ChargebackBeforePayment { payment_date: NaiveDate }
        = "chargeback_before_payment", Invalid about "effective_date",
        "the chargeback is dated before its payment";
    PaymentExceedsBalance { balance: Money } = "payment_exceeds_balance", Rule about "amount",
        "the payment exceeds what is owed";
    RefundExceedsPayment { left: Money } = "refund_exceeds_payment", Rule about "amount",
        "the refund exceeds what is left of the payment";
    RefundBeforePayment { payment_date: NaiveDate }
        = "refund_before_payment", Invalid about "effective_date",
        "the refund is dated before its payment";
    ReversalBeforePayment { payment_date: NaiveDate }
        = "reversal_before_payment", Invalid about "effective_date",
        "the return is dated before its payment";
    PaymentDatedAfterChargeback { charged_back_on: NaiveDate }
        = "payment_dated_after_chargeback", Conflict about "effective_date",
        "the payment has been charged back on {charged_back_on}, so it cannot be dated later";
    PaymentDatedAfterRefund { refunded_on: NaiveDate }
        = "payment_dated_after_refund", Conflict about "effective_date",
        "the payment has been refunded on {refunded_on}, so it cannot be dated later";
    PaymentAlreadyRecorded { payment: crate::id::PaymentId } = "payment_already_recorded", Conflict,
        "a payment with this external id and amount has been recorded already";
    ExternalIdUsedForAnotherAmount
        = "external_id_used_for_another_amount", Conflict about "external_id",
        "another payment of this account has the same external id and another amount";
    BalanceNegative = "balance_negative", Invalid about "balance",
        "the balance must not be negative";
    BalanceTooLarge = "balance_too_large", Invalid about "balance",
        "the balance is more than the ledger can hold";
    BalanceStandsAlready = "balance_stands_already", Conflict about "balance",
        "this is the balance on that day already";
    NoInterestDue = "no_interest_due", Conflict,
        "no interest is due on that day";
    InterestWaiverExceedsDue { left: Money }
        = "interest_waiver_exceeds_due", Rule about "amount",
        "the waiver exceeds the interest that is due";
    NoCreditBalance = "no_credit_balance", Conflict,
        "the borrower has no credit balance";
    RefundExceedsCredit { left: Money } = "refund_exceeds_credit", Rule about "amount",
        "the refund exceeds the credit balance";
    EntryUnknown = "entry_unknown", Unknown,
        "there is no such entry on this account";
    EntryAlreadyReversed = "entry_already_reversed", Conflict,
        "the entry has been reversed already";
    EntryNotReversible = "entry_not_reversible", Conflict,
        "entries of this kind are taken back in ways of their own: a payment is reversed, a fee is \
         waived, a waiver is undone, a settlement is broken";
    ReversalBeforeEntry { entry_date: NaiveDate }
        = "reversal_before_entry", Invalid about "effective_date",
        "the reversal is dated before its entry";
    RateInForceAlready = "rate_in_force_already", Conflict about "interest_rate",
        "this rate is in force on that day already";
    WriteOffExceedsBalance { left: Money }
        = "write_off_exceeds_balance", Rule about "amount",
        "more would be written off than is owed";
    WaiverUnknown = "waiver_unknown", Unknown,
        "there is no such waiver on this account";
    WaiverAlreadyUndone = "waiver_already_undone", Conflict,
        "the waiver has been undone already";
    UndoingBeforeWaiver { waiver_date: NaiveDate }
        = "undoing_before_waiver", Invalid about "effective_date",
        "the waiver is undone before it was granted";
    FeeNotScheduled = "fee_not_scheduled", Invalid about "amount",
        "the loan's terms do not say how much this kind of fee is, so the amount must be given";
    FeeNeedsPayment = "fee_needs_payment", Invalid about "payment_id",
        "this kind of fee is a share of a payment, which must be named";
    FeeComesToNothing = "fee_comes_to_nothing", Rule,
        "the fee that the terms come to on that day is nothing";
    FeeExceedsMaximum { maximum: Money } = "fee_exceeds_maximum", Rule about "amount",
        "the fee exceeds the most that the terms let be charged";
    FeeChargedThatDay = "fee_charged_that_day", Rule about "effective_date",
        "a fee of this kind has been charged for that day, and the terms let only one be";
    FeesAtTheirLimit = "fees_at_their_limit", Rule,
        "as many fees of this kind as the terms let be have been charged";
    WaiverExceedsFee { left: Money } = "waiver_exceeds_fee", Rule about "amount",
        "the waiver exceeds what is left of the fee";
    WaiverBeforeFee { fee_date: NaiveDate } = "waiver_before_fee", Invalid about "effective_date",
        "the waiver is dated before its fee";
    OfferNotBelowBalance { balance: Money } = "offer_not_below_balance", Rule about "amount",
        "the offer must be less than what is owed";
    OfferExpiresBeforeItIsMade = "offer_expires_before_it_is_made", Invalid about "expires_on",
        "the offer expires before it is made";
    OfferBelowFloor { floor: Money } = "offer_below_floor", Rule about "amount",
        "the amount is below the creditor's floor for this tier";
    OfferAlreadyAccepted = "offer_already_accepted", Conflict,
        "the settlement offer has been accepted already";
    OfferRejected = "offer_rejected", Conflict,
        "the settlement offer has been rejected";
    OfferNotYetExpired = "offer_not_yet_expired", Conflict,
        "the settlement offer has not expired yet";
    SettlementNotInForce = "settlement_not_in_force", Conflict,
        "the settlement is not accepted and unpaid";
    BreachBeforeAcceptance { accepted_on: NaiveDate }
        = "breach_before_acceptance", Invalid about "effective_date",
        "the breach is dated before the acceptance";
    AnswerBeforeOffer { offered_on: NaiveDate }
        = "answer_before_offer", Invalid about "effective_date",
        "the answer is dated before the offer";
    OfferExpired { expired_on: NaiveDate } = "offer_expired", Conflict,
        "the settlement offer expired on {expired_on}";
    AnotherOfferAccepted = "another_offer_accepted", Conflict,
        "another settlement offer of this account has been accepted";
    PlanUnknown = "plan_unknown", Unknown,
        "there is no such payment plan on this account";
    PlanTermsTooFewOrTooMany = "plan_terms_too_few_or_too_many", Invalid about "terms",
        "a payment plan must have 1 to 360 terms";
    PlanTermsOutOfOrder = "plan_terms_out_of_order", Invalid about "terms",
        "the terms of a payment plan must be in order of their due dates";
    PlanAlreadyActive = "plan_already_active", Conflict,
        "a payment plan is active on this account already";
    PlanNotProposed = "plan_not_proposed", Conflict,
        "the payment plan is not proposed: it has been decided on";
    PlanNotActive = "plan_not_active", Conflict,
        "the payment plan is not active";
    ConsumerErased = "consumer_erased", Conflict,
        "the consumer has been erased, so nothing more can be kept of them";
    AccountDisputed = "account_disputed", Conflict,
        "the account is disputed, so collecting is paused";
    DisputeUnknown = "dispute_unknown", Unknown,
        "there is no such dispute on this account";
    DisputeExceedsBalance { balance: Money } = "dispute_exceeds_balance", Rule about "amount",
        "the disputed amount is more than what is owed";
    DisputeAlreadyResolved = "dispute_already_resolved", Conflict,
        "the dispute has been resolved already";
    ResolutionBeforeDispute { filed_on: NaiveDate }
        = "resolution_before_dispute", Invalid about "effective_date",
        "the resolution is dated before the dispute";
    StateNotAuthorized = "state_not_authorized", Rule,
        "the creditor is not known to be licensed in the consumer's state";
    ScheduleUnknown = "schedule_unknown", Conflict,
        "the account has no instalment schedule";
    InstalmentsTooFewOrTooMany
        = "instalments_too_few_or_too_many", Invalid about "number_of_instalments",
        "a schedule must have 1 to 600 instalments, within the calendar";
    InstalmentsOutOfOrder = "instalments_out_of_order", Invalid about "instalments",
        "the instalments must be in order of their due dates, one a day";
    InstalmentDueBeforeSchedule
        = "instalment_due_before_schedule", Invalid about "first_due_date",
        "the first instalment is due before the schedule takes effect";
    ScheduleBeforeThePrevious
        = "schedule_before_the_previous", Invalid about "effective_date",
        "the schedule would take effect before the one that it replaces, or before a re-age";
    NothingPastDue = "nothing_past_due", Conflict,
        "nothing is past due on that day";
    ReageBeforeThePrevious = "reage_before_the_previous", Invalid about "effective_date",
        "the re-age is dated before an earlier one";
    ReageTooSoon { from: NaiveDate } = "reage_too_soon", Rule,
        "the account is too young to be re-aged: it may be from {from} on";
    ReageWithoutPayments = "reage_without_payments", Rule,
        "three instalments in a row, or as much together, must have been paid before a re-age";
    ReagedTooOften = "reaged_too_often", Rule,
        "an account is re-aged once in twelve months and twice in five years, and once in five \
         years in a workout";
    RecurringPaymentUnknown = "recurring_payment_unknown", Unknown,
        "there is no such recurring payment on this account";
    RecurringPaymentHasNoDate
        = "recurring_payment_has_no_date", Invalid about "end_date",
        "the recurring payment ends before the next of its dates";
    RecurringPaymentNotActive = "recurring_payment_not_active", Conflict,
        "the recurring payment is not active";
}
