//! Identifiers: ULIDs kept as UUIDs, one type for each noun so that they cannot be swapped.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
        )]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

id!(
    /// A tenant: the owner of accounts, keys and a book.
    CreditorId
);
id!(
    /// A debt: a loan, a placed contract, an invoice; also the id of its event stream.
    AccountId
);
id!(
    /// The person who owes, whose personal data is sealed under a key of their own.
    ConsumerId
);
id!(
    /// Anything dated that bears on an account's balances.
    FactId
);
id!(
    /// A settlement offer.
    OfferId
);
id!(
    /// A consumer's dispute of a debt.
    DisputeId
);

id!(
    /// A payment plan, over all accounts that it covers.
    PlanId
);

id!(
    /// A recurring payment.
    RecurringId
);

/// A payment is a fact; its id is the fact's.
pub type PaymentId = FactId;
