//! What is told of a customer, in the surface's own mixture of key cases.

use super::customer::Particulars;
use crate::body::{Fields, bounded};
use crate::openapi::{Schema, input};
use crate::personal::Personal;
use serde_json::{Map, Value, json};

/// Tags of a customer at most, and characters of one.
const TAGS: usize = 50;
const TAG_LENGTH: usize = 50;

/// The longest id of the caller's own.
const EXTERNAL_ID_LENGTH: usize = 100;

/// Takes the particulars; an e-mail address or a phone number must be among them.
pub fn take(fields: &mut Fields) -> Particulars {
    let before = fields.errors();
    let personal = Personal {
        email: fields.email("email"),
        phone: phone(fields),
        first_name: fields.text("firstName", 100),
        last_name: fields.text("lastName", 100),
        company: fields.text("companyName", 200),
        tags: tags(fields),
        custom_fields: object(fields, "custom_fields"),
        communication_preferences: object(fields, "communication_preferences"),
        ..Personal::default()
    };
    let unreachable = personal.email.is_none() && personal.phone.is_none();
    if unreachable && fields.errors() == before {
        fields.wrong("email", "or phone is required");
    }
    Particulars {
        personal,
        external_id: fields.text("external_id", EXTERNAL_ID_LENGTH),
    }
}

/// An optional phone number in E.164.
fn phone(fields: &mut Fields) -> Option<String> {
    let text = fields.text("phone", 16);
    fields.note("phone", || {
        input::text(16).with("pattern", json!(r"^\+[1-9][0-9]{1,14}$"))
    });
    let text = text?;
    let digits = text.strip_prefix('+').unwrap_or_default();
    let is_number = (2..=15).contains(&digits.len())
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && !digits.starts_with('0');
    if !is_number {
        fields.wrong("phone", "must be in E.164, such as +12025550123");
        return None;
    }
    Some(text)
}

fn tags(fields: &mut Fields) -> Vec<String> {
    let listed = fields.list("tags").unwrap_or_default();
    fields.note("tags", || {
        let tags = Schema::list(Schema::text("vip").with("maxLength", json!(TAG_LENGTH)));
        tags.with("maxItems", json!(TAGS))
    });
    let tag = |value: &Value| {
        let text = bounded(value.as_str()?, TAG_LENGTH).ok()?;
        (!text.is_empty()).then(|| text.to_owned())
    };
    let tags: Option<Vec<String>> = listed.iter().map(tag).collect();
    match tags {
        Some(tags) if tags.len() <= TAGS => tags,
        _ => {
            let message = format!("must be at most {TAGS} texts of 1 to {TAG_LENGTH} characters");
            fields.wrong("tags", message);
            Vec::new()
        }
    }
}

/// An optional object with members of the caller's own.
fn object(fields: &mut Fields, name: &str) -> Map<String, Value> {
    fields.note(name, || Schema::map(json!(true), json!({})));
    match fields.take(name) {
        None => Map::new(),
        Some(Value::Object(members)) => members,
        Some(_) => {
            fields.wrong(name, "must be an object");
            Map::new()
        }
    }
}
