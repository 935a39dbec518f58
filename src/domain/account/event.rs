//! Events: what happened to an account, as stored; amounts are minor units of its currency.
//!
//! See [`crate::stored`] for how a payload finds its struct; a file of this folder holds the payloads
//! of one noun.

mod adjustments;
mod close;
mod collection;
mod credits;
mod fees;
mod lending;
mod notes;
mod opening;
mod payments;
mod plans;
mod recurring;
mod schedules;
mod settlements;

pub use adjustments::BalanceAdjusted;
pub use close::{
    ChargeOffPending, DelinquencyCured, InstalmentFellDue, InstalmentMissed, InterestPosted,
};
pub use collection::{DisputeFiled, DisputeResolved, StageSet};
pub use credits::{
    CreditGranted, CreditRefunded, EntryReversed, InterestWaived, RateChanged, WrittenOff,
};
pub use fees::{FeeAssessed, FeeWaived, FeeWaiverUndone};
pub use lending::{
    AccountRecalled, ChargedOff, LoanApproved, LoanCancelled, LoanDenied, LoanDisbursed,
};
pub use notes::NoteAdded;
pub use opening::{Details, Itemized, Opening};
pub use payments::{
    PaymentBackdated, PaymentChargedBack, PaymentCompleted, PaymentFailed, PaymentReceived,
    PaymentRefunded, PaymentReversed, ReimbursementPaid,
};
pub use plans::{
    PlanApproved, PlanCreated, PlanDeactivated, PlanFinished, PlanRejected, PlanReopened,
    PlanTermExpired,
};
pub use recurring::{
    RecurringPaymentCancelled, RecurringPaymentCreated, RecurringPaymentSkipped,
    RecurringPaymentTaken,
};
pub use schedules::{AccountReaged, ScheduleSet};
pub use settlements::{
    MissedPart, Party, SettlementAccepted, SettlementBroken, SettlementCompleted,
    SettlementCountered, SettlementExpired, SettlementOffered, SettlementRejected,
    SettlementRevived, SettlementWithdrawn,
};

use crate::allocation::Split;
use crate::id::PaymentId;
use crate::stored::{CommandRefused, UnreadableEvent, events};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What every payload can be asked.
trait Payload {
    /// The date from which the event counts.
    fn effective(&self) -> NaiveDate;

    /// How the event says that the money it records was divided, where it is money to divide.
    fn split(&self) -> Option<Split> {
        None
    }

    /// The payments that the event says it has restated.
    fn restatements(&self) -> &[Restatement] {
        &[]
    }
}

/// A payload with a field `effective`, and with those of the fields that every payload can be asked
/// for which are named.
macro_rules! payload {
    ($name:ident $(, $field:ident)*) => {
        impl $crate::account::event::Payload for $name {
            fn effective(&self) -> chrono::NaiveDate {
                self.effective
            }
            $($crate::account::event::field!($field);)*
        }
    };
}
macro_rules! field {
    (split) => {
        fn split(&self) -> Option<$crate::allocation::Split> {
            self.split.into()
        }
    };
    (restatements) => {
        fn restatements(&self) -> &[$crate::account::Restatement] {
            &self.restatements
        }
    };
}
use field;
use payload;

/// Whether nothing was divided.
fn is_empty(split: &Split) -> bool {
    *split == Split::default()
}

/// A payment or credit whose split a retroactive change has altered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Restatement {
    pub payment: PaymentId,
    pub before: Split,
    pub after: Split,
}

payload!(CommandRefused);

events! {
    /// An event of an account's stream.
    enum Event;
    LoanCreated(Opening) = "loan.created", 1;
    AccountPlaced(Opening) = "account.placed", 1;
    LoanApproved(LoanApproved) = "loan.approved", 1;
    LoanDenied(LoanDenied) = "loan.denied", 1;
    LoanCancelled(LoanCancelled) = "loan.cancelled", 1;
    LoanDisbursed(LoanDisbursed) = "loan.disbursed", 1;
    PaymentReceived(PaymentReceived) = "payment.received", 1;
    PaymentCompleted(PaymentCompleted) = "payment.completed", 1;
    PaymentFailed(PaymentFailed) = "payment.failed", 1;
    PaymentReversed(PaymentReversed) = "payment.reversed", 1;
    PaymentRefunded(PaymentRefunded) = "payment.refunded", 1;
    PaymentBackdated(PaymentBackdated) = "payment.backdated", 1;
    PaymentChargedBack(PaymentChargedBack) = "payment.charged_back", 1;
    BalanceAdjusted(BalanceAdjusted) = "balance.adjusted", 1;
    CreditGranted(CreditGranted) = "credit.granted", 1;
    CreditRefunded(CreditRefunded) = "credit.refunded", 1;
    InterestWaived(InterestWaived) = "interest.waived", 1;
    RateChanged(RateChanged) = "rate.changed", 1;
    WrittenOff(WrittenOff) = "account.written_off", 1;
    ReimbursementPaid(ReimbursementPaid) = "reimbursement.paid", 1;
    EntryReversed(EntryReversed) = "entry.reversed", 1;
    FeeAssessed(FeeAssessed) = "fee.assessed", 1;
    FeeWaived(FeeWaived) = "fee.waived", 1;
    FeeWaiverUndone(FeeWaiverUndone) = "fee.waiver_undone", 1;
    SettlementOffered(SettlementOffered) = "settlement.offered", 1;
    SettlementCountered(SettlementCountered) = "settlement.countered", 1;
    SettlementAccepted(SettlementAccepted) = "settlement.accepted", 1;
    SettlementRejected(SettlementRejected) = "settlement.rejected", 1;
    SettlementExpired(SettlementExpired) = "settlement.expired", 1;
    SettlementBroken(SettlementBroken) = "settlement.broken", 1;
    SettlementCompleted(SettlementCompleted) = "settlement.completed", 1;
    SettlementRevived(SettlementRevived) = "settlement.revived", 1;
    SettlementWithdrawn(SettlementWithdrawn) = "settlement.withdrawn", 1;
    ChargedOff(ChargedOff) = "account.charged_off", 1;
    AccountRecalled(AccountRecalled) = "account.recalled", 1;
    NoteAdded(NoteAdded) = "note.added", 1;
    PlanCreated(PlanCreated) = "plan.created", 1;
    PlanApproved(PlanApproved) = "plan.approved", 1;
    PlanRejected(PlanRejected) = "plan.rejected", 1;
    PlanDeactivated(PlanDeactivated) = "plan.deactivated", 1;
    PlanTermExpired(PlanTermExpired) = "plan.term_expired", 1;
    PlanFinished(PlanFinished) = "plan.finished", 1;
    PlanReopened(PlanReopened) = "plan.reopened", 1;
    StageSet(StageSet) = "account.stage_set", 1;
    DisputeFiled(DisputeFiled) = "dispute.filed", 1;
    DisputeResolved(DisputeResolved) = "dispute.resolved", 1;
    RecurringPaymentCreated(RecurringPaymentCreated) = "recurring_payment.created", 1;
    RecurringPaymentCancelled(RecurringPaymentCancelled) = "recurring_payment.cancelled", 1;
    RecurringPaymentTaken(RecurringPaymentTaken) = "recurring_payment.taken", 1;
    RecurringPaymentSkipped(RecurringPaymentSkipped) = "recurring_payment.skipped", 1;
    ScheduleSet(ScheduleSet) = "schedule.set", 1;
    AccountReaged(AccountReaged) = "account.reaged", 1;
    InstalmentFellDue(InstalmentFellDue) = "instalment.fell_due", 1;
    InstalmentMissed(InstalmentMissed) = "instalment.missed", 1;
    DelinquencyCured(DelinquencyCured) = "account.cured", 1;
    ChargeOffPending(ChargeOffPending) = "account.charge_off_pending", 1;
    InterestPosted(InterestPosted) = "interest.posted", 1;
    CommandRefused(CommandRefused) = "command.refused", 1;
}

impl Event {
    /// The date from which the event counts.
    pub fn effective(&self) -> NaiveDate {
        self.payload().effective()
    }

    /// How the event says that the money it records was divided, where it is money to divide.
    pub fn split(&self) -> Option<Split> {
        self.payload().split()
    }

    /// The payments that the event says a retroactive change has restated.
    pub fn restatements(&self) -> &[Restatement] {
        self.payload().restatements()
    }
}
