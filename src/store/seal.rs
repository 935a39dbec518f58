//! Sealing personal data: each consumer has a key, wrapped by the master key.
//!
//! Destroying the wrapped key makes everything sealed under it unreadable, in every event and
//! every copy, while the chain over the sealed text still verifies.

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use std::fmt;
use uuid::Uuid;

const NONCE: usize = 24;

/// Why something could not be sealed or opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    #[error("the operating system gave no randomness")]
    NoRandomness,
    #[error("the sealed data cannot be opened with this key")]
    CannotOpen,
    #[error("the master key must be 64 hexadecimal digits")]
    MasterKeyMalformed,
}

/// The key that wraps every consumer's key; it never leaves the process.
#[derive(Clone)]
pub struct MasterKey([u8; 32]);

/// The key of one consumer.
#[derive(Clone)]
pub struct ConsumerKey([u8; 32]);

impl fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MasterKey(…)")
    }
}

impl fmt::Debug for ConsumerKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ConsumerKey(…)")
    }
}

impl MasterKey {
    /// Reads a master key from its 64 hexadecimal digits.
    ///
    /// # Errors
    /// [`SealError::MasterKeyMalformed`].
    pub fn from_hex(text: &str) -> Result<MasterKey, SealError> {
        let mut key = [0; 32];
        hex::decode_to_slice(text.trim(), &mut key).map_err(|_| SealError::MasterKeyMalformed)?;
        Ok(MasterKey(key))
    }

    /// Draws a new master key, as hexadecimal digits to be kept.
    ///
    /// # Errors
    /// [`SealError::NoRandomness`].
    pub fn generate_hex() -> Result<String, SealError> {
        random::<32>().map(hex::encode)
    }

    /// A keyed hash for looking a value up without keeping it readable.
    pub fn lookup_hash(&self, kind: &str, value: &str) -> Vec<u8> {
        self.mac(kind, value).to_vec()
    }

    /// A key for one purpose, such as signing; whoever learns it has not learnt the master key.
    pub fn derive(&self, purpose: &str) -> [u8; 32] {
        self.mac("derived key", purpose)
    }

    fn mac(&self, kind: &str, value: &str) -> [u8; 32] {
        use hmac::{Hmac, KeyInit as _, Mac};
        // HMAC takes keys of any length, so this cannot fail with ours.
        let Ok(mut mac) = Hmac::<sha2::Sha256>::new_from_slice(&self.0) else {
            return [0; 32];
        };
        mac.update(kind.as_bytes());
        mac.update(&[0]);
        mac.update(value.as_bytes());
        mac.finalize().into_bytes().into()
    }

    /// Seals a secret that the ledger itself must know, such as one that signs what it sends; `id`
    /// is what it belongs to.
    ///
    /// # Errors
    /// [`SealError::NoRandomness`].
    pub fn seal_secret(&self, id: Uuid, secret: &str) -> Result<String, SealError> {
        let sealed = seal(&self.derive("secrets"), id.as_bytes(), secret.as_bytes())?;
        Ok(STANDARD_NO_PAD.encode(sealed))
    }

    /// Opens what [`MasterKey::seal_secret`] made.
    ///
    /// # Errors
    /// [`SealError::CannotOpen`].
    pub fn open_secret(&self, id: Uuid, sealed: &str) -> Result<String, SealError> {
        let bytes = STANDARD_NO_PAD
            .decode(sealed)
            .map_err(|_| SealError::CannotOpen)?;
        let plain = open(&self.derive("secrets"), id.as_bytes(), &bytes)?;
        String::from_utf8(plain).map_err(|_| SealError::CannotOpen)
    }

    /// Draws a consumer's key and wraps it.
    ///
    /// # Errors
    /// [`SealError::NoRandomness`].
    pub fn new_consumer_key(&self, consumer: Uuid) -> Result<(ConsumerKey, Vec<u8>), SealError> {
        let key = random::<32>()?;
        let wrapped = seal(&self.0, consumer.as_bytes(), &key)?;
        Ok((ConsumerKey(key), wrapped))
    }

    /// Unwraps a consumer's key.
    ///
    /// # Errors
    /// [`SealError::CannotOpen`] when it was wrapped by another master key or for another consumer.
    pub fn unwrap(&self, consumer: Uuid, wrapped: &[u8]) -> Result<ConsumerKey, SealError> {
        let key = open(&self.0, consumer.as_bytes(), wrapped)?;
        key.try_into()
            .map(ConsumerKey)
            .map_err(|_| SealError::CannotOpen)
    }
}

impl ConsumerKey {
    /// Seals bytes as text.
    ///
    /// # Errors
    /// [`SealError::NoRandomness`].
    pub fn seal(&self, plain: &[u8]) -> Result<String, SealError> {
        seal(&self.0, b"personal", plain).map(|sealed| STANDARD_NO_PAD.encode(sealed))
    }

    /// Opens what [`ConsumerKey::seal`] made.
    ///
    /// # Errors
    /// [`SealError::CannotOpen`].
    pub fn open(&self, sealed: &str) -> Result<Vec<u8>, SealError> {
        let bytes = STANDARD_NO_PAD
            .decode(sealed)
            .map_err(|_| SealError::CannotOpen)?;
        open(&self.0, b"personal", &bytes)
    }
}

/// Random bytes of the operating system.
///
/// # Errors
/// [`SealError::NoRandomness`].
pub(crate) fn random<const N: usize>() -> Result<[u8; N], SealError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| SealError::NoRandomness)?;
    Ok(bytes)
}

fn seal(key: &[u8; 32], aad: &[u8], msg: &[u8]) -> Result<Vec<u8>, SealError> {
    let nonce = random::<NONCE>()?;
    let cipher = XChaCha20Poly1305::new(&Key::from(*key));
    let sealed = cipher
        .encrypt(&XNonce::from(nonce), Payload { msg, aad })
        .map_err(|_| SealError::CannotOpen)?;
    Ok([nonce.as_slice(), &sealed].concat())
}

fn open(key: &[u8; 32], aad: &[u8], sealed: &[u8]) -> Result<Vec<u8>, SealError> {
    let (nonce, msg) = sealed
        .split_at_checked(NONCE)
        .ok_or(SealError::CannotOpen)?;
    let nonce: [u8; NONCE] = nonce.try_into().map_err(|_| SealError::CannotOpen)?;
    let cipher = XChaCha20Poly1305::new(&Key::from(*key));
    cipher
        .decrypt(&XNonce::from(nonce), Payload { msg, aad })
        .map_err(|_| SealError::CannotOpen)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_with_its_own_key_only() {
        let master = MasterKey::from_hex(&MasterKey::generate_hex().unwrap()).unwrap();
        let (jane, john) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let (key, wrapped) = master.new_consumer_key(jane).unwrap();
        let sealed = key.seal(b"123-45-6789").unwrap();
        assert!(!sealed.contains("6789"));
        assert_eq!(
            master
                .unwrap(jane, &wrapped)
                .unwrap()
                .open(&sealed)
                .unwrap(),
            b"123-45-6789"
        );
        assert_eq!(
            master.unwrap(john, &wrapped).unwrap_err(),
            SealError::CannotOpen
        );
        let secret = master.seal_secret(jane, "whsec").unwrap();
        assert_eq!(master.open_secret(jane, &secret).unwrap(), "whsec");
        assert_eq!(
            master.open_secret(john, &secret),
            Err(SealError::CannotOpen)
        );
        let (other, _) = master.new_consumer_key(jane).unwrap();
        assert_eq!(other.open(&sealed), Err(SealError::CannotOpen));
    }
}
