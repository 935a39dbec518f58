//! One row: from its cells to a placement, or to what is wrong with each of them.

use super::columns::Columns;
use crate::body::{FieldError, Fields};
use crate::itemization;
use crate::personal::Personal;
use crate::placement::{
    ACCOUNT_TYPES, INTERCEPT, NUMBER_LENGTH, PHASES, Placement, RECOVERY, expected_charge_off,
};
use crate::problem::Problem;
use chrono::NaiveDate;
use quittance_domain::account::{Details, Itemized, TermsGiven};
use quittance_domain::{Currency, Money};
use serde_json::{Map, Value};

/// Files name no currency.
const CURRENCY: Currency = Currency::USD;

/// What the columns of an itemization begin with.
const ITEMIZATION: &str = "itemization_";

/// What a row stands for besides its cells.
#[derive(Clone, Copy, Debug)]
pub struct Context {
    /// The day of the import, on which a debt is placed whose row names no day.
    pub today: NaiveDate,
}

/// Reads a row.
///
/// # Errors
/// Everything that is wrong with it, by column.
pub fn placement<'a>(
    columns: &Columns,
    row: impl ExactSizeIterator<Item = &'a str>,
    context: Context,
) -> Result<Placement, Vec<FieldError>> {
    if row.len() != columns.len() {
        let message = format!("has {} fields, the header {}", row.len(), columns.len());
        return Err(vec![FieldError::new("row", message)]);
    }
    let cells = columns.cells(row);
    let texts = cells
        .into_iter()
        .map(|(name, cell)| (name.to_owned(), Value::String(cell.into())));
    let mut cells = Cells {
        columns,
        fields: Fields::new(texts.collect()),
    };
    let placement = read(&mut cells, context);
    match cells.fields.check() {
        Ok(()) => Ok(placement),
        Err(Problem::Invalid(errors)) => Err(errors),
        // Checking fields finds nothing else.
        Err(_) => Err(Vec::new()),
    }
}

/// The cells of a row as fields, of which some must be filled.
struct Cells<'a> {
    columns: &'a Columns,
    fields: Fields,
}

impl Cells<'_> {
    /// A value of a column that this file must fill wherever it has it.
    fn filled<T>(&mut self, name: &str, read: impl FnOnce(&mut Fields) -> Option<T>) -> Option<T> {
        let before = self.fields.errors();
        let value = read(&mut self.fields);
        if value.is_none() && self.fields.errors() == before && self.columns.must_fill(name) {
            self.fields.wrong(name, "is required");
        }
        value
    }

    /// An amount that is not negative, in plain digits: `1e3` or `$5` would be a mistake here.
    fn amount(&mut self, name: &'static str) -> Option<Money> {
        self.filled(name, |fields| plain_amount(fields, name))
    }

    /// The itemization of a row that tells anything of one; it must come to what is placed.
    fn itemized(&mut self, principal: Money, placed_on: NaiveDate) -> Option<Box<Itemized>> {
        let mut members = Map::new();
        for name in itemization::FIELDS {
            let cell = self.fields.take(&format!("{ITEMIZATION}{name}"));
            members.extend(cell.map(|cell| (name.to_owned(), cell)));
        }
        if members.is_empty() {
            return None;
        }
        let mut given = Fields::named(members, ITEMIZATION);
        let itemized = itemization::read(&mut given, plain_amount, placed_on);
        if given.errors() == 0 && self.fields.errors() == 0 {
            itemization::check(&mut given, &itemized, principal);
        }
        self.fields.absorb(given);
        Some(Box::new(itemized))
    }

    /// An optional text of exactly so many digits.
    fn digits(&mut self, name: &str, count: usize) -> Option<String> {
        let text = self.fields.text(name, 40)?;
        if text.len() != count || !text.bytes().all(|byte| byte.is_ascii_digit()) {
            self.fields.wrong(name, format!("must be {count} digits"));
            return None;
        }
        Some(text)
    }
}

/// An amount that is not negative, in plain digits.
fn plain_amount(fields: &mut Fields, name: &str) -> Option<Money> {
    let text = fields.text(name, 40)?;
    let plain = |byte: u8| byte.is_ascii_digit() || byte == b'.';
    if !text.bytes().all(plain) {
        let message = "must be an amount such as 1234.56, without sign or symbol";
        fields.wrong(name, message);
        return None;
    }
    match quittance_domain::money::parse_amount(&text, CURRENCY) {
        Ok(amount) => Some(amount),
        Err(error) => {
            fields.wrong(name, error.to_string());
            None
        }
    }
}

fn read(cells: &mut Cells<'_>, context: Context) -> Placement {
    let given = TermsGiven {
        currency: Some(CURRENCY),
        ..TermsGiven::default()
    };
    let (original, principal) = balances(cells);
    let opened_on = cells.fields.date("placement_date").unwrap_or(context.today);
    if opened_on > context.today {
        cells
            .fields
            .wrong("placement_date", "must not be in the future");
    }
    let mut details = details(cells, opened_on, original);
    let (number, personal) = (
        cells.fields.text("creditor_reference", NUMBER_LENGTH),
        person(cells),
    );
    // When nothing else is wrong, what it must come to is known.
    details.itemized = cells.itemized(principal, opened_on);
    Placement {
        number,
        details,
        personal,
        ..Placement::new(given, opened_on, principal)
    }
}

/// The original and the principal balance; without an original one the principal is it.
fn balances(cells: &mut Cells<'_>) -> (Money, Money) {
    let principal = cells.amount("principal_balance");
    let original = cells.amount("original_balance");
    if principal == Some(Money::ZERO) {
        cells
            .fields
            .wrong("principal_balance", "must be more than zero");
    }
    if let (Some(principal), Some(original)) = (principal, original)
        && principal > original
    {
        cells.fields.wrong(
            "principal_balance",
            "must not be more than original_balance",
        );
    }
    let principal = principal.unwrap_or_default();
    (original.unwrap_or(principal), principal)
}

fn details(cells: &mut Cells<'_>, opened_on: NaiveDate, original: Money) -> Details {
    let kind = cells.filled("account_type", |row| {
        row.choice("account_type", &ACCOUNT_TYPES)
    });
    let phase = cells.filled("account_phase", |row| row.choice("account_phase", &PHASES));
    let phase = phase.unwrap_or(RECOVERY);
    let past_due = cells.filled("dpd", |row| row.integer("dpd", 0, 365));
    let past_due = past_due.and_then(|days| u32::try_from(days).ok());
    let given = cells.fields.date("charge_off_date");
    // Known beforehand only of a debt whose kind and days past due are known.
    let expected = || {
        let (_, boundary) = kind.filter(|_| phase == INTERCEPT)?;
        expected_charge_off(boundary, past_due?, opened_on)
    };
    Details {
        original_balance: Some(original),
        original_creditor: cells.fields.text("original_creditor", 200).map(Into::into),
        account_type: kind.map(|(name, _)| name.into()),
        account_phase: Some(phase.into()),
        charge_off_date: given.or_else(expected),
        days_past_due: past_due,
        last_payment_date: cells.fields.date("last_payment_date"),
        last_payment_amount: cells.amount("last_payment_amount"),
        minimum_payment: cells.amount("minimum_payment"),
        ..Details::default()
    }
}

fn person(cells: &mut Cells<'_>) -> Personal {
    Personal {
        email: cells.filled("consumer_email", |row| row.email("consumer_email")),
        first_name: cells.fields.text("first_name", 100),
        last_name: cells.fields.text("last_name", 100),
        phone: cells.fields.text("phone", 40),
        zip: cells.digits("address_zip", 5),
        last4_ssn: cells.digits("last4ssn", 4),
        ..Personal::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::body::DATE_FORM;

    const LONG: &str = "consumer_email,original_balance,principal_balance,dpd,account_type,\
        account_phase,last4ssn,creditor_reference,placement_date,address_zip,minimum_payment";
    const SHORT: &str = "first_name,last_name,email,phone,principal_balance,original_creditor,\
        charge_off_date,account_phase";

    fn read(header: &str, row: &str) -> Result<Placement, Vec<(String, String)>> {
        let columns = Columns::read(header.split(',')).unwrap();
        let context = Context {
            today: "2026-01-15".parse().unwrap(),
        };
        let cells: Vec<&str> = row.split(',').collect();
        let wrong = |error: FieldError| (error.field, error.message);
        placement(&columns, cells.into_iter(), context)
            .map_err(|errors| errors.into_iter().map(wrong).collect())
    }

    #[test]
    fn both_forms_of_a_row_are_read() {
        let row = "m@example.com,5280.00,5000.5,78,credit_card,intercept,4321,ABC-1,,,";
        let placed = read(LONG, row).unwrap();
        assert_eq!(placed.principal.minor(), 500_050);
        assert_eq!(placed.details.original_balance.unwrap().minor(), 528_000);
        assert_eq!(placed.number.as_deref(), Some("ABC-1"));
        assert_eq!(
            placed.details.charge_off_date,
            Some("2026-04-27".parse().unwrap())
        );
        assert_eq!(placed.opened_on, "2026-01-15".parse().unwrap());

        let row = "Ana,Ruiz,ana@example.com,+12025550100,810.25,Sample CU,2025-11-30,phase1";
        let placed = read(SHORT, row).unwrap();
        assert_eq!(placed.details.original_balance, Some(placed.principal));
        assert_eq!(placed.details.account_phase.as_deref(), Some("recovery"));
        assert_eq!(placed.personal.full_name().as_deref(), Some("Ana Ruiz"));
        assert_eq!(placed.details.days_past_due, None);
    }

    #[test]
    fn an_itemization_is_told_whole_and_adds_up() {
        let header = format!(
            "email,principal_balance,account_phase,{}",
            itemization::FIELDS
                .map(|name| format!("itemization_{name}"))
                .join(",")
        );
        let row = |cells: &str| read(&header, &format!("m@example.com,5247.63,phase1,{cells}"));
        let told = row("charge_off,2025-11-30,5000.00,200.00,100.00,52.37,").unwrap();
        let itemized = told.details.itemized.unwrap();
        assert_eq!(&*itemized.reference, "charge_off");
        assert_eq!(itemized.date, "2025-11-30".parse().unwrap());
        let parts = [
            itemized.amount,
            itemized.interest,
            itemized.fees,
            itemized.payments,
            itemized.credits,
        ];
        assert_eq!(parts.map(Money::minor), [500_000, 20_000, 10_000, 5_237, 0]);
        assert!(row(",,,,,,").unwrap().details.itemized.is_none());
        let adds_up = "with interest and fees, less payments and credits, must be what is placed";
        for (cells, field, message) in [
            ("charge_off,2025-11-30,5000.00,,,,", "amount", adds_up),
            (",2025-11-30,5247.63,,,,", "reference", "is required"),
            ("charge_off,,5247.63,,,,", "date", "is required"),
            ("charge_off,2025-11-30,,5247.63,,,", "amount", "is required"),
            (
                "charge_off,2026-01-16,5247.63,,,,",
                "date",
                "must not be after the placement",
            ),
            (
                "charge_off,2025-11-30,5247.63,-1,,,",
                "interest",
                "must be an amount such as 1234.56, without sign or symbol",
            ),
            (
                "birthday,2025-11-30,5247.63,,,,",
                "reference",
                "must be one of last_statement, charge_off, last_payment, transaction, judgment",
            ),
        ] {
            let expected = vec![(format!("itemization_{field}"), message.to_owned())];
            assert_eq!(row(cells).unwrap_err(), expected, "{cells}");
        }
    }

    #[test]
    fn every_wrong_cell_is_named() {
        let good =
            "m@example.com,5280.00,5000.00,78,credit_card,intercept,4321,R,2026-01-01,97201,25";
        let cases = [
            (0, "", "consumer_email", "is required"),
            (
                0,
                "nobody",
                "consumer_email",
                "is not a valid email address",
            ),
            (1, "", "original_balance", "is required"),
            (
                2,
                "5280.01",
                "principal_balance",
                "must not be more than original_balance",
            ),
            (2, "0.00", "principal_balance", "must be more than zero"),
            (2, "12.345", "principal_balance", "has more than 2 decimals"),
            (
                2,
                "-5",
                "principal_balance",
                "must be an amount such as 1234.56, without sign or symbol",
            ),
            (
                2,
                "$5",
                "principal_balance",
                "must be an amount such as 1234.56, without sign or symbol",
            ),
            (
                2,
                "1e3",
                "principal_balance",
                "must be an amount such as 1234.56, without sign or symbol",
            ),
            (3, "366", "dpd", "must be a whole number from 0 to 365"),
            (4, "", "account_type", "is required"),
            (
                5,
                "phase2",
                "account_phase",
                "must be one of intercept, recovery, phase0, phase1",
            ),
            (6, "432", "last4ssn", "must be 4 digits"),
            (
                8,
                "2026-01-16",
                "placement_date",
                "must not be in the future",
            ),
            (8, "01/02/2026", "placement_date", DATE_FORM),
            (9, "9720", "address_zip", "must be 5 digits"),
        ];
        assert!(read(LONG, good).is_ok());
        for (place, cell, field, message) in cases {
            let mut cells: Vec<&str> = good.split(',').collect();
            cells[place] = cell;
            let expected = vec![(field.to_owned(), message.to_owned())];
            assert_eq!(
                read(LONG, &cells.join(",")).unwrap_err(),
                expected,
                "{cell:?}"
            );
        }
        let short = read(LONG, "m@example.com,5").unwrap_err();
        assert_eq!(
            short,
            [("row".to_owned(), "has 2 fields, the header 11".to_owned())]
        );
    }
}
