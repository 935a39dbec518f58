//! The days of recording that a reply is cut to: the queries `from` and `to`.

use crate::openapi::{Endpoint, Schema};
use crate::problem::Problem;
use crate::query::Parameters;
use quittance_evidence::bundle::Days;

/// Declares the two days of an endpoint.
pub fn declared(endpoint: Endpoint) -> Endpoint {
    endpoint
        .query(
            "from",
            Schema::date("2026-01-01"),
            "The first day of recording, in UTC.",
        )
        .query(
            "to",
            Schema::date("2099-12-31"),
            "The last day of recording, in UTC.",
        )
}

/// Reads the two days; what is not given is open.
///
/// # Errors
/// [`Problem::Invalid`] for what is no date.
pub fn read<S>(parameters: &Parameters<S>) -> Result<Days, Problem> {
    Ok(Days {
        from: parameters.date("from")?,
        to: parameters.date("to")?,
    })
}
