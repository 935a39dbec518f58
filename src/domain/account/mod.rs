//! An account: the consistency boundary, the event stream, the unit of replay.

mod amendment;
mod command;
mod decide;
mod event;
mod evolve;
mod fact;
mod foresee;
mod payment;
pub mod plan;
mod position;
mod quote;
mod refusal;
mod replay;
mod state;
mod step;
mod terms;

pub use command::{
    AcceptSettlement, AddNote, AdjustBalance, ApproveLoan, AssessFee, BackdatePayment, CancelLoan,
    ChangeRate, ChargeBackPayment, ChargeOff, CloseDay, Command, CompletePayment, CreatePlan,
    DenyLoan, Disburse, FailPayment, GrantCredit, NsfFee, OfferSettlement, PayOff,
    RecordInvoicePayment, RecordPayment, RefundCredit, RefundPayment, Reimburse, RejectPlan,
    ReversePayment, UndoFeeWaiver, WaiveFee, WaiveInterest, WriteOff,
};
pub use decide::{Preview, decide, preview};
pub use event::{
    BalanceAdjusted, ChargedOff, CreditGranted, CreditRefunded, Details, Event, FeeAssessed,
    FeeWaived, FeeWaiverUndone, InterestWaived, LoanApproved, LoanCancelled, LoanDenied,
    LoanDisbursed, NoteAdded, Opening, PaymentBackdated, PaymentChargedBack, PaymentCompleted,
    PaymentFailed, PaymentReceived, PaymentRefunded, PaymentReversed, PlanApproved, PlanCreated,
    PlanDeactivated, PlanFinished, PlanRejected, PlanReopened, PlanTermExpired, RateChanged,
    ReimbursementPaid, Restatement, SettlementAccepted, SettlementCompleted, SettlementOffered,
    SettlementRevived, WrittenOff,
};
pub use evolve::{Change, Divergence, PaymentChange, apply, evolve};
pub use fact::{Fact, FactKind, FeeKind};
pub use payment::{Method, Payment, PaymentStanding, PaymentStatus};
pub use plan::{Plan, PlanOrigin, PlanStanding, PlanStatus, PlanTerm};
pub use position::{FeeAmounts, OpenFee, Position, SettlementProgress};
pub use quote::{Itemization, Payoff};
pub use refusal::{Refusal, RefusalKind};
pub use replay::{Life, Step, replay};
pub use state::{Account, Application, Offer, OfferStatus, State, Status, Tier};
pub use terms::{Product, Terms};

#[cfg(test)]
mod tests;
