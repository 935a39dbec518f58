//! The client of a request: HTTP Basic with the id and the secret that an API key is.

use super::render::OAuth;
use crate::app::App;
use crate::problem::{Problem, Rejected};
use crate::surfaces::creditor::ids::parse_key;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use quittance_store::ids;
use quittance_store::keys::{self, ApiKey};
use uuid::Uuid;

/// An authenticated client.
#[derive(Debug)]
pub struct Client(pub ApiKey);

impl FromRequestParts<App> for Client {
    type Rejection = Rejected<OAuth>;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Rejected<OAuth>> {
        let (id, secret) = basic(&parts.headers).ok_or(Problem::CredentialMissing)?;
        let key = keys::find(&app.readers, &secret).await?;
        let valid = |key: &ApiKey| key.id == id && key.is_valid(ids::now());
        let key = key.filter(valid).ok_or(Problem::CredentialWrong)?;
        Ok(Client(key))
    }
}

/// The id and the secret of `Authorization: Basic`.
fn basic(headers: &HeaderMap) -> Option<(Uuid, String)> {
    let (scheme, encoded) = headers
        .get(header::AUTHORIZATION)?
        .to_str()
        .ok()?
        .split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let text = String::from_utf8(STANDARD.decode(encoded.trim()).ok()?).ok()?;
    let (id, secret) = text.split_once(':')?;
    // What is no id of ours is a wrong client, not a missing one.
    let id = parse_key(id).unwrap_or(Uuid::nil());
    Some((id, secret.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_is_read_from_basic() {
        let id = Uuid::from_u128(7);
        let of = |text: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::AUTHORIZATION, text.parse().unwrap());
            basic(&headers)
        };
        let encoded = STANDARD.encode(format!("{id}:00ff:x"));
        let expected = Some((id, "00ff:x".to_owned()));
        assert_eq!(of(&format!("Basic {encoded}")), expected);
        assert_eq!(of(&format!("Bearer {encoded}")), None);
        assert_eq!(of("Basic !"), None);
        let prefixed = STANDARD.encode(format!("k-{id}:00ff:x"));
        assert_eq!(of(&format!("Basic {prefixed}")), expected);
        let other = of(&format!("basic {}", STANDARD.encode("me:secret")));
        assert_eq!(other, Some((Uuid::nil(), "secret".to_owned())));
    }
}
