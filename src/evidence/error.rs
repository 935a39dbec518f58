//! Why something could not be handed out.

use crate::tables::RowError;
use quittance_projections::rebuild::RebuildError;
use quittance_store::DatabaseError;
use quittance_store::events::ReadError;

/// Why something could not be written.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    #[error(transparent)]
    Read(#[from] ReadError),
    #[error(transparent)]
    Snapshot(#[from] RebuildError),
    #[error(transparent)]
    Row(#[from] RowError),
    #[error("nothing was recorded in these days")]
    Empty,
    #[error("event {0} is not one that can be written")]
    Event(i64),
    #[error("it cannot be written: {0}")]
    Archive(#[from] std::io::Error),
    #[error("nobody takes it any more")]
    Abandoned,
}

impl From<DatabaseError> for ExportError {
    fn from(error: DatabaseError) -> ExportError {
        ExportError::Read(ReadError::Database(error))
    }
}

impl From<tokio_postgres::Error> for ExportError {
    fn from(error: tokio_postgres::Error) -> ExportError {
        ExportError::Read(error.into())
    }
}

impl From<serde_json::Error> for ExportError {
    fn from(error: serde_json::Error) -> ExportError {
        ExportError::Archive(error.into())
    }
}
