//! The columns that a file may have, and where they are in this one.

use std::collections::HashMap;

/// Every column, and whether it must be in the header.
///
/// `original_balance`, `dpd` and `account_type` may be left out altogether, as short files do; a
/// file that has such a column must fill it in each row.
/// The columns of the itemization by Regulation F go together: a row that fills one of them must
/// fill the reference, the date and the amount.
pub const COLUMNS: [(&str, Presence); 25] = [
    ("consumer_email", Presence::Always),
    ("original_balance", Presence::FilledIfThere),
    ("principal_balance", Presence::Always),
    ("dpd", Presence::FilledIfThere),
    ("account_type", Presence::FilledIfThere),
    ("account_phase", Presence::Always),
    ("last4ssn", Presence::Optional),
    ("creditor_reference", Presence::Optional),
    ("charge_off_date", Presence::Optional),
    ("placement_date", Presence::Optional),
    ("first_name", Presence::Optional),
    ("last_name", Presence::Optional),
    ("phone", Presence::Optional),
    ("address_zip", Presence::Optional),
    ("last_payment_date", Presence::Optional),
    ("last_payment_amount", Presence::Optional),
    ("minimum_payment", Presence::Optional),
    ("original_creditor", Presence::Optional),
    ("itemization_reference", Presence::Optional),
    ("itemization_date", Presence::Optional),
    ("itemization_amount", Presence::Optional),
    ("itemization_interest", Presence::Optional),
    ("itemization_fees", Presence::Optional),
    ("itemization_payments", Presence::Optional),
    ("itemization_credits", Presence::Optional),
];

/// Other names of columns.
const ALIASES: [(&str, &str); 1] = [("email", "consumer_email")];

/// Whether a column, and a value in it, must be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    Always,
    FilledIfThere,
    Optional,
}

/// Why a header is refused, which refuses the whole file.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum WrongHeader {
    #[error("the header lacks the column {0}")]
    Missing(&'static str),
    #[error("the header names the column {0} twice")]
    Twice(&'static str),
    #[error("the header has a column {found:?}, which is not known; known are {known}")]
    Unknown { found: String, known: String },
}

/// The columns of a file, in its order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Columns(Vec<&'static str>);

impl Columns {
    /// Reads a header; case and spaces around names do not matter.
    ///
    /// # Errors
    /// [`WrongHeader`]: a column that is not known would be lost without a word.
    pub fn read<'a>(header: impl Iterator<Item = &'a str>) -> Result<Columns, WrongHeader> {
        let mut columns = Vec::new();
        for found in header {
            let name = found.trim().to_ascii_lowercase();
            let alias = ALIASES.iter().find(|(alias, _)| *alias == name);
            let name = alias.map_or(name.as_str(), |(_, meant)| meant);
            let known = COLUMNS.iter().map(|(known, _)| *known);
            let Some(column) = known.clone().find(|known| *known == name) else {
                let known = known.collect::<Vec<_>>().join(", ");
                return Err(WrongHeader::Unknown {
                    found: found.chars().take(40).collect(),
                    known,
                });
            };
            if columns.contains(&column) {
                return Err(WrongHeader::Twice(column));
            }
            columns.push(column);
        }
        for (column, presence) in COLUMNS {
            if presence == Presence::Always && !columns.contains(&column) {
                return Err(WrongHeader::Missing(column));
            }
        }
        Ok(Columns(columns))
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether the column must be filled in every row of this file.
    pub fn must_fill(&self, name: &str) -> bool {
        self.0.contains(&name)
            && COLUMNS
                .iter()
                .any(|(known, presence)| *known == name && *presence != Presence::Optional)
    }

    /// The filled cells of a row by column.
    pub fn cells<'a>(&self, row: impl Iterator<Item = &'a str>) -> HashMap<&'static str, &'a str> {
        let cells = self.0.iter().copied().zip(row.map(str::trim));
        cells.filter(|(_, cell)| !cell.is_empty()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(header: &str) -> Result<Columns, WrongHeader> {
        Columns::read(header.split(','))
    }

    #[test]
    fn headers_in_use_are_read_and_others_refused() {
        let short = "first_name,last_name,email,phone,principal_balance,original_creditor,\
                     charge_off_date,account_phase";
        let columns = read(short).unwrap();
        assert!(columns.must_fill("consumer_email") && !columns.must_fill("dpd"));
        let long: Vec<_> = COLUMNS[..17].iter().map(|(name, _)| *name).collect();
        assert!(read(&long.join(",")).unwrap().must_fill("dpd"));
        assert!(read(" Consumer_Email ,PRINCIPAL_BALANCE,account_phase").is_ok());
        assert_eq!(
            read("email,account_phase"),
            Err(WrongHeader::Missing("principal_balance"))
        );
        let twice = read("email,consumer_email,principal_balance,account_phase");
        assert_eq!(twice, Err(WrongHeader::Twice("consumer_email")));
        let unknown = read("email,principal_balance,account_phase,creditor_refrence");
        assert!(matches!(unknown, Err(WrongHeader::Unknown { .. })));
    }
}
