//! The examples of the document are valid, and they are true: run, they are answered as it says.

use crate::world::{World, send};
use crate::{operation, repeated, schemas};
use quittance_api::openapi::document::DOCUMENT;
use quittance_replay_tests::TestServer;
use serde_json::Value;

#[test]
fn examples_fit_their_schemas() {
    let mut wrong = Vec::new();
    for operation in operation::all() {
        let (_, reply) = operation.success();
        let contents = [&reply["content"], &operation.json["requestBody"]["content"]];
        for content in contents.into_iter().filter_map(Value::as_object).flatten() {
            wrong.extend(misfits(operation.name(), content.1));
        }
    }
    for (name, response) in DOCUMENT["components"]["responses"].as_object().unwrap() {
        wrong.extend(misfits(name, &response["content"]["application/json"]));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// What is wrong with the examples of a body.
fn misfits(name: &str, content: &Value) -> Vec<String> {
    let several = content["examples"].as_object().into_iter().flatten();
    let values = several.map(|(_, example)| &example["value"]);
    let wrong = values.chain(content.get("example")).flat_map(|value| {
        let errors = schemas::errors(&content["schema"], value);
        errors
            .into_iter()
            .map(move |error| format!("{name}: {error}: {value}"))
    });
    wrong.collect()
}

#[tokio::test]
async fn examples_are_answered_as_the_document_says() {
    let server = TestServer::start().await;
    let mut wrong = Vec::new();
    for operation in operation::all() {
        for sample in operation.samples() {
            // Each in a world of its own, since most change it.
            let mut world = World::for_one(&server, &operation).await;
            let client = if operation.is_secured() {
                world.admin.clone()
            } else {
                world.outsider(&operation).await
            };
            let sample = world.own(&sample);
            let client = client.with("Idempotency-Key", "once");
            let response = send(&client, &operation.method, &sample).await;
            let (status, reply) = operation.success();
            if response.status.as_u16() != status {
                let (got, text) = (response.status, response.text());
                wrong.push(format!(
                    "{}: {got} instead of {status}: {text}",
                    sample.title
                ));
                continue;
            }
            let content_type = response.header("content-type").unwrap();
            let content = &reply["content"][content_type];
            if content.is_null() {
                wrong.push(format!("{}: undocumented {content_type}", sample.title));
            } else if content_type == "application/json" {
                let errors = schemas::errors(&content["schema"], &response.json());
                wrong.extend(
                    errors
                        .iter()
                        .map(|error| format!("{}: {error}", sample.title)),
                );
            }
            if operation.heeds_request_ids() {
                let again = send(&client, &operation.method, &sample).await;
                wrong.extend(repeated::unlike(&sample, &response, &again));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
