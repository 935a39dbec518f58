//! Transactions: every fact of every account, how it was divided, what was owed after it, and who
//! recorded it when.

use super::Scope;
use super::lives::Life;
use crate::statement;
use crate::table::Row;

/// What is said of the account and of the recording, before the columns of a statement.
const RECORDED: &[&str] = &[
    "account_id",
    "number",
    "currency",
    "posted_at",
    "actor",
    "role",
    "reason",
];

pub fn columns() -> Vec<&'static str> {
    [RECORDED, statement::COLUMNS].concat()
}

/// The transactions of an account that were recorded in the days that are asked for, in order of
/// their effective dates.
pub fn rows(life: &Life, scope: &Scope) -> Vec<Row> {
    let account = &life.history.account;
    let told = statement::facts(account, None, scope.on);
    let rows = told.into_iter().filter_map(|(sequence, told)| {
        let recorded = life.history.recorded.get(&sequence)?;
        let mut row = Row::default();
        row.plain(account.id)
            .text(&account.number)
            .plain(account.terms.currency)
            .moment(recorded.recorded_at)
            .text(&recorded.actor)
            .optional(recorded.role.as_deref())
            .optional_text(recorded.reason.as_deref())
            .cells_of(&told);
        scope.holds(recorded.recorded_at).then_some(row)
    });
    rows.collect()
}
