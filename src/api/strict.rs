//! JSON whose objects name each member once.
//!
//! RFC 8259 leaves open what a repeated name means, and parsers differ: of two amounts one program
//! sees the first and another the last. So a body with one is refused before anything reads it.

use crate::problem::Problem;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};
use std::fmt;

/// How `serde_json` hands over a number that is no integer, as its exact text: as a map of this one
/// member.
const NUMBER: &str = "$serde_json::private::Number";

/// Begins what some programs write as UTF-8 and means nothing: RFC 8259 (8.1) lets it be ignored.
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// Reads a JSON text.
///
/// # Errors
/// [`Problem::Malformed`], which says what is wrong and where.
pub fn parse(text: &[u8]) -> Result<Value, Problem> {
    let text = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
    match serde_json::from_slice(text) {
        Ok(Strict(value)) => Ok(value),
        Err(error) => Err(Problem::Malformed {
            message: error.to_string(),
        }),
    }
}

struct Strict(Value);

impl<'de> Deserialize<'de> for Strict {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Strict, D::Error> {
        deserializer.deserialize_any(Reader).map(Strict)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("any JSON value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(Strict(item)) = items.next_element()? {
            list.push(item);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some(name) = members.next_key::<String>()? {
            if object.is_empty() && name == NUMBER {
                let text: String = members.next_value()?;
                let number: Number = text.parse().map_err(A::Error::custom)?;
                return Ok(Value::Number(number));
            }
            if object.contains_key(&name) {
                let message = format!("the member {name:?} stands twice");
                return Err(A::Error::custom(message));
            }
            let Strict(value) = members.next_value()?;
            object.insert(name, value);
        }
        Ok(Value::Object(object))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_is_what_serde_json_reads() {
        for text in [
            "null",
            "true",
            r#""Ann 😀""#,
            "[]",
            "{}",
            "0",
            "-7",
            "18446744073709551615",
            "-0.10",
            "5280.00",
            "1e400",
            "9007199254740993",
            r#"{"b":[1,{"a":null}],"a":{"b":2.50}}"#,
        ] {
            let read = parse(text.as_bytes()).unwrap();
            let known: Value = serde_json::from_str(text).unwrap();
            assert_eq!(read, known);
            assert_eq!(read.to_string(), known.to_string());
        }
    }

    #[test]
    fn a_byte_order_mark_is_not_looked_at() {
        let marked = [BYTE_ORDER_MARK, b"{\"a\":1}"].concat();
        assert_eq!(parse(&marked).unwrap().to_string(), r#"{"a":1}"#);
        assert!(parse(BYTE_ORDER_MARK).is_err());
        assert!(parse(&[BYTE_ORDER_MARK, &marked].concat()).is_err());
    }

    #[test]
    fn what_is_no_json_or_names_a_member_twice_is_refused() {
        let deep = "[".repeat(200);
        let cases = [
            (
                r#"{"amount":1,"amount":2}"#,
                r#""amount" stands twice at line 1"#,
            ),
            (r#"{"a":{"b":1,"\u0062":1}}"#, r#""b" stands twice"#),
            (r#"[{"x":1},{"x":1,"y":2,"x":1}]"#, r#""x" stands twice"#),
            ("{", "EOF"),
            ("NaN", "expected"),
            ("1 2", "trailing characters"),
            (&deep, "recursion limit"),
        ];
        for (text, expected) in cases {
            match parse(text.as_bytes()) {
                Err(Problem::Malformed { message }) => {
                    assert!(message.contains(expected), "{text}: {message}");
                }
                other => panic!("{text}: {other:?}"),
            }
        }
        // Of two objects each may have its own.
        assert!(parse(br#"[{"x":1},{"x":1}]"#).is_ok());
    }
}
