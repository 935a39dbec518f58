//! Payments on their way, and what banks and clients say of them.

use super::life::Life;
use quittance_domain::account::{
    AdjustBalance, ChargeBackPayment, Command, CompletePayment, FailPayment, Method,
    PaymentStanding, RecordPayment,
};
use quittance_domain::allocation::Direction;
use quittance_domain::{Money, PaymentId};

impl Life {
    /// A card payment that the processor has not settled yet.
    pub fn announce(&mut self, amount: Money) -> PaymentId {
        let (id, effective) = (self.fact(), self.clock());
        self.pay_as(RecordPayment {
            id,
            amount,
            method: Method::Card,
            direction: Direction::ByOrder,
            standing: PaymentStanding::Pending,
            effective,
            external_id: None,
        })
    }

    /// The announced payment counts from the day it was announced for.
    pub fn complete(&mut self, payment: PaymentId) {
        let effective = None;
        self.ask(Command::CompletePayment(CompletePayment {
            payment,
            effective,
        }));
    }

    pub fn fail(&mut self, payment: PaymentId, reason: &str) {
        let effective = self.clock();
        self.ask(Command::FailPayment(FailPayment {
            payment,
            reason: reason.into(),
            effective,
        }));
    }

    pub fn charge_back(&mut self, payment: PaymentId, reason: &str) {
        let (id, effective) = (self.fact(), self.clock());
        self.ask(Command::ChargeBackPayment(ChargeBackPayment {
            id,
            payment,
            amount: None,
            reason: reason.into(),
            effective,
        }));
    }

    pub fn state_balance(&mut self, balance: Money, reason: &str) {
        let (id, effective) = (self.fact(), self.clock());
        self.ask(Command::AdjustBalance(AdjustBalance {
            id,
            balance,
            reason: reason.into(),
            effective,
        }));
    }
}
