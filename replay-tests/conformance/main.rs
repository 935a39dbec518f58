//! The published pages as tests: every sample request and reply verbatim apart from host, keys and
//! ids, and every status of their error tables.
#![allow(clippy::unwrap_used, reason = "tests stop at the first surprise")]

mod contracts;
mod creditor;
mod external;
mod plans;
mod receivables;
mod servicing;
