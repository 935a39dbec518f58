//! An account: the consistency boundary, the event stream, the unit of replay.

mod amendment;
mod collection;
mod command;
mod decide;
mod due;
mod event;
mod evolve;
mod fact;
mod fee_schedule;
mod foresee;
mod payment;
pub mod plan;
mod position;
mod quote;
pub mod recurring;
mod refusal;
mod replay;
pub mod schedule;
mod settlement;
mod state;
mod step;
mod terms;

pub use collection::{Condition, Dispute, Outcome, Stage, UnknownCondition};
pub use command::{
    AcceptSettlement, AddNote, AdjustBalance, ApproveLoan, AssessFee, BackdatePayment,
    BreakSettlement, CancelLoan, ChangeRate, ChargeBackPayment, ChargeOff, CloseDay, Command,
    CompletePayment, CounterSettlement, CreatePlan, CreateRecurringPayment, DenyLoan, Disburse,
    ExpireSettlement, FailPayment, FileDispute, GrantCredit, NsfFee, OfferSettlement, PayOff,
    PlaceIntercept, PostInterest, ReageAccount, RecallAccount, RecordInvoicePayment, RecordPayment,
    RefundCredit, RefundPayment, Reimburse, RejectPlan, RejectSettlement, ResolveDispute,
    ReverseEntry, ReversePayment, SetSchedule, SetStage, UndoFeeWaiver, WaiveFee, WaiveInterest,
    WriteOff,
};
pub use decide::{Preview, decide, preview};
pub use event::{
    AccountReaged, AccountRecalled, BalanceAdjusted, ChargeOffPending, ChargedOff, CreditGranted,
    CreditRefunded, DelinquencyCured, Details, DisputeFiled, DisputeResolved, EntryReversed, Event,
    FeeAssessed, FeeWaived, FeeWaiverUndone, InstalmentFellDue, InstalmentMissed, InterestPosted,
    InterestWaived, Itemized, LoanApproved, LoanCancelled, LoanDenied, LoanDisbursed, MissedPart,
    NoteAdded, Opening, Party, PaymentBackdated, PaymentChargedBack, PaymentCompleted,
    PaymentFailed, PaymentReceived, PaymentRefunded, PaymentReversed, PlanApproved, PlanCreated,
    PlanDeactivated, PlanFinished, PlanRejected, PlanReopened, PlanTermExpired, RateChanged,
    RecurringPaymentCancelled, RecurringPaymentCreated, RecurringPaymentSkipped,
    RecurringPaymentTaken, ReimbursementPaid, Restatement, ScheduleSet, SettlementAccepted,
    SettlementBroken, SettlementCompleted, SettlementCountered, SettlementExpired,
    SettlementOffered, SettlementRejected, SettlementRevived, SettlementWithdrawn, StageSet,
    WrittenOff,
};
pub use evolve::{Change, Divergence, PaymentChange, apply, evolve};
pub use fact::{Fact, FactKind, FeeKind};
pub use fee_schedule::{FeeAmount, FeeCause, FeeSchedule};
pub use payment::{Method, Payment, PaymentStanding, PaymentStatus};
pub use plan::{Plan, PlanOrigin, PlanStanding, PlanStatus, PlanTerm};
pub use position::{FeeAmounts, OpenFee, Position, SettlementProgress};
pub use quote::{Itemization, Payoff};
pub use recurring::{Recurring, RecurringStatus};
pub use refusal::{Refusal, RefusalKind};
pub use replay::{Life, Step, replay};
pub use settlement::{Breach, Offer, OfferStatus, SettlementPart, Tier};
pub use state::{Account, Application, Fee, FeeWaiver, State, Status};
pub use terms::{InterestPosting, Product, Rhythm, Terms, TermsGiven};

#[cfg(test)]
mod tests;
