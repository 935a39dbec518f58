//! The OpenAPI document, from the declarations.

use super::endpoint::{Endpoint, Parameter, Place};
use super::published::Published;
use super::schema::Writer;
use crate::multipart::MEMBER;
use crate::surfaces;
use axum::http::StatusCode;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The document, made once.
pub static DOCUMENT: LazyLock<Value> = LazyLock::new(|| document(&surfaces::all()));

/// The document as it is committed and served: indented, with a newline at its end.
pub fn text() -> String {
    format!("{:#}\n", *DOCUMENT)
}

const DESCRIPTION: &str = "\
Five published APIs for debts on one host, over one ledger.\n\n\
All five see the same accounts, each in its own words: what one calls a contract is a loan, an \
invoice or an account to another.\n\
Amounts are exact decimals.\n\
Every reply carries `X-Request-Id`; where a request id is heeded, a write that is repeated with the \
same id and body is done once and answered as before, with `Idempotent-Replayed: true`.";

fn document(surfaces: &[Published]) -> Value {
    let mut schemas = Map::new();
    let mut responses = Map::new();
    let mut paths: BTreeMap<&str, Map<String, Value>> = BTreeMap::new();
    for surface in surfaces {
        errors(surface, &mut schemas, &mut responses);
        for endpoint in &surface.endpoints {
            let operation = operation(surface, endpoint, &mut schemas);
            let method = endpoint.method.as_str().to_lowercase();
            paths
                .entry(endpoint.path)
                .or_default()
                .insert(method, operation);
        }
    }
    let tags: Vec<Value> = surfaces
        .iter()
        .map(|surface| json!({ "name": surface.about.tag, "description": surface.about.description }))
        .collect();
    let schemes: Map<String, Value> = surfaces
        .iter()
        .flat_map(|surface| surface.about.credentials)
        .map(|credential| (credential.name().to_owned(), credential.scheme()))
        .collect();
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Quittance",
            "version": env!("CARGO_PKG_VERSION"),
            "description": DESCRIPTION,
            "license": { "name": "Apache-2.0", "identifier": "Apache-2.0" },
        },
        "servers": [{ "url": "/" }],
        "tags": tags,
        "paths": paths,
        "components": {
            "schemas": schemas,
            "responses": responses,
            "parameters": { "IdempotencyKey": idempotency_key() },
            "headers": { "RequestId": request_id() },
            "securitySchemes": schemes,
        },
    })
}

/// Of each error status of a surface, the reply with its examples.
fn errors(
    surface: &Published,
    schemas: &mut Map<String, Value>,
    responses: &mut Map<String, Value>,
) {
    let about = surface.about;
    let error = Writer {
        surface: about.tag,
        words: about.words,
        named: schemas,
    }
    .write(&surface.error);
    let mut statuses: BTreeMap<u16, (Vec<&str>, Map<String, Value>)> = BTreeMap::new();
    for sample in &surface.problems {
        let (descriptions, examples) = statuses.entry(sample.status.as_u16()).or_default();
        descriptions.push(sample.description);
        let example = json!({ "summary": sample.description, "value": sample.body });
        examples.insert(sample.name.to_owned(), example);
    }
    for (status, (descriptions, examples)) in statuses {
        let response = json!({
            "description": descriptions.join(" Or: "),
            "headers": headers(&[]),
            "content": { "application/json": { "schema": error, "examples": examples } },
        });
        responses.insert(format!("{}.{status}", about.tag), response);
    }
}

fn operation(surface: &Published, endpoint: &Endpoint, schemas: &mut Map<String, Value>) -> Value {
    let about = surface.about;
    let mut writer = Writer {
        surface: about.tag,
        words: about.words,
        named: schemas,
    };
    let mut parameters: Vec<Value> = endpoint
        .parameters
        .iter()
        .map(|parameter| parameter_of(parameter, &mut writer))
        .collect();
    if endpoint.writes()
        && endpoint.access.is_some()
        && endpoint.sent_twice.is_none()
        && about.heeds_request_ids
    {
        parameters.push(json!({ "$ref": "#/components/parameters/IdempotencyKey" }));
    }
    let mut operation = json!({
        "tags": [about.tag],
        "operationId": format!("{}_{}", about.tag, endpoint.name),
        "summary": endpoint.summary,
        "description": description(endpoint),
        "parameters": parameters,
        "responses": replies(surface, endpoint, &mut writer),
        "security": security(surface, endpoint),
    });
    if !endpoint.others.is_empty() {
        operation["x-also-at"] = json!(endpoint.others);
    }
    if let Some(becomes) = endpoint.sent_twice {
        operation["x-sent-twice"] = json!(becomes);
    }
    if let Some(access) = endpoint.access {
        operation["x-required-role"] = json!(access.role.name());
        operation["x-required-scope"] = json!(access.scope);
    }
    if let Some(body) = request_body(endpoint, &mut writer) {
        operation["requestBody"] = body;
    }
    operation
}

fn description(endpoint: &Endpoint) -> String {
    let others = endpoint.others.iter();
    let others: String = others
        .map(|path| format!("\n\nServed at `{path}` too."))
        .collect();
    let twice = endpoint
        .sent_twice
        .map(|becomes| format!("\n\nSent twice: {becomes}"));
    let twice = twice.unwrap_or_default();
    format!("{}{twice}{others}", endpoint.description)
}

fn parameter_of(parameter: &Parameter, writer: &mut Writer<'_>) -> Value {
    let (place, required) = match parameter.place {
        Place::Path(_) => ("path", true),
        Place::Query { required } => ("query", required),
        Place::QueryId(_) => ("query", false),
    };
    let mut written = json!({
        "name": parameter.name,
        "in": place,
        "required": required,
        "description": parameter.description,
        "schema": writer.write(&parameter.schema),
        "example": parameter.schema.example(),
    });
    if let Place::Path(noun) | Place::QueryId(noun) = parameter.place {
        written["x-names"] = json!(noun.name);
    }
    written
}

fn request_body(endpoint: &Endpoint, writer: &mut Writer<'_>) -> Option<Value> {
    let body = endpoint.body.as_ref()?;
    let shapes: Vec<Value> = body
        .shapes
        .iter()
        .map(|shape| writer.write(shape))
        .collect();
    let schema = match shapes.as_slice() {
        [shape] => shape.clone(),
        _ => json!({ "anyOf": shapes }),
    };
    let examples: Map<String, Value> = body
        .examples
        .iter()
        .map(|(title, value)| ((*title).to_owned(), json!({ "value": value })))
        .collect();
    let mut content: Map<String, Value> = body
        .content_types
        .iter()
        .map(|content_type| {
            let content = json!({ "schema": schema, "examples": examples });
            ((*content_type).to_owned(), content)
        })
        .collect();
    if let Some(content_type) = body.file {
        let file = json!({
            "type": "string", "contentMediaType": content_type,
            "description": "The rows, under a header row.",
        });
        let form = json!({
            "type": "object", "required": [MEMBER], "properties": { MEMBER: file },
        });
        content.insert(
            "multipart/form-data".to_owned(),
            json!({ "schema": form, "encoding": { MEMBER: { "contentType": content_type } } }),
        );
    }
    let required = !body.shapes.iter().any(super::Schema::requires_nothing);
    Some(json!({ "required": required, "content": content }))
}

fn replies(surface: &Published, endpoint: &Endpoint, writer: &mut Writer<'_>) -> Value {
    let success = &endpoint.success;
    let mut content = json!({ "schema": writer.write(&success.schema) });
    if success.content_type == "application/json" {
        content["example"] = success.schema.example();
    }
    let mut replies = Map::new();
    let reply = json!({
        "description": success.description,
        "headers": headers(&success.headers),
        "content": { success.content_type: content },
    });
    replies.insert(success.status.as_u16().to_string(), reply);
    for problem in &surface.problems {
        if problem.concerns(endpoint) {
            let status = problem.status.as_u16();
            let name = format!("#/components/responses/{}.{status}", surface.about.tag);
            let reply = match endpoint.not_found_as {
                Some(content_type) if problem.status == StatusCode::NOT_FOUND => json!({
                    "description": problem.description,
                    "headers": headers(&[]),
                    "content": { content_type: { "schema": { "type": "string" } } },
                }),
                _ => json!({ "$ref": name }),
            };
            replies.insert(status.to_string(), reply);
        }
    }
    Value::Object(replies)
}

fn headers(more: &[(&'static str, &'static str)]) -> Value {
    let mut headers = json!({ "X-Request-Id": { "$ref": "#/components/headers/RequestId" } });
    for (name, description) in more {
        headers[*name] = json!({ "description": description, "schema": { "type": "string" } });
    }
    headers
}

/// Any of the surface's credentials, with the scope that the endpoint needs.
fn security(surface: &Published, endpoint: &Endpoint) -> Value {
    let Some(access) = endpoint.access else {
        return json!([]);
    };
    let scopes: Vec<&str> = access.scope.into_iter().collect();
    let credentials = surface.about.credentials.iter();
    credentials
        .map(|credential| json!({ credential.name(): scopes }))
        .collect()
}

fn idempotency_key() -> Value {
    json!({
        "name": "Idempotency-Key",
        "in": "header",
        "required": false,
        "description": "Makes the write safe to repeat: the same key with the same request is \
            answered as before, with another request it is refused. `X-Request-Id` and \
            `Request-Id` are taken for it when it is absent.",
        "schema": { "type": "string", "minLength": 1, "maxLength": crate::request_id::KEY_LENGTH },
        "example": "3f1c8a52-payment-17",
    })
}

fn request_id() -> Value {
    json!({
        "description": "The id of the request: the caller's own, or one made here.",
        "required": true,
        "schema": { "type": "string" },
    })
}
