//! Published events: what integrators are told of a book, made from the stored events.
//!
//! A stored event may get a new version or another name; a published one keeps its name and its
//! members, and only gains some.
//! Amounts are decimal text in the account's currency.
//! Nothing sealed is published, so that what has been delivered need not be called back when a
//! consumer is erased.
//!
//! Shape: every payload says by [`Publish`] which of its members are published; a file of this
//! folder holds the payloads of one noun.

mod close;
mod collecting;
mod consumers;
mod creditor;
mod credits;
mod data;
pub mod dialects;
mod fees;
mod lending;
mod payments;
mod plans;
mod recurring;
mod schedules;
mod settlements;

pub use data::Data;

use crate::money::Currency;
use crate::stored::CommandRefused;
use crate::stream::Event;

/// What is told of an event beside its type, its account and its dates.
pub(crate) trait Publish {
    fn publish(&self, data: Data) -> Data;
}

/// Every name that a published event can have.
pub fn names() -> impl Iterator<Item = &'static str> {
    let of_accounts = crate::account::Event::TYPES.iter();
    let of_consumers = crate::consumer::Event::TYPES.iter();
    let of_creditors = crate::creditor::Event::TYPES.iter();
    // Whoever's stream it is in, a refused command is a refused command.
    let of_creditors = of_creditors.filter(|(name, _)| *name != "command.refused");
    let others = of_consumers.chain(of_creditors);
    of_accounts.chain(others).map(|(name, _)| *name)
}

/// The name under which an event is published: so far each stored type has kept its own.
pub const fn name(event: &Event) -> &'static str {
    event.name()
}

/// The particulars of an event; amounts are in the currency of its account.
pub fn publish(event: &Event, currency: Currency) -> Data {
    let data = Data::new(currency);
    match event {
        Event::Account(event) => event.publish(data),
        Event::Consumer(event) => event.publish(data),
        Event::Creditor(event) => event.publish(data),
    }
}

impl Publish for CommandRefused {
    fn publish(&self, data: Data) -> Data {
        data.text("command", &self.command)
            .text("refusal", &self.refusal)
            .text("message", &self.message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_name_is_listed_once() {
        let mut seen = HashSet::new();
        for name in names() {
            assert!(seen.insert(name), "{name}");
        }
        assert!(seen.contains("payment.received") && seen.contains("webhook.configured"));
    }
}
