//! What the paths of this surface name; an id that is not a UUID names nothing.

use super::render::Receivables;
use crate::app::App;
use crate::auth::Actor;
use crate::path::Ids;
use crate::problem::Problem;
use crate::write::Target;
use quittance_domain::{AccountId, FactId, PaymentId};
use uuid::Uuid;

/// A write of this surface.
pub type Write<T, B> = crate::write::Write<Receivables, T, B>;

/// The account named `id`.
#[derive(Clone, Copy, Debug)]
pub struct Account(pub AccountId);

impl Target<Receivables> for Account {
    async fn find(_: &App, _: &Actor, path: &Ids<Receivables>) -> Result<Account, Problem> {
        account_id(path).map(AccountId).map(Account)
    }

    fn account(&self) -> AccountId {
        self.0
    }
}

/// The payment named `payment` of the account named `id`.
#[derive(Clone, Copy, Debug)]
pub struct Payment {
    pub payment: PaymentId,
    /// Pending or processing, as last known.
    pub is_open: bool,
    account: AccountId,
}

impl Target<Receivables> for Payment {
    async fn find(app: &App, actor: &Actor, path: &Ids<Receivables>) -> Result<Payment, Problem> {
        let account = account_id(path)?;
        let payment = uuid(path.get("payment"), "payment")?;
        let mut reader = app.readers.of(actor.creditor).await?;
        let sql = include_str!("sql/find_payment.sql");
        let row = reader
            .query_opt(sql, &[&actor.creditor.0, &account, &payment])
            .await?;
        let row = row.ok_or(Problem::not_found("payment"))?;
        Ok(Payment {
            payment: FactId(payment),
            is_open: matches!(row.get::<_, &str>(0), "pending" | "processing"),
            account: AccountId(account),
        })
    }

    fn account(&self) -> AccountId {
        self.account
    }
}

/// The account named `id`, which may not exist.
pub fn account_id(path: &Ids<Receivables>) -> Result<Uuid, Problem> {
    uuid(path.get("id"), "account")
}

/// The customer named `id`, who may not exist.
pub fn customer_id(path: &Ids<Receivables>) -> Result<Uuid, Problem> {
    uuid(path.get("id"), "customer")
}

fn uuid(text: &str, what: &'static str) -> Result<Uuid, Problem> {
    Uuid::try_parse(text).map_err(|_| Problem::not_found(what))
}
