//! The event store, on Postgres.
//!
//! Shape: [`writer::Writer`] takes commands, decides a batch at a time and appends it in one
//! transaction; [`chain`] is the one place where hashes are made; [`events`] reads them back;
//! [`database`] connects and migrates; [`readers`] are bound to one tenant each.
//!
//! Architecture invariant: `book.events` is written by [`writer`] and [`creditors`] alone, and the
//! sequence of a book is taken under the lock of its row.

pub mod audit;
pub mod chain;
pub mod cluster;
mod copy;
pub mod creditors;
pub mod database;
pub mod deliveries;
pub mod denials;
pub mod egress;
pub mod events;
pub mod fold;
pub mod heads;
pub mod ids;
pub mod keyring;
pub mod keys;
pub mod once;
pub mod origins;
pub mod passwords;
pub mod projector;
pub mod readers;
pub mod records;
pub mod registrar;
pub mod scan;
pub mod seal;
pub mod signing;
mod statistics;
pub mod tokens;
pub mod users;
mod verify;
pub mod writer;

pub use database::{Database, DatabaseError, Role};
pub use heads::Heads;
pub use origins::By;
pub use projector::{Projector, Recorded, RecordedConsumer, RecordedSetting, Rows, Summary, Write};
pub use readers::{Reader, Readers};
pub use registrar::Registrar;
pub use writer::{
    Accepted, Answer, Claim, ConsumerResponder, Envelope, Erasable, Mode, Order, RecordedEvent,
    Reply, RequestKey, Responder, SettingsResponder, Told, Whole, WholeResponder, Writer,
    WriterOptions,
};
