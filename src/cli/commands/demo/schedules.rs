//! Instalments of a life.

use super::life::Life;
use chrono::Months;
use quittance_domain::Money;
use quittance_domain::account::schedule::level::Wanted;
use quittance_domain::account::{Command, ReageAccount, SetSchedule};
use quittance_domain::calendar::Frequency;

/// The months of every schedule.
const MONTHS: u16 = 24;

impl Life {
    /// Is to be paid in level monthly instalments from a month on.
    pub fn schedule(&mut self) {
        let effective = self.clock();
        let wanted = Wanted::Level {
            first_due: effective + Months::new(1),
            frequency: Frequency::Monthly,
            count: MONTHS,
            amount: None,
        };
        self.ask(Command::SetSchedule(SetSchedule { wanted, effective }));
    }

    /// An instalment, as far as there is a schedule.
    pub fn instalment(&self) -> Money {
        let instalments = self.account().map(|it| it.instalments_on(self.clock()));
        let first = instalments.and_then(|all| Some(all.first()?.instalment.amount));
        first.unwrap_or(Money::ZERO)
    }

    pub fn reage(&mut self, reason: &str) {
        let effective = self.clock();
        self.ask(Command::ReageAccount(ReageAccount {
            reason: reason.into(),
            workout: false,
            effective,
        }));
    }
}
