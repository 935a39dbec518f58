//! Replaying: do the live read tables hold what the whole history makes?
//!
//! Shape: two connections look at one moment; one scans the events and reads the live rows, the
//! other has temporary tables into which the rows are made again from the events, by the very
//! statements that the writer uses; then the two are compared.
//! Nothing is written that outlives the connection, and neither readers nor writers wait.

use crate::rebuild::compare::{Side, compare, tables};
use crate::rebuild::load::{Loader, load};
use crate::rebuild::snapshot::Snapshot;
use crate::rebuild::{Outcome, Progress, RebuildError, Report, Stage};
use quittance_domain::CreditorId;
use quittance_store::fold::{Span, fold_only};
use quittance_store::{Database, Role};
use std::sync::Arc;

const SCHEMA: &str = "pg_temp";

/// Folds the whole history of these creditors and compares every read row with it.
///
/// # Errors
/// [`RebuildError`] when something cannot be read; what differs is in the outcome.
pub async fn replay(
    database: &Database,
    creditors: &[CreditorId],
    report: Report<'_>,
) -> Result<Outcome, RebuildError> {
    let client = Arc::new(database.connect(Role::Reader).await?);
    let mirror = include_str!("../rebuild/mirror.sql").replace("$schema", SCHEMA);
    client
        .batch_execute(&format!("SET temp_buffers = '64MB'; {mirror}"))
        .await?;
    let tables = tables(&client).await?;
    let loader = [Loader::prepare(Arc::clone(&client), SCHEMA).await?];
    let snapshot = Snapshot::take(database).await?;
    snapshot.share(&client).await?;
    let total = length(&snapshot, creditors).await?;
    let mut outcome = Outcome::default();
    for creditor in creditors {
        let until = snapshot.head(*creditor).await?;
        let done = outcome.events;
        let folded = load(
            &snapshot.client,
            Span::whole(*creditor),
            &loader,
            |events| {
                report(Progress {
                    stage: Stage::Loading,
                    done: done + events,
                    total,
                });
            },
        );
        let folded = folded.await?;
        outcome.add_length(*creditor, folded.events, until);
        outcome.add(*creditor, folded);
        let present = Side {
            client: &snapshot.client,
            schema: "views",
        };
        let made = Side {
            client: &client,
            schema: SCHEMA,
        };
        compare(present, made, &tables, *creditor, &mut outcome.differences).await?;
        outcome.creditors += 1;
    }
    Ok(outcome)
}

/// Folds the whole history of these creditors and makes no rows: how fast is the past?
///
/// # Errors
/// [`RebuildError`] when something cannot be read; events that do not follow are in the outcome.
pub async fn fold_all(
    database: &Database,
    creditors: &[CreditorId],
    report: Report<'_>,
) -> Result<Outcome, RebuildError> {
    let snapshot = Snapshot::take(database).await?;
    let total = length(&snapshot, creditors).await?;
    let mut outcome = Outcome::default();
    for creditor in creditors {
        let until = snapshot.head(*creditor).await?;
        let done = outcome.events;
        let folded = fold_only(&snapshot.client, *creditor, i64::MAX, |events| {
            report(Progress {
                stage: Stage::Folding,
                done: done + events,
                total,
            });
        });
        let folded = folded.await?;
        outcome.add_length(*creditor, folded.events, until);
        outcome.add(*creditor, folded);
        outcome.creditors += 1;
    }
    Ok(outcome)
}

async fn length(snapshot: &Snapshot, creditors: &[CreditorId]) -> Result<u64, RebuildError> {
    let mut total = 0;
    for creditor in creditors {
        total += snapshot.head(*creditor).await?.unsigned_abs();
    }
    Ok(total)
}
