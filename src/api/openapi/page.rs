//! The document as a page for people: one HTML text, without scripts.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use std::fmt::Write;
use std::sync::LazyLock;

const STYLE: &str = include_str!("page/style.css");

/// What a browser may load for the page: its own style, and nothing else.
pub static POLICY: LazyLock<String> = LazyLock::new(|| {
    let hash = STANDARD.encode(Sha256::digest(STYLE));
    format!(
        "default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'; \
         frame-ancestors 'none'"
    )
});

/// The page of a document.
pub fn html(document: &Value) -> String {
    let info = &document["info"];
    let mut page = Page {
        document,
        html: String::new(),
    };
    let title = format!("{} {}", text(&info["title"]), text(&info["version"]));
    page.add(&format!(
        "<!DOCTYPE html><html lang=\"en\"><meta charset=\"utf-8\"><title>{title}</title>\
         <meta name=\"viewport\" content=\"width=device-width\"><style>{STYLE}</style>\
         <h1>{title}</h1>{}<p><a href=\"/openapi.json\">OpenAPI document</a></p>",
        prose(text(&info["description"]))
    ));
    page.contents();
    for tag in list(&document["tags"]) {
        let name = text(&tag["name"]);
        let about = prose(text(&tag["description"]));
        page.add(&format!("<h2 id=\"{name}\">{name}</h2>{about}"));
        for (path, method, operation) in page.operations(name) {
            page.operation(path, method, operation);
        }
    }
    page.html
}

struct Page<'a> {
    document: &'a Value,
    html: String,
}

type Operation<'a> = (&'a str, &'a str, &'a Value);

impl<'a> Page<'a> {
    fn add(&mut self, html: &str) {
        self.html.push_str(html);
    }

    /// The operations of a tag.
    fn operations(&self, tag: &str) -> Vec<Operation<'a>> {
        let document: &'a Value = self.document;
        members(&document["paths"])
            .flat_map(|(path, operations)| {
                members(operations).map(move |(method, operation)| (path, method, operation))
            })
            .filter(|(_, _, operation)| operation["tags"][0] == tag)
            .collect()
    }

    fn contents(&mut self) {
        self.add("<nav>");
        for tag in list(&self.document["tags"]) {
            let name = text(&tag["name"]);
            self.add(&format!("<ul><li><a href=\"#{name}\"><b>{name}</b></a>"));
            for (_, _, operation) in self.operations(name) {
                let (id, summary) = (text(&operation["operationId"]), text(&operation["summary"]));
                self.add(&format!("<li><a href=\"#{id}\">{}</a>", escaped(summary)));
            }
            self.add("</ul>");
        }
        self.add("</nav>");
    }

    fn operation(&mut self, path: &str, method: &str, operation: &'a Value) {
        let id = text(&operation["operationId"]);
        let method = method.to_uppercase();
        self.add(&format!(
            "<details><summary><b class=\"method\">{method}</b><code>{}</code>\
             <span>{}</span></summary><div id=\"{id}\">{}",
            escaped(path),
            escaped(text(&operation["summary"])),
            prose(text(&operation["description"]))
        ));
        if let Some(role) = operation["x-required-role"].as_str() {
            let scope = operation["x-required-scope"].as_str();
            let scope = scope.map_or(String::new(), |scope| {
                format!(", scope <code>{scope}</code>")
            });
            self.add(&format!(
                "<p><small>Role <code>{role}</code>{scope}</small></p>"
            ));
        }
        self.parameters(operation);
        self.request(&operation["requestBody"]["content"]["application/json"]);
        for (status, reply) in members(&operation["responses"]) {
            self.reply(status, self.resolved(reply));
        }
        self.add("</div></details>");
    }

    fn parameters(&mut self, operation: &'a Value) {
        let mut rows = String::new();
        for parameter in list(&operation["parameters"]) {
            let parameter = self.resolved(parameter);
            let (name, place) = (text(&parameter["name"]), text(&parameter["in"]));
            let meaning = prose(text(&parameter["description"]));
            // Writing to memory does not fail.
            let _ = write!(rows, "<tr><td><code>{name}</code><td>{place}<td>{meaning}");
        }
        if !rows.is_empty() {
            self.add(&format!("<table>{rows}</table>"));
        }
    }

    fn request(&mut self, content: &'a Value) {
        for (title, example) in members(&content["examples"]) {
            self.add(&format!("<p>{}</p>", escaped(title)));
            self.json(&example["value"]);
        }
        self.fields(&content["schema"]);
    }

    fn reply(&mut self, status: &str, reply: &'a Value) {
        let meaning = escaped(text(&reply["description"]));
        self.add(&format!("<p><b>{status}</b> {meaning}</p>"));
        let content = &reply["content"]["application/json"];
        if let Some(example) = content.get("example") {
            self.json(example);
            self.fields(&content["schema"]);
        }
    }

    fn json(&mut self, value: &Value) {
        self.add(&format!("<pre>{}</pre>", escaped(&format!("{value:#}"))));
    }

    /// The fields of an object, or of the objects of a list.
    fn fields(&mut self, schema: &'a Value) {
        let schema = self.resolved(schema);
        for shape in list(&schema["anyOf"]) {
            self.fields(shape);
        }
        if schema.get("items").is_some() {
            self.fields(&schema["items"]);
        }
        let required = &schema["required"];
        let mut rows = String::new();
        for (name, field) in members(&schema["properties"]) {
            let must = list(required).any(|known| known == name);
            let (kind, meaning) = (kind(field), prose(text(&field["description"])));
            let must = if must {
                ""
            } else {
                "<br><small>optional</small>"
            };
            let _ = write!(
                rows,
                "<tr><td><code>{name}</code>{must}<td>{}<td>{meaning}",
                escaped(&kind)
            );
        }
        if !rows.is_empty() {
            self.add(&format!("<table>{rows}</table>"));
        }
    }

    /// What a reference refers to.
    fn resolved(&self, value: &'a Value) -> &'a Value {
        let pointer = value["$ref"]
            .as_str()
            .and_then(|text| text.strip_prefix('#'));
        pointer
            .and_then(|pointer| self.document.pointer(pointer))
            .unwrap_or(value)
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn members(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    let members = value.as_object().into_iter().flat_map(Map::iter);
    members.map(|(name, value)| (name.as_str(), value))
}

/// What a field holds, in short.
fn kind(field: &Value) -> String {
    if let Some(values) = field["enum"].as_array() {
        let texts = values.iter().filter_map(Value::as_str);
        // A long list is better looked up in the document.
        return texts.take(12).collect::<Vec<_>>().join(", ");
    }
    let named = |value: &Value| {
        let name = text(&value["$ref"]).rsplit('.').next();
        name.unwrap_or_default().to_owned()
    };
    let kinds: Vec<&str> = match &field["type"] {
        Value::String(one) => vec![one],
        several => list(several).map(text).collect(),
    };
    let kinds: Vec<&str> = kinds.into_iter().filter(|kind| *kind != "null").collect();
    let format = field["format"].as_str();
    match (format, kinds.as_slice()) {
        (Some(format), _) => format.to_owned(),
        (None, []) => match field["anyOf"].get(0) {
            Some(first) => named(first),
            None => named(field),
        },
        (None, ["array"]) => format!("array of {}", kind(&field["items"])),
        (None, kinds) => kinds.join(" or "),
    }
}

/// Paragraphs, with code between backticks.
fn prose(markdown: &str) -> String {
    let paragraph = |text: &str| {
        let mut html = String::from("<p>");
        for (place, part) in text.split('`').enumerate() {
            let part = escaped(part);
            if place % 2 == 1 {
                html.push_str(&format!("<code>{part}</code>"));
            } else {
                html.push_str(&part);
            }
        }
        html
    };
    markdown.split("\n\n").map(paragraph).collect()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::openapi::document::DOCUMENT;

    #[test]
    fn the_page_has_every_operation_and_needs_nothing_else() {
        let page = html(&DOCUMENT);
        for (_, operations) in members(&DOCUMENT["paths"]) {
            for (_, operation) in members(operations) {
                let id = format!("<div id=\"{}\">", text(&operation["operationId"]));
                assert!(page.contains(&id), "{id}");
            }
        }
        for outside in ["<script", "src=", "url(", "@import", "href=\"http"] {
            assert!(!page.contains(outside), "{outside}");
        }
    }

    #[test]
    fn texts_are_shown_as_they_are() {
        assert_eq!(
            prose("a < b\n\n`c & d` e"),
            "<p>a &lt; b<p><code>c &amp; d</code> e"
        );
    }
}
