//! The committed document is the one that the code makes.

use quittance_api::openapi::document;

#[test]
fn the_committed_document_is_that_of_the_code() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/openapi.json");
    let committed = std::fs::read_to_string(path).unwrap_or_default();
    let same = committed == document::text();
    assert!(
        same,
        "docs/openapi.json is not what the code publishes; this writes it:\n\n    \
         cargo run -- openapi > docs/openapi.json\n"
    );
}
