//! What makes two requests the same: method, path and body in a canonical form.

use serde_json::Value;
use sha2::{Digest, Sha256};

/// SHA-256 over method, path and the canonical body.
///
/// The form follows RFC 8785 (sorted keys, no spaces) but for numbers, which stay exact decimals
/// without needless zeros: a double would make different amounts equal.
pub fn request_digest(method: &str, path: &str, body: &Value) -> [u8; 32] {
    let mut text = String::with_capacity(256);
    write(body, &mut text);
    let mut hasher = Sha256::new();
    for part in [method, path, &text] {
        hasher.update((part.len() as u64).to_be_bytes());
        hasher.update(part.as_bytes());
    }
    hasher.finalize().into()
}

fn write(value: &Value, out: &mut String) {
    match value {
        Value::Number(number) => out.push_str(&plain(&number.to_string())),
        Value::Array(items) => {
            out.push('[');
            for (place, item) in items.iter().enumerate() {
                if place > 0 {
                    out.push(',');
                }
                write(item, out);
            }
            out.push(']');
        }
        Value::Object(members) => {
            out.push('{');
            for (place, (key, item)) in members.iter().enumerate() {
                if place > 0 {
                    out.push(',');
                }
                quote(key, out);
                out.push(':');
                write(item, out);
            }
            out.push('}');
        }
        Value::String(text) => quote(text, out),
        Value::Null | Value::Bool(_) => out.push_str(&value.to_string()),
    }
}

/// Writes a JSON string; most have nothing to escape.
fn quote(text: &str, out: &mut String) {
    if text
        .bytes()
        .all(|byte| byte >= b' ' && byte != b'"' && byte != b'\\')
    {
        out.push('"');
        out.push_str(text);
        out.push('"');
    } else {
        out.push_str(&Value::from(text).to_string());
    }
}

/// `500`, `500.00` and `5e2` are one number; a text that no decimal can hold stays as it is.
fn plain(number: &str) -> String {
    let decimal = rust_decimal::Decimal::from_str_exact(number)
        .or_else(|_| rust_decimal::Decimal::from_scientific(number));
    decimal.map_or_else(
        |_| number.to_owned(),
        |decimal| decimal.normalize().to_string(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spelling_does_not_matter_and_values_do() {
        let digest = |text: &str| {
            request_digest("POST", "/x", &serde_json::from_str::<Value>(text).unwrap())
        };
        assert_eq!(
            digest(r#"{"a":500,"b":"x"}"#),
            digest(r#"{ "b": "x", "a": 5.0e2 }"#)
        );
        assert_ne!(digest(r#"{"a":500}"#), digest(r#"{"a":500.01}"#));
        assert_ne!(digest(r#"{"a":500}"#), digest(r#"{"a":"500"}"#));
        // As doubles these two would be equal.
        assert_ne!(digest("[9007199254740993]"), digest("[9007199254740992]"));
    }
}
