//! Signing with HMAC-SHA256.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// A signature about to be made over the parts that follow.
pub fn begin(key: &[u8; 32]) -> Hmac<Sha256> {
    // A key shorter than a block counts as if filled up with zeros (RFC 2104).
    let mut block = [0; 64];
    block[..32].copy_from_slice(key);
    <Hmac<Sha256> as KeyInit>::new(&block.into())
}

/// The signature of one text.
pub fn of(key: &[u8; 32], text: &str) -> Hmac<Sha256> {
    let mut mac = begin(key);
    mac.update(text.as_bytes());
    mac
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_is_that_of_hmac_with_the_bare_key() {
        let key = [7; 32];
        let mut bare = Hmac::<Sha256>::new_from_slice(&key).unwrap();
        bare.update(b"text");
        assert!(
            of(&key, "text")
                .verify(&bare.finalize().into_bytes())
                .is_ok()
        );
    }
}
