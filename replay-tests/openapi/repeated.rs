//! No write is done twice by accident: it heeds request ids, or the document says what guards it.
//!
//! That those that say so do heed them, the run of their examples proves: each is sent twice.

use crate::operation::{self, Sample};
use hyper::Method;
use quittance_replay_tests::Response;

/// Those that heed no request id; whoever adds one says here that it was thought of.
const GUARDED: [&str; 7] = [
    "contracts_create_account",
    "creditor_log_in",
    "oauth_give_token",
    "servicing_log_in",
    "servicing_log_out",
    "servicing_preview_payment",
    "servicing_record_payments",
];

#[test]
fn every_write_heeds_request_ids_or_says_what_guards_it() {
    let writes = operation::all().into_iter();
    let mut guarded: Vec<&str> = writes
        .filter(|operation| operation.method != Method::GET)
        .filter_map(|operation| {
            let becomes = operation.json["x-sent-twice"].as_str();
            assert_ne!(
                operation.heeds_request_ids(),
                becomes.is_some_and(|text| !text.is_empty()),
                "{} must heed request ids, or say what becomes of a request that is sent twice",
                operation.name(),
            );
            becomes.map(|_| operation.name())
        })
        .collect();
    guarded.sort_unstable();
    assert_eq!(guarded, GUARDED);
}

/// What shows that a repetition was done once more, or answered in another way than the first.
pub fn unlike(sample: &Sample, first: &Response, again: &Response) -> Option<String> {
    let same = (first.status, &first.body) == (again.status, &again.body);
    let marked = again.header("idempotent-replayed") == Some("true");
    let fresh = first.header("idempotent-replayed").is_none();
    (!same || !marked || !fresh).then(|| {
        let (title, before, after) = (&sample.title, first.text(), again.text());
        format!("{title}: sent twice, it is answered by {before} and then by {after}")
    })
}
