//! What is forgiven, given or changed without money.

use super::life::Life;
use quittance_domain::account::{
    ChangeRate, Command, GrantCredit, RefundCredit, ReverseEntry, UndoFeeWaiver, WaiveInterest,
    WriteOff,
};
use quittance_domain::interest::Rate;
use quittance_domain::{FactId, Money};

impl Life {
    pub fn credit(&mut self, amount: Money, reason: &str) -> FactId {
        let (id, effective) = (self.fact(), self.clock());
        self.ask(Command::GrantCredit(GrantCredit {
            id,
            amount,
            reason: reason.into(),
            effective,
        }));
        id
    }

    pub fn take_back(&mut self, entry: FactId, reason: &str) {
        let effective = self.clock();
        self.ask(Command::ReverseEntry(ReverseEntry {
            entry,
            reason: reason.into(),
            effective,
        }));
    }

    pub fn refund_credit(&mut self, reason: &str) {
        let (id, effective) = (self.fact(), self.clock());
        self.ask(Command::RefundCredit(RefundCredit {
            id,
            amount: None,
            reason: reason.into(),
            effective,
        }));
    }

    pub fn waive_interest(&mut self, reason: &str) {
        let (id, effective) = (self.fact(), self.clock());
        self.ask(Command::WaiveInterest(WaiveInterest {
            id,
            amount: None,
            reason: reason.into(),
            effective,
        }));
    }

    pub fn undo_waiver(&mut self, waiver: FactId, reason: &str) {
        let (id, effective) = (self.fact(), self.clock());
        self.ask(Command::UndoFeeWaiver(UndoFeeWaiver {
            id,
            waiver,
            reason: reason.into(),
            effective,
        }));
    }

    /// Another rate, in ten-billionths a year, from some days ago.
    pub fn change_rate(&mut self, rate: i64, days_ago: u64, reason: &str) {
        let id = self.fact();
        let opened_on = self.opening.opened_on;
        let then = self.clock().checked_sub_days(chrono::Days::new(days_ago));
        self.ask(Command::ChangeRate(ChangeRate {
            id,
            rate: Rate::from_ten_billionths(rate).unwrap_or_default(),
            reason: reason.into(),
            effective: then.unwrap_or(opened_on).max(opened_on),
        }));
    }

    pub fn write_off(&mut self, reason: &str) {
        let (id, effective) = (self.fact(), self.clock());
        self.ask(Command::WriteOff(WriteOff {
            id,
            amount: None,
            reason: reason.into(),
            effective,
        }));
    }
}
