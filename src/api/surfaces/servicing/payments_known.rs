//! The payments of a loan as they were known at a moment, or as far as a day.

use super::views::{Parts, Payment};
use crate::app::App;
use crate::auth::Actor;
use crate::axes::Axes;
use crate::problem::Problem;
use chrono::{DateTime, Utc};
use quittance_domain::account::{Account, FactKind, replay};
use std::collections::HashMap;

/// The payments, divided as they were then, in the order of their recording.
pub async fn of(
    app: &App,
    actor: &Actor,
    account: &Account,
    axes: &Axes,
) -> Result<Vec<Payment>, Problem> {
    let recorded = recorded(app, actor, account).await?;
    let life = replay(&account.terms, &account.facts);
    let mut payments: Vec<(u64, Payment)> = Vec::new();
    for (fact, step) in account.facts.iter().zip(&life.steps) {
        let FactKind::Payment(payment) = &fact.kind else {
            continue;
        };
        if axes.day.is_some_and(|day| fact.date > day) {
            continue;
        }
        let status = account.payment_status(fact.id);
        let created_at = recorded.get(&fact.sequence).copied();
        let view = Payment::new(Parts {
            id: fact.id.0,
            loan: account.id.0,
            currency: account.terms.currency,
            amount: payment.amount,
            split: step.split.unwrap_or_default(),
            method: payment.method,
            status: status.ok_or_else(|| Problem::defect("a payment has no status"))?,
            effective: fact.date,
            external_id: payment.external_id.as_deref().map(str::to_owned),
            created_at: created_at.unwrap_or_default(),
        });
        payments.push((fact.sequence, view));
    }
    payments.sort_by_key(|(sequence, _)| *sequence);
    Ok(payments.into_iter().map(|(_, view)| view).collect())
}

/// When each payment was recorded, by the sequence of its event.
async fn recorded(
    app: &App,
    actor: &Actor,
    account: &Account,
) -> Result<HashMap<u64, DateTime<Utc>>, Problem> {
    let payments = account
        .facts
        .iter()
        .filter(|fact| matches!(fact.kind, FactKind::Payment(_)));
    let sequences: Vec<i64> = payments
        .filter_map(|fact| i64::try_from(fact.sequence).ok())
        .collect();
    let mut reader = app.readers.of(actor.creditor).await?;
    let sql = include_str!("sql/read_recorded.sql");
    let rows = reader.query(sql, &[&actor.creditor.0, &sequences]).await?;
    let of = |row: &tokio_postgres::Row| {
        let sequence = u64::try_from(row.get::<_, i64>("sequence")).unwrap_or_default();
        (sequence, row.get("recorded_at"))
    };
    Ok(rows.iter().map(of).collect())
}
