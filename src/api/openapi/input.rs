//! What requests may hold: the shapes that [`crate::body::Fields`] reads.

use super::schema::Schema;
use serde_json::json;

/// A plain decimal, as text.
const DECIMAL: &str = r"^-?[0-9]+(\.[0-9]+)?$";
/// A plain decimal without a sign, as text.
const UNSIGNED: &str = r"^[0-9]+(\.[0-9]+)?$";

/// A text of at most so many characters.
pub fn text(max: usize) -> Schema {
    Schema::of(json!({ "type": "string", "maxLength": max }))
}

/// A password of at most so many bytes.
pub fn secret(max: usize) -> Schema {
    Schema::of(json!({
        "type": "string", "format": "password", "minLength": 1, "maxLength": max,
    }))
}

/// An amount, as a number or as text.
pub fn amount() -> Schema {
    Schema::of(json!({ "type": ["number", "string"], "pattern": DECIMAL }))
}

/// An amount above zero.
pub fn positive_amount() -> Schema {
    Schema::of(json!({
        "type": ["number", "string"], "pattern": UNSIGNED, "exclusiveMinimum": 0,
    }))
}

/// A rate or a percentage, as a number or as text.
pub fn rate() -> Schema {
    Schema::of(json!({ "type": ["number", "string"], "pattern": UNSIGNED, "minimum": 0 }))
}

pub fn email() -> Schema {
    Schema::of(json!({ "type": "string", "format": "email", "maxLength": 254 }))
}

pub fn date() -> Schema {
    Schema::of(json!({ "type": "string", "format": "date" }))
}

pub fn uuid() -> Schema {
    Schema::of(json!({ "type": "string", "format": "uuid" }))
}

pub fn boolean() -> Schema {
    Schema::of(json!({ "type": "boolean" }))
}

/// A whole number within bounds, as a number or as its digits.
pub fn integer(min: i64, max: i64) -> Schema {
    Schema::of(json!({
        "type": ["integer", "string"], "pattern": "^[0-9]+$", "minimum": min, "maximum": max,
    }))
}

/// A text of exactly so many digits.
pub fn digits(count: usize) -> Schema {
    Schema::of(json!({ "type": "string", "pattern": format!("^[0-9]{{{count}}}$") }))
}
