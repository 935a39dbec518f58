//! Webhooks: where each creditor's events are sent; one that was removed keeps its row, empty.

use crate::{bigint, columns, place};
use chrono::{DateTime, Utc};
use quittance_domain::creditor::Event;
use quittance_store::projector::{RecordedSetting, Write};
use std::collections::BTreeMap;
use uuid::Uuid;

pub const UPSERT: &str = include_str!("upsert.sql");

/// The rows of a batch: the last one of each endpoint.
#[derive(Default)]
pub(crate) struct Rows(BTreeMap<(Uuid, Uuid), Row>);

struct Row {
    /// Of the first event of the batch; that of the first of all is kept.
    sequence: i64,
    webhook: Option<String>,
    updated_at: DateTime<Utc>,
}

impl Rows {
    pub fn observe(&mut self, recorded: &RecordedSetting<'_>) {
        let id = match recorded.event {
            Event::WebhookConfigured(e) => e.webhook.id,
            Event::WebhookRemoved(e) => e.webhook,
            Event::WebhookSecretRotated(e) => e.webhook,
            Event::WebhookDisabled(e) => e.webhook,
            Event::WebhookEnabled(e) => e.webhook,
            _ => return,
        };
        let webhook = recorded.after.webhook(id);
        let webhook = webhook.and_then(|webhook| serde_json::to_string(webhook).ok());
        let sequence = bigint(recorded.sequence);
        let key = (recorded.creditor.0, id);
        let first = self.0.get(&key).map_or(sequence, |row| row.sequence);
        let row = Row {
            sequence: first,
            webhook,
            updated_at: recorded.recorded_at,
        };
        self.0.insert(key, row);
    }

    pub fn write(self, writes: &mut Vec<Write>) {
        let rows: Vec<_> = self.0.into_iter().collect();
        columns!(
            writes,
            place::WEBHOOKS_UPSERT,
            &rows,
            |row| row.0.0,
            row.0.1,
            row.1.sequence,
            row.1.webhook.clone(),
            row.1.updated_at
        );
    }
}
