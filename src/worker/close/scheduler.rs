//! Closing by itself, for as long as a server runs.

use super::{CloseError, close, is_due};
use chrono::NaiveDate;
use quittance_domain::CreditorId;
use quittance_store::{Database, DatabaseError, Role, Writer, creditors, ids};
use std::time::Duration;

/// When a server closes.
#[derive(Clone, Copy, Debug)]
pub struct Schedule {
    /// The time between two looks at what is due.
    pub every: Duration,
}

impl Default for Schedule {
    fn default() -> Schedule {
        Schedule {
            every: Duration::from_secs(60),
        }
    }
}

/// Closes whatever is due today, again and again; today is the day in UTC.
///
/// So a day is closed within one interval of its beginning, and days on which no server ran are made
/// up for at the start.
/// What goes wrong is logged and tried again at the next look.
pub async fn keep_closing(database: Database, writer: Writer, schedule: Schedule) {
    loop {
        let today = ids::now().date_naive();
        if let Err(error) = look(&database, &writer, today).await {
            tracing::warn!(%error, "the daily close could not look at what is due");
        }
        tokio::time::sleep(schedule.every).await;
    }
}

async fn look(database: &Database, writer: &Writer, today: NaiveDate) -> Result<(), DatabaseError> {
    let owner = database.connect(Role::Owner).await?;
    let all = creditors::list(&owner).await?;
    drop(owner);
    for (creditor, _) in all {
        match close_if_due(database, writer, creditor, today).await {
            Ok(()) | Err(CloseError::Running) => {}
            Err(error) => tracing::warn!(%creditor, %error, "the daily close did not end"),
        }
    }
    Ok(())
}

async fn close_if_due(
    database: &Database,
    writer: &Writer,
    creditor: CreditorId,
    today: NaiveDate,
) -> Result<(), CloseError> {
    if !is_due(database, creditor, today).await? {
        return Ok(());
    }
    let closed = close(database, writer, creditor, today, &mut |_, _| {}).await?;
    tracing::info!(%creditor, day = %today, accounts = closed.accounts, payments = closed.taken,
        skipped = closed.skipped, held_by_disputes = closed.held_by_disputes, "closed");
    if closed.refused > 0 {
        tracing::error!(%creditor, refused = closed.refused, "accounts refused to be closed");
    }
    Ok(())
}
