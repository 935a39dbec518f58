//! What commands print for their caller, on standard output.

use anyhow::Context;
use std::fmt::Display;
use std::io::Write;

/// Prints a line.
///
/// # Errors
/// When nobody reads it.
pub fn line(text: impl Display) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{text}").context("cannot print the answer")
}

/// Prints a value as JSON, for machines.
///
/// # Errors
/// When nobody reads it.
pub fn json(value: &impl serde::Serialize) -> anyhow::Result<()> {
    line(serde_json::to_string_pretty(value)?)
}
