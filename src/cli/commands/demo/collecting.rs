//! What collecting adds to a life: stages, disputes, answers to offers.

use super::life::Life;
use quittance_domain::account::{
    BreakSettlement, Command, CounterSettlement, ExpireSettlement, FileDispute, Outcome,
    RejectSettlement, ResolveDispute, SetStage, Stage,
};
use quittance_domain::{DisputeId, OfferId};

impl Life {
    pub fn stage(&mut self, stage: Stage) {
        self.ask(Command::SetStage(SetStage { stage }));
    }

    /// The consumer disputes all of it; the reason is sealed when it is submitted.
    pub fn dispute(&mut self, reason: &str) -> DisputeId {
        let (id, effective) = (DisputeId(self.fact().0), self.clock());
        self.ask(Command::FileDispute(FileDispute {
            id,
            amount: None,
            sealed: reason.into(),
            effective,
        }));
        id
    }

    /// The debt has been verified.
    pub fn resolve(&mut self, dispute: DisputeId, found: &str) {
        let effective = self.clock();
        self.ask(Command::ResolveDispute(ResolveDispute {
            dispute,
            outcome: Outcome::Verified,
            sealed: Some(found.into()),
            effective,
        }));
    }

    /// The consumer answers an offer with a share of what is owed.
    pub fn counter(&mut self, offer: OfferId, percent: i64) {
        let (amount, effective) = (self.share(percent), self.clock());
        self.ask(Command::CounterSettlement(CounterSettlement {
            offer,
            amount,
            floor: None,
            effective,
            expires_on: None,
        }));
    }

    pub fn reject(&mut self, offer: OfferId) {
        let effective = self.clock();
        self.ask(Command::RejectSettlement(RejectSettlement {
            offer,
            effective,
        }));
    }

    /// The last day of an offer has passed.
    pub fn expire(&mut self, offer: OfferId) {
        let effective = self.clock();
        self.ask(Command::ExpireSettlement(ExpireSettlement {
            offer,
            early: false,
            effective,
        }));
    }

    pub fn break_settlement(&mut self, offer: OfferId, reason: &str) {
        let (id, effective) = (self.fact(), self.clock());
        self.ask(Command::BreakSettlement(BreakSettlement {
            id,
            offer,
            reason: reason.into(),
            effective,
        }));
    }
}
