//! Settlements as every surface that offers them reads and asks for them.

use crate::app::App;
use crate::body::{Fields, Given};
use crate::problem::{Problem, Surface};
use crate::settings::CurrentSettings;
use crate::write::Call;
use chrono::NaiveDate;
use quittance_domain::account::{Command, CounterSettlement, OfferSettlement, Tier};
use quittance_domain::{Money, OfferId};
use quittance_store::ids::new_id;

/// What somebody would settle an account for.
#[derive(Clone, Copy, Debug)]
pub struct Wish {
    amount: Money,
    tier: Tier,
    /// The last day on which it can be accepted.
    expires_on: Option<NaiveDate>,
}

impl Wish {
    /// Takes an offer, whose last day stands in the field `expiry`.
    pub fn read(fields: &mut Fields, given: &Given, expiry: &str) -> Wish {
        Wish {
            amount: fields.positive_amount("amount", given.currency),
            tier: fields.choice("tier", &Tier::ALL).unwrap_or_default(),
            expires_on: fields.date(expiry),
        }
    }

    /// The command that makes the offer, and the offer's new id.
    ///
    /// Its floor is that of its tier in the creditor's settlement matrix.
    ///
    /// # Errors
    /// What the database says.
    pub async fn offered<S: Surface>(
        self,
        app: &App,
        call: &Call<S>,
    ) -> Result<(OfferId, Command), Problem> {
        let settings = CurrentSettings::of(app, call.caller.creditor).await?;
        let id = OfferId(new_id(call.at));
        let command = Command::OfferSettlement(OfferSettlement {
            id,
            amount: self.amount,
            tier: self.tier,
            floor: settings.settlement_matrix.floor(self.tier),
            effective: call.today(),
            expires_on: self.expires_on,
        });
        Ok((id, command))
    }
}

/// What the other side would settle an account for.
#[derive(Clone, Copy, Debug)]
pub struct Counter {
    amount: Money,
    /// The last day on which it can be accepted; that of the offer when absent.
    expires_on: Option<NaiveDate>,
}

impl Counter {
    /// Takes a counter-offer, whose last day stands in the field `expiry`.
    pub fn read(fields: &mut Fields, given: &Given, expiry: &str) -> Counter {
        Counter {
            amount: fields.positive_amount("amount", given.currency),
            expires_on: fields.date(expiry),
        }
    }

    /// The command that counters an offer of a tier, whose floor is that of the creditor's matrix.
    ///
    /// # Errors
    /// What the database says.
    pub async fn countered<S: Surface>(
        self,
        app: &App,
        call: &Call<S>,
        offer: OfferId,
        tier: Tier,
    ) -> Result<Command, Problem> {
        let settings = CurrentSettings::of(app, call.caller.creditor).await?;
        Ok(Command::CounterSettlement(CounterSettlement {
            offer,
            amount: self.amount,
            floor: settings.settlement_matrix.floor(tier),
            effective: call.today(),
            expires_on: self.expires_on,
        }))
    }
}
