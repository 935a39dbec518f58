//! Query strings: parameters by name, out-of-range numbers clamped.

use crate::app::App;
use crate::body::{DATE_FORM, parse_date};
use crate::problem::{Problem, Rejected, Surface};
use axum::extract::{FromRequestParts, Query};
use axum::http::request::Parts;
use chrono::NaiveDate;
use std::collections::HashMap;
use std::marker::PhantomData;

/// The parameters of a request to surface `S`; of a repeated one the last counts.
#[derive(Debug)]
pub struct Parameters<S> {
    values: HashMap<String, String>,
    surface: PhantomData<S>,
}

impl<S: Surface> FromRequestParts<App> for Parameters<S> {
    type Rejection = Rejected<S>;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Rejected<S>> {
        let Query(values) = Query::<HashMap<String, String>>::from_request_parts(parts, app)
            .await
            .map_err(|error| Problem::Malformed {
                message: error.body_text(),
            })?;
        // No text of the database can hold it, so nothing can match it either.
        if let Some((name, _)) = values.iter().find(|(_, value)| value.contains('\0')) {
            return Err(Problem::parameter(name, "must not contain the character NUL").into());
        }
        Ok(Parameters {
            values,
            surface: PhantomData,
        })
    }
}

/// The rows of a page, out of what was read for it and of one more, and whether there are more.
pub fn page<T>(read: &[T], limit: i64) -> (&[T], bool) {
    let limit = usize::try_from(limit).unwrap_or_default();
    (&read[..read.len().min(limit)], read.len() > limit)
}

impl<S> Parameters<S> {
    /// A parameter as it was given, which may be empty.
    pub fn given(&self, name: &str) -> Option<&str> {
        self.values.get(name).map(|value| value.trim())
    }

    /// A parameter's text; an empty one is absent.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.given(name).filter(|value| !value.is_empty())
    }

    /// A date; unlike a text it may not be empty.
    ///
    /// # Errors
    /// [`Problem::Invalid`] for what is no date.
    pub fn date(&self, name: &str) -> Result<Option<NaiveDate>, Problem> {
        let Some(text) = self.given(name) else {
            return Ok(None);
        };
        let date = parse_date(text);
        let wrong = || Problem::parameter(name, DATE_FORM);
        date.map(Some).ok_or_else(wrong)
    }

    /// One of some words; unlike a text it may not be empty.
    ///
    /// # Errors
    /// [`Problem::Invalid`] for another word.
    pub fn word(&self, name: &str, words: &[&str]) -> Result<Option<&str>, Problem> {
        match self.given(name) {
            Some(word) if !words.contains(&word) => {
                let message = format!("must be one of {}", words.join(", "));
                Err(Problem::parameter(name, message))
            }
            word => Ok(word),
        }
    }

    /// A value out of a table of names.
    ///
    /// # Errors
    /// Those of [`Parameters::word`].
    pub fn choice<T: Copy>(
        &self,
        name: &str,
        table: &[(&'static str, T)],
    ) -> Result<Option<T>, Problem> {
        let names: Vec<&str> = table.iter().map(|(known, _)| *known).collect();
        let word = self.word(name, &names)?;
        let found = word.and_then(|word| table.iter().find(|(known, _)| *known == word));
        Ok(found.map(|(_, value)| *value))
    }

    /// A whole number brought within its bounds; `default` when absent.
    ///
    /// # Errors
    /// [`Problem::Invalid`] for what is no whole number.
    pub fn clamped(&self, name: &str, min: i64, max: i64, default: i64) -> Result<i64, Problem> {
        let Some(text) = self.given(name) else {
            return Ok(default);
        };
        let number = whole(text).map(|number| number.clamp(min, max));
        number.ok_or_else(|| Problem::parameter(name, "must be a whole number"))
    }

    /// A whole number within bounds; `default` when absent.
    ///
    /// # Errors
    /// [`Problem::Invalid`] for anything else.
    pub fn within(&self, name: &str, min: i64, max: i64, default: i64) -> Result<i64, Problem> {
        let Some(text) = self.given(name) else {
            return Ok(default);
        };
        let number = whole(text).filter(|number| (min..=max).contains(number));
        let message = || format!("must be a whole number from {min} to {max}");
        number.ok_or_else(|| Problem::parameter(name, message()))
    }
}

/// A whole number of any size, as the nearest one of 64 bits.
fn whole(text: &str) -> Option<i64> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let beyond = if text.starts_with('-') {
        i64::MIN
    } else {
        i64::MAX
    };
    Some(text.parse().unwrap_or(beyond))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_brought_within_bounds_and_other_texts_refused() {
        let cases = [
            (Some("10"), Some(10)),
            (Some("0"), Some(1)),
            (Some("-1"), Some(1)),
            (Some("500"), Some(100)),
            (Some("99999999999999999999999"), Some(100)),
            (Some("-99999999999999999999999"), Some(1)),
            (Some("abc"), None),
            (Some("null"), None),
            (Some("1e2"), None),
            (Some("10.5"), None),
            (Some("-"), None),
            (Some(""), None),
            (None, Some(50)),
        ];
        for (given, expected) in cases {
            let values = given.map(|text| ("limit".to_owned(), text.to_owned()));
            let parameters = Parameters::<()> {
                values: values.into_iter().collect(),
                surface: PhantomData,
            };
            let number = parameters.clamped("limit", 1, 100, 50);
            assert_eq!(number.ok(), expected, "{given:?}");
        }
    }
}
