//! Every endpoint says what it does, every field what it means, and names are used once.

use quittance_api::openapi::document::DOCUMENT;
use quittance_api::openapi::endpoint::Place;
use quittance_api::surfaces;
use serde_json::Value;
use std::collections::HashSet;

#[test]
fn every_operation_is_explained_under_a_name_of_its_own() {
    let mut names = HashSet::new();
    let mut seen = 0;
    for operations in DOCUMENT["paths"].as_object().unwrap().values() {
        for operation in operations.as_object().unwrap().values() {
            let name = operation["operationId"].as_str().unwrap();
            assert!(names.insert(name), "{name} is the name of two operations");
            for text in ["summary", "description"] {
                let text = operation[text].as_str().unwrap();
                assert!(!text.is_empty(), "{name} does not say what it does");
            }
            seen += 1;
        }
    }
    let declared: usize = surfaces::all()
        .iter()
        .map(|surface| surface.endpoints.len())
        .sum();
    assert_eq!(seen, declared, "two endpoints have one method and path");
}

/// The text of a path in braces.
fn places(path: &str) -> Vec<&str> {
    path.split('{')
        .skip(1)
        .map(|rest| rest.split('}').next().unwrap())
        .collect()
}

#[test]
fn paths_declare_their_ids() {
    for endpoint in surfaces::all()
        .iter()
        .flat_map(|surface| &surface.endpoints)
    {
        let declared: Vec<&str> = endpoint
            .parameters
            .iter()
            .filter(|parameter| matches!(parameter.place, Place::Path(_)))
            .map(|parameter| parameter.name)
            .collect();
        let name = endpoint.name;
        assert_eq!(declared, places(endpoint.path), "{name}");
        let reads_a_body = endpoint.body.is_some() && !endpoint.writes();
        assert!(!reads_a_body, "{name} reads and takes a body");
    }
}

#[test]
fn every_field_is_explained() {
    let mut silent = Vec::new();
    look(&DOCUMENT, "", &mut silent);
    assert!(
        silent.is_empty(),
        "add these to the words of their surface: {silent:#?}"
    );
}

fn look(value: &Value, place: &str, silent: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            if let Some(Value::Object(properties)) = members.get("properties") {
                for (name, property) in properties {
                    if property["description"].as_str().is_none_or(str::is_empty) {
                        silent.push(format!("{place}: {name}"));
                    }
                }
            }
            for (name, member) in members {
                // Examples are values, whose members may be called anything.
                if !["example", "examples"].contains(&name.as_str()) {
                    look(member, &format!("{place}/{name}"), silent);
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| look(item, place, silent)),
        _ => {}
    }
}
