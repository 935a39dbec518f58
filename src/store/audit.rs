//! The audit log: who did what, when, and how it ended; a view of the book itself.

use chrono::{DateTime, Utc};
use quittance_domain::{CreditorId, Currency};
use rust_decimal::Decimal;
use uuid::Uuid;

/// Which entries are asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    pub account: Option<Uuid>,
    pub actor: Option<String>,
    /// An event's type.
    pub kind: Option<String>,
    /// Recorded at this moment or later.
    pub from: Option<DateTime<Utc>>,
    /// Recorded before this moment.
    pub until: Option<DateTime<Utc>>,
    pub amounts: Amounts,
}

/// Which amounts are asked for, in the account's currency: an event without one has none of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Amounts {
    pub min: Option<Decimal>,
    pub max: Option<Decimal>,
}

impl Amounts {
    /// Both ends as text, which Postgres reads as exact numbers.
    pub fn texts(&self) -> [Option<String>; 2] {
        [self.min, self.max].map(|end| end.map(|end| end.to_string()))
    }
}

/// The currencies that have this many decimals.
pub fn currencies(decimals: u8) -> Vec<&'static str> {
    let has = |code: &&str| {
        code.parse::<Currency>()
            .is_ok_and(|it| it.exponent() == decimals)
    };
    Currency::codes().filter(has).collect()
}

/// The COPY statement that writes a creditor's entries as CSV, in order of sequence.
///
/// COPY takes no parameters, so texts are quoted here.
pub fn export_statement(creditor: CreditorId, filter: &Filter) -> String {
    let mut conditions = String::new();
    if let Some(account) = filter.account {
        conditions += &format!(" AND audit.account_id = '{account}'");
    }
    if let Some(actor) = &filter.actor {
        conditions += &format!(" AND audit.actor = {}", quoted(actor));
    }
    if let Some(kind) = &filter.kind {
        conditions += &format!(" AND audit.type = {}", quoted(kind));
    }
    if let Some(from) = filter.from {
        conditions += &format!(" AND audit.recorded_at >= '{}'", from.to_rfc3339());
    }
    if let Some(until) = filter.until {
        conditions += &format!(" AND audit.recorded_at < '{}'", until.to_rfc3339());
    }
    let [min, max] = filter.amounts.texts();
    if min.is_some() || max.is_some() {
        let literal = |end: Option<String>, none: &str| end.unwrap_or_else(|| none.to_owned());
        let array = |decimals| format!("'{{{}}}'::text[]", currencies(decimals).join(","));
        conditions += &include_str!("sql/audit_amounts.sql")
            .replace("$min", &format!("'{}'", literal(min, "-infinity")))
            .replace("$max", &format!("'{}'", literal(max, "infinity")))
            .replace("$none", &array(0))
            .replace("$three", &array(3));
    }
    include_str!("sql/export_audit.sql")
        .replace("$creditor", &creditor.to_string())
        .replace("$conditions", &conditions)
}

/// A text as a literal: with standard strings only the quotation mark means something.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\0', "").replace('\'', "''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_end_where_they_end() {
        let filter = Filter {
            actor: Some("x' OR true; DROP TABLE y --\\".to_owned()),
            ..Filter::default()
        };
        let sql = export_statement(CreditorId(Uuid::nil()), &filter);
        assert!(
            sql.contains("AND audit.actor = 'x'' OR true; DROP TABLE y --\\'"),
            "{sql}"
        );
    }
}
