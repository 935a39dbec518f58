//! `audit.csv`: who did what, when, and how it ended; one row an event.

use crate::table::{Row, Table};
use quittance_store::chain::Link;

pub const TABLE: Table = Table {
    name: "audit.csv",
    columns: &[
        "sequence",
        "recorded_at",
        "effective_date",
        "actor",
        "request_id",
        "origin",
        "type",
        "account_id",
        "outcome",
        "payload",
    ],
    key: 1,
};

/// The row of an event.
pub fn of_event(link: &Link<'_>) -> Row {
    let outcome = match link.event_type {
        "command.refused" => "refused",
        _ => "accepted",
    };
    let mut row = Row::default();
    row.plain(link.sequence)
        .moment(link.recorded_at)
        .date(link.effective)
        .text(link.actor)
        .optional_text(link.request_id)
        .optional(link.origin)
        .plain(link.event_type)
        // The creditor's own events are about no account.
        .optional((link.stream != link.creditor).then_some(link.stream))
        .plain(outcome)
        .text(&String::from_utf8_lossy(link.payload));
    row
}
