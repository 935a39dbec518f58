//! Comparing tables: present rows against those made from events.
//!
//! A keyed sum over all rows of a table says whether two tables are equal.
//! Only where they are not, both are read in order of their key and told apart column by column.

use super::RebuildError;
use futures_util::StreamExt;
use quittance_domain::CreditorId;
use std::cmp::Ordering;
use std::pin::Pin;
use tokio_postgres::{Client, RowStream};

/// Differences kept to be shown; the rest are only counted.
pub const SHOWN: usize = 20;

/// One way in which a read table is not what the events make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    pub creditor: CreditorId,
    pub table: String,
    /// The row's key, as Postgres writes an array of its parts.
    pub key: String,
    /// The column; `None` when the row is missing or one too many.
    pub column: Option<String>,
    /// What follows from the events; `None` for NULL, or for a row that should not be.
    pub expected: Option<String>,
    /// What the table has; `None` for NULL, or for a row that is missing.
    pub found: Option<String>,
}

/// Differences, the first of them in detail.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Differences {
    pub shown: Vec<Difference>,
    /// How many values and rows differ.
    pub count: u64,
}

impl Differences {
    fn add(&mut self, difference: impl FnOnce() -> Difference) {
        self.count += 1;
        if self.shown.len() < SHOWN {
            self.shown.push(difference());
        }
    }
}

/// A read table as the catalog has it.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    name: String,
    columns: Vec<String>,
    key: Vec<String>,
}

/// Every read table, by name.
pub(crate) async fn tables(client: &Client) -> Result<Vec<Table>, RebuildError> {
    let rows = client.query(include_str!("tables.sql"), &[]).await?;
    let table = |row: &tokio_postgres::Row| {
        Ok(Table {
            name: row.try_get(0)?,
            columns: row.try_get(1)?,
            key: row.try_get(2)?,
        })
    };
    rows.iter().map(table).collect()
}

/// Locks every read table, in one order.
pub(crate) fn lock_statement(tables: &[Table], mode: &str) -> String {
    let names: Vec<String> = tables
        .iter()
        .map(|table| format!("views.{}", quoted(&table.name)))
        .collect();
    format!("LOCK TABLE {} IN {mode} MODE", names.join(", "))
}

/// Where one side's rows are.
#[derive(Clone, Copy)]
pub(crate) struct Side<'a> {
    pub client: &'a Client,
    pub schema: &'a str,
}

/// Compares one creditor's rows; the two sides are read at the same time.
pub(crate) async fn compare(
    present: Side<'_>,
    made: Side<'_>,
    tables: &[Table],
    creditor: CreditorId,
    differences: &mut Differences,
) -> Result<(), RebuildError> {
    // The sum is keyed with a number that nobody knew when the rows were written.
    let seed = quittance_store::ids::new_id(quittance_store::ids::now());
    let seed = (seed.as_u128() as i64).saturating_abs();
    for table in tables {
        let sum = |side: Side<'_>| table.sum(side.schema, creditor, seed);
        let (present_sum, made_sum) = (sum(present), sum(made));
        let (present_sum, made_sum) = tokio::try_join!(
            present.client.query_one(&present_sum, &[]),
            made.client.query_one(&made_sum, &[]),
        )?;
        let value =
            |row: &tokio_postgres::Row| -> Result<String, tokio_postgres::Error> { row.try_get(0) };
        if value(&present_sum)? != value(&made_sum)? {
            merge(present, made, table, creditor, differences).await?;
        }
    }
    Ok(())
}

impl Table {
    /// Number and keyed sum of the rows.
    fn sum(&self, schema: &str, creditor: CreditorId, seed: i64) -> String {
        include_str!("sum.sql")
            .replace("$table", &format!("{schema}.{}", quoted(&self.name)))
            .replace("$seed", &seed.to_string())
            .replace("$creditor", &creditor.to_string())
    }

    /// Keys and columns as text, in order of the key.
    fn rows(&self, schema: &str, creditor: CreditorId) -> String {
        let texts = |columns: &[String]| {
            let texts: Vec<String> = columns.iter().map(|name| quoted(name) + "::text").collect();
            texts.join(", ")
        };
        include_str!("rows.sql")
            .replace("$table", &format!("{schema}.{}", quoted(&self.name)))
            .replace("$key", &texts(&self.key))
            .replace("$columns", &texts(&self.columns))
            .replace("$creditor", &creditor.to_string())
    }
}

/// A name of the catalog as an identifier.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

struct TextRow {
    key: String,
    values: Vec<Option<String>>,
}

/// Rows in order of their key.
struct Rows(Pin<Box<RowStream>>);

impl Rows {
    async fn of(side: Side<'_>, table: &Table, creditor: CreditorId) -> Result<Rows, RebuildError> {
        let sql = table.rows(side.schema, creditor);
        let none: [&(dyn tokio_postgres::types::ToSql + Sync); 0] = [];
        let rows = side.client.query_raw(&sql, none).await?;
        Ok(Rows(Box::pin(rows)))
    }

    async fn next(&mut self) -> Result<Option<TextRow>, RebuildError> {
        let Some(row) = self.0.next().await.transpose()? else {
            return Ok(None);
        };
        Ok(Some(TextRow {
            key: row.try_get(0)?,
            values: row.try_get(1)?,
        }))
    }
}

/// Walks both sides in order of the key and gathers every difference.
async fn merge(
    present: Side<'_>,
    made: Side<'_>,
    table: &Table,
    creditor: CreditorId,
    differences: &mut Differences,
) -> Result<(), RebuildError> {
    let (mut present, mut made) = tokio::try_join!(
        Rows::of(present, table, creditor),
        Rows::of(made, table, creditor)
    )?;
    let (mut found, mut expected) = (present.next().await?, made.next().await?);
    loop {
        let order = match (&found, &expected) {
            (None, None) => return Ok(()),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(found), Some(expected)) => found.key.cmp(&expected.key),
        };
        let left = if order.is_le() { found.take() } else { None };
        let right = if order.is_ge() { expected.take() } else { None };
        tell_apart(table, creditor, &left, &right, differences);
        if order.is_le() {
            found = present.next().await?;
        }
        if order.is_ge() {
            expected = made.next().await?;
        }
    }
}

fn tell_apart(
    table: &Table,
    creditor: CreditorId,
    found: &Option<TextRow>,
    expected: &Option<TextRow>,
    differences: &mut Differences,
) {
    let difference = |key: &str| Difference {
        creditor,
        table: table.name.clone(),
        key: key.to_owned(),
        column: None,
        expected: None,
        found: None,
    };
    match (found, expected) {
        (None, None) => {}
        (Some(row), None) => differences.add(|| Difference {
            found: Some(row.text()),
            ..difference(&row.key)
        }),
        (None, Some(row)) => differences.add(|| Difference {
            expected: Some(row.text()),
            ..difference(&row.key)
        }),
        (Some(found), Some(expected)) => {
            let values = found.values.iter().zip(&expected.values);
            for (column, (is, should)) in table.columns.iter().zip(values) {
                if is != should {
                    differences.add(|| Difference {
                        column: Some(column.clone()),
                        expected: should.clone(),
                        found: is.clone(),
                        ..difference(&found.key)
                    });
                }
            }
        }
    }
}

impl TextRow {
    fn text(&self) -> String {
        let values = self.values.iter();
        let texts: Vec<&str> = values.map(|v| v.as_deref().unwrap_or("NULL")).collect();
        texts.join(", ")
    }
}
