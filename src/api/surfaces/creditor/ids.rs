//! Ids with a prefix that says what they name; read with it or without.

use crate::problem::Problem;
use quittance_domain::{AccountId, DisputeId, FactId, OfferId};
use uuid::Uuid;

pub fn account(id: AccountId) -> String {
    format!("a-{id}")
}

pub fn offer(id: OfferId) -> String {
    format!("s-{id}")
}

/// The validation notice of an account, of which there is one.
pub fn notice(account: AccountId) -> String {
    format!("n-{account}")
}

/// The account that a path names; what cannot be an id names none.
pub fn parse_account(text: &str) -> Result<AccountId, Problem> {
    uuid(text, "a-")
        .map(AccountId)
        .ok_or(Problem::not_found("account"))
}

pub fn dispute(id: DisputeId) -> String {
    format!("d-{id}")
}

pub fn parse_dispute(text: &str) -> Result<DisputeId, Problem> {
    uuid(text, "d-")
        .map(DisputeId)
        .ok_or(Problem::not_found("dispute"))
}

pub fn note(id: FactId) -> String {
    format!("m-{id}")
}

pub fn webhook(id: Uuid) -> String {
    format!("w-{id}")
}

pub fn parse_webhook(text: &str) -> Result<Uuid, Problem> {
    uuid(text, "w-").ok_or(Problem::not_found("webhook"))
}

pub fn key(id: Uuid) -> String {
    format!("k-{id}")
}

pub fn user(id: Uuid) -> String {
    format!("u-{id}")
}

pub fn parse_key(text: &str) -> Result<Uuid, Problem> {
    uuid(text, "k-").ok_or(Problem::not_found("key"))
}

pub fn parse_user(text: &str) -> Result<Uuid, Problem> {
    uuid(text, "u-").ok_or(Problem::not_found("user"))
}

/// How a path names an offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfferName {
    Id(Uuid),
    /// The integer that the offer has in its creditor's book.
    Sequence(i64),
}

pub fn parse_offer(text: &str) -> Result<OfferName, Problem> {
    let sequence = || text.parse().ok().map(OfferName::Sequence);
    uuid(text, "s-")
        .map(OfferName::Id)
        .or_else(sequence)
        .ok_or(Problem::not_found("settlement"))
}

fn uuid(text: &str, prefix: &str) -> Option<Uuid> {
    // Only the hyphened form: 32 digits could also be meant as an integer.
    let text = text.strip_prefix(prefix).unwrap_or(text);
    (text.len() == 36)
        .then(|| Uuid::try_parse(text).ok())
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_read_with_and_without_their_prefix() {
        let id = Uuid::from_u128(0x0198_7654_3210);
        for text in [format!("a-{id}"), id.to_string()] {
            assert_eq!(parse_account(&text).unwrap(), AccountId(id));
        }
        assert_eq!(parse_offer(&format!("s-{id}")).unwrap(), OfferName::Id(id));
        assert_eq!(parse_offer("42").unwrap(), OfferName::Sequence(42));
        for text in [
            "",
            "a-",
            "42",
            "a-42",
            &format!("s-{id}"),
            &format!("a-a-{id}"),
        ] {
            assert!(parse_account(text).is_err(), "{text}");
        }
    }
}
