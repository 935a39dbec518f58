//! New identifiers: ULIDs, so that what is made later sorts later.

use chrono::{DateTime, Utc};
use std::cell::RefCell;
use uuid::Uuid;

/// Random bytes drawn from the operating system at a time.
const DRAW: usize = 1_000;

thread_local! {
    static RANDOM: RefCell<(Vec<u8>, usize)> = const { RefCell::new((Vec::new(), 0)) };
}

/// A new ULID of this moment, as a UUID.
pub fn new_id(at: DateTime<Utc>) -> Uuid {
    let random = RANDOM.with_borrow_mut(|(bytes, used)| {
        if *used + 10 > bytes.len() {
            bytes.resize(DRAW, 0);
            if getrandom::fill(bytes).is_err() {
                // Without randomness ids would collide: better to stop than to mix up debts.
                std::process::abort();
            }
            *used = 0;
        }
        let mut random = [0; 16];
        random[6..].copy_from_slice(&bytes[*used..*used + 10]);
        *used += 10;
        u128::from_be_bytes(random)
    });
    let millis = u64::try_from(at.timestamp_millis()).unwrap_or_default();
    Uuid::from_bytes(ulid::Ulid::from_parts(millis, random).to_bytes())
}

/// The current time to the microsecond, which is what Postgres keeps.
pub fn now() -> DateTime<Utc> {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let micros = since.map(|elapsed| elapsed.as_micros()).unwrap_or_default();
    DateTime::from_timestamp_micros(i64::try_from(micros).unwrap_or(i64::MAX)).unwrap_or_default()
}
