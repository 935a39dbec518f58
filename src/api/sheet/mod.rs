//! Placements as rows of a CSV sheet, for uploads and for imports from a file.

mod columns;
mod row;
mod rows;
mod text;

pub use row::Context;
pub use rows::{Row, Rows, SheetError};
pub use text::{Unreadable, examine};
