//! The naive calculator, day by day, comes to the same splits and balances to the minor unit.

use crate::calculator::{Balance, Basis, Contract, Entry, Fee, Paid, Part, Round, What, fee, walk};
use chrono::{Datelike, Days, NaiveDate};
use proptest::prelude::*;
use quittance_domain::account::{
    Account, Event, Fact, FactKind, FeeAmount, PaymentStanding, Terms,
};
use quittance_domain::allocation::{Bucket, Direction, Split};
use quittance_domain::calendar::DayCount;
use quittance_domain::interest::Rounding;
use quittance_domain::{Money, OfferId};
use quittance_lives::life::try_lives;
use std::sync::atomic::{AtomicU32, Ordering};

#[test]
fn both_calculators_agree_on_every_split_and_every_days_balance() {
    try_lives(1..800_u64, |run, later| {
        let Some(account) = run.account() else {
            return Ok(());
        };
        let entries: Vec<Entry> = account
            .facts
            .iter()
            .map(|fact| entry(account, fact))
            .collect();
        let last = account.last_date() + Days::new(*later);
        let (paid, balances) = walk(contract(&account.terms), &entries, last);

        let told = run.told_splits();
        let standing = account.facts.iter().filter(|fact| stands(fact));
        let ours: Vec<Paid> = standing.map(|fact| paid_of(&told[&fact.id])).collect();
        prop_assert_eq!(ours, paid);
        let changes: Vec<NaiveDate> = account.facts.iter().map(|fact| fact.date).collect();
        for (day, theirs) in balances {
            // Between facts nothing but time passes, so the first of each month is enough.
            if day == last || day.day() == 1 || changes.binary_search(&day).is_ok() {
                prop_assert_eq!(balance(account, day), theirs, "on {}", day);
            }
        }
        Ok(())
    });
}

/// Every fee that the terms say the amount of, charged by the close or on request.
#[test]
fn both_calculators_agree_on_every_scheduled_fee() {
    let compared = AtomicU32::new(0);
    try_lives(Just(()), |run, ()| {
        for done in run.events() {
            let Event::FeeAssessed(charged) = &done.event else {
                continue;
            };
            let account = done.before.account().unwrap();
            let mut schedules = account.terms.fee_schedules.iter();
            let Some(schedule) = schedules.find(|schedule| schedule.kind == charged.kind) else {
                continue;
            };
            let contract = contract(&account.terms);
            let (said, on) = match schedule.amount {
                FeeAmount::Flat(amount) => (Fee::Flat(amount.minor()), 0),
                FeeAmount::OfPayment(share) => {
                    let paid = charged.payment.and_then(|payment| account.payment(payment));
                    let late = charged.instalment.map(|due| asked_for(account, due));
                    let amount = paid.map(|(_, payment)| payment.amount.minor()).or(late);
                    (Fee::Share(share.ten_billionths()), amount.unwrap())
                }
                FeeAmount::OfBalance(share) => {
                    let facts = account.facts.iter();
                    let entries: Vec<Entry> = facts.map(|fact| entry(account, fact)).collect();
                    let (_, balances) = walk(contract, &entries, charged.effective);
                    // A fee can be charged before anything is lent.
                    let owed = balances.last().map_or(0, |(_, balance)| {
                        balance.fees + balance.interest + balance.principal
                    });
                    (Fee::Share(share.ten_billionths()), owed)
                }
            };
            let [least, most] = [schedule.minimum, schedule.maximum].map(|it| it.map(Money::minor));
            let expected = fee(said, on, contract.round, least, most);
            prop_assert_eq!(charged.amount.minor(), expected, "{:?}", schedule);
            compared.fetch_add(1, Ordering::Relaxed);
        }
        Ok(())
    });
    let compared = compared.into_inner();
    assert!(compared > 50, "only {compared} fees were charged");
}

/// The amount of the instalment of a day, by the schedules as they took each other's place.
fn asked_for(account: &Account, day: NaiveDate) -> i64 {
    let mut bills: Vec<(NaiveDate, i64)> = Vec::new();
    for version in &account.schedule.as_ref().unwrap().versions {
        bills.retain(|(due, _)| *due < version.since.0);
        bills.extend(version.pattern.dues().map(|it| (it.due, it.amount.minor())));
    }
    bills.iter().find(|(due, _)| *due == day).unwrap().1
}

fn stands(fact: &Fact) -> bool {
    match &fact.kind {
        FactKind::Payment(it) => it.standing == PaymentStanding::Completed,
        FactKind::Adjusted { by } => *by < Money::ZERO,
        FactKind::Credited { .. }
        | FactKind::InterestWaived { .. }
        | FactKind::WrittenOff { .. } => true,
        _ => false,
    }
}

fn paid_of(split: &Split) -> Paid {
    Paid {
        fees: split.fees.minor(),
        interest: split.interest.minor(),
        principal: split.principal.minor(),
        beyond: split.overpayment.minor(),
    }
}

fn balance(account: &Account, day: NaiveDate) -> Balance {
    let position = account.position_on(day);
    let due = position.due_on(&account.terms, day);
    Balance {
        fees: due.fees.minor(),
        interest: due.interest.minor(),
        principal: due.principal.minor(),
        credit: position.overpayment.minor(),
        settled: position.is_settled(),
    }
}

fn entry(account: &Account, fact: &Fact) -> Entry {
    let number = |id| {
        account
            .find(id)
            .map(|(_, fact)| fact.sequence as usize)
            .unwrap()
    };
    let what = match &fact.kind {
        FactKind::Placed {
            principal,
            interest,
            fees,
        } => What::Board {
            number: number(fact.id),
            owed: [*principal, *interest, *fees].map(Money::minor),
        },
        FactKind::Disbursed { amount } => What::Lend(amount.minor()),
        FactKind::Payment(it) if it.standing != PaymentStanding::Completed => What::Nothing,
        FactKind::Payment(it) => {
            let kept = (it.amount - account.refunded(fact.id)).minor();
            let taken_back = account.chargeback(fact.id);
            What::Pay {
                kept,
                counts: kept - taken_back.map_or(0, |(_, amount)| amount.minor()),
                principal_first: it.direction == Direction::PrincipalOnly,
            }
        }
        FactKind::ChargedBack { amount, .. } => What::PayOut(amount.minor()),
        FactKind::Adjusted { by } if by.is_positive() => What::Owe(by.minor()),
        FactKind::Adjusted { by } => What::Credit(-by.minor()),
        FactKind::Fee { amount, .. } => What::Fee {
            number: number(fact.id),
            amount: amount.minor(),
        },
        FactKind::FeeWaived { fee, amount } => What::Waive {
            number: number(*fee),
            amount: amount.minor(),
            waiver: number(fact.id),
        },
        FactKind::FeeWaiverUndone { waiver, .. } => What::UndoWaiver {
            waiver: number(*waiver),
        },
        FactKind::Credited { amount } => What::Credit(amount.minor()),
        FactKind::CreditRefunded { amount } => What::PayOut(amount.minor()),
        FactKind::InterestWaived { amount } => What::WaiveInterest(amount.minor()),
        FactKind::WrittenOff { amount } => What::WriteOff(amount.minor()),
        FactKind::RateChanged { rate } => What::Rate(rate.ten_billionths()),
        FactKind::Refund { payment, amount } => match account.payment(*payment) {
            Some((_, paid)) if paid.standing == PaymentStanding::Reversed => {
                What::PayOut(amount.minor())
            }
            _ => What::Nothing,
        },
        FactKind::Reimbursed { .. } => What::Nothing,
        FactKind::SettlementAccepted { offer, amount } => What::Settle {
            number: number_of(account, *offer),
            amount: amount.minor(),
        },
        FactKind::SettlementBroken { offer, asked } => What::Break {
            number: number_of(account, *offer),
            asked: asked.map(Money::minor),
        },
        FactKind::ChargedOff => What::ChargeOff,
        FactKind::Recalled => What::Recall,
        FactKind::InterestPosted | FactKind::Reversed(_) => What::Nothing,
    };
    Entry {
        day: fact.date,
        what,
    }
}

/// An offer by its place among them.
fn number_of(account: &Account, offer: OfferId) -> usize {
    let mut offers = account.offers.iter();
    offers.position(|known| known.id == offer).unwrap()
}

fn contract(terms: &Terms) -> Contract {
    Contract {
        rate: terms.annual_rate.ten_billionths(),
        basis: match terms.day_count {
            DayCount::Act365F => Basis::Fixed365,
            DayCount::Act360 => Basis::Fixed360,
            DayCount::ActAct => Basis::OwnYear,
            DayCount::Act36525 => Basis::Quarter365,
            DayCount::Thirty360Us => Basis::Months30,
        },
        round: match terms.rounding {
            Rounding::HalfUp => Round::HalfUp,
            Rounding::HalfEven => Round::HalfEven,
            Rounding::Down => Round::Down,
        },
        order: <[Bucket; 3]>::from(terms.allocation_order).map(|bucket| match bucket {
            Bucket::Fees => Part::Fees,
            Bucket::Interest => Part::Interest,
            Bucket::Principal => Part::Principal,
        }),
        accrues_after_charge_off: terms.accrue_after_charge_off,
    }
}
