//! What the workspace says of itself and what it is.

#![allow(clippy::unwrap_used, reason = "tests stop at the first surprise")]

mod golden;
mod payloads;

use serde_json::Value;
use std::process::Command;

/// Each crate of ours with those it may depend on; the arrows run one way.
const ALLOWED: [(&str, &[&str]); 9] = [
    ("quittance-domain", &[]),
    ("quittance-store", &["quittance-domain"]),
    (
        "quittance-projections",
        &["quittance-domain", "quittance-store"],
    ),
    (
        "quittance-evidence",
        &[
            "quittance-domain",
            "quittance-store",
            "quittance-projections",
        ],
    ),
    (
        "quittance-api",
        &[
            "quittance-domain",
            "quittance-store",
            "quittance-projections",
            "quittance-evidence",
        ],
    ),
    (
        "quittance-worker",
        &[
            "quittance-domain",
            "quittance-store",
            "quittance-projections",
        ],
    ),
    (
        "quittance",
        &[
            "quittance-domain",
            "quittance-store",
            "quittance-projections",
            "quittance-evidence",
            "quittance-api",
            "quittance-worker",
        ],
    ),
    ("quittance-lives", &["quittance-domain"]),
    (
        "quittance-replay-tests",
        &[
            "quittance-domain",
            "quittance-lives",
            "quittance-store",
            "quittance-projections",
            "quittance-evidence",
            "quittance-api",
            "quittance-worker",
        ],
    ),
];

/// What the pure crate may use; nothing that waits, stores, listens or draws.
const DOMAIN: [&str; 6] = [
    "chrono",
    "rust_decimal",
    "serde",
    "serde_json",
    "thiserror",
    "uuid",
];

fn metadata() -> Value {
    let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/../Cargo.toml");
    let arguments = [
        "metadata",
        "--format-version",
        "1",
        "--no-deps",
        "--offline",
        "--manifest-path",
        manifest,
    ];
    let output = Command::new(env!("CARGO"))
        .args(arguments)
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).unwrap()
}

fn dependencies(package: &Value) -> Vec<&str> {
    let all = package["dependencies"].as_array().unwrap().iter();
    all.filter(|d| d["kind"].is_null())
        .map(|d| d["name"].as_str().unwrap())
        .collect()
}

#[test]
fn dependencies_run_one_way() {
    let metadata = metadata();
    let packages = metadata["packages"].as_array().unwrap();
    assert_eq!(
        packages.len(),
        ALLOWED.len(),
        "a crate is missing from the table"
    );
    for package in packages {
        let name = package["name"].as_str().unwrap();
        let (_, allowed) = ALLOWED.iter().find(|(known, _)| *known == name).unwrap();
        for dependency in dependencies(package) {
            let ours = dependency.starts_with("quittance");
            assert!(
                !ours || allowed.contains(&dependency),
                "{name} depends on {dependency}"
            );
        }
    }
}

#[test]
fn the_domain_uses_nothing_that_could_do_io() {
    let metadata = metadata();
    let packages = metadata["packages"].as_array().unwrap();
    let domain = packages
        .iter()
        .find(|p| p["name"] == "quittance-domain")
        .unwrap();
    for dependency in dependencies(domain) {
        assert!(
            DOMAIN.contains(&dependency),
            "the domain depends on {dependency}"
        );
    }
}
