//! Events as stored: a type name and a version in columns, and a payload of JSON text.
//!
//! The stored type and version stand beside the payload, so each payload is read by the one struct
//! that its type names.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Who asked for what and why it was refused; changes no state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommandRefused {
    pub command: Box<str>,
    pub refusal: Box<str>,
    pub message: Box<str>,
    pub effective: NaiveDate,
}

/// The payload cannot be read as the type and version beside it say.
#[derive(Debug, thiserror::Error)]
pub enum UnreadableEvent {
    #[error("no event type {name:?} version {version} is known")]
    UnknownType { name: String, version: i16 },
    #[error("the payload of {name} version {version}: {source}")]
    Payload {
        name: String,
        version: i16,
        source: serde_json::Error,
    },
}

/// Checks the whole text once, which is faster than each string in it by itself.
pub(crate) fn parse<'a, T: Deserialize<'a>>(payload: &'a [u8]) -> Result<T, serde_json::Error> {
    match std::str::from_utf8(payload) {
        Ok(text) => serde_json::from_str(text),
        Err(_) => serde_json::from_slice(payload),
    }
}

/// Declares the events of a kind of stream, each line `Variant(Payload) = "type", version;`.
///
/// In scope must be [`UnreadableEvent`] and a trait `Payload`, which every payload has.
macro_rules! events {
    ($(#[$doc:meta])* enum Event; $($variant:ident($payload:ty) = $name:literal, $version:literal;)*) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum Event { $($variant($payload),)* }

        impl Event {
            /// Every event type with its current version.
            pub const TYPES: &'static [(&'static str, i16)] = &[$(($name, $version),)*];

            /// The stored type name.
            pub const fn name(&self) -> &'static str {
                match self { $(Event::$variant(_) => $name,)* }
            }

            /// The version of the stored payload.
            pub const fn version(&self) -> i16 {
                match self { $(Event::$variant(_) => $version,)* }
            }

            /// Appends the payload as JSON text.
            ///
            /// # Errors
            /// None in practice: every payload is plain data with text keys.
            pub fn write_payload(&self, out: &mut Vec<u8>) -> Result<(), serde_json::Error> {
                match self { $(Event::$variant(payload) => serde_json::to_writer(out, payload),)* }
            }

            /// Reads a stored event.
            ///
            /// # Errors
            /// [`UnreadableEvent`] for an unknown type or version, or a payload that does not fit.
            pub fn read(name: &str, version: i16, payload: &[u8]) -> Result<Event, UnreadableEvent> {
                let unreadable = |source| {
                    UnreadableEvent::Payload { name: name.to_owned(), version, source }
                };
                match (name, version) {
                    $(($name, $version) => {
                        $crate::stored::parse(payload).map(Event::$variant).map_err(unreadable)
                    })*
                    _ => Err(UnreadableEvent::UnknownType { name: name.to_owned(), version }),
                }
            }

            /// What integrators are told of the event.
            pub(crate) fn publish(
                &self,
                data: $crate::published::Data,
            ) -> $crate::published::Data {
                use $crate::published::Publish;
                match self { $(Event::$variant(payload) => payload.publish(data),)* }
            }

            fn payload(&self) -> &dyn Payload {
                match self { $(Event::$variant(payload) => payload,)* }
            }
        }
    };
}
pub(crate) use events;
