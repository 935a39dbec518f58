//! The published pages as tests: every sample request and reply verbatim apart from host, keys and
//! ids, and every status of their error tables.
#![allow(clippy::unwrap_used, reason = "tests stop at the first surprise")]

mod plans;
mod receivables;
mod servicing;
