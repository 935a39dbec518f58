//! People who do not exist, with numbers that are never given out.

use super::random::Random;
use quittance_api::personal::Personal;

const FIRST: [&str; 32] = [
    "Abigail", "Andre", "Beatriz", "Caleb", "Carmen", "Darnell", "Dolores", "Elena", "Ethan",
    "Felicia", "Gary", "Hannah", "Hector", "Imani", "Ivan", "Joanne", "Kenji", "Keisha", "Leon",
    "Marisol", "Mei", "Nadia", "Oscar", "Patrice", "Priya", "Quentin", "Rosa", "Samuel", "Tamika",
    "Victor", "Wendy", "Yusuf",
];
const LAST: [&str; 32] = [
    "Abbott",
    "Alvarez",
    "Becker",
    "Boone",
    "Castillo",
    "Chen",
    "Dawson",
    "Delgado",
    "Ellis",
    "Farrell",
    "Gibbs",
    "Haddad",
    "Ingram",
    "Jacobs",
    "Kowalski",
    "Lindqvist",
    "Mbeki",
    "Moreno",
    "Nakamura",
    "Novak",
    "Okafor",
    "Park",
    "Quinn",
    "Reyes",
    "Schultz",
    "Singh",
    "Tran",
    "Underwood",
    "Vega",
    "Whitfield",
    "Yates",
    "Zimmer",
];
const PLACES: [(&str, &str, &str); 12] = [
    ("Albany", "NY", "12207"),
    ("Austin", "TX", "78701"),
    ("Boise", "ID", "83702"),
    ("Columbus", "OH", "43215"),
    ("Denver", "CO", "80202"),
    ("Fresno", "CA", "93721"),
    ("Madison", "WI", "53703"),
    ("Mobile", "AL", "36602"),
    ("Portland", "OR", "97204"),
    ("Raleigh", "NC", "27601"),
    ("Reno", "NV", "89501"),
    ("Tampa", "FL", "33602"),
];
const STREETS: [&str; 8] = [
    "Birch Street",
    "Canal Road",
    "Elm Avenue",
    "Juniper Lane",
    "Lake Drive",
    "Mill Street",
    "Orchard Way",
    "Station Road",
];

/// Someone to owe something; `number` keeps addresses apart.
///
/// Telephone numbers are of the range kept for fiction, mail goes to a reserved domain, and no
/// social security number ever has two zeros in the middle.
pub fn person(random: &mut Random, number: usize) -> Personal {
    let (first, last) = (random.pick(&FIRST), random.pick(&LAST));
    let (city, state, zip) = random.pick(&PLACES);
    let digits = format!("{:04}", random.between(1, 9_999));
    let street = format!("{} {}", random.between(1, 980), random.pick(&STREETS));
    let (year, month) = (random.between(1950, 2004), random.between(1, 12));
    Personal {
        company: None,
        name: Some(format!("{first} {last}")),
        first_name: Some(first.to_owned()),
        last_name: Some(last.to_owned()),
        email: Some(format!("{first}.{last}.{number}@example.com").to_lowercase()),
        phone: Some(format!(
            "+1{}55501{:02}",
            random.between(201, 979),
            random.between(0, 99)
        )),
        date_of_birth: Some(format!("{year}-{month:02}-{:02}", random.between(1, 28))),
        ssn: Some(format!("{}-00-{digits}", random.between(901, 999))),
        last4_ssn: Some(digits),
        address: Some(street),
        city: Some(city.to_owned()),
        state: Some(state.to_owned()),
        zip: Some(zip.to_owned()),
        notes: None,
        ..Personal::default()
    }
}
