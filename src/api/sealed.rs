//! Free text about a consumer: sealed before it enters an event, since it often names people.

use crate::accounts::AccountRow;
use crate::app::App;
use crate::problem::Problem;
use quittance_domain::{AccountId, CreditorId};
use quittance_store::seal::ConsumerKey;

/// The longest free text, in characters.
pub const LONGEST: usize = 5_000;

/// The key that seals what is said of an account's consumer.
///
/// # Errors
/// [`Problem::NotFound`] for an unknown account, [`Problem::Refused`] for an erased consumer.
pub async fn key(
    app: &App,
    creditor: CreditorId,
    account: AccountId,
) -> Result<ConsumerKey, Problem> {
    let mut reader = app.readers.of(creditor).await?;
    let row = AccountRow::by_id(&mut reader, creditor, account.0).await?;
    row.consumer_key(app)
}

/// Seals a text for an event.
///
/// # Errors
/// [`Problem::Internal`] when the operating system gives no randomness.
pub fn seal(key: &ConsumerKey, text: &str) -> Result<Box<str>, Problem> {
    let sealed = key.seal(text.as_bytes()).map_err(Problem::defect)?;
    Ok(sealed.into())
}

/// Opens a text; nothing comes back once the consumer has been erased.
pub fn open(key: Option<&ConsumerKey>, sealed: &str) -> Option<String> {
    let plain = key?.open(sealed).ok()?;
    String::from_utf8(plain).ok()
}
