//! Commands: wishes in the imperative; each carries the ids and dates it needs.

mod close;
mod credits;
mod plans;

pub use close::CloseDay;
pub use credits::{ChangeRate, GrantCredit, RefundCredit, UndoFeeWaiver, WaiveInterest, WriteOff};
pub use plans::{CreatePlan, RejectPlan};

use crate::account::{FeeKind, Method, Opening, PaymentStanding, Tier};
use crate::allocation::Direction;
use crate::id::{FactId, OfferId, PaymentId, PlanId};
use crate::money::Money;
use chrono::NaiveDate;

/// What can be asked of an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    CreateLoan(Box<Opening>),
    PlaceAccount(Box<Opening>),
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
    AssessFee(AssessFee),
    WaiveFee(WaiveFee),
    OfferSettlement(OfferSettlement),
    AcceptSettlement(AcceptSettlement),
    ChargeOff(ChargeOff),
    AddNote(AddNote),
    CreatePlan(CreatePlan),
    ApprovePlan(PlanId),
    RejectPlan(RejectPlan),
    DeactivatePlan(PlanId),
    CloseDay(CloseDay),
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
    pub amount: Money,
    pub kind: FeeKind,
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
pub struct OfferSettlement {
    pub id: OfferId,
    pub amount: Money,
    pub tier: Tier,
    pub effective: NaiveDate,
    pub expires_on: Option<NaiveDate>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AcceptSettlement {
    pub offer: OfferId,
    pub acceptance: FactId,
    pub effective: NaiveDate,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChargeOff {
    pub id: FactId,
    pub effective: NaiveDate,
    pub reason: Box<str>,
}

impl Command {
    /// The name under which a refusal of this command is recorded.
    pub const fn name(&self) -> &'static str {
        match self {
            Command::CreateLoan(_) => "create_loan",
            Command::PlaceAccount(_) => "place_account",
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
            Command::AssessFee(_) => "assess_fee",
            Command::WaiveFee(_) => "waive_fee",
            Command::OfferSettlement(_) => "offer_settlement",
            Command::AcceptSettlement(_) => "accept_settlement",
            Command::ChargeOff(_) => "charge_off",
            Command::AddNote(_) => "add_note",
            Command::CreatePlan(_) => "create_plan",
            Command::ApprovePlan(_) => "approve_plan",
            Command::RejectPlan(_) => "reject_plan",
            Command::DeactivatePlan(_) => "deactivate_plan",
            Command::CloseDay(_) => "close_day",
        }
    }
}
