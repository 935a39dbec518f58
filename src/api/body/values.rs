//! What a member of a body can be: each kind of value is read here, with its bounds and its published shape.

use super::Fields;
use crate::openapi::{Schema, input};
use crate::values::{is_email, parse_percent};
use chrono::NaiveDate;
use quittance_domain::interest::Rate;
use quittance_domain::money::parse_amount;
use quittance_domain::{Currency, Money};
use serde_json::{Value, json};
use std::fmt::Display;
use std::str::FromStr;
use uuid::Uuid;

/// The longest password that is looked at, in bytes.
const SECRET_LENGTH: usize = 1024;

/// A text without the spaces around it, of at most `max` characters as it was sent: that is what the
/// published length is about.
///
/// # Errors
/// What is wrong with one that is longer, or that no text of the database can hold.
pub fn bounded(sent: &str, max: usize) -> Result<&str, String> {
    if sent.chars().count() > max {
        return Err(format!("must have at most {max} characters"));
    }
    if sent.contains('\0') {
        return Err("must not contain a null character".to_owned());
    }
    Ok(sent.trim())
}

impl Fields {
    /// An optional text, trimmed, of at most `max` characters as it was sent; an empty one is absent.
    pub fn text(&mut self, name: &str, max: usize) -> Option<String> {
        self.note(name, || input::text(max));
        match self.take(name)? {
            Value::String(text) => match bounded(&text, max) {
                Ok(text) => (!text.is_empty()).then(|| text.to_owned()),
                Err(message) => {
                    self.wrong(name, message);
                    None
                }
            },
            _ => {
                self.wrong(name, "must be a string");
                None
            }
        }
    }

    pub fn required_text(&mut self, name: &str, max: usize) -> String {
        let before = self.errors();
        let text = self.text(name, max);
        self.required(name, before, text)
    }

    /// A required password or the like, exactly as it was given.
    pub fn secret(&mut self, name: &str) -> String {
        self.note(name, || input::secret(SECRET_LENGTH));
        self.note_required(name);
        match self.take(name) {
            Some(Value::String(text)) if (1..=SECRET_LENGTH).contains(&text.len()) => text,
            Some(Value::String(_)) => {
                self.wrong(name, format!("must have 1 to {SECRET_LENGTH} bytes"));
                String::new()
            }
            Some(_) => {
                self.wrong(name, "must be a string");
                String::new()
            }
            None => {
                self.wrong(name, "is required");
                String::new()
            }
        }
    }

    /// An optional UUID.
    pub fn uuid(&mut self, name: &str) -> Option<Uuid> {
        self.note(name, input::uuid);
        let value = self.take(name)?;
        let id = value.as_str().and_then(|text| Uuid::try_parse(text).ok());
        if id.is_none() {
            self.wrong(name, "must be a UUID");
        }
        id
    }

    /// An optional amount, as a JSON number or a string, exact.
    pub fn amount(&mut self, name: &str, currency: Currency) -> Option<Money> {
        self.note(name, input::amount);
        let read = |text: &str| parse_amount(text, currency);
        self.number(name, "must be a number", read)
    }

    pub fn required_amount(&mut self, name: &str, currency: Currency) -> Money {
        let before = self.errors();
        let amount = self.amount(name, currency);
        self.required(name, before, amount)
    }

    /// A required amount above zero.
    pub fn positive_amount(&mut self, name: &str, currency: Currency) -> Money {
        let before = self.errors();
        let amount = self.required_amount(name, currency);
        self.note(name, input::positive_amount);
        self.note_required(name);
        if self.errors() == before && !amount.is_positive() {
            self.wrong(name, "must be more than zero");
        }
        amount
    }

    /// An optional yearly rate as a decimal fraction.
    pub fn rate(&mut self, name: &str) -> Option<Rate> {
        self.parsed(name)
    }

    /// An optional decimal, as a JSON number or a string, read from its text.
    pub fn parsed<T: FromStr>(&mut self, name: &str) -> Option<T>
    where
        T::Err: Display,
    {
        self.note(name, input::rate);
        self.number(name, "must be a number", str::parse)
    }

    /// An optional yearly rate in percent: `8.5` is 0.085.
    pub fn percent(&mut self, name: &str) -> Option<Rate> {
        self.note(name, input::rate);
        let form = "must be a yearly rate in percent, such as 8.5";
        self.number(name, form, parse_percent)
    }

    /// A JSON number or a string, read from its text: never through a float.
    fn number<T, E: Display>(
        &mut self,
        name: &str,
        form: &str,
        read: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        let text = match self.take(name)? {
            Value::String(text) => text,
            Value::Number(number) => number.to_string(),
            _ => {
                self.wrong(name, form);
                return None;
            }
        };
        read(&text)
            .map_err(|error| self.wrong(name, error.to_string()))
            .ok()
    }

    /// An optional e-mail address.
    pub fn email(&mut self, name: &str) -> Option<String> {
        let text = self.text(name, 254);
        self.note(name, input::email);
        let text = text?;
        if !is_email(&text) {
            self.wrong(name, "is not a valid email address");
            return None;
        }
        Some(text)
    }

    /// An optional date, `YYYY-MM-DD`.
    pub fn date(&mut self, name: &str) -> Option<NaiveDate> {
        self.note(name, input::date);
        let value = self.take(name)?;
        let date = value.as_str().and_then(parse_date);
        if date.is_none() {
            self.wrong(name, DATE_FORM);
        }
        date
    }

    pub fn boolean(&mut self, name: &str) -> Option<bool> {
        self.note(name, input::boolean);
        match self.take(name)? {
            Value::Bool(value) => Some(value),
            _ => {
                self.wrong(name, "must be true or false");
                None
            }
        }
    }

    /// An optional whole number within bounds.
    pub fn integer(&mut self, name: &str, min: i64, max: i64) -> Option<i64> {
        self.note(name, || input::integer(min, max));
        let value = self.take(name)?;
        let number = match &value {
            Value::Number(number) => number.as_i64(),
            Value::String(text) => text.trim().parse().ok(),
            _ => None,
        };
        match number.filter(|number| (min..=max).contains(number)) {
            Some(number) => Some(number),
            None => {
                self.wrong(name, format!("must be a whole number from {min} to {max}"));
                None
            }
        }
    }

    /// An optional value out of a table of names.
    pub fn choice<T: Copy>(&mut self, name: &str, table: &[(&'static str, T)]) -> Option<T> {
        self.note(name, || Schema::name_of(table));
        let value = self.take(name)?;
        let found = value
            .as_str()
            .and_then(|text| table.iter().find(|(known, _)| *known == text))
            .map(|(_, value)| *value);
        if found.is_none() {
            let names: Vec<&str> = table.iter().map(|(known, _)| *known).collect();
            self.wrong(name, format!("must be one of {}", names.join(", ")));
        }
        found
    }

    /// A required value out of a table of names.
    pub fn required_choice<T: Copy>(
        &mut self,
        name: &str,
        table: &[(&'static str, T)],
    ) -> Option<T> {
        let before = self.errors();
        let choice = self.choice(name, table);
        self.note_required(name);
        if choice.is_none() && self.errors() == before {
            self.wrong(name, "is required");
        }
        choice
    }

    /// An optional text of exactly so many digits.
    pub fn digits(&mut self, name: &str, count: usize) -> Option<String> {
        let text = self.text(name, 40);
        self.note(name, || input::digits(count));
        let text = text?;
        if text.len() != count || !text.bytes().all(|byte| byte.is_ascii_digit()) {
            self.wrong(name, format!("must be {count} digits"));
            return None;
        }
        Some(text)
    }

    /// An optional list.
    pub fn list(&mut self, name: &str) -> Option<Vec<Value>> {
        self.note(name, || Schema::of(json!({ "type": "array" })));
        match self.take(name)? {
            Value::Array(items) => Some(items),
            _ => {
                self.wrong(name, "must be an array");
                None
            }
        }
    }
}

/// What is said of a text that is no date.
pub const DATE_FORM: &str = "must be a date, YYYY-MM-DD, from 1900 to 2200";

/// A date in exactly the form `YYYY-MM-DD`, in years that ledgers have.
pub fn parse_date(text: &str) -> Option<NaiveDate> {
    use chrono::Datelike;
    let date = (text.len() == 10)
        .then(|| text.parse::<NaiveDate>().ok())
        .flatten()?;
    (1900..=2200).contains(&date.year()).then_some(date)
}
