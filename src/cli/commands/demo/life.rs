//! One account's life as it is made up: each step is decided by the ledger's own rules.
//!
//! A plot asks for what a person would do next, and reads off the state what that led to.
//! So amounts fit what is owed, and it is known beforehand which steps will be refused.

use super::random::Random;
use chrono::{Days, NaiveDate};
use quittance_api::personal::Personal;
use quittance_domain::account::{
    AcceptSettlement, ApproveLoan, CancelLoan, CloseDay, CreatePlan, DenyLoan, Disburse,
    OfferSettlement,
};
use quittance_domain::account::{
    Account, AssessFee, BackdatePayment, ChargeOff, Command, FeeCause, FeeKind, Method, NsfFee,
    Opening, PaymentStanding, RecallAccount, RecordPayment, RefundPayment, Reimburse,
    ReversePayment, State, Tier, WaiveFee, apply, decide,
};
use quittance_domain::account::{CreateRecurringPayment, PlanOrigin, PlanTerm};
use quittance_domain::allocation::Direction;
use quittance_domain::calendar::Frequency;
use quittance_domain::{FactId, Money, OfferId, PaymentId, PlanId, RecurringId};

/// Something asked of the account.
#[derive(Clone, Debug)]
pub struct Step {
    /// When it was asked, which orders the portfolio.
    pub day: NaiveDate,
    pub command: Command,
    /// The events it becomes, by name.
    pub becomes: Vec<&'static str>,
}

/// An account's life so far.
#[derive(Clone, Debug)]
pub struct Life {
    pub random: Random,
    pub personal: Personal,
    pub opening: Opening,
    pub steps: Vec<Step>,
    pub today: NaiveDate,
    /// The day that the story has reached.
    clock: NaiveDate,
    state: State,
    sequence: u64,
}

/// A story ends when it reaches today, which `?` on this does.
pub type Told = Option<()>;

impl Life {
    /// A life that begins with `opening`, for which `open` makes the command.
    pub fn begin(
        random: Random,
        personal: Personal,
        opening: Opening,
        today: NaiveDate,
        open: fn(Box<Opening>) -> Command,
    ) -> Life {
        let mut life = Life {
            random,
            personal,
            steps: Vec::new(),
            today,
            clock: opening.opened_on,
            state: State::default(),
            sequence: 0,
            opening: opening.clone(),
        };
        life.ask(open(Box::new(opening)));
        life
    }

    /// The account, which every life has from its first step on.
    pub fn account(&self) -> Option<&Account> {
        self.state.account()
    }

    /// Lets days pass; ends the story when they would lead beyond today.
    pub fn wait(&mut self, days: i64) -> Told {
        let then = self
            .clock
            .checked_add_days(Days::new(days.unsigned_abs()))?;
        (then <= self.today).then(|| self.clock = then)
    }

    /// What is owed on the day reached.
    pub fn owed(&self) -> Money {
        self.account()
            .map_or(Money::ZERO, |account| account.due_on(self.clock).total())
    }

    /// A share of what is owed, in whole major units where there are any.
    pub fn share(&mut self, percent: i64) -> Money {
        let unit = 10_i64.pow(self.opening.terms.currency.exponent().into());
        let part = self.owed().minor() / 100 * percent;
        Money::from_minor((part / unit * unit).max(unit))
    }

    /// Asks for something now; a refusal is part of the story.
    pub fn ask(&mut self, command: Command) {
        let becomes = match decide(&self.state, &command, self.today) {
            Ok(events) => {
                let mut names = Vec::with_capacity(events.len());
                for event in events {
                    self.sequence += 1;
                    names.push(event.name());
                    // What has just been decided folds, else deciding had failed.
                    let _ = apply(&mut self.state, self.sequence, &event);
                }
                names
            }
            Err(_) => vec!["command.refused"],
        };
        self.steps.push(Step {
            day: self.clock,
            command,
            becomes,
        });
    }

    pub fn approve(&mut self) {
        let effective = self.clock;
        self.ask(Command::ApproveLoan(ApproveLoan { effective }));
    }

    pub fn deny(&mut self, reason: &str) {
        let (effective, reason) = (self.clock, reason.into());
        self.ask(Command::DenyLoan(DenyLoan { effective, reason }));
    }

    pub fn cancel(&mut self, reason: &str) {
        let (effective, reason) = (self.clock, reason.into());
        self.ask(Command::CancelLoan(CancelLoan { effective, reason }));
    }

    pub fn disburse(&mut self, amount: Option<Money>) {
        let command = Disburse {
            id: self.fact(),
            amount,
            effective: self.clock,
        };
        self.ask(Command::Disburse(command));
    }

    pub fn pay(&mut self, amount: Money) -> PaymentId {
        self.pay_to(amount, Direction::ByOrder)
    }

    /// Records a payment; some carry the reference of whoever passed it on.
    pub fn pay_to(&mut self, amount: Money, direction: Direction) -> PaymentId {
        let method = self.random.pick(&[
            Method::Ach,
            Method::Ach,
            Method::Ach,
            Method::Card,
            Method::Card,
            Method::Check,
            Method::Wire,
            Method::Cash,
        ]);
        let reference = self.random.between(100_000_000, 999_999_999);
        let external_id = self
            .random
            .chance(30)
            .then(|| format!("txn_{reference}").into_boxed_str());
        let (id, effective) = (self.fact(), self.clock);
        self.pay_as(RecordPayment {
            id,
            amount,
            method,
            direction,
            standing: PaymentStanding::Completed,
            effective,
            external_id,
        })
    }

    pub fn pay_as(&mut self, payment: RecordPayment) -> PaymentId {
        let id = payment.id;
        self.ask(Command::RecordPayment(payment));
        id
    }

    pub fn reverse(&mut self, payment: PaymentId, reason: &str, with_fee: bool) {
        let nsf_fee = with_fee.then(|| NsfFee { id: self.fact() });
        let effective = self.clock;
        let command = ReversePayment {
            payment,
            reason: reason.into(),
            effective,
            nsf_fee,
        };
        self.ask(Command::ReversePayment(command));
    }

    pub fn refund(&mut self, payment: PaymentId, amount: Option<Money>, reason: &str) {
        let (id, effective) = (self.fact(), self.clock);
        let command = RefundPayment {
            id,
            payment,
            amount,
            reason: reason.into(),
            effective,
        };
        self.ask(Command::RefundPayment(command));
    }

    /// Moves a payment some days back.
    pub fn backdate(&mut self, payment: PaymentId, days: i64) {
        let date = self
            .account()
            .and_then(|account| Some(account.payment(payment)?.0.date));
        let earlier = date.and_then(|date| date.checked_sub_days(Days::new(days.unsigned_abs())));
        let effective = earlier.unwrap_or(self.clock);
        self.ask(Command::BackdatePayment(BackdatePayment {
            payment,
            effective,
        }));
    }

    pub fn reimburse(&mut self, amount: Money, reason: &str) {
        let (id, effective) = (self.fact(), self.clock);
        self.ask(Command::Reimburse(Reimburse {
            id,
            amount,
            reason: reason.into(),
            effective,
        }));
    }

    pub fn fee(&mut self, amount: i64, kind: FeeKind) -> FactId {
        let (id, effective) = (self.fact(), self.clock);
        let amount = Some(Money::from_minor(amount));
        self.ask(Command::AssessFee(AssessFee {
            id,
            amount,
            kind,
            cause: FeeCause::None,
            effective,
        }));
        id
    }

    pub fn waive(&mut self, fee: FactId, amount: Option<Money>, reason: &str) -> FactId {
        let (id, effective) = (self.fact(), self.clock);
        self.ask(Command::WaiveFee(WaiveFee {
            id,
            fee,
            amount,
            reason: reason.into(),
            effective,
        }));
        id
    }

    /// Offers to settle for a share of what is owed.
    pub fn offer(&mut self, percent: i64, tier: Tier, valid_for: Option<u64>) -> OfferId {
        let id = OfferId(self.random.id(self.clock));
        let amount = self.share(percent);
        let expires_on = valid_for.and_then(|days| self.clock.checked_add_days(Days::new(days)));
        let effective = self.clock;
        let offer = OfferSettlement {
            id,
            amount,
            tier,
            floor: None,
            effective,
            expires_on,
        };
        self.ask(Command::OfferSettlement(offer));
        id
    }

    pub fn accept(&mut self, offer: OfferId) {
        let (acceptance, effective) = (self.fact(), self.clock);
        let accept = AcceptSettlement {
            offer,
            acceptance,
            effective,
        };
        self.ask(Command::AcceptSettlement(accept));
    }

    /// What is still to be paid on the accepted settlement.
    pub fn left_to_settle(&self) -> Money {
        let settlement = self
            .account()
            .and_then(|account| account.position.settlement);
        settlement.map_or(Money::ZERO, |settlement| {
            settlement.amount - settlement.paid
        })
    }

    /// Makes a plan of equal terms, a month apart; the debtor's own is to be decided on.
    pub fn plan(&mut self, origin: PlanOrigin, percent: i64, terms: u16) -> PlanId {
        let id = PlanId(self.random.id(self.clock));
        let amount = self.share(percent);
        let due = |number: u16| self.clock + Days::new(30 * u64::from(number));
        let terms = (1..=terms).map(|number| PlanTerm {
            number,
            amount,
            due: due(number),
        });
        let plan = CreatePlan {
            id,
            part: 0,
            origin,
            terms: terms.collect(),
            effective: self.clock,
            link: None,
            sealed: None,
        };
        self.ask(Command::CreatePlan(plan));
        id
    }

    /// Sets up a weekly payment from today on, which the close of today takes.
    pub fn recur(&mut self, amount: Money) -> RecurringId {
        let id = RecurringId(self.random.id(self.clock));
        let recurring = CreateRecurringPayment {
            id,
            amount,
            method: Method::Ach,
            frequency: Frequency::Weekly,
            start: self.today,
            end: None,
            recorded_as: PaymentStanding::Completed,
            instrument: None,
        };
        self.ask(Command::CreateRecurringPayment(recurring));
        id
    }

    /// The story has reached today, which is closed.
    pub fn end(&mut self) {
        self.clock = self.today;
        self.close();
    }

    /// The daily close comes to the account.
    pub fn close(&mut self) {
        let (first_id, on) = (self.fact(), self.clock);
        self.ask(Command::CloseDay(CloseDay { on, first_id }));
    }

    pub fn charge_off(&mut self, reason: &str) {
        let (id, effective) = (self.fact(), self.clock);
        self.ask(Command::ChargeOff(ChargeOff {
            id,
            effective,
            reason: reason.into(),
        }));
    }

    pub fn recall(&mut self, reason: &str) {
        let (id, effective) = (self.fact(), self.clock);
        self.ask(Command::RecallAccount(RecallAccount {
            id,
            reason: reason.into(),
            effective,
        }));
    }

    pub fn fact(&mut self) -> FactId {
        FactId(self.random.id(self.clock))
    }

    /// The day that the story has reached.
    pub fn clock(&self) -> NaiveDate {
        self.clock
    }
}
