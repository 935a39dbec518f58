//! A command on its way to the book.

use crate::By;
use crate::seal::Keyring;
use crate::writer::order::Order;
use quittance_domain::stream::StreamId;
use quittance_domain::{ConsumerId, CreditorId};
use std::fmt;
use uuid::Uuid;

/// A command on its way, with what identifies it and what answers it.
pub struct Envelope {
    pub creditor: CreditorId,
    pub order: Order,
    /// Who asks, and from where, as it will stand in the book.
    pub by: By,
    pub request: Option<RequestKey>,
    /// Names that must be free in the book, or the holder's already.
    pub claims: Vec<Claim>,
    /// What is to be kept of a consumer beside the book.
    pub erasable: Option<Erasable>,
}

/// What is kept of a consumer beside the book, and destroyed when they are erased.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Erasable {
    pub consumer: ConsumerId,
    /// The wrapped key of one who is seen for the first time; without it the command is written only
    /// while the book has the consumer's key.
    pub wrapped_key: Option<Vec<u8>>,
    /// A keyed hash of the last four digits of their SSN, by which they are searched for; as before
    /// when absent.
    pub last4_hash: Option<Box<str>>,
}

impl Erasable {
    /// Nothing new of a consumer who is in the book: what is sealed for them is written only while
    /// the book has their key.
    pub fn known(consumer: ConsumerId) -> Erasable {
        Erasable {
            consumer,
            wrapped_key: None,
            last4_hash: None,
        }
    }

    /// The wrapped key of a consumer who is seen for the first time.
    pub fn key(consumer: ConsumerId, wrapped_key: Vec<u8>) -> Erasable {
        Erasable {
            consumer,
            wrapped_key: Some(wrapped_key),
            last4_hash: None,
        }
    }
}

impl Envelope {
    pub(super) fn stream(&self) -> StreamId {
        self.order.stream(self.creditor)
    }

    /// The request id as it stands in the book: the one that the answer is found again by, or else
    /// the one that the request is known by otherwise.
    pub(super) fn request_id(&self) -> Option<&str> {
        let own = self.request.as_ref().map(|request| &*request.id);
        own.or(self.by.request.as_deref())
    }

    /// The consumer who is in the book already and under whose key something of the command is
    /// sealed.
    pub(super) fn sealed_for(&self) -> Option<ConsumerId> {
        let kept = self.erasable.as_ref()?;
        kept.wrapped_key.is_none().then_some(kept.consumer)
    }

    /// Who holds a name once it is taken: the consumer who comes with the command a name of
    /// consumers, the command's stream any other.
    pub(super) fn holder(&self, claim: &Claim) -> Uuid {
        match &self.erasable {
            Some(kept) if Claim::OF_CONSUMERS.contains(&claim.kind) => kept.consumer.0,
            _ => self.stream().uuid(),
        }
    }
}

impl fmt::Debug for Envelope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Envelope")
            .field("order", &self.order)
            .finish_non_exhaustive()
    }
}

/// What makes two requests the same request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestKey {
    pub id: Box<str>,
    /// SHA-256 over method, path and canonical body.
    pub digest: [u8; 32],
}

impl RequestKey {
    /// The same key for a request that may hold a password or another secret, which a digest
    /// without a key would let be guessed.
    #[must_use]
    pub fn keyed(self, keyring: &Keyring) -> RequestKey {
        let digest = keyring.lookup_hash("request", &hex::encode(self.digest));
        RequestKey {
            digest: digest.try_into().unwrap_or(self.digest),
            ..self
        }
    }
}

/// A name that must be unique in the book.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Claim {
    pub kind: &'static str,
    pub name: Box<str>,
}

impl Claim {
    /// A keyed hash of a consumer's e-mail address.
    pub const CONSUMER_EMAIL: &'static str = "consumer_email";
    /// The creditor's own id for a consumer.
    pub const CONSUMER_EXTERNAL_ID: &'static str = "consumer_external_id";
    /// The kinds of names that consumers have.
    const OF_CONSUMERS: [&'static str; 2] = [Claim::CONSUMER_EMAIL, Claim::CONSUMER_EXTERNAL_ID];
}
