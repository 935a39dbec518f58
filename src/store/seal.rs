//! Sealing personal data: each consumer has a key, wrapped by the master key.
//!
//! Shape: a [`MasterKey`] wraps keys and does nothing else; a [`Keyring`] is what a program holds
//! of a ledger.
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

/// The key that whoever runs the ledger keeps: it wraps the others, and nothing is sealed under it
/// itself, so that another one can take its place.
#[derive(Clone)]
pub struct MasterKey([u8; 32]);

/// The master keys that a program is given.
#[derive(Clone, Debug)]
pub struct MasterKeys {
    /// Wraps what is new.
    pub current: MasterKey,
    /// Opens what has not been wrapped anew yet, while another key takes its place.
    pub former: Option<MasterKey>,
}

/// The key of one consumer.
#[derive(Clone)]
pub struct ConsumerKey([u8; 32]);

/// The keys that a program holds: the master keys, and the ledger's own key that they open.
///
/// What is looked up, derived or sealed as a secret goes by the ledger's own key, which stays the
/// same when another master key wraps it.
#[derive(Clone)]
pub struct Keyring {
    master: MasterKeys,
    ledger: [u8; 32],
}

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

impl fmt::Debug for Keyring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keyring(…)")
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

    /// A number by which programs that hold the same key know of each other.
    pub(crate) fn mark(&self) -> i64 {
        let [a, b, c, d, e, f, g, h, ..] = mac(&self.0, "mark", "");
        i64::from_be_bytes([a, b, c, d, e, f, g, h])
    }

    /// Wraps a key that belongs to `id`.
    fn wrap(&self, id: Uuid, key: &[u8; 32]) -> Result<Vec<u8>, SealError> {
        seal(&self.0, id.as_bytes(), key)
    }

    fn unwrap(&self, id: Uuid, wrapped: &[u8]) -> Result<[u8; 32], SealError> {
        let key = open(&self.0, id.as_bytes(), wrapped)?;
        key.try_into().map_err(|_| SealError::CannotOpen)
    }
}

impl MasterKeys {
    /// One key, which nothing takes the place of.
    pub fn only(current: MasterKey) -> MasterKeys {
        MasterKeys {
            current,
            former: None,
        }
    }

    fn unwrap(&self, id: Uuid, wrapped: &[u8]) -> Result<[u8; 32], SealError> {
        self.current.unwrap(id, wrapped).or_else(|error| {
            let former = self.former.as_ref().ok_or(error)?;
            former.unwrap(id, wrapped)
        })
    }

    /// A key wrapped by the current master key; nothing when it is already.
    pub(crate) fn rewrap(&self, id: Uuid, wrapped: &[u8]) -> Result<Option<Vec<u8>>, SealError> {
        if self.current.unwrap(id, wrapped).is_ok() {
            return Ok(None);
        }
        let key = self.unwrap(id, wrapped)?;
        self.current.wrap(id, &key).map(Some)
    }
}

/// What the ledger's own key is wrapped for: nobody else's id.
pub(crate) const LEDGER: Uuid = Uuid::nil();

impl Keyring {
    /// Draws the own key of a new ledger; comes back with it wrapped.
    ///
    /// # Errors
    /// [`SealError::NoRandomness`].
    pub fn draw(master: MasterKeys) -> Result<(Keyring, Vec<u8>), SealError> {
        let ledger = random::<32>()?;
        let wrapped = master.current.wrap(LEDGER, &ledger)?;
        Ok((Keyring { master, ledger }, wrapped))
    }

    /// The keys of a ledger whose own key is this one, unwrapped.
    ///
    /// # Errors
    /// [`SealError::CannotOpen`] when neither master key has wrapped it.
    pub fn of(master: MasterKeys, wrapped: &[u8]) -> Result<Keyring, SealError> {
        let ledger = master.unwrap(LEDGER, wrapped)?;
        Ok(Keyring { master, ledger })
    }

    /// The master keys that it was opened with.
    pub(crate) fn master(&self) -> &MasterKeys {
        &self.master
    }

    /// A keyed hash for looking a value up without keeping it readable.
    pub fn lookup_hash(&self, kind: &str, value: &str) -> Vec<u8> {
        mac(&self.ledger, kind, value).to_vec()
    }

    /// A key for one purpose, such as signing; whoever learns it has not learnt any other.
    pub fn derive(&self, purpose: &str) -> [u8; 32] {
        mac(&self.ledger, "derived key", purpose)
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

    /// Opens what [`Keyring::seal_secret`] made.
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
        let wrapped = self.master.current.wrap(consumer, &key)?;
        Ok((ConsumerKey(key), wrapped))
    }

    /// Unwraps a consumer's key.
    ///
    /// # Errors
    /// [`SealError::CannotOpen`] when it was wrapped by another master key or for another consumer.
    pub fn unwrap(&self, consumer: Uuid, wrapped: &[u8]) -> Result<ConsumerKey, SealError> {
        self.master.unwrap(consumer, wrapped).map(ConsumerKey)
    }
}

fn mac(key: &[u8; 32], kind: &str, value: &str) -> [u8; 32] {
    use hmac::{Hmac, KeyInit as _, Mac};
    // HMAC takes keys of any length, so this cannot fail with ours.
    let Ok(mut mac) = Hmac::<sha2::Sha256>::new_from_slice(key) else {
        return [0; 32];
    };
    mac.update(kind.as_bytes());
    mac.update(&[0]);
    mac.update(value.as_bytes());
    mac.finalize().into_bytes().into()
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

    fn master() -> MasterKey {
        MasterKey::from_hex(&MasterKey::generate_hex().unwrap()).unwrap()
    }

    #[test]
    fn what_is_sealed_opens_with_its_own_key_only() {
        let (keyring, _) = Keyring::draw(MasterKeys::only(master())).unwrap();
        let (jane, john) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let (key, wrapped) = keyring.new_consumer_key(jane).unwrap();
        let sealed = key.seal(b"123-45-6789").unwrap();
        assert!(!sealed.contains("6789"));
        let opened = keyring.unwrap(jane, &wrapped).unwrap().open(&sealed);
        assert_eq!(opened.unwrap(), b"123-45-6789");
        let other = keyring.unwrap(john, &wrapped);
        assert_eq!(other.unwrap_err(), SealError::CannotOpen);
        let secret = keyring.seal_secret(jane, "whsec").unwrap();
        assert_eq!(keyring.open_secret(jane, &secret).unwrap(), "whsec");
        let other = keyring.open_secret(john, &secret);
        assert_eq!(other, Err(SealError::CannotOpen));
        let (other, _) = keyring.new_consumer_key(jane).unwrap();
        assert_eq!(other.open(&sealed), Err(SealError::CannotOpen));
    }

    #[test]
    fn another_master_key_takes_the_place_of_the_former() {
        let (old, new) = (master(), master());
        let jane = Uuid::from_u128(1);
        let (before, ledger) = Keyring::draw(MasterKeys::only(old.clone())).unwrap();
        let (key, wrapped) = before.new_consumer_key(jane).unwrap();
        let sealed = key.seal(b"Jane").unwrap();
        let secret = before.seal_secret(jane, "whsec").unwrap();
        let both = MasterKeys {
            current: new.clone(),
            former: Some(old.clone()),
        };
        let rewrapped = both.rewrap(jane, &wrapped).unwrap().unwrap();
        assert_eq!(both.rewrap(jane, &rewrapped), Ok(None));
        let ledger_rewrapped = both.rewrap(LEDGER, &ledger).unwrap().unwrap();
        // While both are known, what either has wrapped is open.
        let between = Keyring::of(both, &ledger).unwrap();
        assert!(between.unwrap(jane, &wrapped).is_ok());
        let after = Keyring::of(MasterKeys::only(new), &ledger_rewrapped).unwrap();
        let opened = after.unwrap(jane, &rewrapped).unwrap().open(&sealed);
        assert_eq!(opened.unwrap(), b"Jane");
        assert_eq!(after.open_secret(jane, &secret).unwrap(), "whsec");
        assert_eq!(after.lookup_hash("k", "v"), before.lookup_hash("k", "v"));
        let lost = after.unwrap(jane, &wrapped);
        assert_eq!(lost.unwrap_err(), SealError::CannotOpen);
        let lost = Keyring::of(MasterKeys::only(old), &ledger_rewrapped);
        assert_eq!(lost.unwrap_err(), SealError::CannotOpen);
    }
}
