//! The operations of the document, as a client reads them.

use hyper::Method;
use quittance_api::openapi::document::DOCUMENT;
use quittance_store::keys::KeyRole;
use serde_json::{Map, Value};

/// An endpoint as the document describes it.
#[derive(Debug)]
pub struct Operation {
    pub method: Method,
    /// The path, and those at which it is served too.
    pub paths: Vec<&'static str>,
    pub json: &'static Value,
}

/// A request that the document gives as an example, ids and all.
#[derive(Clone, Debug)]
pub struct Sample {
    pub title: String,
    pub path_and_query: String,
    /// Nothing where there is no body.
    pub body: Option<Value>,
}

/// Every operation of the document.
pub fn all() -> Vec<Operation> {
    let paths = DOCUMENT["paths"].as_object().unwrap();
    let operations = paths.iter().flat_map(|(path, operations)| {
        let operations = operations.as_object().unwrap().iter();
        operations.map(move |(method, json)| Operation {
            method: method.to_uppercase().parse().unwrap(),
            paths: [path.as_str()]
                .into_iter()
                .chain(texts(&json["x-also-at"]))
                .collect(),
            json,
        })
    });
    operations.collect()
}

/// What ids can name, each with the id that stands for it in examples.
pub fn nouns() -> Map<String, Value> {
    all()
        .iter()
        .flat_map(|operation| operation.json["parameters"].as_array().unwrap())
        .filter_map(|parameter| {
            let noun = parameter["x-names"].as_str()?;
            Some((noun.to_owned(), parameter["example"].clone()))
        })
        .collect()
}

fn texts(list: &'static Value) -> impl Iterator<Item = &'static str> {
    let items = list.as_array().into_iter().flatten();
    items.map(|text| text.as_str().unwrap())
}

impl Operation {
    pub fn name(&self) -> &'static str {
        self.json["operationId"].as_str().unwrap()
    }

    /// Whether it asks who is calling.
    pub fn is_secured(&self) -> bool {
        !self.json["security"].as_array().unwrap().is_empty()
    }

    /// Whether a write that is sent twice under one request id is done once.
    pub fn heeds_request_ids(&self) -> bool {
        let parameters = self.json["parameters"].as_array().unwrap();
        let key = "#/components/parameters/IdempotencyKey";
        parameters.iter().any(|parameter| parameter["$ref"] == key)
    }

    pub fn role(&self) -> KeyRole {
        let role = self.json["x-required-role"].as_str().unwrap();
        KeyRole::from_name(role).unwrap()
    }

    pub fn scope(&self) -> Option<&'static str> {
        self.json["x-required-scope"].as_str()
    }

    /// The parameters that stand in one place.
    pub fn parameters(&self, place: &str) -> impl Iterator<Item = &'static Value> {
        let parameters = self.json["parameters"].as_array().unwrap().iter();
        parameters.filter(move |parameter| parameter["in"] == place)
    }

    /// The status of success, and its reply.
    pub fn success(&self) -> (u16, &'static Value) {
        let responses = self.json["responses"].as_object().unwrap();
        let (status, reply) = responses.iter().next().unwrap();
        (status.parse().unwrap(), reply)
    }

    /// The status and the body with which the operation answers a problem.
    pub fn problem(&self, name: &str) -> (u16, &'static Value) {
        let responses = self.json["responses"].as_object().unwrap();
        let found = responses.iter().find_map(|(status, response)| {
            let reference = response["$ref"].as_str()?;
            let response = DOCUMENT
                .pointer(reference.strip_prefix('#').unwrap())
                .unwrap();
            let example = &response["content"]["application/json"]["examples"][name];
            Some((status.parse().unwrap(), example.get("value")?))
        });
        found.unwrap_or_else(|| panic!("{} does not document {name}", self.name()))
    }

    /// The requests that the document shows: every body, and every parameter of the query.
    pub fn samples(&self) -> Vec<Sample> {
        let examples = &self.json["requestBody"]["content"]["application/json"]["examples"];
        let bodies: Vec<(String, Option<Value>)> = match examples.as_object() {
            None => vec![("without a body".to_owned(), None)],
            Some(examples) => examples
                .iter()
                .map(|(title, example)| (title.clone(), Some(example["value"].clone())))
                .collect(),
        };
        let mut samples = Vec::new();
        for path in &self.paths {
            for (title, body) in &bodies {
                for query in self.queries() {
                    samples.push(Sample {
                        title: format!("{} {path}{query}: {title}", self.method),
                        path_and_query: format!("{}{query}", self.filled(path)),
                        body: body.clone(),
                    });
                }
            }
        }
        samples
    }

    fn filled(&self, path: &str) -> String {
        self.parameters("path")
            .fold(path.to_owned(), |path, parameter| {
                let place = format!("{{{}}}", parameter["name"].as_str().unwrap());
                path.replace(&place, parameter["example"].as_str().unwrap())
            })
    }

    /// The required parameters alone, and then each optional one beside them.
    fn queries(&self) -> Vec<String> {
        let pair = |parameter: &Value| {
            let value = match &parameter["example"] {
                Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            format!(
                "{}={}",
                parameter["name"].as_str().unwrap(),
                encoded(&value)
            )
        };
        let (required, optional): (Vec<&Value>, Vec<&Value>) = self
            .parameters("query")
            .partition(|parameter| parameter["required"] == true);
        let required: Vec<String> = required.into_iter().map(pair).collect();
        let with = |more: Option<String>| {
            let pairs: Vec<String> = required.iter().cloned().chain(more).collect();
            if pairs.is_empty() {
                String::new()
            } else {
                format!("?{}", pairs.join("&"))
            }
        };
        let more = optional
            .into_iter()
            .map(|parameter| with(Some(pair(parameter))));
        [with(None)].into_iter().chain(more).collect()
    }
}

/// Percent-encoded but for what needs it nowhere.
pub fn encoded(text: &str) -> String {
    let byte = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => {
            char::from(byte).to_string()
        }
        other => format!("%{other:02X}"),
    };
    text.bytes().map(byte).collect()
}

impl Sample {
    /// The same request about something else.
    pub fn about(&self, example: &str, id: &str) -> Sample {
        let body = self.body.as_ref().map(|body| {
            let text = body.to_string().replace(example, id);
            serde_json::from_str(&text).unwrap()
        });
        Sample {
            title: self.title.clone(),
            path_and_query: self.path_and_query.replace(example, id),
            body,
        }
    }

    /// Whether it names this.
    pub fn names(&self, example: &str) -> bool {
        let in_body = |body: &Value| body.to_string().contains(example);
        self.path_and_query.contains(example) || self.body.as_ref().is_some_and(in_body)
    }
}
