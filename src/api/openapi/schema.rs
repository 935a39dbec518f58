//! JSON schemas (draft 2020-12) by hand: short to write, and each with an example.

use serde_json::{Map, Value, json};

/// The words of a surface: what the fields of these names mean, wherever they occur.
pub type Words = [(&'static str, &'static str)];

/// The shape of a JSON value.
#[derive(Clone, Debug)]
pub struct Schema {
    /// Kept once in the document, and referred to by this name.
    name: Option<&'static str>,
    keywords: Map<String, Value>,
    fields: Vec<Field>,
    items: Option<Box<Schema>>,
    any_of: Vec<Schema>,
    nullable: bool,
    example: Value,
}

/// A member of an object.
#[derive(Clone, Debug)]
pub struct Field {
    pub name: String,
    pub schema: Schema,
    pub required: bool,
    /// What it means here; else what the surface's [`Words`] say.
    pub description: Option<&'static str>,
}

impl Schema {
    fn new(keywords: Value, example: Value) -> Schema {
        let keywords = match keywords {
            Value::Object(keywords) => keywords,
            _ => Map::new(),
        };
        Schema {
            name: None,
            keywords,
            fields: Vec::new(),
            items: None,
            any_of: Vec::new(),
            nullable: false,
            example,
        }
    }

    /// A schema by its keywords.
    pub fn of(keywords: Value) -> Schema {
        Schema::new(keywords, Value::Null)
    }

    pub fn text(example: &str) -> Schema {
        Schema::new(json!({ "type": "string" }), json!(example))
    }

    pub fn uuid(example: &str) -> Schema {
        Schema::text(example).with("format", json!("uuid"))
    }

    pub fn date(example: &str) -> Schema {
        Schema::text(example).with("format", json!("date"))
    }

    /// RFC 3339, in UTC.
    pub fn date_time(example: &str) -> Schema {
        Schema::text(example).with("format", json!("date-time"))
    }

    /// An amount as text with the currency's decimals.
    pub fn money_text(example: &str) -> Schema {
        Schema::text(example).with("pattern", json!(r"^-?[0-9]+(\.[0-9]{2,3})?$"))
    }

    /// A decimal number, exact; the example is given as its text.
    pub fn number(example: &str) -> Schema {
        let example = serde_json::from_str(example).unwrap_or_default();
        Schema::new(json!({ "type": "number" }), example)
    }

    pub fn integer(example: i64) -> Schema {
        Schema::new(json!({ "type": "integer" }), json!(example))
    }

    pub fn boolean(example: bool) -> Schema {
        Schema::new(json!({ "type": "boolean" }), json!(example))
    }

    /// One of these texts; the first is the example.
    pub fn one_of(texts: &[&str]) -> Schema {
        let keywords = json!({ "type": "string", "enum": texts });
        Schema::new(keywords, json!(texts.first()))
    }

    /// One of the names of a table.
    pub fn name_of<T>(table: &[(&'static str, T)]) -> Schema {
        let names: Vec<&str> = table.iter().map(|(name, _)| *name).collect();
        Schema::one_of(&names)
    }

    pub fn list(items: Schema) -> Schema {
        let example = json!([items.example()]);
        Schema {
            items: Some(Box::new(items)),
            ..Schema::new(json!({ "type": "array" }), example)
        }
    }

    /// An object, its members added by [`Schema::field`].
    pub fn object() -> Schema {
        Schema::new(json!({ "type": "object" }), Value::Null)
    }

    /// An object of which only the kind of its values is known.
    pub fn map(values: Value, example: Value) -> Schema {
        Schema::new(
            json!({ "type": "object", "additionalProperties": values }),
            example,
        )
    }

    /// Any of several shapes, of which the first is the example.
    pub fn any_of(shapes: Vec<Schema>) -> Schema {
        let example = shapes.first().map_or(Value::Null, Schema::example);
        Schema {
            any_of: shapes,
            ..Schema::new(json!({}), example)
        }
    }

    /// Adds a keyword.
    pub fn with(mut self, keyword: &str, value: Value) -> Schema {
        self.keywords.insert(keyword.to_owned(), value);
        self
    }

    /// Kept once in the document, under this name.
    pub fn named(mut self, name: &'static str) -> Schema {
        self.name = Some(name);
        self
    }

    /// Null is allowed too.
    pub fn or_null(mut self) -> Schema {
        self.nullable = true;
        self
    }

    /// Another example than that of its kind.
    pub fn like(mut self, example: Value) -> Schema {
        self.example = example;
        self
    }

    /// A member that is always there, explained by the surface's [`Words`].
    pub fn field(self, name: &str, schema: Schema) -> Schema {
        self.member(name, schema, true, None)
    }

    /// A member that is always there.
    pub fn told(self, name: &str, schema: Schema, description: &'static str) -> Schema {
        self.member(name, schema, true, Some(description))
    }

    /// A member that may be missing, explained by the surface's [`Words`].
    pub fn optional(self, name: &str, schema: Schema) -> Schema {
        self.member(name, schema, false, None)
    }

    /// Adds a member, or replaces it.
    pub fn member(
        mut self,
        name: &str,
        schema: Schema,
        required: bool,
        description: Option<&'static str>,
    ) -> Schema {
        self.fields.retain(|field| field.name != name);
        self.fields.push(Field {
            name: name.to_owned(),
            schema,
            required,
            description,
        });
        self
    }

    /// Makes a member one that is always there and never null.
    pub fn require(&mut self, name: &str) {
        if let Some(field) = self.fields.iter_mut().find(|field| field.name == name) {
            field.required = true;
            field.schema.nullable = false;
        }
    }

    /// The members of an object.
    pub fn fields(&self) -> &[Field] {
        &self.fields
    }

    /// Whether a body of this shape can be empty.
    pub fn requires_nothing(&self) -> bool {
        !self.fields.iter().any(|field| field.required)
    }

    /// A value of this shape; an object's is made of its members'.
    ///
    /// An optional member whose example is null, which it cannot be, is left out.
    pub fn example(&self) -> Value {
        if !self.example.is_null() || self.fields.is_empty() {
            return self.example.clone();
        }
        let members = self.fields.iter().filter_map(|field| {
            let example = field.schema.example();
            let shown = field.required || field.schema.nullable || !example.is_null();
            shown.then(|| (field.name.clone(), example))
        });
        Value::Object(members.collect())
    }
}

/// Writes schemas of one surface, gathering those that have names.
#[derive(Debug)]
pub struct Writer<'a> {
    /// The surface, before the names of its schemas.
    pub surface: &'a str,
    pub words: &'a Words,
    pub named: &'a mut Map<String, Value>,
}

impl Writer<'_> {
    /// The schema as JSON: a reference when it has a name.
    pub fn write(&mut self, schema: &Schema) -> Value {
        let Some(name) = schema.name else {
            return self.write_here(schema);
        };
        let name = format!("{}.{name}", self.surface);
        if !self.named.contains_key(&name) {
            let written = self.write_here(&Schema {
                nullable: false,
                ..schema.clone()
            });
            self.named.insert(name.clone(), written);
        }
        let reference = json!({ "$ref": format!("#/components/schemas/{name}") });
        if schema.nullable {
            json!({ "anyOf": [reference, { "type": "null" }] })
        } else {
            reference
        }
    }

    fn write_here(&mut self, schema: &Schema) -> Value {
        let mut written = schema.keywords.clone();
        if let Some(items) = &schema.items {
            written.insert("items".into(), self.write(items));
        }
        if !schema.any_of.is_empty() {
            let shapes: Vec<Value> = schema
                .any_of
                .iter()
                .map(|shape| self.write(shape))
                .collect();
            written.insert("anyOf".into(), json!(shapes));
        }
        if !schema.fields.is_empty() {
            self.members(schema, &mut written);
        }
        if schema.nullable {
            allow_null(&mut written);
        }
        Value::Object(written)
    }

    fn members(&mut self, schema: &Schema, written: &mut Map<String, Value>) {
        let mut properties = Map::new();
        for field in &schema.fields {
            let mut property = self.write(&field.schema);
            let known = self.words.iter().find(|(word, _)| *word == field.name);
            let meaning = field.description.or(known.map(|(_, meaning)| *meaning));
            if let Some(meaning) = meaning {
                property["description"] = json!(meaning);
            }
            properties.insert(field.name.clone(), property);
        }
        written.insert("properties".into(), Value::Object(properties));
        let required = schema.fields.iter().filter(|field| field.required);
        let required: Vec<&str> = required.map(|field| field.name.as_str()).collect();
        if !required.is_empty() {
            written.insert("required".into(), json!(required));
        }
    }
}

fn allow_null(written: &mut Map<String, Value>) {
    match written.get_mut("type") {
        Some(Value::Array(types)) if !types.contains(&json!("null")) => types.push(json!("null")),
        Some(one @ Value::String(_)) => *one = json!([one.clone(), "null"]),
        _ => {}
    }
    if let Some(Value::Array(values)) = written.get_mut("enum") {
        values.push(Value::Null);
    }
    if let Some(Value::Array(shapes)) = written.get_mut("anyOf") {
        shapes.push(json!({ "type": "null" }));
    }
}
