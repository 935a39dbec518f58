//! Commands: wishes in the imperative; each carries the ids and dates it needs.

mod close;
mod collection;
mod credits;
mod plans;
mod recurring;
mod schedule;
mod settlement;

pub use close::{CloseDay, PostInterest};
pub use collection::{FileDispute, ResolveDispute, SetStage};
pub use credits::{
    ChangeRate, GrantCredit, RefundCredit, ReverseEntry, UndoFeeWaiver, WaiveInterest, WriteOff,
};
pub use plans::{CreatePlan, RejectPlan};
pub use recurring::CreateRecurringPayment;
pub use schedule::{ReageAccount, SetSchedule};
pub use settlement::{
    AcceptSettlement, BreakSettlement, CounterSettlement, ExpireSettlement, OfferSettlement,
    RejectSettlement,
};

use crate::account::{FeeCause, FeeKind, Method, Opening, PaymentStanding};
use crate::allocation::Direction;
use crate::creditor::UsState;
use crate::id::{FactId, PaymentId, PlanId, RecurringId};
use crate::money::Money;
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// A debt placed before its charge-off, where the creditor must be licensed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaceIntercept {
    pub opening: Opening,
    /// The states in which the creditor is licensed; everywhere when absent.
    pub licensed: Option<BTreeSet<UsState>>,
    /// The consumer's state, where it is known.
    pub state: Option<UsState>,
}

/// What can be asked of an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    CreateLoan(Box<Opening>),
    PlaceAccount(Box<Opening>),
    PlaceIntercept(Box<PlaceIntercept>),
    ApproveLoan(ApproveLoan),
    DenyLoan(DenyLoan),
    CancelLoan(CancelLoan),
    Disburse(Disburse),
    RecordPayment(RecordPayment),
    PayOff(PayOff),
    /// A payment of what is owed at most.
    RecordInvoicePayment(RecordInvoicePayment),
    CompletePayment(CompletePayment),
    FailPayment(FailPayment),
    ReversePayment(ReversePayment),
    ChargeBackPayment(ChargeBackPayment),
    RefundPayment(RefundPayment),
    BackdatePayment(BackdatePayment),
    AdjustBalance(AdjustBalance),
    GrantCredit(GrantCredit),
    RefundCredit(RefundCredit),
    WaiveInterest(WaiveInterest),
    ChangeRate(ChangeRate),
    WriteOff(WriteOff),
    UndoFeeWaiver(UndoFeeWaiver),
    Reimburse(Reimburse),
    /// Takes back something other than a payment, a fee, a waiver of a fee or a settlement.
    ReverseEntry(ReverseEntry),
    AssessFee(AssessFee),
    WaiveFee(WaiveFee),
    OfferSettlement(OfferSettlement),
    CounterSettlement(CounterSettlement),
    AcceptSettlement(AcceptSettlement),
    RejectSettlement(RejectSettlement),
    ExpireSettlement(ExpireSettlement),
    BreakSettlement(BreakSettlement),
    ChargeOff(ChargeOff),
    /// Gives a placed debt back to whom it came from.
    RecallAccount(RecallAccount),
    AddNote(AddNote),
    CreatePlan(CreatePlan),
    ApprovePlan(PlanId),
    RejectPlan(RejectPlan),
    DeactivatePlan(PlanId),
    CreateRecurringPayment(CreateRecurringPayment),
    CancelRecurringPayment(RecurringId),
    SetSchedule(SetSchedule),
    ReageAccount(ReageAccount),
    PostInterest(PostInterest),
    CloseDay(CloseDay),
    SetStage(SetStage),
    FileDispute(FileDispute),
    ResolveDispute(ResolveDispute),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ApproveLoan {
    pub effective: NaiveDate,
}

/// No to an application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DenyLoan {
    pub effective: NaiveDate,
    pub reason: Box<str>,
}

/// The application is withdrawn, approved or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CancelLoan {
    pub effective: NaiveDate,
    pub reason: Box<str>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disburse {
    pub id: FactId,
    /// All that is approved and not yet disbursed when absent.
    pub amount: Option<Money>,
    pub effective: NaiveDate,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordPayment {
    pub id: PaymentId,
    pub amount: Money,
    pub method: Method,
    pub direction: Direction,
    /// Pending, processing or completed.
    pub standing: PaymentStanding,
    pub effective: NaiveDate,
    pub external_id: Option<Box<str>>,
}

/// A payment of exactly what pays the account off on its day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PayOff {
    pub id: PaymentId,
    pub method: Method,
    pub effective: NaiveDate,
    pub external_id: Option<Box<str>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordInvoicePayment {
    pub payment: RecordPayment,
    /// Written down with the payment, which it is about.
    pub note: Option<AddNote>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddNote {
    pub id: FactId,
    pub about: Option<PaymentId>,
    /// The text, sealed under the consumer's own key.
    pub sealed: Box<str>,
    pub effective: NaiveDate,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CompletePayment {
    pub payment: PaymentId,
    /// From when it counts; the day it is dated already when absent.
    pub effective: Option<NaiveDate>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FailPayment {
    pub payment: PaymentId,
    pub reason: Box<str>,
    pub effective: NaiveDate,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChargeBackPayment {
    pub id: FactId,
    pub payment: PaymentId,
    /// All of the payment that has not been refunded when absent.
    pub amount: Option<Money>,
    pub reason: Box<str>,
    pub effective: NaiveDate,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AdjustBalance {
    pub id: FactId,
    /// Everything owed at the end of the effective day.
    pub balance: Money,
    pub reason: Box<str>,
    pub effective: NaiveDate,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReversePayment {
    pub payment: PaymentId,
    pub reason: Box<str>,
    /// The day of the return.
    pub effective: NaiveDate,
    pub nsf_fee: Option<NsfFee>,
}

/// A fee for a returned payment; the account's terms give its amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NsfFee {
    pub id: FactId,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefundPayment {
    pub id: FactId,
    pub payment: PaymentId,
    /// All of the payment that has not been refunded yet when absent.
    pub amount: Option<Money>,
    pub reason: Box<str>,
    pub effective: NaiveDate,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BackdatePayment {
    pub payment: PaymentId,
    pub effective: NaiveDate,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reimburse {
    pub id: FactId,
    pub amount: Money,
    pub reason: Box<str>,
    pub effective: NaiveDate,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssessFee {
    pub id: FactId,
    /// What the terms say of this kind of fee when absent.
    pub amount: Option<Money>,
    pub kind: FeeKind,
    pub cause: FeeCause,
    pub effective: NaiveDate,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaiveFee {
    pub id: FactId,
    pub fee: FactId,
    /// All of the fee that has not been waived yet when absent.
    pub amount: Option<Money>,
    pub reason: Box<str>,
    pub effective: NaiveDate,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChargeOff {
    pub id: FactId,
    pub effective: NaiveDate,
    pub reason: Box<str>,
}

/// What is owed of a placed debt goes back to whom it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecallAccount {
    pub id: FactId,
    pub reason: Box<str>,
    pub effective: NaiveDate,
}

impl Command {
    /// Whether it opens an account, which then has an id of the command's own making.
    pub const fn opens(&self) -> bool {
        matches!(
            self,
            Command::CreateLoan(_) | Command::PlaceAccount(_) | Command::PlaceIntercept(_)
        )
    }

    /// The name under which a refusal of this command is recorded.
    pub const fn name(&self) -> &'static str {
        match self {
            Command::CreateLoan(_) => "create_loan",
            Command::PlaceAccount(_) => "place_account",
            Command::PlaceIntercept(_) => "place_intercept",
            Command::ApproveLoan(_) => "approve_loan",
            Command::DenyLoan(_) => "deny_loan",
            Command::CancelLoan(_) => "cancel_loan",
            Command::Disburse(_) => "disburse",
            Command::RecordPayment(_) => "record_payment",
            Command::PayOff(_) => "pay_off",
            Command::RecordInvoicePayment(_) => "record_invoice_payment",
            Command::CompletePayment(_) => "complete_payment",
            Command::FailPayment(_) => "fail_payment",
            Command::ReversePayment(_) => "reverse_payment",
            Command::RefundPayment(_) => "refund_payment",
            Command::BackdatePayment(_) => "backdate_payment",
            Command::ChargeBackPayment(_) => "charge_back_payment",
            Command::AdjustBalance(_) => "adjust_balance",
            Command::GrantCredit(_) => "grant_credit",
            Command::RefundCredit(_) => "refund_credit",
            Command::WaiveInterest(_) => "waive_interest",
            Command::ChangeRate(_) => "change_rate",
            Command::WriteOff(_) => "write_off",
            Command::UndoFeeWaiver(_) => "undo_fee_waiver",
            Command::Reimburse(_) => "reimburse",
            Command::ReverseEntry(_) => "reverse_entry",
            Command::AssessFee(_) => "assess_fee",
            Command::WaiveFee(_) => "waive_fee",
            Command::OfferSettlement(_) => "offer_settlement",
            Command::CounterSettlement(_) => "counter_settlement",
            Command::AcceptSettlement(_) => "accept_settlement",
            Command::RejectSettlement(_) => "reject_settlement",
            Command::ExpireSettlement(_) => "expire_settlement",
            Command::BreakSettlement(_) => "break_settlement",
            Command::ChargeOff(_) => "charge_off",
            Command::RecallAccount(_) => "recall_account",
            Command::AddNote(_) => "add_note",
            Command::CreatePlan(_) => "create_plan",
            Command::ApprovePlan(_) => "approve_plan",
            Command::RejectPlan(_) => "reject_plan",
            Command::DeactivatePlan(_) => "deactivate_plan",
            Command::CreateRecurringPayment(_) => "create_recurring_payment",
            Command::CancelRecurringPayment(_) => "cancel_recurring_payment",
            Command::SetSchedule(_) => "set_schedule",
            Command::ReageAccount(_) => "reage_account",
            Command::PostInterest(_) => "post_interest",
            Command::CloseDay(_) => "close_day",
            Command::SetStage(_) => "set_stage",
            Command::FileDispute(_) => "file_dispute",
            Command::ResolveDispute(_) => "resolve_dispute",
        }
    }
}
