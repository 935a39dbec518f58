//! An account: the consistency boundary, the event stream, the unit of replay.

mod amendment;
mod command;
mod decide;
mod event;
mod evolve;
mod fact;
mod foresee;
mod payment;
mod position;
mod quote;
mod refusal;
mod replay;
mod state;
mod step;
mod terms;

pub use command::{
    AcceptSettlement, AdjustBalance, AssessFee, BackdatePayment, ChargeBackPayment, ChargeOff,
    Command, CompletePayment, Disburse, FailPayment, NsfFee, OfferSettlement, RecordPayment,
    RefundPayment, Reimburse, ReversePayment, WaiveFee,
};
pub use decide::{Preview, decide, preview};
pub use event::{
    BalanceAdjusted, ChargedOff, Details, Event, FeeAssessed, FeeWaived, LoanDisbursed, Opening,
    PaymentBackdated, PaymentChargedBack, PaymentCompleted, PaymentFailed, PaymentReceived,
    PaymentRefunded, PaymentReversed, ReimbursementPaid, Restatement, SettlementAccepted,
    SettlementCompleted, SettlementOffered, SettlementRevived,
};
pub use evolve::{Change, Divergence, PaymentChange, apply, evolve};
pub use fact::{Fact, FactKind, FeeKind};
pub use payment::{Method, Payment, PaymentStanding, PaymentStatus};
pub use position::{OpenFee, Position, SettlementProgress};
pub use quote::{Itemization, Payoff};
pub use refusal::{Refusal, RefusalKind};
pub use replay::{Life, Step, replay};
pub use state::{Account, Offer, OfferStatus, State, Status, Tier};
pub use terms::{Product, Terms};

#[cfg(test)]
mod tests;
