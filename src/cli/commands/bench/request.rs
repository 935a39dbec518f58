//! A payment as bytes: written once, then patched in place for each request.

use anyhow::Context;
use std::net::SocketAddr;
use std::time::{SystemTime, UNIX_EPOCH};
use uuid::Uuid;

const BODY: &[u8] = br#"{"amount":"00.00","payment_method":"ach"}"#;

/// A request to record a payment.
#[derive(Clone, Debug)]
pub struct Request {
    bytes: Vec<u8>,
    account: usize,
    key: usize,
    amount: usize,
}

impl Request {
    pub fn new(address: SocketAddr, api_key: &str) -> Request {
        let mut bytes = b"POST /api/v1/loans/".to_vec();
        let account = bytes.len();
        bytes.extend([b'0'; 36]);
        let head =
            format!("/payments HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {api_key}\r\n");
        bytes.extend(head.as_bytes());
        bytes.extend(b"Content-Type: application/json\r\nIdempotency-Key: ");
        let key = bytes.len();
        bytes.extend([b'0'; ulid::ULID_LEN]);
        bytes.extend(format!("\r\nContent-Length: {}\r\n\r\n", BODY.len()).as_bytes());
        let amount = bytes.len() + br#"{"amount":""#.len();
        bytes.extend(BODY);
        Request {
            bytes,
            account,
            key,
            amount,
        }
    }

    /// Makes it a new payment: 10.00 to 99.99 to the account, under a new idempotency key.
    ///
    /// Keys made at random, as by clients that use UUIDs of version 4, are spread over the whole
    /// index; otherwise keys are ULIDs, which come in order of time.
    pub fn renew(&mut self, account: Uuid, lot: &mut Lot, random_key: bool) {
        put_uuid(&mut self.bytes[self.account..], account);
        let random = (u128::from(lot.draw()) << 64) | u128::from(lot.draw());
        let millis = if random_key { lot.draw() } else { now_millis() };
        let mut text = [0; ulid::ULID_LEN];
        let key = ulid::Ulid::from_parts(millis, random).array_to_str(&mut text);
        self.bytes[self.key..self.key + ulid::ULID_LEN].copy_from_slice(key.as_bytes());
        put_cents(&mut self.bytes[self.amount..], 1_000 + lot.below(9_000));
    }

    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The amount in cents.
    pub fn cents(&self) -> u64 {
        let digits = self.amount().iter().filter(|byte| byte.is_ascii_digit());
        digits.fold(0, |cents, digit| cents * 10 + u64::from(digit - b'0'))
    }

    /// Whether a reply is about this payment.
    pub fn is_answered_by(&self, body: &[u8]) -> bool {
        let account = &self.bytes[self.account..self.account + 36];
        has(body, b"\"loan_id\":\"", account) && has(body, b"\"amount\":\"", self.amount())
    }

    fn amount(&self) -> &[u8] {
        &self.bytes[self.amount..self.amount + 5]
    }
}

/// Whether a body has this member with this text as its value.
fn has(body: &[u8], member: &[u8], value: &[u8]) -> bool {
    let found = body
        .windows(member.len())
        .position(|window| window == member);
    found.is_some_and(|place| {
        let rest = &body[place + member.len()..];
        rest.starts_with(value) && rest.get(value.len()) == Some(&b'"')
    })
}

/// Writes an id over the first 36 bytes.
pub fn put_uuid(place: &mut [u8], id: Uuid) {
    let mut text = Uuid::encode_buffer();
    place[..36].copy_from_slice(id.hyphenated().encode_lower(&mut text).as_bytes());
}

/// Writes an amount below 100.00 over the first 5 bytes.
pub fn put_cents(place: &mut [u8], mut cents: u64) {
    for digit in [4, 3, 1, 0] {
        place[digit] = b'0' + (cents % 10) as u8;
        cents /= 10;
    }
}

pub fn now_millis() -> u64 {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or_default()
}

/// Random numbers by SplitMix64: cheap, and good enough to spread load.
#[derive(Debug)]
pub struct Lot(u64);

impl Lot {
    /// Numbers that differ from run to run.
    ///
    /// # Errors
    /// When the operating system gives no randomness.
    pub fn shuffled() -> anyhow::Result<Lot> {
        let mut seed = [0; 8];
        getrandom::fill(&mut seed).context("the operating system gave no randomness")?;
        Ok(Lot(u64::from_ne_bytes(seed)))
    }

    #[cfg(test)]
    pub fn seeded(seed: u64) -> Lot {
        Lot(seed)
    }

    pub fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below the bound, all as good as equally likely.
    pub fn below(&mut self, bound: u64) -> u64 {
        ((u128::from(self.draw()) * u128::from(bound)) >> 64) as u64
    }
}

#[cfg(test)]
#[test]
fn a_renewed_request_is_a_valid_payment() {
    let address = SocketAddr::from(([127, 0, 0, 1], 8080));
    let mut request = Request::new(address, "secret");
    let account = Uuid::from_u128(7);
    request.renew(account, &mut Lot(1), false);
    let first = request.bytes().to_vec();
    request.renew(account, &mut Lot(2), true);
    assert_ne!(first, request.bytes());
    let text = String::from_utf8(request.bytes().to_vec()).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with(&format!(
        "POST /api/v1/loans/{account}/payments HTTP/1.1\r\n"
    )));
    assert!(head.contains("Authorization: Bearer secret\r\n"));
    assert!(head.contains(&format!("Content-Length: {}", body.len())));
    let body: serde_json::Value = serde_json::from_str(body).unwrap();
    let amount = body["amount"].as_str().unwrap();
    assert_eq!(
        amount.replace('.', "").parse::<u64>().unwrap(),
        request.cents()
    );
    assert!((1_000..10_000).contains(&request.cents()));
    let reply =
        format!(r#"{{"id":"x","loan_id":"{account}","amount":"{amount}","status":"completed"}}"#);
    assert!(request.is_answered_by(reply.as_bytes()));
    assert!(!request.is_answered_by(b"{}"));
}
