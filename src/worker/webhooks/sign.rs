//! The headers that say who sends a message, and prove it.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD};
use chrono::{DateTime, SecondsFormat, Utc};
use hmac::{Hmac, KeyInit, Mac};
use quittance_domain::CreditorId;
use quittance_domain::creditor::Dialect;
use sha2::Sha256;
use uuid::Uuid;

/// What a secret begins with that is written as the Standard Webhooks specification has it.
const PREFIX: &str = "whsec_";

/// A message about to be sent.
#[derive(Clone, Copy, Debug)]
pub(super) struct Letter<'a> {
    pub creditor: CreditorId,
    pub dialect: Dialect,
    /// The same at every attempt.
    pub id: Uuid,
    /// Of this attempt.
    pub attempt: Uuid,
    pub topic: &'a str,
    pub body: &'a str,
    pub at: DateTime<Utc>,
}

/// The headers of a message, signed by the secret in force and, where several signatures are
/// possible, by one that is about to retire.
pub(super) fn headers(
    letter: &Letter<'_>,
    secret: &str,
    retiring: Option<&str>,
) -> Vec<(&'static str, String)> {
    let mut headers = standard(letter, secret, retiring);
    let signature = hex::encode(mac(secret.as_bytes(), &[letter.body.as_bytes()]));
    match letter.dialect {
        Dialect::Standard => {}
        Dialect::Creditor => headers.extend([
            ("x-dd-event", letter.topic.to_owned()),
            ("x-dd-signature", format!("sha256={signature}")),
            (
                "x-dd-timestamp",
                letter.at.to_rfc3339_opts(SecondsFormat::Secs, true),
            ),
            ("x-dd-delivery-id", ulid(letter.id)),
        ]),
        Dialect::Servicing => {
            headers.push(("x-webhook-signature", format!("sha256={signature}")));
        }
        Dialect::Plans => headers.extend([
            ("x-payt-delivery", letter.attempt.to_string()),
            (
                "x-payt-administration-identifier",
                letter.creditor.0.as_u128().to_string(),
            ),
            ("x-payt-signature", signature),
        ]),
    }
    headers
}

/// The headers of the Standard Webhooks specification, which every message has.
fn standard(
    letter: &Letter<'_>,
    secret: &str,
    retiring: Option<&str>,
) -> Vec<(&'static str, String)> {
    let id = format!("msg_{}", ulid(letter.id));
    let timestamp = letter.at.timestamp().to_string();
    let signed = |secret: &str| {
        let parts = [
            id.as_bytes(),
            b".",
            timestamp.as_bytes(),
            b".",
            letter.body.as_bytes(),
        ];
        format!("v1,{}", STANDARD.encode(mac(&key(secret), &parts)))
    };
    let signatures: Vec<String> = [Some(secret), retiring]
        .into_iter()
        .flatten()
        .map(signed)
        .collect();
    vec![
        ("webhook-id", id.clone()),
        ("webhook-timestamp", timestamp.clone()),
        ("webhook-signature", signatures.join(" ")),
    ]
}

/// The bytes that a secret stands for: in base64 by the specification, or else its own text.
fn key(secret: &str) -> Vec<u8> {
    let text = secret.strip_prefix(PREFIX).unwrap_or(secret);
    let unpadded = text.trim_end_matches('=');
    let decoded = STANDARD_NO_PAD.decode(unpadded);
    decoded.unwrap_or_else(|_| secret.as_bytes().to_vec())
}

fn mac(key: &[u8], parts: &[&[u8]]) -> Vec<u8> {
    // HMAC takes keys of any length, so this cannot fail.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else {
        return Vec::new();
    };
    parts.iter().for_each(|part| mac.update(part));
    mac.finalize().into_bytes().to_vec()
}

/// An id as 26 lower-case characters.
pub(super) fn ulid(id: Uuid) -> String {
    ulid::Ulid::from_bytes(*id.as_bytes())
        .to_string()
        .to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letter(dialect: Dialect) -> Letter<'static> {
        Letter {
            creditor: CreditorId(Uuid::from_u128(7)),
            dialect,
            id: Uuid::from_u128(0x0198_0000_0000_0000_0000_0000_0000_0001),
            attempt: Uuid::from_u128(2),
            topic: "payment.received",
            body: r#"{"test": 2432232314}"#,
            at: DateTime::from_timestamp(1_614_265_330, 0).unwrap(),
        }
    }

    fn header(headers: &[(&'static str, String)], name: &str) -> String {
        let found = headers.iter().find(|(known, _)| *known == name);
        found.unwrap().1.clone()
    }

    /// The example of the specification, by its own id.
    #[test]
    fn the_specifications_example_is_signed_as_it_says() {
        let key = key("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        let parts: [&[u8]; 3] = [
            b"msg_p5jXN8AQM9LWM0D4loKWxJek",
            b".1614265330.",
            br#"{"test": 2432232314}"#,
        ];
        let signature = STANDARD.encode(mac(&key, &parts));
        assert_eq!(signature, "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    #[test]
    fn a_retiring_secret_signs_too() {
        let headers = headers(&letter(Dialect::Standard), "whsec_AAAA", Some("whsec_BBBB"));
        let signatures = header(&headers, "webhook-signature");
        let signatures: Vec<&str> = signatures.split(' ').collect();
        assert_eq!(signatures.len(), 2);
        assert!(
            signatures
                .iter()
                .all(|signature| signature.starts_with("v1,"))
        );
        assert_ne!(signatures[0], signatures[1]);
    }

    #[test]
    fn each_dialect_has_its_own_headers() {
        let names = |dialect| {
            let headers = headers(&letter(dialect), "secret", None);
            let names = headers.iter().map(|(name, _)| *name);
            let own = names.filter(|name| !name.starts_with("webhook-"));
            own.collect::<Vec<_>>()
        };
        assert_eq!(names(Dialect::Standard), Vec::<&str>::new());
        let creditor = [
            "x-dd-event",
            "x-dd-signature",
            "x-dd-timestamp",
            "x-dd-delivery-id",
        ];
        assert_eq!(names(Dialect::Creditor), creditor);
        assert_eq!(names(Dialect::Servicing), ["x-webhook-signature"]);
        assert_eq!(names(Dialect::Plans).len(), 3);
        let creditor = headers(&letter(Dialect::Creditor), "secret", None);
        assert_eq!(header(&creditor, "x-dd-timestamp"), "2021-02-25T15:02:10Z");
        assert_eq!(header(&creditor, "x-dd-delivery-id").len(), 26);
        let plans = headers(&letter(Dialect::Plans), "secret", None);
        assert_eq!(header(&plans, "x-payt-signature").len(), 64);
    }
}
