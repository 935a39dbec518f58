//! `quittance openapi`: the published contract.

use crate::output;
use quittance_api::openapi::document;
use std::process::ExitCode;

/// Print the OpenAPI document of every endpoint, as a server answers it at /openapi.json.
#[derive(Debug, clap::Args)]
pub struct Args {}

/// Prints the document.
///
/// # Errors
/// When nobody reads it.
pub fn run(_: &Args) -> anyhow::Result<ExitCode> {
    output::line(document::text().trim_end())?;
    Ok(ExitCode::SUCCESS)
}
