//! Passwords, kept as argon2id hashes.
//!
//! Hashing takes tens of milliseconds and 19 MiB on purpose, so callers keep it off the threads
//! that answer requests.

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};

/// The shortest password that can be set, in characters: half more than NIST SP 800-63B's least.
pub const SHORTEST: usize = 12;
/// The longest: far above any passphrase, and a bound to the work of hashing.
pub const LONGEST: usize = 256;

/// A hash with the parameters of every other, of a password that nobody has.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$c2FsdCBvZiBub2JvZHkgLg$\
    pzPgVtBWzlJtHhPzEPfWQIY5VZ1YGNHT9Y5Q3J3q2mk";

/// What a password that is to be set must be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    #[error("must have at least {SHORTEST} characters")]
    TooShort,
    #[error("must have at most {LONGEST} characters")]
    TooLong,
    #[error("could not be hashed")]
    Unhashed,
}

/// Hashes a password that is to be set, with OWASP's parameters and a salt of its own.
///
/// # Errors
/// [`PasswordError`].
pub fn hash(password: &str) -> Result<String, PasswordError> {
    let length = password.chars().count();
    if length < SHORTEST {
        return Err(PasswordError::TooShort);
    }
    if length > LONGEST {
        return Err(PasswordError::TooLong);
    }
    Argon2::default()
        .hash_password(password.as_bytes())
        .map(|hash: PasswordHash| hash.to_string())
        .map_err(|_| PasswordError::Unhashed)
}

/// Whether a password is the one that was hashed; takes as long for `None`, where it never is.
pub fn verify(password: &str, hash: Option<&str>) -> bool {
    let Ok(parsed) = PasswordHash::new(hash.unwrap_or(NOBODY)) else {
        return false;
    };
    let fits = Argon2::default()
        .verify_password(password.as_bytes(), &parsed)
        .is_ok();
    fits && hash.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_fits_its_own_hash_only() {
        let hashed = hash("correct horse battery").unwrap();
        assert!(hashed.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(verify("correct horse battery", Some(&hashed)));
        assert!(!verify("correct horse batterz", Some(&hashed)));
        assert_ne!(hash("correct horse battery").unwrap(), hashed);
        assert_eq!(hash("short"), Err(PasswordError::TooShort));
        assert_eq!(hash(&"x".repeat(257)), Err(PasswordError::TooLong));
    }

    #[test]
    fn nobody_costs_as_much_as_somebody() {
        let nobody = PasswordHash::new(NOBODY).unwrap();
        let somebody = hash("correct horse battery").unwrap();
        let somebody = PasswordHash::new(&somebody).unwrap();
        assert_eq!(nobody.params, somebody.params);
        assert_eq!(nobody.algorithm, somebody.algorithm);
        assert_eq!(
            nobody.hash.map(|hash| hash.len()),
            somebody.hash.map(|hash| hash.len())
        );
        assert!(!verify("correct horse battery", None));
    }
}
