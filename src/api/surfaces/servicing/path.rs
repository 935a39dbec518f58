//! Ids in paths: one that is not a UUID names nothing, so it is not found.

use crate::app::App;
use crate::auth::Actor;
use crate::problem::Problem;
use chrono::{DateTime, Utc};
use quittance_domain::account::State;
use quittance_domain::{AccountId, FactId, PaymentId};
use quittance_store::events::{ReadError, load_state};
use uuid::Uuid;

pub fn uuid(text: &str, what: &'static str) -> Result<Uuid, Problem> {
    Uuid::try_parse(text).map_err(|_| Problem::not_found(what))
}

pub fn loan_id(text: &str) -> Result<AccountId, Problem> {
    uuid(text, "loan").map(AccountId)
}

/// The payment that a path names.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    pub payment: PaymentId,
    pub loan: AccountId,
    pub created_at: DateTime<Utc>,
}

/// Finds the payment that a path names, and the loan it belongs to.
pub async fn payment(app: &App, actor: &Actor, text: &str) -> Result<Target, Problem> {
    let id = uuid(text, "payment")?;
    let mut reader = app.readers.of(actor.creditor).await?;
    let sql = include_str!("sql/find_payment.sql");
    let row = reader.query_opt(sql, &[&actor.creditor.0, &id]).await?;
    let row = row.ok_or(Problem::not_found("payment"))?;
    Ok(Target {
        payment: FactId(id),
        loan: AccountId(row.get(0)),
        created_at: row.get(1),
    })
}

/// A loan's state folded from its events, as of now.
pub async fn state(app: &App, actor: &Actor, loan: AccountId) -> Result<State, Problem> {
    let mut reader = app.readers.of(actor.creditor).await?;
    let state = load_state(&mut reader, actor.creditor, loan).await;
    let state = state.map_err(|error| match error {
        ReadError::Database(error) => error.into(),
        error => Problem::defect(error),
    })?;
    if state.account().is_none() {
        return Err(Problem::not_found("loan"));
    }
    Ok(state)
}
