//! What the paths of this surface name; an id that is not a UUID names nothing.

use super::render::Servicing;
use crate::app::App;
use crate::auth::Actor;
use crate::axes::Axes;
use crate::path::Ids;
use crate::problem::Problem;
use crate::write::Target;
use chrono::{DateTime, NaiveDate, Utc};
use quittance_domain::account::{Account, State};
use quittance_domain::{AccountId, FactId, OfferId, PaymentId, RecurringId};
use quittance_store::events::{ReadError, load_state};
use uuid::Uuid;

/// A write of this surface.
pub type Write<T, B> = crate::write::Write<Servicing, T, B>;

/// The loan named `id`.
#[derive(Clone, Copy, Debug)]
pub struct Loan(pub AccountId);

impl Target<Servicing> for Loan {
    async fn find(_: &App, _: &Actor, path: &Ids<Servicing>) -> Result<Loan, Problem> {
        loan_id(path).map(Loan)
    }

    fn account(&self) -> AccountId {
        self.0
    }
}

/// The fee named `fee` of the loan named `id`.
#[derive(Clone, Copy, Debug)]
pub struct Fee {
    pub fee: FactId,
    loan: AccountId,
}

impl Target<Servicing> for Fee {
    async fn find(_: &App, _: &Actor, path: &Ids<Servicing>) -> Result<Fee, Problem> {
        Ok(Fee {
            loan: loan_id(path)?,
            fee: FactId(uuid(path.get("fee"), "fee")?),
        })
    }

    fn account(&self) -> AccountId {
        self.loan
    }
}

/// The entry named `entry` of the loan named `id`.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    pub entry: FactId,
    loan: AccountId,
}

impl Target<Servicing> for Entry {
    async fn find(_: &App, _: &Actor, path: &Ids<Servicing>) -> Result<Entry, Problem> {
        Ok(Entry {
            loan: loan_id(path)?,
            entry: FactId(uuid(path.get("entry"), "entry")?),
        })
    }

    fn account(&self) -> AccountId {
        self.loan
    }
}

/// The settlement offer named `settlement` of the loan named `id`.
#[derive(Clone, Copy, Debug)]
pub struct LoanOffer {
    pub offer: OfferId,
    pub loan: AccountId,
}

impl Target<Servicing> for LoanOffer {
    async fn find(_: &App, _: &Actor, path: &Ids<Servicing>) -> Result<LoanOffer, Problem> {
        Ok(LoanOffer {
            loan: loan_id(path)?,
            offer: OfferId(uuid(path.get("settlement"), "settlement")?),
        })
    }

    fn account(&self) -> AccountId {
        self.loan
    }
}

/// The waiver named `waiver` of a fee of the loan named `id`.
#[derive(Clone, Copy, Debug)]
pub struct FeeWaiver {
    pub waiver: FactId,
    loan: AccountId,
}

impl Target<Servicing> for FeeWaiver {
    async fn find(_: &App, _: &Actor, path: &Ids<Servicing>) -> Result<FeeWaiver, Problem> {
        Ok(FeeWaiver {
            loan: loan_id(path)?,
            waiver: FactId(uuid(path.get("waiver"), "fee waiver")?),
        })
    }

    fn account(&self) -> AccountId {
        self.loan
    }
}

/// The payment named `id`.
#[derive(Clone, Copy, Debug)]
pub struct Payment {
    pub payment: PaymentId,
    loan: AccountId,
    pub created_at: DateTime<Utc>,
}

impl Target<Servicing> for Payment {
    async fn find(app: &App, actor: &Actor, path: &Ids<Servicing>) -> Result<Payment, Problem> {
        let id = payment_id(path)?;
        let mut reader = app.readers.of(actor.creditor).await?;
        let sql = include_str!("sql/find_payment.sql");
        let row = reader.query_opt(sql, &[&actor.creditor.0, &id.0]).await?;
        let row = row.ok_or(Problem::not_found("payment"))?;
        Ok(Payment {
            payment: id,
            loan: AccountId(row.get(0)),
            created_at: row.get(1),
        })
    }

    fn account(&self) -> AccountId {
        self.loan
    }
}

/// The recurring payment named `id`.
#[derive(Clone, Copy, Debug)]
pub struct Recurring {
    pub id: RecurringId,
    pub instrument: Option<Uuid>,
    pub created_at: DateTime<Utc>,
    loan: AccountId,
}

impl Target<Servicing> for Recurring {
    async fn find(app: &App, actor: &Actor, path: &Ids<Servicing>) -> Result<Recurring, Problem> {
        let id = uuid(path.get("id"), "recurring payment")?;
        let mut reader = app.readers.of(actor.creditor).await?;
        let sql = include_str!("sql/find_recurring.sql");
        let row = reader.query_opt(sql, &[&actor.creditor.0, &id]).await?;
        let row = row.ok_or(Problem::not_found("recurring payment"))?;
        Ok(Recurring {
            id: RecurringId(id),
            instrument: row.get(1),
            created_at: row.get(2),
            loan: AccountId(row.get(0)),
        })
    }

    fn account(&self) -> AccountId {
        self.loan
    }
}

/// The loan named `id`, which may not exist.
pub fn loan_id(path: &Ids<Servicing>) -> Result<AccountId, Problem> {
    uuid(path.get("id"), "loan").map(AccountId)
}

/// The payment named `id`, which may not exist.
pub fn payment_id(path: &Ids<Servicing>) -> Result<PaymentId, Problem> {
    uuid(path.get("id"), "payment").map(FactId)
}

fn uuid(text: &str, what: &'static str) -> Result<Uuid, Problem> {
    Uuid::try_parse(text).map_err(|_| Problem::not_found(what))
}

/// A loan folded from its events, as far as they were known.
pub async fn account(
    app: &App,
    actor: &Actor,
    loan: AccountId,
    known_at: Option<DateTime<Utc>>,
) -> Result<Box<Account>, Problem> {
    let mut reader = app.readers.of(actor.creditor).await?;
    let state = load_state(&mut reader, actor.creditor, loan, known_at).await;
    let state = state.map_err(|error| match error {
        ReadError::Database(error) => error.into(),
        error => Problem::defect(error),
    })?;
    match state {
        State::Open(account) => Ok(account),
        State::Unopened => Err(Problem::not_found("loan")),
    }
}

/// A loan as it was known, and the day that a question is about, which is not before its life.
pub async fn account_on(
    app: &App,
    actor: &Actor,
    loan: AccountId,
    axes: &Axes,
) -> Result<(Box<Account>, NaiveDate), Problem> {
    let account = account(app, actor, loan, axes.known_at).await?;
    let on = axes.on();
    if on < account.opened_on {
        let message = format!("must not be before the loan began on {}", account.opened_on);
        return Err(Problem::parameter("on", message));
    }
    Ok((account, on))
}
