//! What the paths of this surface name.

use super::ids::{OfferName, parse_account, parse_offer};
use super::render::Creditor;
use crate::app::App;
use crate::auth::Actor;
use crate::path::Ids;
use crate::problem::Problem;
use crate::write::Target;
use chrono::{DateTime, Utc};
use quittance_domain::{AccountId, OfferId};

/// The account named `id`.
#[derive(Clone, Copy, Debug)]
pub struct Account(pub AccountId);

impl Target<Creditor> for Account {
    async fn find(_: &App, _: &Actor, path: &Ids<Creditor>) -> Result<Account, Problem> {
        parse_account(path.get("id")).map(Account)
    }

    fn account(&self) -> AccountId {
        self.0
    }
}

/// The settlement offer named `id`.
#[derive(Clone, Copy, Debug)]
pub struct Offer {
    pub offer: OfferId,
    account: AccountId,
    pub offered_at: DateTime<Utc>,
}

impl Target<Creditor> for Offer {
    async fn find(app: &App, actor: &Actor, path: &Ids<Creditor>) -> Result<Offer, Problem> {
        let name = parse_offer(path.get("id"))?;
        let creditor = actor.creditor.0;
        let mut reader = app.readers.of(actor.creditor).await?;
        let row = match name {
            OfferName::Id(id) => {
                let sql = include_str!("sql/find_offer.sql");
                reader.query_opt(sql, &[&creditor, &id]).await?
            }
            OfferName::Sequence(sequence) => {
                let sql = include_str!("sql/find_offer_by_sequence.sql");
                reader.query_opt(sql, &[&creditor, &sequence]).await?
            }
        };
        let row = row.ok_or(Problem::not_found("settlement"))?;
        Ok(Offer {
            offer: OfferId(row.get("offer_id")),
            account: AccountId(row.get("account_id")),
            offered_at: row.get("offered_at"),
        })
    }

    fn account(&self) -> AccountId {
        self.account
    }
}
