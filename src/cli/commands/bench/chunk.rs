//! Many payments as the bytes of one request: written once, then patched in place for each request.

use super::request::{Lot, now_millis, put_cents, put_uuid};
use std::net::SocketAddr;
use uuid::Uuid;

const HEAD: &[u8] = br#"{"payments":["#;
const TAIL: &[u8] = b"]}";
const LOAN: &[u8] = br#"{"loan_id":""#;
const KEY: &[u8] = br#"","request_id":""#;
const AMOUNT: &[u8] = br#"","amount":""#;
const REST: &[u8] = br#"","payment_method":"ach"}"#;
const UUID_LEN: usize = 36;
const AMOUNT_LEN: usize = 5;
/// Where the varying parts of a row are, from the row's beginning.
const LOAN_AT: usize = LOAN.len();
const KEY_AT: usize = LOAN_AT + UUID_LEN + KEY.len();
const AMOUNT_AT: usize = KEY_AT + ulid::ULID_LEN + AMOUNT.len();
/// A row and the comma behind it.
const ROW: usize = AMOUNT_AT + AMOUNT_LEN + REST.len() + 1;

/// A request to record many payments.
#[derive(Clone, Debug)]
pub struct Chunk {
    bytes: Vec<u8>,
    /// Where the first row begins.
    first: usize,
    rows: usize,
    cents: u64,
}

impl Chunk {
    pub fn new(address: SocketAddr, api_key: &str, rows: usize) -> Chunk {
        let length = HEAD.len() + rows * ROW - 1 + TAIL.len();
        let mut bytes = format!(
            "POST /api/v1/payments/bulk HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer \
             {api_key}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n"
        )
        .into_bytes();
        bytes.extend(HEAD);
        let first = bytes.len();
        for row in 0..rows {
            if row > 0 {
                bytes.push(b',');
            }
            bytes.extend([LOAN, &[b'0'; UUID_LEN], KEY, &[b'0'; ulid::ULID_LEN]].concat());
            bytes.extend([AMOUNT, b"00.00", REST].concat());
        }
        bytes.extend(TAIL);
        Chunk {
            bytes,
            first,
            rows,
            cents: 0,
        }
    }

    /// Makes them new payments: 10.00 to 99.99 each, to the accounts that `account` draws.
    pub fn renew(
        &mut self,
        mut account: impl FnMut(&mut Lot) -> Uuid,
        lot: &mut Lot,
        random_key: bool,
    ) {
        self.cents = 0;
        let millis = now_millis();
        for row in 0..self.rows {
            let at = self.first + row * ROW;
            put_uuid(&mut self.bytes[at + LOAN_AT..], account(lot));
            let random = (u128::from(lot.draw()) << 64) | u128::from(lot.draw());
            let millis = if random_key { lot.draw() } else { millis };
            let mut text = [0; ulid::ULID_LEN];
            let key = ulid::Ulid::from_parts(millis, random).array_to_str(&mut text);
            self.bytes[at + KEY_AT..][..ulid::ULID_LEN].copy_from_slice(key.as_bytes());
            let cents = 1_000 + lot.below(9_000);
            put_cents(&mut self.bytes[at + AMOUNT_AT..], cents);
            self.cents += cents;
        }
    }

    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// All amounts together, in cents.
    pub fn cents(&self) -> u64 {
        self.cents
    }

    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Whether a reply has these payments in this order, recorded now.
    pub fn is_answered_by(&self, body: &[u8]) -> bool {
        let mut rest = body;
        (0..self.rows).all(|row| {
            let row = &self.bytes[self.first + row * ROW..];
            let key = &row[KEY_AT..][..ulid::ULID_LEN];
            let (loan, amount) = (&row[LOAN_AT..][..UUID_LEN], &row[AMOUNT_AT..][..AMOUNT_LEN]);
            skip(&mut rest, b"{\"request_id\":\"", key)
                && skip(&mut rest, b"\"status\":", b"201,\"replayed\":false")
                && skip(&mut rest, b"\"loan_id\":\"", loan)
                && skip(&mut rest, b"\"amount\":\"", amount)
        })
    }
}

/// Whether the next place with this member has this value; goes on behind it.
fn skip(rest: &mut &[u8], member: &[u8], value: &[u8]) -> bool {
    let found = rest
        .windows(member.len())
        .position(|window| window == member);
    let behind = found.and_then(|place| rest.get(place + member.len()..));
    *rest = behind.unwrap_or_default();
    rest.starts_with(value)
}

/// The body that a repeated request must get, when the first one got `body`.
pub fn repeated(body: &[u8]) -> Vec<u8> {
    String::from_utf8_lossy(body)
        .replace("\"replayed\":false", "\"replayed\":true")
        .into_bytes()
}

#[cfg(test)]
#[test]
fn a_renewed_chunk_is_valid_payments() {
    let address = SocketAddr::from(([127, 0, 0, 1], 8080));
    let mut chunk = Chunk::new(address, "secret", 3);
    let account = Uuid::from_u128(7);
    chunk.renew(|_| account, &mut Lot::seeded(1), false);
    let text = String::from_utf8(chunk.bytes().to_vec()).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    assert!(head.contains(&format!("Content-Length: {}", body.len())));
    let body: serde_json::Value = serde_json::from_str(body).unwrap();
    let rows = body["payments"].as_array().unwrap();
    assert_eq!(rows.len(), 3);
    let cents = |row: &serde_json::Value| -> u64 {
        row["amount"]
            .as_str()
            .unwrap()
            .replace('.', "")
            .parse()
            .unwrap()
    };
    assert_eq!(rows.iter().map(cents).sum::<u64>(), chunk.cents());
    let reply = |replayed: bool| {
        let results = rows.iter().map(|row| {
            let payment = format!("\"loan_id\":{},\"amount\":{}", row["loan_id"], row["amount"]);
            format!(
                "{{\"request_id\":{},\"status\":201,\"replayed\":{replayed},\"payment\":{{{payment}}}}}",
                row["request_id"]
            )
        });
        format!(
            "{{\"results\":[{}]}}",
            results.collect::<Vec<_>>().join(",")
        )
    };
    assert!(chunk.is_answered_by(reply(false).as_bytes()));
    assert!(!chunk.is_answered_by(reply(true).as_bytes()));
    assert_eq!(repeated(reply(false).as_bytes()), reply(true).into_bytes());
    assert!(!chunk.is_answered_by(b"{\"results\":[]}"));
}
