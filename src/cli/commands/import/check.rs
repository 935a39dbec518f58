//! The first pass: every row is checked before any is written.

use super::report::RowError;
use quittance_api::body::FieldError;
use quittance_api::sheet::{Context, examine};
use std::collections::{HashMap, HashSet};
use std::fs::File;

/// What the first pass found.
#[derive(Debug)]
pub struct Checked {
    /// SHA-256 of the file, in hexadecimal digits: part of each row's request id.
    pub digest: String,
    pub rows: u64,
    pub wrong: Vec<RowError>,
    /// The numbers of the rows with errors.
    pub bad: HashSet<u64>,
}

/// Checks a whole file.
///
/// # Errors
/// When the file as a whole cannot be imported.
pub fn check(file: &File, context: Context) -> anyhow::Result<Checked> {
    let digest = examine(file)?;
    let mut checked = Checked {
        digest,
        rows: 0,
        wrong: Vec::new(),
        bad: HashSet::new(),
    };
    let mut references: HashMap<String, u64> = HashMap::new();
    for row in super::rows(file, context)? {
        let row = row?;
        checked.rows += 1;
        let errors = match row.placement {
            Ok(placement) => match placement.number {
                None => continue,
                // The first good row of a reference has it.
                Some(number) => match references.get(&number) {
                    None => {
                        references.insert(number, row.number);
                        continue;
                    }
                    Some(first) => {
                        let message = format!("is that of row {first} too");
                        vec![FieldError::new("creditor_reference", message)]
                    }
                },
            },
            Err(errors) => errors,
        };
        checked.bad.insert(row.number);
        checked
            .wrong
            .extend(RowError::of(row.number, row.line, errors));
    }
    Ok(checked)
}
