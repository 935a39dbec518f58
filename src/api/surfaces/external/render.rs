//! Errors as the creditor's portal has them.

use crate::openapi::{About, Schema, Scheme};
use crate::problem::{Problem, Rendered, Surface};
use crate::surfaces::creditor::Creditor;

/// The surface's way of saying what is wrong.
#[derive(Debug)]
pub struct External;

impl Surface for External {
    const ABOUT: About = About {
        tag: "external",
        description: "The public API for a creditor's own systems: accounts are imported and \
            updated, and their state is read. Amounts are numbers; ids are prefixed by what they \
            name: `a-` an account, `s-` a settlement offer.",
        owns: |path| path.starts_with("/external/"),
        credentials: &[Scheme::Bearer, Scheme::ApiKey],
        heeds_request_ids: true,
        words: Creditor::ABOUT.words,
    };

    fn error() -> Schema {
        Creditor::error()
    }

    fn render(problem: &Problem, request_id: &str) -> Rendered {
        Creditor::render(problem, request_id)
    }
}
