//! What has been found out about a payload, as JSON Schema and as an example.

use super::trace::{Asked, Found, TEXTS};
use serde_json::{Map, Value, json};

impl Found {
    /// The JSON Schema of what is read at a place.
    pub fn schema(&self, place: &str) -> Value {
        match &self.asked[place] {
            Asked::Boolean => json!({ "type": "boolean" }),
            Asked::Signed => json!({ "type": "integer" }),
            Asked::Unsigned => json!({ "type": "integer", "minimum": 0 }),
            Asked::Text => text(self.texts[place]),
            Asked::Nothing => Value::Null,
            Asked::Maybe => {
                json!({ "anyOf": [self.schema(&format!("{place}?")), { "type": "null" }] })
            }
            Asked::List => {
                json!({ "type": "array", "items": self.schema(&format!("{place}[0]")) })
            }
            Asked::Tuple(length) => {
                let items = (0..*length).map(|item| self.schema(&format!("{place}({item})")));
                json!({
                    "type": "array", "prefixItems": items.collect::<Vec<_>>(),
                    "minItems": length, "maxItems": length,
                })
            }
            Asked::Map => json!({
                "type": "object", "additionalProperties": self.schema(&format!("{place}{{}}")),
            }),
            Asked::Object(names) => self.object(place, names),
            Asked::Variants(names) => self.variants(place, names),
        }
    }

    fn object(&self, place: &str, names: &[&str]) -> Value {
        let mut properties = Map::new();
        let mut required = Vec::new();
        for name in names {
            let member = format!("{place}.{name}");
            properties.insert((*name).to_owned(), self.schema(&member));
            if self.required.contains(&member) {
                required.push(*name);
            }
        }
        json!({
            "type": "object", "properties": properties, "required": required,
            "additionalProperties": false,
        })
    }

    fn variants(&self, place: &str, names: &[&str]) -> Value {
        let held = |name: &str| format!("{place}|{name}");
        let bare = |name: &&&str| self.is_bare(&held(name));
        let mut kinds = Vec::new();
        let alone: Vec<&&str> = names.iter().filter(bare).collect();
        if !alone.is_empty() {
            kinds.push(json!({ "enum": alone }));
        }
        for name in names.iter().filter(|name| !bare(name)) {
            let mut properties = Map::new();
            properties.insert((*name).to_owned(), self.schema(&held(name)));
            kinds.push(json!({
                "type": "object", "properties": properties, "required": [name],
                "additionalProperties": false,
            }));
        }
        match <[Value; 1]>::try_from(kinds) {
            Ok([only]) => only,
            Err(kinds) => json!({ "anyOf": kinds }),
        }
    }

    /// A payload with every member, of the first variant of each enumeration.
    pub fn example(&self, place: &str) -> Value {
        match &self.asked[place] {
            Asked::Boolean => json!(true),
            Asked::Signed | Asked::Unsigned => json!(1),
            Asked::Text => json!(TEXTS[self.texts[place]]),
            Asked::Nothing => Value::Null,
            Asked::Maybe => self.example(&format!("{place}?")),
            Asked::List => json!([self.example(&format!("{place}[0]"))]),
            Asked::Tuple(length) => {
                let items = (0..*length).map(|item| self.item(&format!("{place}({item})"), item));
                items.collect()
            }
            Asked::Map => {
                let key = TEXTS[self.texts[&format!("{place}{{key}}")]];
                let mut entry = Map::new();
                entry.insert(key.to_owned(), self.example(&format!("{place}{{}}")));
                Value::Object(entry)
            }
            Asked::Object(names) => {
                let member =
                    |name: &&str| ((*name).to_owned(), self.example(&format!("{place}.{name}")));
                names.iter().map(member).collect::<Map<_, _>>().into()
            }
            Asked::Variants(_) => self.item(place, 0),
        }
    }

    /// An example whose variant, if it is of an enumeration, is the one at this place in the list.
    fn item(&self, place: &str, variant: usize) -> Value {
        let Asked::Variants(names) = &self.asked[place] else {
            return self.example(place);
        };
        let name = names[variant % names.len()];
        let held = format!("{place}|{name}");
        if self.is_bare(&held) {
            return json!(name);
        }
        let mut object = Map::new();
        object.insert(name.to_owned(), self.example(&held));
        Value::Object(object)
    }

    /// Whether a variant holds nothing; one that was not read is in a tuple of such.
    fn is_bare(&self, variant: &str) -> bool {
        let asked = self.asked.get(variant);
        asked.is_none_or(|asked| *asked == Asked::Nothing)
    }
}

fn text(place: usize) -> Value {
    match TEXTS[place] {
        "2026-01-15" => json!({ "type": "string", "format": "date" }),
        "2026-01-15T14:30:00Z" => json!({ "type": "string", "format": "date-time" }),
        "0.25" => json!({ "type": "string", "pattern": "^-?[0-9]+(\\.[0-9]+)?$" }),
        "USD" => json!({ "type": "string", "pattern": "^[A-Z]{3}$" }),
        "CA" => json!({ "type": "string", "pattern": "^[A-Z]{2}$" }),
        text if text.len() == 36 => json!({ "type": "string", "format": "uuid" }),
        _ => json!({ "type": "string" }),
    }
}
