//! The states in which a creditor may be licensed, and the ZIP codes by which a consumer's is known.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// A state of the United States, the District of Columbia, or a territory, by its postal code.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UsState([u8; 2]);

/// The text is no postal code of a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("must be the two-letter postal code of a state, such as CA")]
pub struct UnknownState;

/// States and territories with the first and last three-digit prefix of their ZIP codes; one that
/// has several ranges is here as often.
///
/// From the prefixes that the Postal Service lists in its Domestic Mail Manual, L002.
const PREFIXES: &[(&[u8; 2], u16, u16)] = &[
    (b"NY", 5, 5),
    (b"PR", 6, 7),
    (b"VI", 8, 8),
    (b"PR", 9, 9),
    (b"MA", 10, 27),
    (b"RI", 28, 29),
    (b"NH", 30, 38),
    (b"ME", 39, 49),
    (b"VT", 50, 54),
    (b"MA", 55, 55),
    (b"VT", 56, 59),
    (b"CT", 60, 62),
    // Fishers Island, which is reached by way of Connecticut, shares 063 with it.
    (b"CT", 63, 69),
    (b"NJ", 70, 89),
    (b"NY", 100, 149),
    (b"PA", 150, 196),
    (b"DE", 197, 199),
    (b"DC", 200, 200),
    (b"VA", 201, 201),
    (b"DC", 202, 205),
    (b"MD", 206, 212),
    (b"MD", 214, 219),
    (b"VA", 220, 246),
    (b"WV", 247, 268),
    (b"NC", 270, 289),
    (b"SC", 290, 299),
    (b"GA", 300, 319),
    (b"FL", 320, 339),
    (b"FL", 341, 342),
    (b"FL", 344, 344),
    (b"FL", 346, 347),
    (b"FL", 349, 349),
    (b"AL", 350, 352),
    (b"AL", 354, 369),
    (b"TN", 370, 385),
    (b"MS", 386, 397),
    (b"GA", 398, 399),
    (b"KY", 400, 427),
    (b"OH", 430, 459),
    (b"IN", 460, 479),
    (b"MI", 480, 499),
    (b"IA", 500, 528),
    (b"WI", 530, 549),
    (b"MN", 550, 567),
    (b"SD", 570, 577),
    (b"ND", 580, 588),
    (b"MT", 590, 599),
    (b"IL", 600, 629),
    (b"MO", 630, 658),
    (b"KS", 660, 679),
    (b"NE", 680, 693),
    (b"LA", 700, 714),
    (b"AR", 716, 729),
    (b"OK", 730, 732),
    (b"TX", 733, 733),
    (b"OK", 734, 749),
    (b"TX", 750, 799),
    (b"CO", 800, 816),
    (b"WY", 820, 831),
    (b"ID", 832, 838),
    (b"UT", 840, 847),
    (b"AZ", 850, 865),
    (b"NM", 870, 884),
    (b"TX", 885, 885),
    (b"NV", 889, 898),
    (b"CA", 900, 908),
    (b"CA", 910, 928),
    (b"CA", 930, 961),
    (b"HI", 967, 968),
    (b"GU", 969, 969),
    (b"OR", 970, 979),
    (b"WA", 980, 994),
    (b"AK", 995, 999),
];

/// Territories that share the prefixes of another.
const WITHOUT_PREFIX: [&[u8; 2]; 2] = [b"AS", b"MP"];

impl UsState {
    /// The state of a five-digit ZIP code; `None` for a prefix that no state has, such as the
    /// military's.
    pub fn of_zip(zip: &str) -> Option<UsState> {
        if zip.len() != 5 || !zip.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let prefix: u16 = zip.get(..3)?.parse().ok()?;
        PREFIXES
            .iter()
            .find(|(_, first, last)| (*first..=*last).contains(&prefix))
            .map(|(state, ..)| UsState(**state))
    }
}

impl FromStr for UsState {
    type Err = UnknownState;

    fn from_str(text: &str) -> Result<UsState, UnknownState> {
        let code = <[u8; 2]>::try_from(text.as_bytes()).map_err(|_| UnknownState)?;
        let code = code.map(|letter| letter.to_ascii_uppercase());
        let known = PREFIXES.iter().any(|(state, ..)| **state == code)
            || WITHOUT_PREFIX.iter().any(|state| **state == code);
        known.then_some(UsState(code)).ok_or(UnknownState)
    }
}

impl fmt::Display for UsState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0
            .iter()
            .try_for_each(|letter| write!(f, "{}", char::from(*letter)))
    }
}

impl fmt::Debug for UsState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "UsState({self})")
    }
}

impl Serialize for UsState {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for UsState {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<UsState, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}
