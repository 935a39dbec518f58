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
    ChargeBackPayment, ChargeOff, CloseDay, Command, CompletePayment, CreatePlan, DenyLoan,
    Disburse, FailPayment, NsfFee, OfferSettlement, PayOff, RecordInvoicePayment, RecordPayment,
    RefundPayment, Reimburse, RejectPlan, ReversePayment, WaiveFee,
};
pub use decide::{Preview, decide, preview};
pub use event::{
    BalanceAdjusted, ChargedOff, Details, Event, FeeAssessed, FeeWaived, LoanApproved,
    LoanCancelled, LoanDenied, LoanDisbursed, NoteAdded, Opening, PaymentBackdated,
    PaymentChargedBack, PaymentCompleted, PaymentFailed, PaymentReceived, PaymentRefunded,
    PaymentReversed, PlanApproved, PlanCreated, PlanDeactivated, PlanFinished, PlanRejected,
    PlanReopened, PlanTermExpired, ReimbursementPaid, Restatement, SettlementAccepted,
    SettlementCompleted, SettlementOffered, SettlementRevived,
};
pub use evolve::{Change, Divergence, PaymentChange, apply, evolve};
pub use fact::{Fact, FactKind, FeeKind};
pub use payment::{Method, Payment, PaymentStanding, PaymentStatus};
pub use plan::{Plan, PlanOrigin, PlanStanding, PlanStatus, PlanTerm};
pub use position::{OpenFee, Position, SettlementProgress};
pub use quote::{Itemization, Payoff};
pub use refusal::{Refusal, RefusalKind};
pub use replay::{Life, Step, replay};
pub use state::{Account, Application, Offer, OfferStatus, State, Status, Tier};
pub use terms::{Product, Terms};

#[cfg(test)]
mod tests;
