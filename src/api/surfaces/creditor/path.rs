//! What the paths of this surface name.

use super::ids::{OfferName, parse_account, parse_dispute, parse_offer};
use super::render::Creditor;
use crate::app::App;
use crate::auth::Actor;
use crate::named::named;
use crate::path::Ids;
use crate::problem::{Problem, Surface};
use crate::write::Target;
use chrono::{DateTime, Utc};
use quittance_domain::account::Tier;
use quittance_domain::{AccountId, DisputeId, OfferId};

/// The account named `id`.
#[derive(Clone, Copy, Debug)]
pub struct Account(pub AccountId);

impl<S: Surface> Target<S> for Account {
    async fn find(_: &App, _: &Actor, path: &Ids<S>) -> Result<Account, Problem> {
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
    pub accepted_at: Option<DateTime<Utc>>,
    pub tier: Tier,
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
            accepted_at: row.get("accepted_at"),
            tier: named(&row, "tier", Tier::from_name)?,
        })
    }

    fn account(&self) -> AccountId {
        self.account
    }
}

/// The dispute named `id`.
#[derive(Clone, Copy, Debug)]
pub struct Dispute {
    pub dispute: DisputeId,
    account: AccountId,
    pub filed_at: DateTime<Utc>,
}

impl Target<Creditor> for Dispute {
    async fn find(app: &App, actor: &Actor, path: &Ids<Creditor>) -> Result<Dispute, Problem> {
        let dispute = parse_dispute(path.get("id"))?;
        let mut reader = app.readers.of(actor.creditor).await?;
        let sql = include_str!("sql/find_dispute.sql");
        let row = reader
            .query_opt(sql, &[&actor.creditor.0, &dispute.0])
            .await?;
        let row = row.ok_or(Problem::not_found("dispute"))?;
        Ok(Dispute {
            dispute,
            account: AccountId(row.get("account_id")),
            filed_at: row.get("filed_at"),
        })
    }

    fn account(&self) -> AccountId {
        self.account
    }
}
