//! Logging, to standard error.

use crate::commands::serve::{Flusher, log_to};
use clap::ValueEnum;
use tracing_subscriber::EnvFilter;

/// Postgres' notices only say that what is there already need not be made.
const FILTER: &str = "info,sqlx::postgres::notice=warn";

/// How log lines are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    #[default]
    Text,
    Json,
}

/// Starts logging; lines are written out until the answer is dropped.
///
/// The filter is that of the environment variable QUITTANCE_LOG, by default [`FILTER`]; without
/// `requests`, the line that the server writes for each request is left out.
///
/// # Errors
/// When the filter cannot be read or no thread can be started.
pub fn start(format: LogFormat, requests: bool) -> anyhow::Result<Flusher> {
    let mut filter = match std::env::var("QUITTANCE_LOG") {
        Ok(filter) => EnvFilter::try_new(filter)?,
        Err(_) => EnvFilter::new(FILTER),
    };
    if !requests {
        filter = filter.add_directive(format!("{}=warn", quittance_api::asked::REQUESTS).parse()?);
    }
    let (lines, flusher) = log_to(std::io::stderr())?;
    let subscriber = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(false)
        .with_writer(lines);
    match format {
        LogFormat::Text => subscriber.init(),
        LogFormat::Json => subscriber.json().init(),
    }
    Ok(flusher)
}
