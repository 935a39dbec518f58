//! Deciding: a command against the state becomes events or a refusal.

mod adjustments;
mod application;
pub(super) mod close;
mod collection;
mod credits;
mod fees;
mod lending;
mod notes;
mod open_payments;
mod pay_off;
mod payments;
mod plans;
mod recurring;
mod schedule;
mod settlement;

use crate::account::amendment::Amendment;
use crate::account::command::Command;
use crate::account::event::{
    Event, Opening, SettlementCompleted, SettlementRevived, SettlementWithdrawn,
};
use crate::account::foresee::{Foreseen, foresee};
use crate::account::{
    Account, Fact, FactKind, Offer, OfferStatus, Payment, PaymentStanding, Product, Refusal, State,
};
use crate::allocation::{Direction, Due, Split};
use crate::id::{FactId, OfferId};
use crate::money::Money;
use chrono::NaiveDate;

/// The sequence of a fact that has none yet: after everything recorded so far.
const NEXT: u64 = u64::MAX;

/// Decides a command on `today`, the creditor's current date.
///
/// # Errors
/// The first [`Refusal`] that applies; nothing has changed then.
pub fn decide(state: &State, command: &Command, today: NaiveDate) -> Result<Vec<Event>, Refusal> {
    match command {
        Command::CreateLoan(opening) => {
            check_opening(state, opening, today)?;
            match opening.product {
                Product::Loan { approved_principal } => positive(approved_principal)?,
                Product::Placed => return Err(Refusal::NotALoan),
            }
            Ok(vec![Event::LoanCreated((**opening).clone())])
        }
        Command::PlaceAccount(opening) => place(state, opening, today),
        Command::PlaceIntercept(command) => {
            let licensed = command.licensed.as_ref().is_none_or(|licensed| {
                let in_state = |state| licensed.contains(&state);
                command.state.is_some_and(in_state)
            });
            if !licensed {
                return Err(Refusal::StateNotAuthorized);
            }
            place(state, &command.opening, today)
        }
        _ => {
            let account = state.account().ok_or(Refusal::AccountUnknown)?;
            let events = Decider { account, today }.decide(command)?;
            Ok(plans::with_plans(account, events))
        }
    }
}

fn place(state: &State, opening: &Opening, today: NaiveDate) -> Result<Vec<Event>, Refusal> {
    check_opening(state, opening, today)?;
    positive(opening.principal + opening.interest + opening.fees)?;
    let placed = Event::AccountPlaced(opening.clone());
    schedule::with_agreed(state, placed, opening.opened_on, today)
}

/// How an amount would be divided today, and what would be left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Preview {
    pub split: Split,
    pub remaining: Due,
}

/// What a payment would do, without recording it.
///
/// # Errors
/// The [`Refusal`] that recording it would meet.
pub fn preview(
    state: &State,
    amount: Money,
    direction: Direction,
    effective: NaiveDate,
    today: NaiveDate,
) -> Result<Preview, Refusal> {
    let account = state.account().ok_or(Refusal::AccountUnknown)?;
    let decider = Decider { account, today };
    decider.money(amount, effective)?;
    decider.disbursed()?;
    let payment = Payment {
        amount,
        method: crate::account::Method::Other,
        direction,
        standing: PaymentStanding::Completed,
        external_id: None,
    };
    let id = FactId(uuid::Uuid::nil());
    let foreseen = decider.add(id, effective, FactKind::Payment(payment))?;
    let last = effective.max(account.last_date());
    Ok(Preview {
        split: foreseen.change.split.unwrap_or_default(),
        remaining: foreseen.position.due_on(&account.terms, last),
    })
}

fn positive(amount: Money) -> Result<(), Refusal> {
    if amount.is_positive() {
        Ok(())
    } else {
        Err(Refusal::AmountNotPositive)
    }
}

fn check_opening(state: &State, opening: &Opening, today: NaiveDate) -> Result<(), Refusal> {
    if state.account().is_some() {
        return Err(Refusal::AccountAlreadyExists);
    }
    if opening.opened_on > today {
        return Err(Refusal::EffectiveDateInFuture {
            given: opening.opened_on,
            today,
        });
    }
    let parts = [opening.principal, opening.interest, opening.fees];
    if parts.iter().any(|part| part.minor() < 0) {
        return Err(Refusal::AmountNotPositive);
    }
    // Each part first, so that their sum cannot overflow.
    let too_large = |amount: Money| amount > Money::LIMIT;
    if parts.iter().any(|part| too_large(*part)) || too_large(parts.into_iter().sum()) {
        return Err(Refusal::TurnoverTooLarge);
    }
    Ok(())
}

struct Decider<'a> {
    account: &'a Account,
    today: NaiveDate,
}

impl Decider<'_> {
    fn decide(&self, command: &Command) -> Result<Vec<Event>, Refusal> {
        match command {
            Command::CreateLoan(_) | Command::PlaceAccount(_) | Command::PlaceIntercept(_) => {
                Err(Refusal::AccountAlreadyExists)
            }
            Command::ApproveLoan(command) => self.approve(command),
            Command::DenyLoan(command) => self.deny(command),
            Command::CancelLoan(command) => self.cancel(command),
            Command::Disburse(command) => self.disburse(command),
            Command::RecordPayment(command) => self.record_payment(command),
            Command::PayOff(command) => self.pay_off(command),
            Command::RecordInvoicePayment(command) => self.record_invoice_payment(command),
            Command::CompletePayment(command) => self.complete_payment(command),
            Command::FailPayment(command) => self.fail_payment(command),
            Command::ReversePayment(command) => self.reverse_payment(command),
            Command::RefundPayment(command) => self.refund_payment(command),
            Command::BackdatePayment(command) => self.backdate_payment(command),
            Command::ChargeBackPayment(command) => self.charge_back_payment(command),
            Command::AdjustBalance(command) => self.adjust_balance(command),
            Command::GrantCredit(command) => self.grant_credit(command),
            Command::RefundCredit(command) => self.refund_credit(command),
            Command::WaiveInterest(command) => self.waive_interest(command),
            Command::ChangeRate(command) => self.change_rate(command),
            Command::WriteOff(command) => self.write_off(command),
            Command::UndoFeeWaiver(command) => self.undo_fee_waiver(command),
            Command::Reimburse(command) => self.reimburse(command),
            Command::ReverseEntry(command) => self.reverse_entry(command),
            Command::AssessFee(command) => self.assess_fee(command),
            Command::WaiveFee(command) => self.waive_fee(command),
            Command::OfferSettlement(command) => self.offer_settlement(command),
            Command::CounterSettlement(command) => self.counter_settlement(command),
            Command::AcceptSettlement(command) => self.accept_settlement(command),
            Command::RejectSettlement(command) => self.reject_settlement(*command),
            Command::ExpireSettlement(command) => self.expire_settlement(*command),
            Command::BreakSettlement(command) => self.break_settlement(command),
            Command::ChargeOff(command) => self.charge_off(command),
            Command::RecallAccount(command) => self.recall(command),
            Command::AddNote(command) => self.add_note(command),
            Command::CreatePlan(command) => self.create_plan(command),
            Command::ApprovePlan(plan) => self.approve_plan(*plan),
            Command::RejectPlan(command) => self.reject_plan(command),
            Command::DeactivatePlan(plan) => self.deactivate_plan(*plan),
            Command::CreateRecurringPayment(command) => self.create_recurring(command),
            Command::CancelRecurringPayment(id) => self.cancel_recurring(*id),
            Command::SetSchedule(command) => self.set_schedule(command),
            Command::ReageAccount(command) => self.reage(command),
            Command::PostInterest(command) => self.post_interest(command),
            Command::CloseDay(command) => self.close_day(command),
            Command::SetStage(command) => self.set_stage(*command),
            Command::FileDispute(command) => self.file_dispute(command),
            Command::ResolveDispute(command) => self.resolve_dispute(command),
        }
    }

    /// The amount is positive and can be held; the date is in the account's life so far.
    fn money(&self, amount: Money, effective: NaiveDate) -> Result<(), Refusal> {
        positive(amount)?;
        if amount > Money::LIMIT - self.account.turnover {
            return Err(Refusal::TurnoverTooLarge);
        }
        self.date(effective)
    }

    /// Whether the account's turnover can hold a fact of this kind.
    fn has_room_for(&self, kind: &FactKind) -> bool {
        kind.fits(Money::LIMIT - self.account.turnover)
    }

    fn date(&self, given: NaiveDate) -> Result<(), Refusal> {
        if given > self.today {
            return Err(Refusal::EffectiveDateInFuture {
                given,
                today: self.today,
            });
        }
        let opened_on = self.account.opened_on;
        if given < opened_on {
            return Err(Refusal::EffectiveDateBeforePlacement { given, opened_on });
        }
        Ok(())
    }

    /// Nothing is charged, given or agreed on a debt from the day on which it was given back.
    fn not_recalled(&self, on: NaiveDate) -> Result<(), Refusal> {
        match self.account.position.recalled {
            Some(recalled_on) if recalled_on <= on => Err(Refusal::AccountRecalled { recalled_on }),
            _ => Ok(()),
        }
    }

    fn disbursed(&self) -> Result<(), Refusal> {
        if !self.account.position.has_begun() {
            return Err(Refusal::LoanNotDisbursed);
        }
        Ok(())
    }

    fn add(&self, id: FactId, date: NaiveDate, kind: FactKind) -> Result<Foreseen, Refusal> {
        let fact = Fact {
            id,
            sequence: NEXT,
            date,
            kind,
        };
        foresee(self.account, &Amendment::Add(fact)).ok_or(Refusal::PaymentUnknown)
    }

    /// The event, and with it the settlement that it completes, revives or withdraws.
    fn with_settlement(&self, event: Event, foreseen: &Foreseen) -> Vec<Event> {
        let position = &self.account.position;
        let (was, is) = (position.settled_by(), foreseen.position.settled_by());
        let effective = event.effective();
        let mut events = vec![event];
        let agreed = position.settlement.map(|progress| progress.offer);
        if let Some(offer) = agreed.filter(|_| foreseen.position.is_recalled_unsettled()) {
            let withdrawn = SettlementWithdrawn { offer, effective };
            events.push(Event::SettlementWithdrawn(withdrawn));
            return events;
        }
        if was != is {
            let revived =
                was.map(|offer| Event::SettlementRevived(SettlementRevived { offer, effective }));
            let completed = is
                .map(|offer| Event::SettlementCompleted(SettlementCompleted { offer, effective }));
            events.extend(revived.into_iter().chain(completed));
        }
        let again = self.live_again(foreseen).filter(|offer| Some(*offer) != is);
        events.extend(
            again.map(|offer| Event::SettlementRevived(SettlementRevived { offer, effective })),
        );
        events
    }

    /// The offers that are over and live again: what was missing of a broken one has turned out to have
    /// come in time, or the recall that ended it has been reversed.
    fn live_again(&self, foreseen: &Foreseen) -> impl Iterator<Item = OfferId> {
        let position = &foreseen.position;
        let is_over = |offer: &&Offer| match offer.status {
            OfferStatus::Broken => position.settlement_in_force() == Some(offer.id),
            OfferStatus::Withdrawn => position.recalled.is_none(),
            _ => false,
        };
        self.account
            .offers
            .iter()
            .filter(is_over)
            .map(|offer| offer.id)
    }
}
