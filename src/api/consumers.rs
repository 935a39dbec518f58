//! Consumers by the names that they are found by: the creditor's own id, or an e-mail address.

use crate::personal::Personal;
use crate::problem::Problem;
use quittance_domain::{ConsumerId, CreditorId};
use quittance_store::seal::{ConsumerKey, Keyring};
use quittance_store::{Claim, Reader};
use std::collections::HashMap;
use tokio_postgres::Row;

/// A consumer who is in the book, with what is known of them.
#[derive(Clone, Debug)]
pub struct KnownConsumer {
    pub consumer: ConsumerId,
    pub key: ConsumerKey,
    pub personal: Personal,
    /// The creditor's own id for them.
    pub external_id: Option<String>,
}

/// The names that a consumer is found by, the creditor's own id first.
pub fn names(
    keyring: &Keyring,
    creditor: CreditorId,
    external_id: Option<&str>,
    email: Option<&str>,
) -> Vec<Claim> {
    let id = external_id.map(|id| Claim {
        kind: Claim::CONSUMER_EXTERNAL_ID,
        name: id.into(),
    });
    let email = email.map(|email| email_name(keyring, creditor, email));
    id.into_iter().chain(email).collect()
}

/// An e-mail address as a name: a keyed hash, since names are not sealed.
///
/// Addresses that differ in case alone are one.
pub fn email_name(keyring: &Keyring, creditor: CreditorId, email: &str) -> Claim {
    let address = format!("{creditor} {}", email.trim().to_lowercase());
    let hash = keyring.lookup_hash("consumer email", &address);
    Claim {
        kind: Claim::CONSUMER_EMAIL,
        name: hex::encode(hash).into(),
    }
}

/// Whether a name is one that consumers have.
pub fn is_name(claim: &Claim) -> bool {
    [Claim::CONSUMER_EMAIL, Claim::CONSUMER_EXTERNAL_ID].contains(&claim.kind)
}

impl KnownConsumer {
    /// Whoever holds a name; nobody when it is free, or its holder has been erased.
    ///
    /// # Errors
    /// What the database says.
    pub async fn named(
        reader: &mut Reader,
        keyring: &Keyring,
        creditor: CreditorId,
        name: &Claim,
    ) -> Result<Option<KnownConsumer>, Problem> {
        let names = std::slice::from_ref(name);
        let mut found = KnownConsumer::all_named(reader, keyring, creditor, names).await?;
        Ok(found.remove(name).flatten())
    }

    /// Those who hold names, all of one kind; nobody where the holder has been erased.
    ///
    /// # Errors
    /// What the database says.
    pub async fn all_named(
        reader: &mut Reader,
        keyring: &Keyring,
        creditor: CreditorId,
        names: &[Claim],
    ) -> Result<HashMap<Claim, Option<KnownConsumer>>, Problem> {
        let Some(kind) = names.first().map(|name| name.kind) else {
            return Ok(HashMap::new());
        };
        let texts: Vec<&str> = names.iter().map(|name| &*name.name).collect();
        let sql = include_str!("sql/find_consumers.sql");
        let rows = reader.query(sql, &[&creditor.0, &kind, &texts]).await?;
        rows.iter()
            .map(|row| {
                let name = row.get::<_, &str>("name").into();
                let erased = row.get::<_, Option<&[u8]>>("wrapped_key").is_none();
                let known = match erased {
                    true => None,
                    false => Some(KnownConsumer::from_row(keyring, row)?),
                };
                Ok((Claim { kind, name }, known))
            })
            .collect()
    }

    /// Reads the columns `consumer_id`, `external_id`, `sealed` and `wrapped_key`.
    ///
    /// # Errors
    /// [`Problem::Internal`] when the key was wrapped by another master key.
    pub fn from_row(keyring: &Keyring, row: &Row) -> Result<KnownConsumer, Problem> {
        let consumer = ConsumerId(row.get("consumer_id"));
        let key = keyring
            .unwrap(consumer.0, row.get("wrapped_key"))
            .map_err(Problem::defect)?;
        // An account of which nothing was told has nothing sealed.
        let plain = key.open(row.get("sealed")).ok();
        let personal = plain.and_then(|plain| serde_json::from_slice(&plain).ok());
        Ok(KnownConsumer {
            consumer,
            key,
            personal: personal.unwrap_or_default(),
            external_id: row.get("external_id"),
        })
    }
}
