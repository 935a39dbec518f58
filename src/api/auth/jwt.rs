//! The signed tokens of the creditor portal: JSON web tokens with HS256 (RFC 7519, RFC 7515).
//!
//! Only the one header that is written here is read, so no token chooses its algorithm.

use super::mac;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use hmac::Mac;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// How long a token is good for; there is no renewing it but to log in again.
pub const LIFE: TimeDelta = TimeDelta::hours(4);

/// `{"alg":"HS256"}`
const HEADER: &str = "eyJhbGciOiJIUzI1NiJ9";

/// What a token says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims {
    /// The user.
    pub sub: Uuid,
    pub creditor: Uuid,
    /// Seconds since 1970.
    pub iat: i64,
    pub exp: i64,
}

impl Claims {
    /// Claims that begin now.
    pub fn new(user: Uuid, creditor: Uuid, now: DateTime<Utc>) -> Claims {
        let iat = now.timestamp();
        Claims {
            sub: user,
            creditor,
            iat,
            exp: iat + LIFE.num_seconds(),
        }
    }

    pub fn issued(&self) -> DateTime<Utc> {
        DateTime::from_timestamp(self.iat, 0).unwrap_or_default()
    }

    pub fn expires(&self) -> DateTime<Utc> {
        DateTime::from_timestamp(self.exp, 0).unwrap_or_default()
    }
}

/// Signs claims.
pub fn sign(key: &[u8; 32], claims: &Claims) -> String {
    let body = serde_json::to_vec(claims).unwrap_or_default();
    let signed = format!("{HEADER}.{}", URL_SAFE_NO_PAD.encode(body));
    let signature = mac::of(key, &signed).finalize().into_bytes();
    format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
}

/// The claims of a token that was signed with the key and has not expired.
pub fn verify(key: &[u8; 32], token: &str, now: DateTime<Utc>) -> Option<Claims> {
    let (signed, signature) = token.rsplit_once('.')?;
    let body = signed.strip_prefix(HEADER)?.strip_prefix('.')?;
    let signature = URL_SAFE_NO_PAD.decode(signature).ok()?;
    mac::of(key, signed).verify_slice(&signature).ok()?;
    let claims: Claims = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(body).ok()?).ok()?;
    (now < claims.expires()).then_some(claims)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> DateTime<Utc> {
        "2026-01-15T14:30:00Z".parse().unwrap()
    }

    #[test]
    fn a_token_lasts_four_hours() {
        let key = [7; 32];
        let claims = Claims::new(Uuid::from_u128(1), Uuid::from_u128(2), now());
        let token = sign(&key, &claims);
        assert_eq!(verify(&key, &token, now()), Some(claims.clone()));
        let end = now() + LIFE;
        let before = end - TimeDelta::seconds(1);
        assert_eq!(verify(&key, &token, before), Some(claims));
        assert_eq!(verify(&key, &token, end), None);
    }

    #[test]
    fn a_token_changed_anywhere_is_none() {
        let key = [7; 32];
        let claims = Claims::new(Uuid::from_u128(1), Uuid::from_u128(2), now());
        let token = sign(&key, &claims);
        assert_eq!(verify(&[8; 32], &token, now()), None);
        for place in 0..token.len() {
            let mut changed = token.clone().into_bytes();
            // The last digit of a signature has bits that mean nothing; flip one that does.
            changed[place] = if changed[place] == b'A' { b'g' } else { b'A' };
            let changed = String::from_utf8(changed).unwrap();
            assert_eq!(verify(&key, &changed, now()), None, "{changed}");
        }
        // "none" signs nothing.
        let body = URL_SAFE_NO_PAD.encode(serde_json::to_vec(&claims).unwrap());
        let none = URL_SAFE_NO_PAD.encode(r#"{"alg":"none"}"#);
        assert_eq!(verify(&key, &format!("{none}.{body}."), now()), None);
    }
}
