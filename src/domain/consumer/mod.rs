//! A consumer: whoever owes, one noun for all accounts of a creditor's book.
//!
//! A consumer comes into the book with the first account of theirs, or is registered before there
//! is one; what happens to the consumer and not to an account is in the stream that has the
//! consumer's id.
//! What is personal is sealed under the consumer's own key.

mod command;
mod event;
mod state;

pub use command::{Command, Particulars, Refusal, decide};
pub use event::{
    ConsumerErased, ConsumerRegistered, ConsumerRemoved, ConsumerRestored, Event, ParticularsGiven,
    is_event,
};
pub use state::{Divergence, Standing, State, apply, evolve};

#[cfg(test)]
mod tests;
