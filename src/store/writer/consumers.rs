//! What a batch keeps of consumers beside the book, and what it destroys.

use crate::projector::Param;
use crate::writer::Erasable;
use crate::writer::decided::Insert;
use quittance_domain::{ConsumerId, CreditorId};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

#[derive(Default)]
pub(super) struct ConsumerColumns {
    keys: BTreeMap<(Uuid, Uuid), Vec<u8>>,
    /// Under whose keys something is sealed that the batch writes.
    expected: BTreeSet<(Uuid, Uuid)>,
    lookups: BTreeMap<(Uuid, Uuid), String>,
    erased: Vec<(Uuid, Uuid)>,
}

impl ConsumerColumns {
    pub fn keep(&mut self, creditor: CreditorId, kept: &Erasable) {
        let consumer = (creditor.0, kept.consumer.0);
        match &kept.wrapped_key {
            Some(wrapped) => drop(self.keys.insert(consumer, wrapped.clone())),
            None => drop(self.expected.insert(consumer)),
        }
        if let Some(hash) = &kept.last4_hash {
            self.lookups.insert(consumer, hash.to_string());
        }
    }

    pub fn erase(&mut self, creditor: CreditorId, consumer: ConsumerId) {
        self.erased.push((creditor.0, consumer.0));
    }

    /// Whether the batch so far destroys the consumer's key.
    pub fn erases(&self, creditor: CreditorId, consumer: ConsumerId) -> bool {
        self.erased.contains(&(creditor.0, consumer.0))
    }

    /// Adds the statements that there is something for, in the order in which they must run.
    pub fn add_to(mut self, inserts: &mut Vec<(Insert, Vec<Param>)>) {
        let split = |consumers: Vec<(Uuid, Uuid)>| -> (Vec<Uuid>, Vec<Uuid>) {
            consumers.into_iter().unzip()
        };
        if !self.expected.is_empty() {
            let (creditors, consumers) = split(self.expected.into_iter().collect());
            let params: Vec<Param> = vec![Box::new(creditors), Box::new(consumers)];
            inserts.push((Insert::Expectations, params));
        }
        if !self.keys.is_empty() {
            let (consumers, wrapped): (Vec<_>, Vec<_>) = self.keys.into_iter().unzip();
            let (creditors, consumers) = split(consumers);
            let params: Vec<Param> =
                vec![Box::new(creditors), Box::new(consumers), Box::new(wrapped)];
            inserts.push((Insert::ConsumerKeys, params));
        }
        if !self.lookups.is_empty() {
            let (consumers, hashes): (Vec<_>, Vec<_>) = self.lookups.into_iter().unzip();
            let (creditors, consumers) = split(consumers);
            let params: Vec<Param> =
                vec![Box::new(creditors), Box::new(consumers), Box::new(hashes)];
            inserts.push((Insert::Lookups, params));
        }
        if !self.erased.is_empty() {
            self.erased.sort_unstable();
            let (creditors, consumers) = split(self.erased);
            let params: Vec<Param> = vec![Box::new(creditors), Box::new(consumers)];
            inserts.push((Insert::Erasures, params));
        }
    }
}
