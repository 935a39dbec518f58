//! One account, spoken to in texts as the sources print them.

use chrono::{Days, Months, NaiveDate};
use quittance_domain::account::schedule::level::Wanted;
use quittance_domain::account::{
    Account, ChangeRate, Command, Details, Method, Opening, PaymentStanding, Product,
    RecordPayment, SetSchedule, State, Terms, apply, decide,
};
use quittance_domain::allocation::{Direction, Due, Split};
use quittance_domain::calendar::{DayCount, Frequency};
use quittance_domain::interest::Rounding;
use quittance_domain::money::parse_amount;
use quittance_domain::{AccountId, ConsumerId, Currency, FactId, Money};
use uuid::Uuid;

/// A debt in dollars, rounded half up.
pub struct Loan {
    state: State,
    sequence: u64,
    /// What the last command has divided again.
    restated: Vec<Split>,
}

impl Loan {
    /// Principal, yearly rate and day count, from a day on.
    pub fn new(principal: &str, rate: &str, day_count: DayCount, from: &str) -> Loan {
        let mut loan = Loan {
            state: State::default(),
            sequence: 0,
            restated: Vec::new(),
        };
        let opening = Opening {
            account: AccountId(Uuid::from_u128(1)),
            consumer: ConsumerId(Uuid::from_u128(2)),
            number: "A-1".into(),
            product: Product::Placed,
            terms: Terms {
                annual_rate: rate.parse().unwrap(),
                day_count,
                ..Terms::default()
            },
            opened_on: day(from),
            principal: usd(principal),
            interest: Money::ZERO,
            fees: Money::ZERO,
            details: Details::default(),
            sealed: "".into(),
            consumer_known: false,
        };
        loan.carry_out(day(from), &Command::PlaceAccount(Box::new(opening)));
        loan
    }

    /// The same at twelfths of the yearly rate a month, as printed tables have it.
    pub fn by_months(principal: &str, rate: &str, from: &str) -> Loan {
        Loan::new(principal, rate, DayCount::Thirty360Us, from)
    }

    /// Pays, and says how the payment was divided.
    pub fn pay(&mut self, amount: &str, on: NaiveDate) -> Split {
        self.record(amount, on, Direction::ByOrder)
    }

    /// Pays to principal alone.
    pub fn prepay(&mut self, amount: &str, on: NaiveDate) -> Split {
        self.record(amount, on, Direction::PrincipalOnly)
    }

    fn record(&mut self, amount: &str, on: NaiveDate, direction: Direction) -> Split {
        let payment = RecordPayment {
            id: FactId(Uuid::from_u128(u128::from(self.sequence) + 100)),
            amount: usd(amount),
            method: Method::Check,
            direction,
            standing: PaymentStanding::Completed,
            effective: on,
            external_id: None,
        };
        let split = self.carry_out(on, &Command::RecordPayment(payment));
        split.expect("a payment is divided")
    }

    /// Another rate from a day on, decided on a later one.
    /// How it divides again what had been paid.
    pub fn charge(&mut self, rate: &str, from: &str, today: &str) -> Vec<Split> {
        let change = ChangeRate {
            id: FactId(Uuid::from_u128(u128::from(self.sequence) + 100)),
            rate: rate.parse().unwrap(),
            reason: "published example".into(),
            effective: day(from),
        };
        self.carry_out(day(today), &Command::ChangeRate(change));
        std::mem::take(&mut self.restated)
    }

    /// So many equal instalments, a month apart, the first a month after `from`.
    pub fn schedule(&mut self, count: u16, from: &str) {
        let first_due = months_after(from, 1).to_string();
        self.schedule_by(Frequency::Monthly, count, &first_due, None);
    }

    /// So many equal instalments in a rhythm, agreed on when the loan is made, of an amount or of the
    /// level payment.
    pub fn schedule_by(
        &mut self,
        frequency: Frequency,
        count: u16,
        first_due: &str,
        amount: Option<&str>,
    ) {
        let wanted = Wanted::Level {
            first_due: day(first_due),
            frequency,
            count,
            amount: amount.map(usd),
        };
        let effective = self.account().opened_on;
        self.carry_out(
            effective,
            &Command::SetSchedule(SetSchedule { wanted, effective }),
        );
    }

    /// The amounts of the instalments.
    pub fn instalments(&self) -> Vec<String> {
        let filled = self.account().instalments_on(NaiveDate::MAX);
        filled.iter().map(|it| text(it.instalment.amount)).collect()
    }

    fn carry_out(&mut self, today: NaiveDate, command: &Command) -> Option<Split> {
        let mut split = None;
        self.restated.clear();
        for event in decide(&self.state, command, today).unwrap() {
            self.sequence += 1;
            split = split.or(event.split());
            let restated = event.restatements().iter().map(|it| it.after);
            self.restated.extend(restated);
            apply(&mut self.state, self.sequence, &event).unwrap();
        }
        split
    }

    pub fn account(&self) -> &Account {
        self.state.account().unwrap()
    }

    pub fn due(&self, on: NaiveDate) -> Due {
        self.account().due_on(on)
    }

    /// The interest that is due after so many days.
    pub fn interest_after(&self, days: u64) -> String {
        text(
            self.due(self.account().opened_on + Days::new(days))
                .interest,
        )
    }

    /// What the next day adds, to the cent.
    pub fn per_diem(&self, on: &str) -> String {
        text(
            self.account()
                .payoff_on(day(on))
                .per_diem
                .rounded(Rounding::HalfUp),
        )
    }

    /// What is still owed on a day; less than nothing when more has been paid.
    pub fn left(&self, on: NaiveDate) -> Money {
        let payoff = self.account().payoff_on(on);
        payoff.due.total() - payoff.credit
    }
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub fn months_after(from: &str, months: u32) -> NaiveDate {
    day(from) + Months::new(months)
}

pub fn usd(text: &str) -> Money {
    parse_amount(text, Currency::USD).unwrap()
}

pub fn text(amount: Money) -> String {
    amount.to_decimal(Currency::USD)
}

/// Interest and principal of a payment.
pub fn parts(split: Split) -> (String, String) {
    (text(split.interest), text(split.principal))
}
