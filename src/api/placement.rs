//! Placing a debt that exists already: one way for every surface and for imports.
//!
//! Shape: a caller checks its own words and fills a [`Placement`]; [`Placement::prepare`] gives it
//! ids, claims its number and seals what is personal; [`Prepared`] goes to the writer as a
//! [`Submission`] or an [`Envelope`].

use crate::command::Submission;
use crate::personal::Personal;
use crate::problem::Problem;
use chrono::{Days, NaiveDate};
use quittance_domain::account::{Command, Details, Opening, PlaceIntercept, Product, Terms};
use quittance_domain::creditor::UsState;
use quittance_domain::{AccountId, ConsumerId, CreditorId, Money};
use quittance_store::seal::MasterKey;
use quittance_store::{Claim, Envelope, Order, RequestKey, Responder, ids};
use std::collections::BTreeSet;
use std::sync::Arc;

/// The claim that keeps account numbers unique in a book, whatever surface they came through.
pub const ACCOUNT_NUMBER: &str = "account_number";

/// The longest account number.
pub const NUMBER_LENGTH: usize = 100;

/// Kinds of debt, with the days past due at which a lender must charge one off.
///
/// The days are those of the Uniform Retail Credit Classification policy: 180 for open-end credit,
/// 120 for closed-end.
pub const ACCOUNT_TYPES: [(&str, (&str, u32)); 4] = [
    ("credit_card", ("credit_card", 180)),
    ("line_of_credit", ("line_of_credit", 180)),
    ("auto_loan", ("auto_loan", 120)),
    ("personal_loan", ("personal_loan", 120)),
];

/// Before charge-off.
pub const INTERCEPT: &str = "intercept";
/// After charge-off; what a placement is when it does not say.
pub const RECOVERY: &str = "recovery";

/// Where a debt stands to its charge-off, by every name that it has on the wire.
pub const PHASES: [(&str, &str); 4] = [
    (INTERCEPT, INTERCEPT),
    (RECOVERY, RECOVERY),
    ("phase0", INTERCEPT),
    ("phase1", RECOVERY),
];

/// A debt to be placed, its values checked by the caller in the caller's own words.
#[derive(Clone, Debug)]
pub struct Placement {
    /// The creditor's own number, unique in its book; one is made when absent.
    pub number: Option<String>,
    /// The creditor's [`crate::profile::Profile::books`] belong in here.
    pub terms: Terms,
    /// The day from which the ledger keeps the debt: today or before.
    pub opened_on: NaiveDate,
    /// What is owed on that day; the three together must be more than zero.
    pub principal: Money,
    pub interest: Money,
    pub fees: Money,
    pub details: Details,
    /// What is known of the consumer, when the consumer is new.
    pub personal: Personal,
    /// Somebody who has an account already; then `personal` is not looked at.
    pub known: Option<KnownConsumer>,
    /// The states in which the creditor is licensed, where the debt may be placed before its
    /// charge-off; everywhere when absent.
    pub licensed: Option<BTreeSet<UsState>>,
}

/// A consumer who has an account, with what is known of them as that account keeps it.
#[derive(Clone, Debug)]
pub struct KnownConsumer {
    pub consumer: ConsumerId,
    /// Sealed under the consumer's own key.
    pub sealed: String,
}

/// A keyed hash of the last four digits of an SSN, to search a creditor's accounts by.
pub fn last4_hash(master_key: &MasterKey, creditor: CreditorId, digits: &str) -> String {
    let mut hash = master_key.lookup_hash("last4 ssn", &format!("{creditor} {digits}"));
    // Half of it is plenty to tell ten thousand values apart.
    hash.truncate(16);
    hex::encode(hash)
}

impl Placement {
    /// A debt of this principal alone.
    pub fn new(terms: Terms, opened_on: NaiveDate, principal: Money) -> Placement {
        Placement {
            number: None,
            terms,
            opened_on,
            principal,
            interest: Money::ZERO,
            fees: Money::ZERO,
            details: Details::default(),
            personal: Personal::default(),
            known: None,
            licensed: None,
        }
    }

    /// The consumer's state, as far as the address tells.
    fn state(&self) -> Option<UsState> {
        let named = self.personal.state.as_deref();
        let named = named.and_then(|state| state.parse().ok());
        named.or_else(|| UsState::of_zip(self.personal.zip.as_deref()?))
    }

    /// Gives the debt its ids and its number, and seals what is personal under a key of the
    /// consumer's own when the consumer is new.
    ///
    /// # Errors
    /// [`Problem::Internal`] when the operating system gives no randomness.
    pub fn prepare(
        self,
        master_key: &MasterKey,
        creditor: CreditorId,
    ) -> Result<Prepared, Problem> {
        let account = AccountId(ids::new_id(ids::now()));
        let generated = || format!("A-{}", ulid::Ulid::from_bytes(account.0.into_bytes()));
        let state = self.state();
        let number: Box<str> = self.number.unwrap_or_else(generated).into();
        let last4 = self
            .personal
            .last4_ssn
            .clone()
            .filter(|_| self.known.is_none());
        let (consumer, sealed, consumer_key) = match self.known {
            Some(KnownConsumer { consumer, sealed }) => (consumer, sealed, None),
            None => {
                let new = self.personal.seal_with(master_key)?;
                (
                    new.consumer,
                    new.sealed,
                    Some((new.consumer, new.wrapped_key)),
                )
            }
        };
        let opening = Opening {
            account,
            consumer,
            number: number.clone(),
            product: Product::Placed,
            terms: self.terms,
            opened_on: self.opened_on,
            principal: self.principal,
            interest: self.interest,
            fees: self.fees,
            details: self.details,
            sealed: sealed.into(),
            last4_hash: last4.map(|digits| last4_hash(master_key, creditor, &digits).into()),
        };
        let command = if opening.details.account_phase.as_deref() == Some(INTERCEPT) {
            Command::PlaceIntercept(Box::new(PlaceIntercept {
                opening,
                licensed: self.licensed,
                state,
            }))
        } else {
            Command::PlaceAccount(Box::new(opening))
        };
        Ok(Prepared {
            account,
            consumer_key,
            claim: Claim {
                kind: ACCOUNT_NUMBER,
                name: number,
            },
            command,
        })
    }
}

/// A placement ready to be submitted.
#[derive(Debug)]
pub struct Prepared {
    pub account: AccountId,
    consumer_key: Option<(ConsumerId, Vec<u8>)>,
    claim: Claim,
    command: Command,
}

impl Prepared {
    /// The account's number, given or made.
    pub fn number(&self) -> &str {
        &self.claim.name
    }

    /// For a surface.
    pub fn submission(self, request: Option<RequestKey>, request_id: String) -> Submission {
        Submission {
            claims: vec![self.claim],
            consumer_key: self.consumer_key,
            ..Submission::new(self.account, self.command, request, request_id)
        }
    }

    /// For whoever speaks to the writer itself, such as an import.
    pub fn envelope(
        self,
        creditor: CreditorId,
        actor: Arc<str>,
        request: Option<RequestKey>,
        responder: Box<dyn Responder>,
    ) -> Envelope {
        Envelope {
            creditor,
            order: Order::Account {
                account: self.account,
                command: self.command,
                responder,
            },
            actor,
            request,
            claims: vec![self.claim],
            consumer_key: self.consumer_key,
        }
    }
}

/// The day on which a debt before charge-off must be charged off, when the caller gives none:
/// `boundary` days past due, of which `past_due` have gone by on the day of placement.
pub fn expected_charge_off(
    boundary: u32,
    past_due: u32,
    placed_on: NaiveDate,
) -> Option<NaiveDate> {
    let left = u64::from(boundary.saturating_sub(past_due));
    placed_on.checked_add_days(Days::new(left))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    const CREDITOR: CreditorId = CreditorId(uuid::Uuid::nil());

    #[test]
    fn a_placement_claims_its_number_and_hides_what_is_personal() {
        let master = MasterKey::from_hex(&MasterKey::generate_hex().unwrap()).unwrap();
        let principal = Money::from_minor(524_763);
        let mut placement = Placement::new(Terms::default(), day("2026-01-15"), principal);
        placement.personal.name = Some("Jane Doe".to_owned());
        let named = Placement {
            number: Some("ABC-00123".to_owned()),
            ..placement.clone()
        };
        let prepared = named.prepare(&master, CREDITOR).unwrap();
        assert_eq!(prepared.number(), "ABC-00123");
        assert_eq!(prepared.claim.kind, "account_number");
        assert!(!format!("{:?}", prepared.command).contains("Jane"));

        let unnamed = placement.prepare(&master, CREDITOR).unwrap();
        assert!(unnamed.number().starts_with("A-"), "{}", unnamed.number());
        assert_ne!(unnamed.account, prepared.account);
    }

    #[test]
    fn charge_off_comes_when_the_boundary_is_reached() {
        let placed = day("2026-01-15");
        assert_eq!(
            expected_charge_off(180, 78, placed),
            Some(day("2026-04-27"))
        );
        assert_eq!(expected_charge_off(120, 120, placed), Some(placed));
        assert_eq!(expected_charge_off(120, 365, placed), Some(placed));
    }
}
