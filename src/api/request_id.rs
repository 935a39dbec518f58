//! The request id, taken from the caller or made here, and the idempotency key.

use crate::problem::Problem;
use axum::http::{HeaderMap, HeaderName};
use quittance_store::ids;

/// Carries the id, both ways.
pub(crate) const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// Headers that carry an idempotency key, the first present one counting.
const IDEMPOTENCY: [&str; 3] = ["idempotency-key", "x-request-id", "request-id"];

/// The longest idempotency key.
pub const KEY_LENGTH: usize = 255;

/// The idempotency key of a request, if it has one.
///
/// `Idempotency-Key` may be a quoted structured-field string, as the IETF draft has it.
///
/// # Errors
/// [`Problem::Invalid`], naming the header, when its value cannot be a key, or when it comes with two
/// values: whoever sends them and whoever passes them on may differ in which of them counts.
pub fn idempotency_key(headers: &HeaderMap) -> Result<Option<String>, Problem> {
    for name in IDEMPOTENCY {
        let mut values = headers.get_all(name).iter();
        let Some(value) = values.next() else {
            continue;
        };
        if values.any(|other| other != value) {
            return Err(Problem::header(name, "must have one value"));
        }
        let message = format!("must have 1 to {KEY_LENGTH} visible ASCII characters");
        let wrong = || Problem::header(name, message);
        let Ok(text) = value.to_str() else {
            return Err(wrong());
        };
        let text = text.trim();
        let text = text
            .strip_prefix('"')
            .and_then(|t| t.strip_suffix('"'))
            .unwrap_or(text);
        if text.is_empty() || text.len() > KEY_LENGTH {
            return Err(wrong());
        }
        return Ok(Some(text.to_owned()));
    }
    Ok(None)
}

/// The id that a caller has given a request, or one made here.
pub(crate) fn given_or_new(headers: &HeaderMap) -> String {
    let given = headers.get(&HEADER).and_then(|value| value.to_str().ok());
    match given {
        Some(id) if !id.is_empty() && id.len() <= KEY_LENGTH => id.to_owned(),
        _ => ulid::Ulid::from_bytes(ids::new_id(ids::now()).into_bytes())
            .to_string()
            .to_lowercase(),
    }
}
