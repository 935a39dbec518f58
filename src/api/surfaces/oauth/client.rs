//! The client of a request: the id and the secret that an API key is, by HTTP Basic or in the body
//! (RFC 6749, 2.3.1).

use crate::app::App;
use crate::body::Fields;
use crate::problem::Problem;
use crate::surfaces::creditor::ids::parse_key;
use axum::http::{HeaderMap, header};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use quittance_store::ids;
use quittance_store::keys::{self, ApiKey};
use uuid::Uuid;

/// The longest id or secret that is looked at, in characters.
const LENGTH: usize = 200;

/// What a body says of the client.
#[derive(Debug)]
pub struct Sent {
    id: Option<String>,
    secret: Option<String>,
}

impl Sent {
    /// Takes the id and the secret, neither of which has to be there.
    pub fn read(fields: &mut Fields) -> Sent {
        Sent {
            id: fields.text("client_id", LENGTH),
            secret: fields.text("client_secret", LENGTH),
        }
    }
}

/// The client that the header or the body names.
///
/// # Errors
/// [`Problem::Malformed`] when both do, since a client says who it is in one way;
/// [`Problem::CredentialMissing`] and [`Problem::CredentialWrong`].
pub async fn authenticated(app: &App, headers: &HeaderMap, sent: &Sent) -> Result<ApiKey, Problem> {
    let (id, secret) = named(headers, sent)?;
    let key = keys::find(&app.readers, &secret).await?;
    let valid = |key: &ApiKey| key.id == id && key.is_valid(ids::now());
    key.filter(valid).ok_or(Problem::CredentialWrong)
}

/// The id and the secret, wherever they are.
///
/// A client that uses HTTP Basic may name itself in the body too (RFC 6749, 3.2.1), if it is the same.
fn named(headers: &HeaderMap, sent: &Sent) -> Result<(Uuid, String), Problem> {
    // What is no id of ours is a wrong client, not a missing one.
    let id = sent.id.as_deref().map(id_of);
    if !headers.contains_key(header::AUTHORIZATION) {
        let given = id.zip(sent.secret.clone());
        return given.ok_or(Problem::CredentialMissing);
    }
    let twice = |message: &str| Problem::Malformed {
        message: message.to_owned(),
    };
    if sent.secret.is_some() {
        return Err(twice(
            "send the client's secret in the header or in the body, not in both",
        ));
    }
    let basic = basic(headers).ok_or(Problem::CredentialMissing)?;
    match id {
        Some(id) if id != basic.0 => Err(twice("client_id is not the client of the header")),
        _ => Ok(basic),
    }
}

fn id_of(text: &str) -> Uuid {
    parse_key(text).unwrap_or(Uuid::nil())
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
    Some((id_of(id), secret.to_owned()))
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
