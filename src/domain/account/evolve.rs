//! Folding events into state, and what each event changed.

mod collection;
mod plans;
mod recurring;
mod schedule;

use crate::account::amendment::Amendment;
use crate::account::event::{Event, Opening};
use crate::account::foresee::foresee;
use crate::account::schedule::{Course, Lateness};
use crate::account::{
    Account, Application, Breach, Fact, FactKind, OfferStatus, PaymentStatus, Position,
    Restatement, Stage, State,
};
use crate::allocation::Split;
use crate::id::{OfferId, PaymentId};
use crate::journal::JournalLine;
use crate::money::Money;
use chrono::NaiveDate;

/// What an event changed beside the state itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// The balanced lines that the event books; earlier lines are never edited.
    pub lines: Vec<JournalLine>,
    /// How the money that the event records was divided.
    pub split: Option<Split>,
    /// Payments that are new or stand differently now.
    pub payments: Vec<PaymentChange>,
    /// Payments and credits whose split was restated.
    pub restatements: Vec<Restatement>,
    /// The days on which the account is late for something else than was known before.
    pub lateness: Vec<Lateness>,
}

/// A payment as it stands after an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PaymentChange {
    pub payment: PaymentId,
    /// The book sequence of the event that recorded it.
    pub sequence: u64,
    pub effective: NaiveDate,
    pub amount: Money,
    pub split: Split,
    pub status: PaymentStatus,
    /// What it was before; nothing for a new one.
    pub was: Option<PaymentStatus>,
}

/// The event does not follow from the state it is applied to.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Divergence {
    #[error("the event needs an account and there is none")]
    NoAccount,
    #[error("the account is opened twice")]
    OpenedTwice,
    #[error("the event names something that the account does not have")]
    NamesUnknown,
    #[error("the amount is not one that a fact of this account can carry")]
    Amount,
    #[error("the split was booked as {booked:?} and is {computed:?}")]
    Split { booked: Split, computed: Split },
    #[error("the restatements booked are not those that follow from the facts")]
    Restatements {
        booked: Vec<Restatement>,
        computed: Vec<Restatement>,
    },
    #[error(
        "the settlement is booked as completed, revived or withdrawn, which the facts do not show"
    )]
    Settlement,
    #[error("the payment plan is booked as finished or reopened, which the facts do not show")]
    Plan,
}

/// Folds one event, recorded at `sequence`, into the state.
///
/// An event that does not follow from the state leaves it as it is; use [`apply`] to be told.
pub fn evolve(mut state: State, sequence: u64, event: &Event) -> State {
    // A divergence is reported by `apply` alone: folding is total.
    let _ = apply(&mut state, sequence, event);
    state
}

/// Folds one event, recorded at `sequence`, into the state and says what it changed.
///
/// # Errors
/// [`Divergence`] when what the event says was booked is not what follows from the facts.
/// The state then holds the event's fact all the same, unless the event could not be placed.
pub fn apply(state: &mut State, sequence: u64, event: &Event) -> Result<Change, Divergence> {
    match event {
        Event::LoanCreated(opening) | Event::AccountPlaced(opening) => {
            open(state, sequence, opening)
        }
        Event::CommandRefused(_) => Ok(Change::default()),
        Event::NoteAdded(_) => match state {
            State::Open(_) => Ok(Change::default()),
            State::Unopened => Err(Divergence::NoAccount),
        },
        _ => {
            let State::Open(account) = state else {
                return Err(Divergence::NoAccount);
            };
            let course = Course::before(account, sequence, event);
            let mut change = apply_to_open(account, sequence, event)?;
            change.lateness = course.changed(account);
            Ok(change)
        }
    }
}

fn apply_to_open(
    account: &mut Account,
    sequence: u64,
    event: &Event,
) -> Result<Change, Divergence> {
    if let Some(applied) = collection::apply(account, sequence, event) {
        return applied.map(|()| Change::default());
    }
    if let Some(applied) = plans::apply(account, sequence, event) {
        return applied.map(|()| Change::default());
    }
    if let Some(applied) = recurring::apply(account, event) {
        return applied.map(|()| Change::default());
    }
    if let Some(applied) = schedule::apply(account, sequence, event) {
        return applied.map(|()| Change::default());
    }
    let applied = apply_to_account(account, sequence, event);
    account.refill_schedule();
    if !account.plans.is_empty() {
        account.refill_plans(sequence);
    }
    applied
}

fn open(state: &mut State, sequence: u64, opening: &Opening) -> Result<Change, Divergence> {
    if matches!(state, State::Open(_)) {
        return Err(Divergence::OpenedTwice);
    }
    let mut account = Account {
        id: opening.account,
        consumer: opening.consumer,
        number: opening.number.clone(),
        product: opening.product,
        terms: opening.terms.clone(),
        application: None,
        opened_on: opening.opened_on,
        opened_sequence: sequence,
        facts: Vec::new(),
        position: Position::default(),
        offers: Vec::new(),
        plans: Vec::new(),
        stage: Stage::default(),
        disputes: Vec::new(),
        recurring: Vec::new(),
        schedule: None,
        past_due_at_placement: opening.details.days_past_due,
        charge_off_announced: None,
        interest_posted_on: None,
        turnover: Money::ZERO,
    };
    let (principal, interest, fees) = (opening.principal, opening.interest, opening.fees);
    let mut change = Change::default();
    if (principal + interest + fees).is_positive() {
        change = amend(
            &mut account,
            Amendment::Add(Fact {
                id: crate::id::FactId(opening.account.0),
                sequence,
                date: opening.opened_on,
                kind: FactKind::Placed {
                    principal,
                    interest,
                    fees,
                },
            }),
        )?;
    }
    let late = account.oldest_unpaid().map(|due| Lateness {
        since: opening.opened_on,
        until: None,
        oldest_unpaid: Some(due),
    });
    change.lateness.extend(late);
    *state = State::Open(Box::new(account));
    Ok(change)
}

fn apply_to_account(
    account: &mut Account,
    sequence: u64,
    event: &Event,
) -> Result<Change, Divergence> {
    match event {
        Event::LoanApproved(_) => Ok(decided(account, Application::Approved)),
        Event::LoanDenied(_) => Ok(decided(account, Application::Denied)),
        Event::LoanCancelled(_) => Ok(decided(account, Application::Cancelled)),
        Event::SettlementCompleted(done) => {
            set_offer(account, done.offer, OfferStatus::Paid)?;
            match account.position.settled_by() == Some(done.offer) {
                true => Ok(Change::default()),
                false => Err(Divergence::Settlement),
            }
        }
        Event::SettlementRevived(revived) => revive(account, revived.offer),
        Event::SettlementWithdrawn(withdrawn) => withdraw(account, withdrawn.offer),
        _ => {
            let amendment =
                Amendment::of(account, sequence, event).ok_or(Divergence::NamesUnknown)?;
            match event {
                Event::SettlementAccepted(accepted) => {
                    account.change_offer(accepted.offer, |offer| {
                        offer.amount = offer.proposed();
                        offer.counter = None;
                        offer.accepted_on = Some(accepted.effective);
                        offer.acceptance_recorded_on = Some(accepted.recorded_on);
                        offer.status = OfferStatus::Accepted;
                    })?;
                }
                Event::FeeAssessed(fee) => {
                    let schedule = account.schedule.as_deref_mut();
                    if let (Some(schedule), Some(due)) = (schedule, fee.instalment) {
                        schedule.late_fees.push(due);
                    }
                }
                Event::InterestPosted(posted) => {
                    account.interest_posted_on =
                        account.interest_posted_on.max(Some(posted.effective));
                }
                Event::SettlementBroken(broken) => {
                    account.change_offer(broken.offer, |offer| {
                        offer.status = OfferStatus::Broken;
                        offer.breach = Some(Breach {
                            on: broken.effective,
                            reason: broken.reason.clone(),
                        });
                    })?;
                }
                _ => {}
            }
            let change = amend(account, amendment)?;
            check(event, &change)?;
            Ok(change)
        }
    }
}

/// The offer lives again: payments count toward it, unless it was broken after it had been completed.
fn revive(account: &mut Account, id: OfferId) -> Result<Change, Divergence> {
    let offer = account.offer(id).ok_or(Divergence::NamesUnknown)?;
    let was_over = matches!(
        offer.status,
        OfferStatus::Paid | OfferStatus::Broken | OfferStatus::Withdrawn
    );
    let position = &account.position;
    if !was_over || position.settled_by() == Some(id) || position.is_recalled_unsettled() {
        return Err(Divergence::Settlement);
    }
    let status = match account.is_in_force(id) {
        true => OfferStatus::Accepted,
        false => OfferStatus::Broken,
    };
    set_offer(account, id, status)?;
    match status {
        // What it was broken for has turned out not to be so: a part that is missed from here on
        // breaks it anew.
        OfferStatus::Accepted => amend(account, Amendment::Mend(id)),
        _ => Ok(Change::default()),
    }
}

/// A recall has ended the settlement, whether it was still being paid or turns out not to have been
/// paid by then.
fn withdraw(account: &mut Account, id: OfferId) -> Result<Change, Divergence> {
    let offer = account.offer(id).ok_or(Divergence::NamesUnknown)?;
    let was_agreed = matches!(offer.status, OfferStatus::Accepted | OfferStatus::Paid);
    let is_ended = account.position.is_recalled_unsettled();
    if !was_agreed || !is_ended {
        return Err(Divergence::Settlement);
    }
    set_offer(account, id, OfferStatus::Withdrawn)?;
    Ok(Change::default())
}

fn decided(account: &mut Account, application: Application) -> Change {
    account.application = Some(application);
    Change::default()
}

fn set_offer(account: &mut Account, id: OfferId, status: OfferStatus) -> Result<(), Divergence> {
    account.change_offer(id, |offer| offer.status = status)
}

fn amend(account: &mut Account, amendment: Amendment) -> Result<Change, Divergence> {
    if let Amendment::Add(fact) = &amendment
        && !fact.kind.fits(Money::LIMIT - account.turnover)
    {
        return Err(Divergence::Amount);
    }
    let foreseen = foresee(account, &amendment).ok_or(Divergence::NamesUnknown)?;
    if let Amendment::Add(fact) = &amendment {
        account.turnover += fact.amount();
    }
    amendment.commit(&mut account.facts);
    account.position = foreseen.position;
    Ok(foreseen.change)
}

/// Compares what the event says was booked with what follows from the facts.
fn check(event: &Event, change: &Change) -> Result<(), Divergence> {
    if let Some(booked) = event.split() {
        let computed = change.split.unwrap_or_default();
        if computed != booked {
            return Err(Divergence::Split { booked, computed });
        }
    }
    if event.restatements() != change.restatements {
        return Err(Divergence::Restatements {
            booked: event.restatements().to_vec(),
            computed: change.restatements.clone(),
        });
    }
    Ok(())
}
