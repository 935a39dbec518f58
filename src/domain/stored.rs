//! Events as stored: a type name and a version in columns, and a payload of JSON text.
//!
//! The stored type and version stand beside the payload, so each payload is read by the one struct
//! that its type names.
//! A payload of an older version goes through an [`Upcaster`] for each version since; what is stored
//! stays as it is.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

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

/// The step from one version of an event's payload to the next: a pure function of the payload.
#[derive(Clone, Copy, Debug)]
pub struct Upcaster {
    pub name: &'static str,
    /// The version that it takes.
    pub from: i16,
    pub step: fn(Map<String, Value>) -> Map<String, Value>,
}

/// A payload of version `from` as one of version `to`, by one step a version.
pub(crate) fn upcast(
    upcasters: &[Upcaster],
    name: &str,
    (from, to): (i16, i16),
    payload: &[u8],
) -> Result<Value, UnreadableEvent> {
    let mut members: Map<String, Value> =
        parse(payload).map_err(|source| UnreadableEvent::Payload {
            name: name.to_owned(),
            version: from,
            source,
        })?;
    for version in from..to {
        let step = upcasters
            .iter()
            .find(|upcaster| upcaster.name == name && upcaster.from == version);
        let Some(upcaster) = step else {
            return Err(UnreadableEvent::UnknownType {
                name: name.to_owned(),
                version,
            });
        };
        members = (upcaster.step)(members);
    }
    Ok(Value::Object(members))
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
/// For each version above the first, `enum Event upcast ["type", version before => function, …];`
/// names the step from the one before.
///
/// In scope must be [`UnreadableEvent`] and a trait `Payload`, which every payload has.
macro_rules! events {
    (
        $(#[$doc:meta])* enum Event $(upcast [$($old:literal, $from:literal => $step:path),*])?;
        $($variant:ident($payload:ty) = $name:literal, $version:literal;)*
    ) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum Event { $($variant($payload),)* }

        impl Event {
            /// Every event type with its current version.
            pub const TYPES: &'static [(&'static str, i16)] = &[$(($name, $version),)*];

            /// The steps from older versions to the current ones.
            pub const UPCASTERS: &'static [$crate::stored::Upcaster] = &[
                $($($crate::stored::Upcaster { name: $old, from: $from, step: $step },)*)?
            ];

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
                    _ => Event::read_older(name, version, payload),
                }
            }

            /// Reads an event of a version that is written no longer.
            fn read_older(name: &str, version: i16, payload: &[u8]) -> Result<Event, UnreadableEvent> {
                let unknown = || UnreadableEvent::UnknownType { name: name.to_owned(), version };
                let types = Event::TYPES.iter();
                let current = types.filter(|(known, _)| *known == name).map(|(_, current)| *current);
                let current = current.max().filter(|current| (1..*current).contains(&version));
                let to = current.ok_or_else(unknown)?;
                let upcast = $crate::stored::upcast(Event::UPCASTERS, name, (version, to), payload)?;
                let read = Event::read_from(name, upcast).ok_or_else(unknown)?;
                read.map_err(|source| UnreadableEvent::Payload { name: name.to_owned(), version, source })
            }

            /// Reads the current version of a type's payload, in whatever format it comes; nothing
            /// for a type that this kind of stream does not have.
            pub fn read_from<'de, D: serde::Deserializer<'de>>(
                name: &str,
                payload: D,
            ) -> Option<Result<Event, D::Error>> {
                match name {
                    $($name => Some(<$payload as serde::Deserialize>::deserialize(payload).map(Event::$variant)),)*
                    _ => None,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Currency;
    use crate::published::{Data, Publish};
    use serde_json::json;

    trait Payload {
        /// How many of its members are published.
        fn members(&self) -> usize;
    }

    /// The third version of what was once a name in one piece, in no currency.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
    pub struct Noted {
        first: String,
        last: String,
        currency: String,
    }

    impl Payload for Noted {
        fn members(&self) -> usize {
            0
        }
    }

    impl Publish for Noted {
        fn publish(&self, data: Data) -> Data {
            data
        }
    }

    fn split_the_name(mut members: Map<String, Value>) -> Map<String, Value> {
        if let Some(Value::String(name)) = members.remove("name") {
            let (first, last) = name.split_once(' ').unwrap_or((&name, ""));
            members.insert("first".to_owned(), first.into());
            members.insert("last".to_owned(), last.into());
        }
        members
    }

    fn add_the_currency(mut members: Map<String, Value>) -> Map<String, Value> {
        members.insert("currency".to_owned(), "USD".into());
        members
    }

    events! {
        /// A kind of stream with a past.
        enum Event upcast [
            "thing.noted", 1 => split_the_name,
            "thing.noted", 2 => add_the_currency
        ];
        Noted(Noted) = "thing.noted", 3;
    }

    fn read(version: i16, payload: &Value) -> Result<Event, UnreadableEvent> {
        Event::read("thing.noted", version, payload.to_string().as_bytes())
    }

    #[test]
    fn every_version_is_read_by_one_step_at_a_time() {
        let first = json!({ "name": "Jane Doe" });
        let second = json!({ "first": "Jane", "last": "Doe" });
        let third = json!({ "first": "Jane", "last": "Doe", "currency": "USD" });
        let noted = read(3, &third).unwrap();
        assert_eq!(read(1, &first).unwrap(), noted);
        assert_eq!(read(2, &second).unwrap(), noted);
        assert_eq!((noted.name(), noted.version()), Event::TYPES[0]);
        let mut stored = Vec::new();
        noted.write_payload(&mut stored).unwrap();
        assert_eq!(serde_json::from_slice::<Value>(&stored).unwrap(), third);
        let published = noted.publish(Data::new(Currency::USD));
        assert_eq!(published.into_members().len(), noted.payload().members());
    }

    #[test]
    fn what_never_was_is_unknown_and_what_does_not_fit_says_so() {
        let second = json!({ "first": "Jane", "last": "Doe" });
        for version in [0, -1, 4] {
            let unknown = read(version, &second);
            assert!(
                matches!(unknown, Err(UnreadableEvent::UnknownType { .. })),
                "{version}"
            );
        }
        let lacking = read(2, &json!({ "first": "Jane" })).unwrap_err();
        assert!(
            lacking.to_string().contains("thing.noted version 2"),
            "{lacking}"
        );
        assert!(read(1, &json!("Jane Doe")).is_err());
        let skipped = upcast(&Event::UPCASTERS[1..], "thing.noted", (1, 3), b"{}");
        assert!(matches!(
            skipped,
            Err(UnreadableEvent::UnknownType { version: 1, .. })
        ));
    }
}
