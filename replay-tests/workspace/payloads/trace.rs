//! What a type reads, found by letting it read: its own `Deserialize` is asked, and nothing else.
//!
//! A [`Reader`] is a format that holds no data. It answers each question of a type with a value that
//! it makes up, and writes down what was asked. A text that is refused is tried again as another
//! one, each variant of an enumeration is read, and a member that can be left out is optional.

use serde::de::value::BorrowedStrDeserializer;
use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error as _, MapAccess, SeqAccess, VariantAccess,
    Visitor,
};
use serde::forward_to_deserialize_any;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// Texts that types may want, the least particular first.
pub const TEXTS: [&str; 7] = [
    "text",
    "2026-01-15",
    "2026-01-15T14:30:00Z",
    "7f2c1d64-8b1e-4c55-9d0a-3f6b2e8c9a10",
    "0.25",
    "USD",
    "CA",
];

/// What a type asks for at one place of its payload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    Boolean,
    Signed,
    Unsigned,
    Text,
    /// Nothing beside the name of a variant.
    Nothing,
    Maybe,
    List,
    Tuple(usize),
    Map,
    Object(&'static [&'static str]),
    Variants(&'static [&'static str]),
}

/// The variants that a reading takes, by the places of the enumerations.
type Choices = BTreeMap<String, usize>;

/// What has been found out about a payload.
#[derive(Debug, Default)]
pub struct Found {
    /// What is asked for, by place: members after a dot, items of a list in brackets and of a
    /// tuple in parentheses, variants behind a bar.
    pub asked: BTreeMap<String, Asked>,
    /// Which of [`TEXTS`] are taken.
    pub texts: BTreeMap<String, usize>,
    /// Members without which the payload cannot be read.
    pub required: BTreeSet<String>,
    /// The choices with which each place was seen first.
    seen: BTreeMap<String, Choices>,
}

/// One reading.
struct Session<'a> {
    found: &'a mut Found,
    choices: Choices,
    /// A member that is left out.
    omitted: Option<String>,
    /// Where the last question was asked, if a text was the answer: it is to blame for what goes
    /// wrong before the next one.
    last_text: Option<String>,
}

/// Finds out what `read` reads.
///
/// # Panics
/// When it wants something that no event should have, such as a number with a fraction.
pub fn trace(read: impl Fn(Reader<'_, '_>) -> Result<(), Refused>) -> Found {
    let mut found = Found::default();
    let mut waiting = vec![Choices::new()];
    while let Some(choices) = waiting.pop() {
        let before: BTreeSet<String> = found.asked.keys().cloned().collect();
        settle(&read, &mut found, &choices);
        for (place, asked) in &found.asked {
            let Asked::Variants(names) = asked else {
                continue;
            };
            // What a tuple holds may have to differ from item to item, so each has its own variant.
            if !before.contains(place) && !place.ends_with(')') {
                let others = (0..names.len()).map(|index| {
                    let mut choices = found.seen[place].clone();
                    choices.insert(place.clone(), index);
                    choices
                });
                waiting.extend(others);
            }
        }
    }
    let objects: Vec<(String, &[&str])> = found
        .asked
        .iter()
        .filter_map(|(place, asked)| match asked {
            Asked::Object(names) => Some((place.clone(), *names)),
            _ => None,
        })
        .collect();
    for (place, names) in objects {
        for name in names {
            let member = format!("{place}.{name}");
            let choices = found.seen[&place].clone();
            if attempt(&read, &mut found, &choices, Some(&member)).is_err() {
                found.required.insert(member);
            }
        }
    }
    found
}

/// Reads with these choices until every text is one that is taken.
fn settle(
    read: impl Fn(Reader<'_, '_>) -> Result<(), Refused>,
    found: &mut Found,
    choices: &Choices,
) {
    while let Err((blamed, error)) = attempt(&read, found, choices, None) {
        let Some(place) = blamed else {
            panic!("{error} with {choices:?}");
        };
        let text = found.texts.entry(place.clone()).or_default();
        *text += 1;
        assert!(*text < TEXTS.len(), "no text is taken at {place}: {error}");
    }
}

fn attempt(
    read: impl Fn(Reader<'_, '_>) -> Result<(), Refused>,
    found: &mut Found,
    choices: &Choices,
    omitted: Option<&str>,
) -> Result<(), (Option<String>, Refused)> {
    let mut session = Session {
        found,
        choices: choices.clone(),
        omitted: omitted.map(str::to_owned),
        last_text: None,
    };
    let reader = Reader {
        session: &mut session,
        place: String::new(),
    };
    read(reader).map_err(|error| (session.last_text, error))
}

/// Why a reading went wrong.
#[derive(Clone, Debug)]
pub struct Refused(String);

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Refused {}

impl serde::de::Error for Refused {
    fn custom<T: fmt::Display>(message: T) -> Refused {
        Refused(message.to_string())
    }
}

/// A value at a place of the payload.
pub struct Reader<'a, 'f> {
    session: &'a mut Session<'f>,
    place: String,
}

impl<'f> Reader<'_, 'f> {
    fn ask(&mut self, asked: Asked) {
        self.session.last_text = (asked == Asked::Text).then(|| self.place.clone());
        let found = &mut *self.session.found;
        let choices = &self.session.choices;
        found
            .seen
            .entry(self.place.clone())
            .or_insert_with(|| choices.clone());
        let before = found.asked.insert(self.place.clone(), asked.clone());
        assert!(
            before.is_none_or(|before| before == asked),
            "{} is read in two ways",
            self.place
        );
    }

    fn at(&mut self, suffix: &str) -> Reader<'_, 'f> {
        Reader {
            place: format!("{}{suffix}", self.place),
            session: self.session,
        }
    }

    fn text<'de, V: Visitor<'de>>(mut self, visitor: V) -> Result<V::Value, Refused> {
        self.ask(Asked::Text);
        let text = self.session.found.texts.entry(self.place.clone());
        let text = TEXTS[*text.or_default()];
        visitor.visit_borrowed_str(text)
    }
}

macro_rules! integers {
    ($($method:ident: $asked:ident $visit:ident,)*) => {
        $(fn $method<V: Visitor<'de>>(mut self, visitor: V) -> Result<V::Value, Refused> {
            self.ask(Asked::$asked);
            visitor.$visit(1)
        })*
    };
}

impl<'de> Deserializer<'de> for Reader<'_, '_> {
    type Error = Refused;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Refused> {
        let place = self.place;
        Err(Refused::custom(format!(
            "{place} is no plain data: a fraction, bytes, or anything"
        )))
    }

    integers! {
        deserialize_i8: Signed visit_i64,
        deserialize_i16: Signed visit_i64,
        deserialize_i32: Signed visit_i64,
        deserialize_i64: Signed visit_i64,
        deserialize_u8: Unsigned visit_u64,
        deserialize_u16: Unsigned visit_u64,
        deserialize_u32: Unsigned visit_u64,
        deserialize_u64: Unsigned visit_u64,
    }

    fn deserialize_bool<V: Visitor<'de>>(mut self, visitor: V) -> Result<V::Value, Refused> {
        self.ask(Asked::Boolean);
        visitor.visit_bool(true)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        self.text(visitor)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        self.text(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(mut self, visitor: V) -> Result<V::Value, Refused> {
        self.ask(Asked::Maybe);
        visitor.visit_some(self.at("?"))
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Refused> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(mut self, visitor: V) -> Result<V::Value, Refused> {
        self.ask(Asked::List);
        visitor.visit_seq(Items {
            reader: self,
            next: 0,
            length: 1,
            brackets: ("[", "]"),
        })
    }

    fn deserialize_tuple<V: Visitor<'de>>(
        mut self,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, Refused> {
        self.ask(Asked::Tuple(length));
        visitor.visit_seq(Items {
            reader: self,
            next: 0,
            length,
            brackets: ("(", ")"),
        })
    }

    fn deserialize_map<V: Visitor<'de>>(mut self, visitor: V) -> Result<V::Value, Refused> {
        self.ask(Asked::Map);
        visitor.visit_map(OneEntry {
            reader: self,
            given: false,
        })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        mut self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Refused> {
        self.ask(Asked::Object(fields));
        visitor.visit_map(Members {
            reader: self,
            fields,
            next: 0,
        })
    }

    fn deserialize_enum<V: Visitor<'de>>(
        mut self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Refused> {
        self.ask(Asked::Variants(variants));
        // The items of a tuple take one variant each, since there are lists that must not repeat.
        let item = self
            .place
            .strip_suffix(')')
            .and_then(|place| place.rsplit_once('('));
        let item = item.and_then(|(_, item)| item.parse().ok()).unwrap_or(0);
        let chosen = self.session.choices.get(&self.place).copied();
        let chosen = chosen.unwrap_or(item) % variants.len();
        self.session.choices.insert(self.place.clone(), chosen);
        visitor.visit_enum(Variant {
            name: variants[chosen],
            reader: self,
        })
    }

    forward_to_deserialize_any! {
        i128 u128 f32 f64 char bytes byte_buf unit unit_struct tuple_struct identifier ignored_any
    }
}

struct Items<'a, 'f> {
    reader: Reader<'a, 'f>,
    next: usize,
    length: usize,
    brackets: (&'static str, &'static str),
}

impl<'de> SeqAccess<'de> for Items<'_, '_> {
    type Error = Refused;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Refused> {
        if self.next == self.length {
            return Ok(None);
        }
        let item = {
            let (open, close) = self.brackets;
            self.reader.at(&format!("{open}{}{close}", self.next))
        };
        self.next += 1;
        seed.deserialize(item).map(Some)
    }
}

struct OneEntry<'a, 'f> {
    reader: Reader<'a, 'f>,
    given: bool,
}

impl<'de> MapAccess<'de> for OneEntry<'_, '_> {
    type Error = Refused;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Refused> {
        if self.given {
            return Ok(None);
        }
        self.given = true;
        seed.deserialize(self.reader.at("{key}")).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Refused> {
        seed.deserialize(self.reader.at("{}"))
    }
}

struct Members<'a, 'f> {
    reader: Reader<'a, 'f>,
    fields: &'static [&'static str],
    next: usize,
}

impl<'de> MapAccess<'de> for Members<'_, '_> {
    type Error = Refused;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Refused> {
        while let Some(name) = self.fields.get(self.next) {
            let member = format!("{}.{name}", self.reader.place);
            if self.reader.session.omitted.as_ref() != Some(&member) {
                return seed
                    .deserialize(BorrowedStrDeserializer::new(name))
                    .map(Some);
            }
            self.next += 1;
        }
        Ok(None)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Refused> {
        let name = self.fields[self.next];
        self.next += 1;
        seed.deserialize(self.reader.at(&format!(".{name}")))
    }
}

struct Variant<'a, 'f> {
    name: &'static str,
    reader: Reader<'a, 'f>,
}

impl<'de, 'a, 'f> EnumAccess<'de> for Variant<'a, 'f> {
    type Error = Refused;
    type Variant = Held<'a, 'f>;

    fn variant_seed<V: DeserializeSeed<'de>>(
        self,
        seed: V,
    ) -> Result<(V::Value, Held<'a, 'f>), Refused> {
        let value = seed.deserialize(BorrowedStrDeserializer::<Refused>::new(self.name))?;
        let place = format!("{}|{}", self.reader.place, self.name);
        Ok((
            value,
            Held(Reader {
                place,
                session: self.reader.session,
            }),
        ))
    }
}

/// What a variant holds.
struct Held<'a, 'f>(Reader<'a, 'f>);

impl<'de> VariantAccess<'de> for Held<'_, '_> {
    type Error = Refused;

    fn unit_variant(mut self) -> Result<(), Refused> {
        self.0.ask(Asked::Nothing);
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Refused> {
        seed.deserialize(self.0)
    }

    fn tuple_variant<V: Visitor<'de>>(
        self,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, Refused> {
        self.0.deserialize_tuple(length, visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Refused> {
        self.0.deserialize_struct("", fields, visitor)
    }
}
