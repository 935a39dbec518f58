//! What a list is asked for: `range`, `sort` and `filter`, each of them JSON text.

use crate::problem::Problem;
use crate::query::Parameters;
use crate::strict;
use crate::surfaces::servicing::render::Servicing;
use serde_json::{Map, Value};
use uuid::Uuid;

/// Rows of a page at most.
const MOST: i64 = 1_000;

/// Ids that a list can be asked for at once.
const MOST_IDS: usize = 100;

/// The columns whose order is that of recording, by whichever of these names.
pub const RECORDED: [&str; 2] = ["created_at", "id"];

/// In which order rows are shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sort {
    pub by: String,
    pub descending: bool,
}

impl Sort {
    /// Whether it is the order in which the rows were recorded, forwards or backwards.
    pub fn is_recorded(&self) -> bool {
        RECORDED.contains(&self.by.as_str())
    }
}

/// The first row and how many, if some are asked for.
pub fn range(parameters: &Parameters<Servicing>) -> Result<Option<(i64, i64)>, Problem> {
    let Some(text) = parameters.text("range") else {
        return Ok(None);
    };
    let asked = serde_json::from_str::<(i64, i64)>(text).ok();
    let within = asked.filter(|(first, last)| {
        let more = last.checked_sub(*first);
        0 <= *first && more.is_some_and(|more| (0..MOST).contains(&more))
    });
    let wrong = || {
        let message = format!("must be [first,last], from 0, at most {MOST} rows");
        Problem::parameter("range", message)
    };
    let (first, last) = within.ok_or_else(wrong)?;
    Ok(Some((first, last - first + 1)))
}

/// The order, by one of these columns or that of recording.
pub fn sort(parameters: &Parameters<Servicing>, columns: &[&str]) -> Result<Option<Sort>, Problem> {
    let Some(text) = parameters.text("sort") else {
        return Ok(None);
    };
    let wrong = |message: String| Problem::parameter("sort", message);
    let Ok((by, order)) = serde_json::from_str::<(String, String)>(text) else {
        return Err(wrong(
            "must be [\"column\",\"ASC\"] or [\"column\",\"DESC\"]".to_owned(),
        ));
    };
    let mut known = RECORDED.iter().chain(columns);
    if !known.any(|column| *column == by) {
        let known = [RECORDED.as_slice(), columns].concat().join(", ");
        return Err(wrong(format!("cannot sort by {by}, only by {known}")));
    }
    let descending = order.eq_ignore_ascii_case("desc");
    if !descending && !order.eq_ignore_ascii_case("asc") {
        return Err(wrong("must have ASC or DESC as its second".to_owned()));
    }
    Ok(Some(Sort { by, descending }))
}

/// What rows must have to be shown.
#[derive(Debug, Default)]
pub struct Filter(Map<String, Value>);

impl Filter {
    /// The filter by some of these columns and by ids.
    pub fn of(parameters: &Parameters<Servicing>, columns: &[&str]) -> Result<Filter, Problem> {
        let Some(text) = parameters.text("filter") else {
            return Ok(Filter::default());
        };
        let wrong = |message: String| Problem::parameter("filter", message);
        let Ok(Value::Object(mut filter)) = strict::parse(text.as_bytes()) else {
            let message = "must be a JSON object that names each member once";
            return Err(wrong(message.to_owned()));
        };
        // A form's field that was emptied.
        filter.retain(|_, value| !value.is_null());
        let is_known = |name: &str| IDS.contains(&name) || columns.contains(&name);
        if let Some(unknown) = filter.keys().find(|name| !is_known(name)) {
            let known = [IDS.as_slice(), columns].concat().join(", ");
            return Err(wrong(format!(
                "cannot filter by {unknown}, only by {known}"
            )));
        }
        let is_plain = |value: &Value| !(value.is_array() || value.is_object());
        let by_column = |name: &str| !IDS.contains(&name);
        if let Some((name, _)) = filter
            .iter()
            .find(|(name, value)| by_column(name) && !is_plain(value))
        {
            return Err(wrong(format!("{name} must be a string")));
        }
        // No text of the database can hold it, so nothing can match it either.
        let has_nul = |value: &Value| value.as_str().is_some_and(|text| text.contains('\0'));
        match filter.iter().find(|(_, value)| has_nul(value)) {
            Some((name, _)) => Err(wrong(format!("{name} must not contain the character NUL"))),
            None => Ok(Filter(filter)),
        }
    }

    /// The text that a column must have.
    ///
    /// # Errors
    /// [`Problem::Invalid`] for what is no text.
    pub fn text(&self, name: &str) -> Result<Option<&str>, Problem> {
        match self.0.get(name) {
            None => Ok(None),
            Some(Value::String(value)) => Ok(Some(value)),
            Some(_) => {
                let message = format!("{name} must be a string");
                Err(Problem::parameter("filter", message))
            }
        }
    }

    /// What each column must have.
    pub fn columns(&self) -> impl Iterator<Item = (&String, &Value)> {
        let plain = self.0.iter();
        plain.filter(|(name, _)| !IDS.contains(&name.as_str()))
    }

    /// The only ids that are asked for, as `read` writes each of them; any when there are none.
    ///
    /// # Errors
    /// [`Problem::Invalid`] for what is no id and for more than [`MOST_IDS`] of them.
    pub fn ids(&self, read: ReadId) -> Result<Option<Vec<String>>, Problem> {
        let wrong = |message: String| Problem::parameter("filter", message);
        let given = IDS
            .iter()
            .filter_map(|name| Some((name, self.0.get(*name)?)));
        let given: Vec<_> = given.collect();
        let (name, value) = match given.as_slice() {
            [] => return Ok(None),
            [one] => *one,
            _ => return Err(wrong("must have id or ids, not both".to_owned())),
        };
        let listed = match value {
            Value::Array(listed) => listed.as_slice(),
            one => std::slice::from_ref(one),
        };
        if listed.len() > MOST_IDS {
            return Err(wrong(format!(
                "{name} must have at most {MOST_IDS} of them"
            )));
        }
        let taken = listed.iter().enumerate().map(|(place, id)| {
            let taken = id.as_str().and_then(read);
            taken.ok_or_else(|| wrong(format!("{name}[{place}] is not an id")))
        });
        taken.collect::<Result<Vec<String>, Problem>>().map(Some)
    }
}

/// By which names ids are asked for: `getMany` of react-admin sends the first, and is documented to
/// send the second.
pub const IDS: [&str; 2] = ["id", "ids"];

/// Writes an id as replies have it; `None` for what is none.
pub type ReadId = fn(&str) -> Option<String>;

/// An id as most nouns have it.
pub fn uuid(text: &str) -> Option<String> {
    let id = Uuid::try_parse(text).ok();
    id.map(|id| id.to_string())
}

/// A number that names something.
pub fn digits(text: &str) -> Option<String> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    let number: Option<i64> = text.parse().ok().filter(|_| digits);
    number.map(|number| number.to_string())
}
