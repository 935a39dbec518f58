//! Amounts of different currencies in one order.

use quittance_domain::Currency;
use serde_json::{Map, Value};
use std::sync::LazyLock;

/// How many thousandths the minor unit of each currency is, by its code, as a JSON object.
///
/// Rows hold minor units, and 900 of them are 900 yen but 9.00 dollars.
pub static THOUSANDTHS: LazyLock<String> = LazyLock::new(|| {
    let units = Currency::codes().filter_map(|code| {
        let exponent = code.parse::<Currency>().ok()?.exponent();
        let unit = 10_u32.pow((Currency::MOST_DECIMALS - exponent).into());
        Some((code.to_owned(), Value::from(unit)))
    });
    Value::Object(units.collect::<Map<_, _>>()).to_string()
});
