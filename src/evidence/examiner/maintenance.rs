//! File maintenance: what was changed of an account that is no transaction, with its values before
//! and after, and by whom.

use super::Scope;
use super::lives::{Life, Recorded};
use crate::error::ExportError;
use crate::table::Row;
use crate::tables::accounts::personal_data;
use chrono::NaiveDate;
use quittance_domain::account::{Account, Event};
use quittance_store::Reader;
use uuid::Uuid;

pub const COLUMNS: &[&str] = &[
    "sequence",
    "recorded_at",
    "effective_date",
    "account_id",
    "number",
    "consumer_id",
    "actor",
    "role",
    "event",
    "field",
    "before",
    "after",
    "reason",
];

/// A field and its values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    pub field: &'static str,
    pub before: String,
    pub after: String,
}

/// What an account asks for next.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dues {
    /// The due date of the oldest unpaid instalment.
    pub due: Option<NaiveDate>,
    /// The amount of an instalment.
    pub amount: Option<String>,
}

impl Dues {
    pub fn of(account: &Account) -> Dues {
        let version = account.schedule.as_deref().and_then(|it| it.current());
        let first = version.and_then(|version| version.pattern.dues().next());
        let amount = first.map(|due| due.amount.to_decimal(account.terms.currency).to_string());
        Dues {
            due: account.oldest_unpaid(),
            amount,
        }
    }
}

/// What an event changes of the account's file.
pub fn changed(event: &Event, before: Option<&Dues>, after: Option<&Dues>) -> Vec<Changed> {
    let one = |field, before: String, after: String| {
        vec![Changed {
            field,
            before,
            after,
        }]
    };
    match event {
        Event::RateChanged(it) => {
            let rates = [it.from, it.rate].map(|rate| rate.to_decimal().normalize().to_string());
            let [from, rate] = rates;
            one("annual_rate", from, rate)
        }
        Event::PaymentBackdated(it) => one(
            "payment_date",
            it.from.to_string(),
            it.effective.to_string(),
        ),
        Event::StageSet(it) => one("stage", it.from.name().into(), it.stage.name().into()),
        Event::ScheduleSet(_) | Event::AccountReaged(_) => {
            let none = Dues::default();
            let (before, after) = (before.unwrap_or(&none), after.unwrap_or(&none));
            let date = |dues: &Dues| dues.due.map(|due| due.to_string()).unwrap_or_default();
            let amount = |dues: &Dues| dues.amount.clone().unwrap_or_default();
            let mut all = one("due_date", date(before), date(after));
            if before.amount != after.amount {
                all.extend(one("payment_amount", amount(before), amount(after)));
            }
            all
        }
        _ => Vec::new(),
    }
}

/// The changes of an account that were recorded in the days that are asked for.
pub fn of_account(life: &Life, scope: &Scope) -> Vec<(u64, Row)> {
    let account = &life.account;
    let rows = life.changes.iter().filter_map(|(sequence, changed)| {
        let recorded = life.recorded.get(sequence)?;
        let whose = Whose {
            account: Some((account.id.0, &account.number)),
            consumer: account.consumer.0,
        };
        let asked = scope.holds(recorded.recorded_at);
        asked.then(|| (*sequence, row(*sequence, recorded, &whose, changed)))
    });
    rows.collect()
}

/// What was told anew of consumers; what that is is sealed, or erased.
///
/// # Errors
/// [`ExportError`].
pub async fn of_consumers(
    reader: &mut Reader,
    scope: &Scope,
) -> Result<Vec<(u64, Row)>, ExportError> {
    let sql = include_str!("../sql/changed_particulars.sql");
    let rows = reader
        .report(sql, &[&scope.creditor.0, &scope.known_at])
        .await?;
    let mut all = Vec::new();
    for found in &rows {
        let stored: i64 = found.try_get("sequence")?;
        let sequence = u64::try_from(stored).map_err(|_| ExportError::Event(stored))?;
        let recorded = Recorded::of(found)?;
        let whose = Whose {
            account: None,
            consumer: found.try_get("stream_id")?,
        };
        let said = personal_data(found.try_get("erased")?);
        let changed = Changed {
            field: "particulars",
            before: said.to_owned(),
            after: said.to_owned(),
        };
        if scope.holds(recorded.recorded_at) {
            all.push((sequence, row(sequence, &recorded, &whose, &changed)));
        }
    }
    Ok(all)
}

/// Whose file was changed.
struct Whose<'a> {
    account: Option<(Uuid, &'a str)>,
    consumer: Uuid,
}

fn row(sequence: u64, recorded: &Recorded, whose: &Whose<'_>, changed: &Changed) -> Row {
    let mut row = Row::default();
    row.plain(sequence)
        .moment(recorded.recorded_at)
        .date(recorded.effective)
        .optional(whose.account.map(|(id, _)| id))
        .optional_text(whose.account.map(|(_, number)| number))
        .plain(whose.consumer)
        .text(&recorded.actor)
        .optional(recorded.role.as_deref())
        .plain(&recorded.event)
        .plain(changed.field)
        .plain(&changed.before)
        .plain(&changed.after)
        .optional_text(recorded.reason.as_deref());
    row
}
