//! Carrying out a life: commands decided and applied one by one, with everything they did kept.

use crate::life::Life;
use crate::resolve::resolve;
use chrono::{Days, NaiveDate};
use quittance_domain::account::{
    Account, AdjustBalance, Change, Command, Details, Event, FeeCause, Opening, Position, Product,
    Refusal, State, apply, decide,
};
use quittance_domain::allocation::Split;
use quittance_domain::journal::JournalLine;
use quittance_domain::{AccountId, ConsumerId, FactId, Money, OfferId};
use std::collections::BTreeMap;
use uuid::Uuid;

/// A command carried out, or refused, on its day.
#[derive(Clone, Debug)]
pub struct Moment {
    pub today: NaiveDate,
    pub command: Command,
    pub outcome: Result<Vec<Done>, Refusal>,
}

/// An event with what it changed, and the account as it left it.
#[derive(Clone, Debug)]
pub struct Done {
    pub sequence: u64,
    pub event: Event,
    pub change: Change,
    pub before: State,
    pub after: State,
}

/// A life so far.
#[derive(Clone, Debug, Default)]
pub struct Run {
    pub state: State,
    pub moments: Vec<Moment>,
    sequence: u64,
    ids: u128,
}

impl Moment {
    /// The facts that a daily close has recorded by itself: each with its day and amount.
    pub fn closed(&self) -> Vec<(FactId, NaiveDate, Money)> {
        let (Command::CloseDay(_), Ok(done)) = (&self.command, &self.outcome) else {
            return Vec::new();
        };
        let facts = done.iter().flat_map(|done| {
            let after = done.after.account().into_iter();
            let facts = after.flat_map(|after| after.facts.iter());
            facts.filter(|fact| fact.sequence == done.sequence)
        });
        facts
            .map(|fact| (fact.id, fact.date, fact.amount()))
            .collect()
    }

    /// Whether a return brought the fee that was asked for it, which the terms or a recall may refuse
    /// without refusing the return.
    pub fn brought_a_fee(&self) -> bool {
        matches!(self.command, Command::ReversePayment(_))
            && self.recorded(|event| matches!(event, Event::FeeAssessed(_)))
    }

    /// Whether a settlement lives again by it.
    pub fn revived(&self) -> bool {
        self.recorded(|event| matches!(event, Event::SettlementRevived(_)))
    }

    fn recorded(&self, what: impl Fn(&Event) -> bool) -> bool {
        let mut done = self.outcome.iter().flatten();
        done.any(|done| what(&done.event))
    }

    /// The difference that a stated balance made.
    pub fn difference(&self) -> Option<Money> {
        match &self.outcome.as_ref().ok()?.first()?.event {
            Event::BalanceAdjusted(adjusted) => Some(adjusted.by),
            _ => None,
        }
    }
}

impl Run {
    /// Lives a whole life.
    pub fn play(life: &Life) -> Run {
        let mut run = Run::default();
        let mut today = life.opened_on;
        run.carry_out(today, opening(life));
        if let Some(first) = life.first_disbursement
            && let Some(command) = resolve(&mut run, first, today)
        {
            run.carry_out(today, command);
        }
        for wish in &life.wishes {
            today = today + Days::new(u64::from(wish.after));
            if let Some(command) = resolve(&mut run, wish.what, today) {
                run.carry_out(today, command);
            }
        }
        run
    }

    /// Carries out commands of another life, each on its day, with the difference that a stated
    /// balance made; refusals are kept like anything else.
    pub fn of(commands: impl IntoIterator<Item = (NaiveDate, Command, Option<Money>)>) -> Run {
        let mut run = Run::default();
        for (today, command, by) in commands {
            run.carry_out_again(today, command, by);
        }
        run
    }

    /// Decides one command and applies its events; an event that does not apply is a failure.
    ///
    /// What is left to the account to say, such as the amount of a fee, is kept as it was booked,
    /// which is what its life has in common with one in which it would be another.
    pub fn carry_out(&mut self, today: NaiveDate, mut command: Command) {
        let outcome = decide(&self.state, &command, today).map(|events| {
            events
                .into_iter()
                .map(|event| self.apply(event))
                .collect::<Vec<Done>>()
        });
        let booked = outcome
            .as_ref()
            .ok()
            .and_then(|done: &Vec<Done>| done.first());
        if let Some(done) = booked {
            as_booked(&mut command, &done.event);
        }
        self.moments.push(Moment {
            today,
            command,
            outcome,
        });
    }

    fn apply(&mut self, event: Event) -> Done {
        self.sequence += 1;
        let before = self.state.clone();
        let change = apply(&mut self.state, self.sequence, &event)
            .unwrap_or_else(|divergence| panic!("a decided event diverges: {divergence}"));
        Done {
            sequence: self.sequence,
            event,
            change,
            before,
            after: self.state.clone(),
        }
    }

    /// Carries out a command of another life, in which a stated balance is another for the same
    /// difference: the difference is what a life has in common with one that knew more or less.
    pub fn carry_out_again(&mut self, today: NaiveDate, command: Command, by: Option<Money>) {
        let command = match (command, by, self.account()) {
            (Command::AdjustBalance(it), Some(by), Some(account)) => {
                let position = account.position_on(it.effective);
                let owed = position.due_on(&account.terms, it.effective).total();
                let balance = owed - position.overpayment + by;
                Command::AdjustBalance(AdjustBalance { balance, ..it })
            }
            (command, ..) => command,
        };
        self.carry_out(today, command);
    }

    /// An id that no other fact of this life has.
    pub fn fresh_id(&mut self) -> FactId {
        self.ids += 1;
        FactId(Uuid::from_u128(self.ids))
    }

    pub fn fresh_offer(&mut self) -> OfferId {
        OfferId(self.fresh_id().0)
    }

    pub fn account(&self) -> Option<&Account> {
        self.state.account()
    }

    /// Every event, in order.
    pub fn events(&self) -> impl Iterator<Item = &Done> {
        self.moments
            .iter()
            .filter_map(|moment| moment.outcome.as_ref().ok())
            .flatten()
    }

    /// Every journal line with the sequence of the event that booked it.
    pub fn lines(&self) -> impl Iterator<Item = (u64, &JournalLine)> {
        self.events()
            .flat_map(|done| done.change.lines.iter().map(|line| (done.sequence, line)))
    }

    /// Every split as the events have told it: first when received, then as restated.
    pub fn told_splits(&self) -> BTreeMap<FactId, Split> {
        let mut splits = BTreeMap::new();
        for done in self.events() {
            splits.extend(divided(&done.event));
            for restated in done.event.restatements() {
                splits.insert(restated.payment, restated.after);
            }
        }
        splits
    }

    /// What two lives that come to the same must have in common.
    pub fn outcome(&self) -> Option<(Position, BTreeMap<FactId, Split>, Vec<String>)> {
        let account = self.account()?;
        let offers = account
            .offers
            .iter()
            .map(|offer| format!("{:?}", offer.status))
            .collect();
        Some((account.position.clone(), self.told_splits(), offers))
    }
}

/// Names the amount that a command left open.
fn as_booked(command: &mut Command, event: &Event) {
    match (command, event) {
        (Command::AssessFee(it), Event::FeeAssessed(fee)) => {
            (it.amount, it.cause) = (Some(fee.amount), FeeCause::None);
        }
        (Command::RefundPayment(it), Event::PaymentRefunded(e)) => it.amount = Some(e.amount),
        (Command::ChargeBackPayment(it), Event::PaymentChargedBack(e)) => {
            it.amount = Some(e.amount);
        }
        (Command::WaiveFee(it), Event::FeeWaived(e)) => it.amount = Some(e.amount),
        (Command::Disburse(it), Event::LoanDisbursed(e)) => it.amount = Some(e.amount),
        (Command::RefundCredit(it), Event::CreditRefunded(e)) => it.amount = Some(e.amount),
        (Command::WaiveInterest(it), Event::InterestWaived(e)) => it.amount = Some(e.amount),
        (Command::WriteOff(it), Event::WrittenOff(e)) => it.amount = Some(e.amount),
        _ => {}
    }
}

/// The payment or credit that an event divides, and how.
fn divided(event: &Event) -> Option<(FactId, Split)> {
    let id = match event {
        Event::PaymentReceived(it) => it.payment,
        Event::PaymentCompleted(it) => it.payment,
        Event::BalanceAdjusted(it) => it.adjustment,
        Event::CreditGranted(it) => it.credit,
        Event::InterestWaived(it) => it.waiver,
        Event::WrittenOff(it) => it.write_off,
        _ => return None,
    };
    Some((id, event.split()?))
}

fn opening(life: &Life) -> Command {
    let [principal, interest, fees] = life.boarded;
    let opening = Box::new(Opening {
        account: AccountId(Uuid::from_u128(u128::MAX)),
        consumer: ConsumerId(Uuid::from_u128(u128::MAX - 1)),
        number: "A-1".into(),
        product: life.product,
        terms: life.terms.clone(),
        opened_on: life.opened_on,
        principal,
        interest,
        fees,
        details: Details::default(),
        sealed: "".into(),
        consumer_known: false,
    });
    match life.product {
        Product::Loan { .. } => Command::CreateLoan(opening),
        Product::Placed => Command::PlaceAccount(opening),
    }
}
