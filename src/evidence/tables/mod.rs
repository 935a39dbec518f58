//! The tables of a bundle: for each its columns, and a row made of a read model's row or of what the
//! events say.

pub mod accounts;
pub mod audit;
pub mod journal;
pub mod payments;
pub mod settlements;

use quittance_domain::{Currency, Money};
use tokio_postgres::Row;

/// A row of a read model cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum RowError {
    #[error(transparent)]
    Column(#[from] tokio_postgres::Error),
    #[error("a read model holds {0:?}, which is unknown")]
    Unknown(String),
}

/// The amount in a column.
pub(crate) fn money(row: &Row, column: &str) -> Result<Money, RowError> {
    Ok(Money::from_minor(row.try_get(column)?))
}

/// The currency in a column.
pub(crate) fn currency(row: &Row, column: &str) -> Result<Currency, RowError> {
    let text: &str = row.try_get(column)?;
    text.parse().map_err(|_| RowError::Unknown(text.to_owned()))
}
