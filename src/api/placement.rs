//! Placing a debt that exists already: one way for every surface and for imports.
//!
//! Shape: a caller checks its own words and fills a [`Placement`]; [`Placement::prepare`] gives it
//! ids, claims its number and seals what is personal; [`Prepared`] goes to the writer as a
//! [`Submission`] or an [`Envelope`].

use crate::app::App;
use crate::auth::Actor;
use crate::command::{MakeReply, Submission};
use crate::consumers::{self, KnownConsumer};
use crate::personal::Personal;
use crate::problem::{Problem, Surface};
use axum::http::StatusCode;
use axum::response::Response;
use chrono::{Days, NaiveDate};
use quittance_domain::account::{
    Command, Details, Opening, PlaceIntercept, Product, Refusal, Terms, TermsGiven,
};
use quittance_domain::creditor::{Programs, UsState};
use quittance_domain::journal::Books;
use quittance_domain::{AccountId, CreditorId, Money};
use quittance_store::seal::Keyring;
use quittance_store::{By, Claim, Envelope, Erasable, Order, Readers, RequestKey, Responder, ids};
use std::collections::BTreeSet;

/// The claim that keeps account numbers unique in a book, whatever surface they came through.
pub const ACCOUNT_NUMBER: &str = "account_number";
/// The creditor's id of a loan in its own systems: a claim in the book too.
pub const LOAN_EXTERNAL_ID: &str = "loan_external_id";

/// How often a placement is tried while others take the names of its consumer.
const ATTEMPTS: usize = 3;

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
    /// The terms that it comes with; the rest is agreed by [`Placement::agree`].
    pub given: TermsGiven,
    pub terms: Terms,
    /// The day from which the ledger keeps the debt: today or before.
    pub opened_on: NaiveDate,
    /// What is owed on that day; the three together must be more than zero.
    pub principal: Money,
    pub interest: Money,
    pub fees: Money,
    pub details: Details,
    /// What is told of the consumer.
    pub personal: Personal,
    /// The creditor's own id for the consumer.
    pub consumer_external_id: Option<String>,
    pub consumer: Debtor,
    /// The states in which the creditor is licensed, where the debt may be placed before its
    /// charge-off; everywhere when absent.
    pub licensed: Option<BTreeSet<UsState>>,
}

/// Whose a debt is.
#[derive(Clone, Debug, Default)]
pub enum Debtor {
    /// Somebody new, unless it turns out that one is known by the same name.
    #[default]
    New,
    /// Somebody new, who cannot be found by name: the names are those of one who was erased.
    Nameless,
    Known(Box<KnownConsumer>),
}

impl Debtor {
    fn is_known(&self) -> bool {
        matches!(self, Debtor::Known(_))
    }
}

/// A keyed hash of the last four digits of an SSN, to search a creditor's accounts by.
pub fn last4_hash(keyring: &Keyring, creditor: CreditorId, digits: &str) -> String {
    let mut hash = keyring.lookup_hash("last4 ssn", &format!("{creditor} {digits}"));
    // Half of it is plenty to tell ten thousand values apart.
    hash.truncate(16);
    hex::encode(hash)
}

impl Placement {
    /// A debt of this principal alone.
    pub fn new(given: TermsGiven, opened_on: NaiveDate, principal: Money) -> Placement {
        Placement {
            number: None,
            terms: given.over(Terms::default()),
            given,
            opened_on,
            principal,
            interest: Money::ZERO,
            fees: Money::ZERO,
            details: Details::default(),
            personal: Personal::default(),
            consumer_external_id: None,
            consumer: Debtor::New,
            licensed: None,
        }
    }

    /// Puts the debt on the creditor's books and its default program.
    pub fn agree(&mut self, books: Books, programs: &Programs) {
        self.terms = Terms {
            books,
            ..programs.default_terms(&self.given)
        };
    }

    /// The consumer's state, as far as the address tells.
    fn state(&self) -> Option<UsState> {
        let named = self.personal.state.as_deref();
        let named = named.and_then(|state| state.parse().ok());
        named.or_else(|| UsState::of_zip(self.personal.zip.as_deref()?))
    }

    /// Attaches the debt to whoever holds a name of its consumer's.
    ///
    /// # Errors
    /// What the database says.
    pub async fn attach(
        &mut self,
        readers: &Readers,
        keyring: &Keyring,
        creditor: CreditorId,
        name: &Claim,
    ) -> Result<(), Problem> {
        let mut reader = readers.of(creditor).await?;
        let known = KnownConsumer::named(&mut reader, keyring, creditor, name).await?;
        self.consumer = known.map_or(Debtor::Nameless, |known| Debtor::Known(Box::new(known)));
        Ok(())
    }

    /// Submits the placement; `reply` shapes what it became, in surface `S`.
    ///
    /// A consumer who is known by the same id or e-mail address is found: the debt becomes theirs.
    /// One who is erased meanwhile is somebody else, unless the caller said whose the debt is.
    ///
    /// # Errors
    /// Those of [`Submission::submit`].
    pub async fn submit<S: Surface>(
        mut self,
        app: &App,
        actor: &Actor,
        (request, request_id): (Option<RequestKey>, String),
        reply: impl MakeReply + Clone,
    ) -> Result<Response, Problem> {
        let creditor = actor.creditor;
        let given = self.consumer.clone();
        for _ in 0..ATTEMPTS {
            let prepared = self.clone().prepare(&app.keyring, creditor)?;
            let submission = prepared.submission(request.clone(), request_id.clone());
            let submitted = submission.submit::<S>(app, actor, StatusCode::CREATED, reply.clone());
            match submitted.await {
                Err(Problem::Taken(name, _)) if consumers::is_name(&name) => {
                    self.attach(&app.readers, &app.keyring, creditor, &name)
                        .await?;
                }
                Err(Problem::Refused(Refusal::ConsumerErased)) if !given.is_known() => {
                    self.consumer = given.clone();
                }
                ended => return ended,
            }
        }
        Err(Problem::Unavailable)
    }

    /// Gives the debt its ids and its number, and seals what is personal under the consumer's key.
    ///
    /// # Errors
    /// [`Problem::Internal`] when the operating system gives no randomness.
    pub fn prepare(self, keyring: &Keyring, creditor: CreditorId) -> Result<Prepared, Problem> {
        let account = AccountId(ids::new_id(ids::now()));
        let generated = || format!("A-{}", ulid::Ulid::from_bytes(account.0.into_bytes()));
        let state = self.state();
        let number: Box<str> = self.number.unwrap_or_else(generated).into();
        let mut claims = vec![Claim {
            kind: ACCOUNT_NUMBER,
            name: number.clone(),
        }];
        if matches!(self.consumer, Debtor::New) {
            let (id, email) = (self.consumer_external_id, &self.personal.email);
            claims.extend(consumers::names(
                keyring,
                creditor,
                id.as_deref(),
                email.as_deref(),
            ));
        }
        let (personal, consumer, sealed, wrapped_key) = match self.consumer {
            Debtor::Known(known) => {
                let personal = self.personal.or(known.personal);
                let sealed = personal.seal_under(&known.key)?;
                (personal, known.consumer, sealed, None)
            }
            Debtor::New | Debtor::Nameless => {
                let new = self.personal.seal_with(keyring)?;
                let key = Some(new.wrapped_key);
                (self.personal, new.consumer, new.sealed, key)
            }
        };
        let last4 = personal.last4_ssn.as_deref();
        let opening = Opening {
            account,
            consumer,
            number,
            product: Product::Placed,
            terms: self.terms,
            opened_on: self.opened_on,
            principal: self.principal,
            interest: self.interest,
            fees: self.fees,
            details: self.details,
            sealed: sealed.into(),
            consumer_known: wrapped_key.is_none(),
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
            erasable: Erasable {
                consumer,
                wrapped_key,
                last4_hash: last4.map(|digits| last4_hash(keyring, creditor, digits).into()),
            },
            claims,
            command,
        })
    }
}

/// A placement ready to be submitted.
#[derive(Debug)]
pub struct Prepared {
    pub account: AccountId,
    erasable: Erasable,
    claims: Vec<Claim>,
    command: Command,
}

impl Prepared {
    /// For a surface.
    pub fn submission(self, request: Option<RequestKey>, request_id: String) -> Submission {
        Submission {
            claims: self.claims,
            erasable: Some(self.erasable),
            ..Submission::new(self.account, self.command, request, request_id)
        }
    }

    /// For whoever speaks to the writer itself, such as an import.
    pub fn envelope(
        self,
        creditor: CreditorId,
        by: By,
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
            by,
            request,
            claims: self.claims,
            erasable: Some(self.erasable),
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
    use quittance_store::seal::{MasterKey, MasterKeys};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    const CREDITOR: CreditorId = CreditorId(uuid::Uuid::nil());

    #[test]
    fn a_placement_claims_its_number_and_hides_what_is_personal() {
        let master = MasterKey::from_hex(&MasterKey::generate_hex().unwrap()).unwrap();
        let (keyring, _) = Keyring::draw(MasterKeys::only(master)).unwrap();
        let principal = Money::from_minor(524_763);
        let mut placement = Placement::new(TermsGiven::default(), day("2026-01-15"), principal);
        placement.personal.name = Some("Jane Doe".to_owned());
        let named = Placement {
            number: Some("ABC-00123".to_owned()),
            ..placement.clone()
        };
        let prepared = named.prepare(&keyring, CREDITOR).unwrap();
        let number = Claim {
            kind: ACCOUNT_NUMBER,
            name: "ABC-00123".into(),
        };
        assert_eq!(prepared.claims, [number]);
        assert!(!format!("{:?}", prepared.command).contains("Jane"));

        let unnamed = placement.prepare(&keyring, CREDITOR).unwrap();
        assert!(unnamed.claims[0].name.starts_with("A-"), "{unnamed:?}");
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
