//! The rules of the ledger, as pure functions.
//!
//! Shape: an [`account::Account`] is its [`account::Terms`] and its dated [`account::Fact`]s.
//! [`account::replay`] walks the facts in order of (effective date, sequence) and yields splits,
//! balances and journal postings.
//! [`account::decide`] turns a command into events or a named refusal.
//! [`account::evolve`] folds an event into the state, and [`account::apply`] says what changed.
//! [`creditor`] is the same for a creditor's settings, [`consumer`] for whoever owes, and [`stream`] is
//! any of the three.
//! [`published`] says what integrators are told of an event.
//!
//! Architecture invariant: nothing here reads a clock, draws a random number, makes an id, touches
//! a file or waits; time and ids are arguments.

// Before the modules that name things by it.
#[macro_use]
mod names;

pub mod account;
pub mod allocation;
pub mod calendar;
pub mod consumer;
pub mod creditor;
pub mod id;
pub mod interest;
pub mod journal;
pub mod money;
pub mod published;
pub mod stored;
pub mod stream;

pub use id::{
    AccountId, ConsumerId, CreditorId, DisputeId, FactId, OfferId, PaymentId, PlanId, RecurringId,
};
pub use money::{Currency, Money};
