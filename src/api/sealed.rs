//! Free text about a consumer: sealed before it enters an event, since it often names people.
//!
//! Ordering: a text is sealed before the writer has its command, and an erasure may come in between.
//! So a command with a text names its consumer ([`Sealer::erasable`]), and the writer refuses it once
//! the key is gone: nothing is kept that nobody could ever read.

use crate::accounts::AccountRow;
use crate::app::App;
use crate::problem::Problem;
use quittance_domain::{AccountId, ConsumerId, CreditorId};
use quittance_store::Erasable;
use quittance_store::seal::ConsumerKey;

/// The longest free text, in characters.
pub const LONGEST: usize = 5_000;

/// Seals what is said of one consumer.
#[derive(Debug)]
pub struct Sealer {
    consumer: ConsumerId,
    key: ConsumerKey,
}

impl Sealer {
    /// The one for the consumer of an account.
    ///
    /// # Errors
    /// [`Problem::NotFound`] for an unknown account, [`Problem::Refused`] for an erased consumer.
    pub async fn of(
        app: &App,
        creditor: CreditorId,
        account: AccountId,
    ) -> Result<Sealer, Problem> {
        let mut reader = app.readers.of(creditor).await?;
        let row = AccountRow::by_id(&mut reader, creditor, account.0).await?;
        Ok(Sealer {
            consumer: row.consumer,
            key: row.consumer_key(app)?,
        })
    }

    /// Seals a text for an event.
    ///
    /// # Errors
    /// [`Problem::Internal`] when the operating system gives no randomness.
    pub fn seal(&self, text: &str) -> Result<Box<str>, Problem> {
        let sealed = self.key.seal(text.as_bytes()).map_err(Problem::defect)?;
        Ok(sealed.into())
    }

    /// What goes with the command, so that it is refused once the consumer has been erased.
    pub fn erasable(&self) -> Erasable {
        Erasable::known(self.consumer)
    }
}

/// Opens a text; nothing comes back once the consumer has been erased.
pub fn open(key: Option<&ConsumerKey>, sealed: &str) -> Option<String> {
    let plain = key?.open(sealed).ok()?;
    String::from_utf8(plain).ok()
}
