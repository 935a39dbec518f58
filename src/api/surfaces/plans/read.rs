//! Plans from their rows: the parts of a plan become one.

use super::plan_view::{PlanView, Term, User};
use super::{
    ids, link,
    selection::{PUBLIC_URL, Selection},
};
use crate::app::App;
use crate::auth::{Actor, Subject};
use crate::problem::Problem;
use axum::http::HeaderMap;
use quittance_domain::account::PlanStatus;
use quittance_domain::{AccountId, CreditorId, Money, PlanId};
use quittance_projections::plans::Term as TermRow;
use quittance_store::Reader;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use tokio_postgres::Row;
use uuid::Uuid;

/// What is sealed in a plan: all of it is personal.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Sealed {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cc_email_address: Option<String>,
}

/// The plan with this integer id.
///
/// # Errors
/// [`Problem::NotFound`] when the creditor has none.
pub async fn plan(
    app: &App,
    reader: &mut Reader,
    creditor: CreditorId,
    id: i64,
) -> Result<PlanView, Problem> {
    let plan = self::id(reader, creditor, id).await?;
    let plans = plans(app, reader, creditor, &[plan.0]).await?;
    plans
        .into_iter()
        .next()
        .ok_or(Problem::not_found("payment plan"))
}

/// The plan that an integer id names.
///
/// # Errors
/// [`Problem::NotFound`] when the creditor has none.
pub async fn id(reader: &mut Reader, creditor: CreditorId, id: i64) -> Result<PlanId, Problem> {
    let sql = include_str!("sql/find_plan.sql");
    let row = reader.query_opt(sql, &[&creditor.0, &id]).await?;
    let row = row.ok_or(Problem::not_found("payment plan"))?;
    Ok(PlanId(row.get(0)))
}

/// The plans with these ids, by integer id.
///
/// # Errors
/// What the database says.
pub async fn plans(
    app: &App,
    reader: &mut Reader,
    creditor: CreditorId,
    ids: &[Uuid],
) -> Result<Vec<PlanView>, Problem> {
    let sql = include_str!("sql/read_plans.sql");
    let rows = reader.query(sql, &[&creditor.0, &ids]).await?;
    let mut parts: BTreeMap<Uuid, Vec<&Row>> = BTreeMap::new();
    for row in &rows {
        parts.entry(row.get("plan_id")).or_default().push(row);
    }
    let mut plans = Vec::with_capacity(parts.len());
    for parts in parts.values() {
        plans.extend(view(app, creditor, parts)?);
    }
    plans.sort_by_key(|plan| plan.id);
    Ok(plans)
}

/// A plan from its parts, the one that leads first.
fn view(app: &App, creditor: CreditorId, parts: &[&Row]) -> Result<Option<PlanView>, Problem> {
    let Some(lead) = parts.first() else {
        return Ok(None);
    };
    let latest = |column: &str| parts.iter().filter_map(|row| row.get(column)).max();
    let accounts = parts
        .iter()
        .map(|row| (AccountId(row.get("account_id")), row.get("number")));
    let origin: &str = lead.get("origin");
    Ok(Some(PlanView {
        administration: creditor,
        plan: PlanId(lead.get("plan_id")),
        id: lead.get("sequence"),
        debtor: lead.get("consumer_id"),
        currency: lead
            .get::<_, &str>("currency")
            .parse()
            .map_err(Problem::defect)?,
        accounts: accounts.collect(),
        terms: terms(parts)?,
        status: status(parts),
        by_debtor: origin != "creditor",
        auto_activated: origin == "debtor_accepted",
        reason: sealed(app, lead).reason,
        rejected_by: rejecter(lead),
        created_at: lead.get("created_at"),
        updated_at: latest("updated_at").unwrap_or_else(|| lead.get("updated_at")),
        approved_at: latest("approved_at"),
        rejected_at: latest("rejected_at"),
        deactivated_at: latest("deactivated_at"),
    }))
}

fn terms(parts: &[&Row]) -> Result<Vec<Term>, Problem> {
    let mut terms: BTreeMap<u16, Term> = BTreeMap::new();
    for row in parts {
        let rows: Vec<TermRow> = serde_json::from_str(row.get("terms")).map_err(Problem::defect)?;
        for row in rows {
            let none = Term {
                number: row.number,
                amount: Money::ZERO,
                paid: Money::ZERO,
                due: row.due_date,
                paid_on: None,
            };
            let term = terms.entry(row.number).or_insert(none);
            term.amount += row.amount;
            term.paid += row.paid;
            // The last payment of a term that is paid on every account.
            term.paid_on = term.paid_on.max(row.paid_on);
        }
    }
    let whole = terms.into_values().map(|term| Term {
        paid_on: term.paid_on.filter(|_| term.paid == term.amount),
        ..term
    });
    Ok(whole.collect())
}

/// Where the whole plan stands: parts are decided on together, and paid one by one.
fn status(parts: &[&Row]) -> PlanStatus {
    let has = |status: PlanStatus| {
        let name = status.name();
        parts.iter().any(|row| row.get::<_, &str>("status") == name)
    };
    use PlanStatus::{Active, Broken, Deactivated, Finished, Proposed, Rejected};
    [Deactivated, Rejected, Proposed, Broken, Active]
        .into_iter()
        .find(|status| has(*status))
        .unwrap_or(Finished)
}

fn sealed(app: &App, row: &Row) -> Sealed {
    let key: Option<&[u8]> = row.get("wrapped_key");
    let sealed: Option<&str> = row.get("sealed");
    let opened = key.zip(sealed).and_then(|(wrapped, sealed)| {
        let key = app.keyring.unwrap(row.get("consumer_id"), wrapped).ok()?;
        serde_json::from_slice(&key.open(sealed).ok()?).ok()
    });
    opened.unwrap_or_default()
}

fn rejecter(row: &Row) -> Option<User> {
    let actor: Option<&str> = row.get("rejected_by");
    actor.map(|actor| named(actor, row.get("rejecter_name"), row.get("rejecter_email")))
}

/// An actor as a user: by name where there is one.
fn named(actor: &str, name: Option<String>, email: Option<String>) -> User {
    let id = actor.split_once(':').map_or(actor, |(_, id)| id);
    User {
        id: ids::uuid(id).map_or_else(|| id.to_owned(), ids::of_uuid),
        name: name.unwrap_or_else(|| actor.to_owned()),
        email,
    }
}

/// The caller as a user.
///
/// # Errors
/// What the database says.
pub async fn user(app: &App, actor: &Actor) -> Result<User, Problem> {
    let (Subject::Key(id) | Subject::User(id)) = actor.subject;
    let mut reader = app.readers.of(actor.creditor).await?;
    let sql = include_str!("sql/read_decider.sql");
    let row = reader.query_opt(sql, &[&actor.creditor.0, &id]).await?;
    let (name, email) = row.map_or((None, None), |row| (row.get(0), row.get(1)));
    Ok(named(&actor.name, name, email))
}

/// The plan as it is sent: with what is personal or secret, and only what was asked for.
pub fn complete(
    app: &App,
    headers: &HeaderMap,
    selection: &Selection,
    plan: PlanId,
    reason: Option<&str>,
    mut body: Value,
) -> Value {
    body["reason"] = json!(reason);
    if selection.wants_link() {
        body[PUBLIC_URL] = json!(link::url(headers, &link::secret(app, plan)));
    }
    selection.apply(body)
}
