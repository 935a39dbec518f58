//! A creditor's settings as read models hold them.

use crate::app::App;
use crate::problem::Problem;
use quittance_domain::CreditorId;
use quittance_domain::creditor::{Api, Programs, SettlementMatrix, UsState};
use quittance_store::Reader;
use std::collections::BTreeSet;

/// What a creditor has set; nothing yet is as good as the defaults.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CurrentSettings {
    pub settlement_matrix: SettlementMatrix,
    /// The only states in which a debt before charge-off may be placed; anywhere when absent.
    pub licensed_states: Option<BTreeSet<UsState>>,
    /// The terms that accounts are opened on, by name.
    pub programs: Programs,
}

impl CurrentSettings {
    /// Reads what a creditor has set.
    ///
    /// # Errors
    /// What the database says.
    pub async fn of(app: &App, creditor: CreditorId) -> Result<CurrentSettings, Problem> {
        let mut reader = app.readers.of(creditor).await?;
        CurrentSettings::read(&mut reader, creditor).await
    }

    /// Reads what a creditor has set, by a reader that is at hand.
    ///
    /// # Errors
    /// What the database says.
    pub async fn read(
        reader: &mut Reader,
        creditor: CreditorId,
    ) -> Result<CurrentSettings, Problem> {
        let sql = include_str!("sql/read_settings.sql");
        let Some(row) = reader.query_opt(sql, &[&creditor.0]).await? else {
            return Ok(CurrentSettings::default());
        };
        let matrix = serde_json::from_str(row.get(0)).map_err(Problem::defect)?;
        let states = row.get::<_, Option<&str>>(1).map(serde_json::from_str);
        Ok(CurrentSettings {
            settlement_matrix: matrix,
            licensed_states: states.transpose().map_err(Problem::defect)?,
            programs: serde_json::from_str(row.get(2)).map_err(Problem::defect)?,
        })
    }
}

/// The published APIs that are closed to a creditor.
///
/// # Errors
/// What the database says.
pub async fn closed_apis(app: &App, creditor: CreditorId) -> Result<BTreeSet<Api>, Problem> {
    let mut reader = app.readers.of(creditor).await?;
    let sql = include_str!("sql/read_closed_apis.sql");
    let Some(row) = reader.query_opt(sql, &[&creditor.0]).await? else {
        return Ok(BTreeSet::new());
    };
    serde_json::from_str(row.get(0)).map_err(Problem::defect)
}
