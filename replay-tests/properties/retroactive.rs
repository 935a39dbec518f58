//! Property 2: correcting the past comes to the same as a past that had been right.

use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use quittance_domain::FactId;
use quittance_domain::account::{
    AssessFee, BackdatePayment, Command, CompletePayment, Event, FeeCause, NsfFee, PaymentStanding,
    RecordPayment, ReverseEntry, ReversePayment,
};
use quittance_lives::life::try_lives;
use quittance_lives::resolve::{payments, pick};
use quittance_lives::run::{Moment, Run};
use std::sync::atomic::{AtomicU32, Ordering};

/// Moving a payment to a day equals having recorded it on that day in the first place.
#[test]
fn backdating_equals_having_recorded_it_then() {
    try_lives((any::<u8>(), any::<u16>()), |run, (nth, back)| {
        let Some((payment, recorded_on, today)) = a_payment(run, *nth) else {
            return Ok(());
        };
        let opened_on = run.account().unwrap().opened_on;
        let span = (recorded_on - opened_on).num_days().unsigned_abs() + 1;
        let effective = recorded_on - Days::new(u64::from(*back) % span);

        let mut corrected = run.clone();
        let backdate = Command::BackdatePayment(BackdatePayment { payment, effective });
        corrected.carry_out(today, backdate);
        if corrected.moments.last().unwrap().outcome.is_err() {
            return Ok(());
        }
        let right = again(run, |moment| match &moment.command {
            Command::RecordPayment(it) if it.id == payment => {
                let right = RecordPayment {
                    effective,
                    ..it.clone()
                };
                Some(Command::RecordPayment(right))
            }
            Command::CompletePayment(it) if it.payment == payment => {
                let effective = None;
                Some(Command::CompletePayment(CompletePayment {
                    payment,
                    effective,
                }))
            }
            Command::BackdatePayment(it) if it.payment == payment => None,
            other => Some(other.clone()),
        });
        agree(&corrected, right)
    });
}

/// Returning a payment equals its never having been, but for the fee of the return.
#[test]
fn reversing_equals_its_never_having_been() {
    try_lives((any::<u8>(), any::<bool>()), |run, (nth, with_fee)| {
        let Some((payment, _, today)) = a_payment(run, *nth) else {
            return Ok(());
        };
        let account = run.account().unwrap();
        if account.refunded(payment).is_positive() || account.chargeback(payment).is_some() {
            return Ok(());
        }
        let mut returned = run.clone();
        let fee = returned.fresh_id();
        returned.carry_out(
            today,
            Command::ReversePayment(ReversePayment {
                payment,
                reason: "nsf".into(),
                effective: today,
                nsf_fee: with_fee.then_some(NsfFee { id: fee }),
            }),
        );
        prop_assert!(returned.moments.last().unwrap().outcome.is_ok());

        let mut never = again(run, |moment| match &moment.command {
            command if is_about(command, payment) => None,
            other => Some(other.clone()),
        });
        // The fee that the return brought, if the terms let one be charged.
        let account = returned.account().unwrap();
        if let Some(charged) = account.fee(fee)
            && let Some(never) = &mut never
        {
            let assess = AssessFee {
                id: fee,
                amount: Some(charged.amount),
                kind: charged.kind,
                cause: FeeCause::None,
                effective: today,
            };
            never.carry_out(today, Command::AssessFee(assess));
        }
        agree_but_for(&returned, never, Some(payment))
    });
}

/// Completing an open payment equals its having come at once.
#[test]
fn completing_equals_having_come_at_once() {
    try_lives(any::<u8>(), |run, nth| {
        let completions = run.events().filter_map(|done| match &done.event {
            Event::PaymentCompleted(it) if is_asked_for(run, it.payment) => {
                Some((it.payment, it.effective))
            }
            _ => None,
        });
        let Some((payment, from)) = pick(completions, *nth) else {
            return Ok(());
        };
        let at_once = again(run, |moment| match &moment.command {
            Command::RecordPayment(it) if it.id == payment => {
                let at_once = RecordPayment {
                    standing: PaymentStanding::Completed,
                    effective: from,
                    ..it.clone()
                };
                Some(Command::RecordPayment(at_once))
            }
            Command::CompletePayment(it) if it.payment == payment => None,
            other => Some(other.clone()),
        });
        agree(run, at_once)
    });
}

/// A payment that fails equals one that was never announced.
#[test]
fn failing_equals_its_never_having_been() {
    try_lives(any::<u8>(), |run, nth| {
        let failures = run.events().filter_map(|done| match &done.event {
            Event::PaymentFailed(it) if is_asked_for(run, it.payment) => Some(it.payment),
            _ => None,
        });
        let Some(payment) = pick(failures, *nth) else {
            return Ok(());
        };
        let never = again(run, |moment| match &moment.command {
            command if is_about(command, payment) => None,
            other => Some(other.clone()),
        });
        agree_but_for(run, never, Some(payment))
    });
}

/// Reversing an entry that is no payment equals its never having been.
#[test]
fn an_entry_reversed_equals_its_never_having_been() {
    let compared = AtomicU32::new(0);
    try_lives(any::<u8>(), |run, nth| {
        let Some(account) = run.account() else {
            return Ok(());
        };
        let entries = account.facts.iter().map(|fact| fact.id);
        let Some(entry) = pick(entries.filter(|entry| is_asked_for(run, *entry)), *nth) else {
            return Ok(());
        };
        let today = run.moments.last().unwrap().today;
        let mut reversed = run.clone();
        let reverse = Command::ReverseEntry(ReverseEntry {
            entry,
            reason: "mistaken".into(),
            effective: today,
        });
        reversed.carry_out(today, reverse);
        if reversed.moments.last().unwrap().outcome.is_err() {
            return Ok(());
        }
        let never = again(run, |moment| {
            (!records(&moment.command, entry)).then(|| moment.command.clone())
        });
        compared.fetch_add(u32::from(never.is_some()), Ordering::Relaxed);
        agree_but_for(&reversed, never, Some(entry))
    });
    let compared = compared.into_inner();
    assert!(compared > 100, "only {compared} entries were reversed");
}

/// Whether a command has recorded a payment or an entry, and not the daily close.
fn is_asked_for(run: &Run, id: FactId) -> bool {
    let asks = |moment: &Moment| match &moment.command {
        Command::RecordPayment(it) => it.id == id,
        command => records(command, id),
    };
    run.moments.iter().any(asks)
}

/// Whether a command is the one that records an entry.
fn records(command: &Command, entry: FactId) -> bool {
    let id = match command {
        Command::Disburse(it) => it.id,
        Command::RefundPayment(it) => it.id,
        Command::ChargeBackPayment(it) => it.id,
        Command::AdjustBalance(it) => it.id,
        Command::GrantCredit(it) => it.id,
        Command::RefundCredit(it) => it.id,
        Command::WaiveInterest(it) => it.id,
        Command::ChangeRate(it) => it.id,
        Command::WriteOff(it) => it.id,
        Command::Reimburse(it) => it.id,
        Command::ChargeOff(it) => it.id,
        Command::RecallAccount(it) => it.id,
        _ => return false,
    };
    id == entry
}

/// Whether a command is one that an announced, completed or moved payment has gone through.
fn is_about(command: &Command, payment: FactId) -> bool {
    match command {
        Command::RecordPayment(it) => it.id == payment,
        Command::CompletePayment(it) => it.payment == payment,
        Command::FailPayment(it) => it.payment == payment,
        Command::BackdatePayment(it) => it.payment == payment,
        _ => false,
    }
}

/// A payment of the life that stands, the day it was recorded, and the life's last day.
fn a_payment(run: &Run, nth: u8) -> Option<(FactId, NaiveDate, NaiveDate)> {
    let (payment, _) = pick(payments(run.account()?), nth)?;
    let recorded_on = run
        .moments
        .iter()
        .find_map(|moment| match &moment.command {
            Command::RecordPayment(it) if it.id == payment => Some(moment.today),
            _ => None,
        })?;
    Some((payment, recorded_on, run.moments.last()?.today))
}

/// The life again with some commands altered; nothing when that changes what is refused, be it only
/// the fee of a return, or what the daily close finds to do: each acts on what is known when it runs.
///
/// Nothing, too, when a settlement lives again at another time and something is taken back in this
/// life: what revived it may have gone before the other time, and it is the next close that breaks it
/// anew.
fn again(run: &Run, alter: impl Fn(&Moment) -> Option<Command>) -> Option<Run> {
    let mut other = Run::default();
    let takes_back = run.moments.iter().any(takes_back);
    for moment in &run.moments {
        let Some(command) = alter(moment) else {
            continue;
        };
        other.carry_out_again(moment.today, command, moment.difference());
        let again = other.moments.last()?;
        if again.outcome.is_ok() != moment.outcome.is_ok()
            || again.closed() != moment.closed()
            || again.brought_a_fee() != moment.brought_a_fee()
            || takes_back && again.revived() != moment.revived()
        {
            return None;
        }
    }
    Some(other)
}

/// Whether money or an entry was taken back.
fn takes_back(moment: &Moment) -> bool {
    let command = &moment.command;
    moment.outcome.is_ok()
        && matches!(
            command,
            Command::RefundPayment(_)
                | Command::ChargeBackPayment(_)
                | Command::ReversePayment(_)
                | Command::ReverseEntry(_)
        )
}

fn agree(corrected: &Run, right: Option<Run>) -> Result<(), TestCaseError> {
    agree_but_for(corrected, right, None)
}

/// Both lives have come to the same balances, splits, offers and books.
fn agree_but_for(
    corrected: &Run,
    right: Option<Run>,
    gone: Option<FactId>,
) -> Result<(), TestCaseError> {
    let Some(right) = right else { return Ok(()) };
    let (position, mut splits, offers) = corrected.outcome().unwrap();
    if let Some(gone) = gone {
        splits.remove(&gone);
    }
    prop_assert_eq!(
        (position, splits, offers),
        right.outcome().unwrap(),
        "instead of the life\n{}",
        right
    );
    let (corrected, right) = (
        crate::journal::by_day(corrected),
        crate::journal::by_day(&right),
    );
    prop_assert_eq!(corrected, right, "the books differ");
    Ok(())
}
