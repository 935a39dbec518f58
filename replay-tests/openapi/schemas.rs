//! Schemas of the document as validators, closed: what a schema does not know is an error.

use jsonschema::Validator;
use quittance_api::openapi::document::DOCUMENT;
use serde_json::{Value, json};

/// What a value has against a schema of the document; nothing when it is valid.
pub fn errors(schema: &Value, value: &Value) -> Vec<String> {
    let validator = closed(schema);
    validator
        .iter_errors(value)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect()
}

fn closed(schema: &Value) -> Validator {
    let mut whole = json!({
        "allOf": [schema],
        "components": { "schemas": DOCUMENT["components"]["schemas"] },
    });
    close(&mut whole);
    jsonschema::options()
        .should_validate_formats(true)
        .build(&whole)
        .unwrap()
}

/// The published schemas are open, so that members can be added; a test wants to see them.
fn close(schema: &mut Value) {
    match schema {
        Value::Object(members) => {
            if members.contains_key("properties") && members.get("type").is_some() {
                members.insert("additionalProperties".to_owned(), json!(false));
            }
            for (name, member) in members {
                if !["example", "examples", "default", "enum"].contains(&name.as_str()) {
                    close(member);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(close),
        _ => {}
    }
}
