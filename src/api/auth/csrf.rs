//! Tokens against cross-site request forgery: a cookie that a write must repeat in a header.
//!
//! Another site can make a browser send the cookie but cannot read it into the header.
//! The token is signed for the session that it goes with, so one planted from a neighbouring host
//! does not pass either.

use super::mac;
use crate::problem::Problem;
use axum::http::HeaderMap;
use hmac::{Hmac, Mac};
use quittance_store::keys::hash_key;
use sha2::Sha256;
use subtle::ConstantTimeEq;

/// The cookie.
pub const COOKIE: &str = "csrftoken";
/// The header that must hold the same.
pub const HEADER: &str = "x-csrftoken";

const NONCE: usize = 16;

/// A new token for a session, or for a visitor who has none yet.
///
/// # Errors
/// [`Problem::Unavailable`] when the operating system gives no randomness just now.
pub fn issue(key: &[u8; 32], session: Option<&str>) -> Result<String, Problem> {
    let mut nonce = [0; NONCE];
    getrandom::fill(&mut nonce).map_err(|_| Problem::Unavailable)?;
    let signature = signature(key, &nonce, session).finalize().into_bytes();
    Ok(format!("{}{}", hex::encode(nonce), hex::encode(signature)))
}

/// Whether a token was issued for this session.
pub fn is_of(key: &[u8; 32], token: &str, session: Option<&str>) -> bool {
    let Ok(bytes) = hex::decode(token) else {
        return false;
    };
    let Some((nonce, signature)) = bytes.split_at_checked(NONCE) else {
        return false;
    };
    self::signature(key, nonce, session)
        .verify_slice(signature)
        .is_ok()
}

/// Lets through a request whose header repeats its cookie.
///
/// # Errors
/// [`Problem::CsrfFailed`].
pub fn check(key: &[u8; 32], headers: &HeaderMap, session: Option<&str>) -> Result<(), Problem> {
    let given = headers.get(HEADER).and_then(|value| value.to_str().ok());
    let same = match (given, super::cookies::get(headers, COOKIE)) {
        (Some(given), Some(cookie)) => bool::from(given.as_bytes().ct_eq(cookie.as_bytes())),
        _ => false,
    };
    let passes = same && given.is_some_and(|token| is_of(key, token, session));
    passes.then_some(()).ok_or(Problem::CsrfFailed)
}

fn signature(key: &[u8; 32], nonce: &[u8], session: Option<&str>) -> Hmac<Sha256> {
    let mut mac = mac::begin(key);
    mac.update(nonce);
    if let Some(session) = session {
        mac.update(&hash_key(session));
    }
    mac
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(cookie: &str, header: Option<&str>) -> HeaderMap {
        let mut headers = HeaderMap::new();
        let cookie = format!("{COOKIE}={cookie}");
        headers.insert("cookie", cookie.parse().unwrap());
        if let Some(header) = header {
            headers.insert(HEADER, header.parse().unwrap());
        }
        headers
    }

    #[test]
    fn a_write_repeats_the_token_of_its_own_session() {
        let key = [7; 32];
        let token = issue(&key, Some("qs_1")).unwrap();
        let passes = |headers: &HeaderMap, session| check(&key, headers, session).is_ok();
        assert!(passes(&headers(&token, Some(&token)), Some("qs_1")));
        assert!(!passes(&headers(&token, Some(&token)), Some("qs_2")));
        assert!(!passes(&headers(&token, Some(&token)), None));
        assert!(!passes(&headers(&token, None), Some("qs_1")));
        let other = issue(&key, Some("qs_1")).unwrap();
        assert!(!passes(&headers(&token, Some(&other)), Some("qs_1")));
        // Equal is not enough: it must be one of ours.
        assert!(!passes(&headers("abc", Some("abc")), Some("qs_1")));
        assert!(!passes(&headers("", Some("")), None));
    }
}
