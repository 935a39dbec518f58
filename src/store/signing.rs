//! A creditor's signature: Ed25519 (RFC 8032), made with a key of the creditor's own.
//!
//! The private key is sealed under the ledger's own key, which the master key wraps.
//! The public key is an event of the book, so that whoever rewrote the book to bring in another key
//! would break the chain.

use crate::By;
use crate::creditors::{append, begin};
use crate::database::DatabaseError;
use crate::ids;
use crate::seal::{Keyring, SealError, random};
use ed25519_dalek::{Signer, VerifyingKey};
use quittance_domain::CreditorId;
use quittance_domain::creditor::{Event, SigningKeyMade};
use std::fmt;
use std::str::FromStr;
use tokio_postgres::{Client, GenericClient};

/// Why a creditor's key could not be had.
#[derive(Debug, thiserror::Error)]
pub enum SigningError {
    #[error(transparent)]
    Database(#[from] DatabaseError),
    #[error("the creditor's signing key cannot be opened: {0}")]
    Seal(#[from] SealError),
}

impl From<tokio_postgres::Error> for SigningError {
    fn from(error: tokio_postgres::Error) -> SigningError {
        SigningError::Database(DatabaseError::Statement(error))
    }
}

/// The key that signs for a creditor.
pub struct SigningKey(ed25519_dalek::SigningKey);

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey({})", self.public())
    }
}

impl SigningKey {
    fn from_hex(text: &str) -> Result<SigningKey, SealError> {
        let mut seed = [0; 32];
        hex::decode_to_slice(text, &mut seed).map_err(|_| SealError::CannotOpen)?;
        Ok(SigningKey(ed25519_dalek::SigningKey::from_bytes(&seed)))
    }

    /// The half that everybody may know.
    pub fn public(&self) -> PublicKey {
        PublicKey(self.0.verifying_key().to_bytes())
    }

    /// Signs exactly these bytes.
    pub fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.0.sign(message).to_bytes()
    }
}

/// The key by which a creditor's signatures are checked: 64 hexadecimal digits as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PublicKey(pub [u8; 32]);

/// The text is not a public key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a public key is 64 hexadecimal digits")]
pub struct NotAPublicKey;

/// What stands before the key in a SubjectPublicKeyInfo of Ed25519 (RFC 8410).
const SPKI: [u8; 12] = [
    0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00,
];

impl PublicKey {
    /// Whether the key has signed exactly these bytes.
    ///
    /// Weak keys and signatures that are not in their one form are refused.
    pub fn has_signed(self, message: &[u8], signature: &[u8]) -> bool {
        let Ok(key) = VerifyingKey::from_bytes(&self.0) else {
            return false;
        };
        let Ok(signature) = ed25519_dalek::Signature::from_slice(signature) else {
            return false;
        };
        key.verify_strict(message, &signature).is_ok()
    }

    /// The key as PEM (RFC 8410), which common tools read.
    pub fn to_pem(self) -> String {
        use base64::Engine;
        let der = [SPKI.as_slice(), &self.0].concat();
        let text = base64::engine::general_purpose::STANDARD.encode(der);
        format!("-----BEGIN PUBLIC KEY-----\n{text}\n-----END PUBLIC KEY-----\n")
    }
}

impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl FromStr for PublicKey {
    type Err = NotAPublicKey;

    fn from_str(text: &str) -> Result<PublicKey, NotAPublicKey> {
        let mut key = [0; 32];
        hex::decode_to_slice(text, &mut key).map_err(|_| NotAPublicKey)?;
        Ok(PublicKey(key))
    }
}

/// The creditor's key, made and recorded when there is none yet.
///
/// The connection must have the writer's role.
///
/// # Errors
/// [`SigningError`].
pub async fn signing_key(
    client: &mut Client,
    creditor: CreditorId,
    keyring: &Keyring,
    by: impl Into<By>,
) -> Result<SigningKey, SigningError> {
    let transaction = begin(client, creditor).await?;
    // Whoever makes the first key has the book's lock, so that there is one first key.
    transaction
        .query_one(include_str!("sql/lock_head.sql"), &[&creditor.0])
        .await?;
    if let Some(key) = read(&transaction, creditor, keyring).await? {
        return Ok(key);
    }
    let at = ids::now();
    let seed = hex::encode(random::<32>()?);
    let key = SigningKey::from_hex(&seed)?;
    let sealed = keyring.seal_secret(creditor.0, &seed)?;
    let public = key.public().0.as_slice().to_vec();
    transaction
        .execute(
            include_str!("sql/insert_signing_key.sql"),
            &[&creditor.0, &public, &sealed, &at],
        )
        .await?;
    let event = Event::SigningKeyMade(SigningKeyMade {
        public_key: key.public().to_string().into(),
        effective: at.date_naive(),
    });
    append(&transaction, creditor, &event, &by.into(), at).await?;
    transaction.commit().await?;
    Ok(key)
}

async fn read(
    client: &impl GenericClient,
    creditor: CreditorId,
    keyring: &Keyring,
) -> Result<Option<SigningKey>, SigningError> {
    let sql = include_str!("sql/read_signing_key.sql");
    let Some(row) = client.query_opt(sql, &[&creditor.0]).await? else {
        return Ok(None);
    };
    let seed = keyring.open_secret(creditor.0, row.get("sealed_key"))?;
    let key = SigningKey::from_hex(&seed)?;
    if key.public().0.as_slice() != row.get::<_, &[u8]>("public_key") {
        return Err(SealError::CannotOpen.into());
    }
    Ok(Some(key))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 8032, 7.1, test 2.
    #[test]
    fn the_published_vector_holds() {
        let seed = "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb";
        let key = SigningKey::from_hex(seed).unwrap();
        let public = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c";
        assert_eq!(key.public(), public.parse().unwrap());
        let signature = key.sign(&[0x72]);
        let expected = "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da\
            085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00";
        assert_eq!(hex::encode(signature), expected);
        assert!(key.public().has_signed(&[0x72], &signature));
        assert!(!key.public().has_signed(&[0x73], &signature));
        assert!(!key.public().has_signed(&[0x72], &signature[..63]));
    }

    #[test]
    fn the_key_is_what_common_tools_read() {
        let key = PublicKey([7; 32]);
        assert_eq!(
            key.to_pem(),
            "-----BEGIN PUBLIC KEY-----\n\
             MCowBQYDK2VwAyEABwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=\n\
             -----END PUBLIC KEY-----\n"
        );
    }
}
