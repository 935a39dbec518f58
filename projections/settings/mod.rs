//! Settings: what each creditor has set, as it stands now; a creditor that has set nothing has no row.

use crate::{bigint, columns, place};
use chrono::{DateTime, Utc};
use quittance_domain::creditor::Event;
use quittance_store::projector::{RecordedSetting, Write};
use std::collections::BTreeMap;
use uuid::Uuid;

pub const UPSERT: &str = include_str!("upsert.sql");

/// The rows of a batch: the last one of each creditor.
#[derive(Default)]
pub(crate) struct Rows(BTreeMap<Uuid, Row>);

struct Row {
    sequence: i64,
    settlement_matrix: String,
    licensed_states: Option<String>,
    closed_apis: String,
    programs: String,
    updated_at: DateTime<Utc>,
}

impl Rows {
    pub fn observe(&mut self, recorded: &RecordedSetting<'_>) {
        let sets = matches!(
            recorded.event,
            Event::SettlementMatrixSet(_)
                | Event::LicensedStatesSet(_)
                | Event::ApiAccessSet(_)
                | Event::ProgramSet(_)
                | Event::ProgramRemoved(_)
        );
        if !sets {
            return;
        }
        let settings = recorded.after;
        let states = settings.licensed_states.as_ref();
        let row = Row {
            sequence: bigint(recorded.sequence),
            settlement_matrix: serde_json::to_string(&settings.settlement_matrix)
                .unwrap_or_default(),
            licensed_states: states.and_then(|states| serde_json::to_string(states).ok()),
            closed_apis: serde_json::to_string(&settings.closed_apis).unwrap_or_default(),
            programs: serde_json::to_string(&settings.programs).unwrap_or_default(),
            updated_at: recorded.recorded_at,
        };
        self.0.insert(recorded.creditor.0, row);
    }

    pub fn write(self, writes: &mut Vec<Write>) {
        let rows: Vec<_> = self.0.into_iter().collect();
        columns!(
            writes,
            place::SETTINGS_UPSERT,
            &rows,
            |row| row.0,
            row.1.sequence,
            row.1.settlement_matrix.clone(),
            row.1.licensed_states.clone(),
            row.1.closed_apis.clone(),
            row.1.programs.clone(),
            row.1.updated_at
        );
    }
}
