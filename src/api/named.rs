//! Values that rows keep by their names.

use crate::problem::Problem;
use tokio_postgres::Row;

/// The value that a row names in a column: `named(&row, "method", Method::from_name)`.
///
/// # Errors
/// When no value has the name: it has been written by a program that knows more of them.
pub fn named<T>(
    row: &Row,
    column: &str,
    from_name: impl FnOnce(&str) -> Option<T>,
) -> Result<T, Problem> {
    let name: &str = row.get(column);
    from_name(name).ok_or_else(|| Problem::defect(format!("{column} of a row is {name:?}")))
}
