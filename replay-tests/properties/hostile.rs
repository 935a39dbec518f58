//! Deciding never panics, whatever it is asked, and what it decides always applies.

use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use quittance_domain::account::{
    AcceptSettlement, AdjustBalance, AssessFee, BackdatePayment, ChangeRate, ChargeBackPayment,
    ChargeOff, Command, CompletePayment, Details, Disburse, FailPayment, FeeCause, FeeKind,
    GrantCredit, Method, NsfFee, OfferSettlement, Opening, PaymentStanding, Product, RecordPayment,
    RefundCredit, RefundPayment, Reimburse, ReversePayment, Terms, Tier, UndoFeeWaiver, WaiveFee,
    WaiveInterest, WriteOff, preview,
};
use quittance_domain::allocation::Direction;
use quittance_domain::interest::Rate;
use quittance_domain::{AccountId, ConsumerId, FactId, Money, OfferId};
use quittance_lives::life::{config, life, terms};
use quittance_lives::run::Run;
use uuid::Uuid;

/// How many kinds of command [`command`] knows.
const KINDS: u8 = 23;

#[test]
fn absurd_commands_are_refused_and_never_panic() {
    let mut runner = TestRunner::new(config());
    let commands = prop::collection::vec((0..KINDS, amount(), day(), 1..60_u128), 1..12);
    let outcome = runner.run(&(life(), commands), |(life, commands)| {
        let mut run = Run::play(&life);
        let today = run.moments.last().unwrap().today;
        for (kind, amount, day, id) in commands {
            let effective = day.on(life.opened_on, today);
            run.carry_out(today, command(kind, amount, effective, id));
            let _ = preview(&run.state, amount, Direction::ByOrder, effective, today);
            if let Some(account) = run.account() {
                account.due_on(effective);
                account.status();
            }
        }
        Ok(())
    });
    outcome.unwrap();
}

/// The largest balances, rates and spans of time that can be asked for.
#[test]
fn absurd_openings_are_refused_or_lived_with() {
    let mut runner = TestRunner::new(ProptestConfig {
        cases: config().cases / 10,
        ..config()
    });
    let openings = (
        terms(),
        any::<bool>(),
        prop::array::uniform4(amount()),
        day(),
        any::<bool>(),
    );
    let outcome = runner.run(&openings, |(terms, loan, amounts, day, steep)| {
        let base = NaiveDate::from_ymd_opt(2024, 2, 29).unwrap();
        let steepest = Rate::from_ten_billionths(100_000_000_000).unwrap();
        let annual_rate = if steep { steepest } else { terms.annual_rate };
        let opened_on = day.on(base, base);
        let mut run = Run::default();
        let opening = opening(
            Terms {
                annual_rate,
                ..terms
            },
            loan,
            amounts,
            opened_on,
        );
        run.carry_out(base, opening);
        for kind in 0..KINDS {
            run.carry_out(base, command(kind, amounts[3], base, u128::from(kind) + 1));
            run.carry_out(
                base,
                command(1, Money::LIMIT, opened_on, 100 + u128::from(kind)),
            );
        }
        if let Some(account) = run.account() {
            account.due_on(NaiveDate::MAX).total();
        }
        Ok(())
    });
    outcome.unwrap();
}

fn opening(terms: Terms, loan: bool, amounts: [Money; 4], opened_on: NaiveDate) -> Command {
    let [principal, interest, fees, approved_principal] = amounts;
    let product = if loan {
        Product::Loan { approved_principal }
    } else {
        Product::Placed
    };
    let opening = Box::new(Opening {
        account: AccountId(Uuid::nil()),
        consumer: ConsumerId(Uuid::nil()),
        number: "".into(),
        product,
        terms,
        opened_on,
        principal,
        interest,
        fees,
        details: Details::default(),
        sealed: "".into(),
        consumer_known: false,
    });
    if loan {
        Command::CreateLoan(opening)
    } else {
        Command::PlaceAccount(opening)
    }
}

/// A day at or beyond an edge.
#[derive(Clone, Copy, Debug)]
enum Day {
    First,
    Last,
    BeforeOpening,
    Opening,
    Today,
    Tomorrow,
}

impl Day {
    fn on(self, opened_on: NaiveDate, today: NaiveDate) -> NaiveDate {
        match self {
            Day::First => NaiveDate::MIN,
            Day::Last => NaiveDate::MAX,
            Day::BeforeOpening => opened_on - Days::new(1),
            Day::Opening => opened_on,
            Day::Today => today,
            Day::Tomorrow => today + Days::new(1),
        }
    }
}

fn day() -> impl Strategy<Value = Day> {
    prop_oneof![
        1 => Just(Day::First),
        1 => Just(Day::Last),
        1 => Just(Day::BeforeOpening),
        3 => Just(Day::Opening),
        3 => Just(Day::Today),
        1 => Just(Day::Tomorrow),
    ]
}

fn amount() -> impl Strategy<Value = Money> {
    let limit = Money::LIMIT.minor();
    let edges = vec![
        i64::MIN,
        -1,
        0,
        1,
        100,
        limit - 1,
        limit,
        limit + 1,
        i64::MAX,
    ];
    prop::sample::select(edges).prop_map(Money::from_minor)
}

fn command(kind: u8, amount: Money, effective: NaiveDate, id: u128) -> Command {
    let target = FactId(Uuid::from_u128(id));
    // Never an id that the life has used: ids are made by the caller and are unique.
    let id = FactId(Uuid::from_u128(
        u128::MAX / 2 - id - (u128::from(kind) << 32),
    ));
    if kind < 8 {
        about_a_payment(kind, amount, effective, target, id)
    } else if kind >= 17 {
        without_money(kind, amount, effective, target, id)
    } else {
        other(kind, amount, effective, target, id)
    }
}

fn about_a_payment(
    kind: u8,
    amount: Money,
    effective: NaiveDate,
    payment: FactId,
    id: FactId,
) -> Command {
    let reason = "".into();
    match kind {
        0 => Command::BackdatePayment(BackdatePayment { payment, effective }),
        1 => Command::RecordPayment(RecordPayment {
            id,
            amount,
            method: Method::Cash,
            direction: Direction::PrincipalOnly,
            standing: match amount.minor() % 3 {
                1 => PaymentStanding::Processing,
                2 => PaymentStanding::Failed,
                _ => PaymentStanding::Completed,
            },
            effective,
            external_id: Some("same".into()),
        }),
        2 => Command::ReversePayment(ReversePayment {
            payment,
            reason,
            effective,
            nsf_fee: Some(NsfFee { id }),
        }),
        3 => Command::RefundPayment(RefundPayment {
            id,
            payment,
            amount: Some(amount),
            reason,
            effective,
        }),
        4 => Command::ChargeBackPayment(ChargeBackPayment {
            id,
            payment,
            amount: (amount.minor() % 2 == 0).then_some(amount),
            reason,
            effective,
        }),
        5 => Command::CompletePayment(CompletePayment {
            payment,
            effective: (amount.minor() % 2 == 0).then_some(effective),
        }),
        6 => Command::FailPayment(FailPayment {
            payment,
            reason,
            effective,
        }),
        _ => {
            let amount = None;
            Command::RefundPayment(RefundPayment {
                id,
                payment,
                amount,
                reason,
                effective,
            })
        }
    }
}

fn without_money(
    kind: u8,
    amount: Money,
    effective: NaiveDate,
    waiver: FactId,
    id: FactId,
) -> Command {
    let (reason, part) = ("".into(), (amount.minor() % 2 == 0).then_some(amount));
    match kind {
        17 => Command::GrantCredit(GrantCredit {
            id,
            amount,
            reason,
            effective,
        }),
        18 => Command::RefundCredit(RefundCredit {
            id,
            amount: part,
            reason,
            effective,
        }),
        19 => Command::WaiveInterest(WaiveInterest {
            id,
            amount: part,
            reason,
            effective,
        }),
        20 => Command::ChangeRate(ChangeRate {
            id,
            rate: Rate::from_ten_billionths(amount.minor()).unwrap_or_default(),
            reason,
            effective,
        }),
        21 => Command::WriteOff(WriteOff {
            id,
            amount: part,
            reason,
            effective,
        }),
        _ => Command::UndoFeeWaiver(UndoFeeWaiver {
            id,
            waiver,
            reason,
            effective,
        }),
    }
}

fn other(kind: u8, amount: Money, effective: NaiveDate, target: FactId, id: FactId) -> Command {
    let (offer, reason) = (OfferId(target.0), "".into());
    match kind {
        8 => Command::Reimburse(Reimburse {
            id,
            amount,
            reason,
            effective,
        }),
        9 => Command::AssessFee(AssessFee {
            id,
            amount: Some(amount),
            kind: FeeKind::Other,
            cause: FeeCause::None,
            effective,
        }),
        10 => {
            let (fee, amount) = (target, Some(amount));
            Command::WaiveFee(WaiveFee {
                id,
                fee,
                amount,
                reason,
                effective,
            })
        }
        11 => Command::OfferSettlement(OfferSettlement {
            id: offer,
            amount,
            tier: Tier::Months12,
            floor: None,
            effective,
            expires_on: (amount.minor() % 2 == 0).then_some(NaiveDate::MIN),
        }),
        12 => Command::AcceptSettlement(AcceptSettlement {
            offer,
            acceptance: id,
            effective,
        }),
        13 => Command::ChargeOff(ChargeOff {
            id,
            effective,
            reason,
        }),
        14 => Command::Disburse(Disburse {
            id,
            amount: Some(amount),
            effective,
        }),
        15 => Command::AdjustBalance(AdjustBalance {
            id,
            balance: amount,
            reason,
            effective,
        }),
        _ => Command::Disburse(Disburse {
            id,
            amount: None,
            effective,
        }),
    }
}
