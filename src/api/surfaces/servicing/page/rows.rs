//! Pages of rows that are all at hand: filtered, sorted and cut as a database would.

use super::asked::Sort;
use super::{Page, respond};
use axum::response::Response;
use rust_decimal::Decimal;
use serde_json::Value;

/// The page of rows that come in the order of their recording.
pub fn cut(page: &Page, rows: Vec<Value>) -> Response {
    let mut wanted: Vec<Value> = rows
        .into_iter()
        .filter(|row| is_wanted(page, row))
        .collect();
    sort(&page.sort, &mut wanted);
    let total = i64::try_from(wanted.len()).unwrap_or(i64::MAX);
    let first = usize::try_from(page.first).unwrap_or(usize::MAX);
    let limit = usize::try_from(page.limit).unwrap_or(usize::MAX);
    let shown: Vec<Value> = wanted.into_iter().skip(first).take(limit).collect();
    respond(page.first, total, &shown)
}

fn is_wanted(page: &Page, row: &Value) -> bool {
    let ids = page.ids.as_ref();
    let id = row["id"].as_str().unwrap_or_default();
    let among = ids.is_none_or(|ids| ids.iter().any(|wanted| wanted == id));
    among
        && page
            .filter
            .columns()
            .all(|(name, value)| row[name] == *value)
}

fn sort(sort: &Sort, rows: &mut [Value]) {
    if !sort.is_recorded() {
        rows.sort_by_cached_key(|row| key(&row[&sort.by]));
    }
    if sort.descending {
        rows.reverse();
    }
}

/// Nothing comes first, then numbers by size, also those that are text, then text, dates among it.
fn key(value: &Value) -> (u8, Decimal, String) {
    let text = match value {
        Value::Null => return (0, Decimal::ZERO, String::new()),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    match Decimal::from_str_exact(&text) {
        Ok(number) => (1, number, text),
        Err(_) => (2, Decimal::ZERO, text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn numbers_are_sorted_by_size_and_the_rest_as_text() {
        let mut rows: Vec<Value> = ["100.00", "9.50", "b", "2026-01-02", "-3"]
            .iter()
            .map(|text| json!({ "x": text }))
            .collect();
        rows.push(json!({ "x": null }));
        let by = |descending| Sort {
            by: "x".to_owned(),
            descending,
        };
        let of = |rows: &[Value]| rows.iter().map(|row| row["x"].clone()).collect::<Vec<_>>();
        sort(&by(false), &mut rows);
        let ascending = of(&rows);
        assert_eq!(
            json!(ascending),
            json!([null, "-3", "9.50", "100.00", "2026-01-02", "b"])
        );
        sort(&by(true), &mut rows);
        let descending: Vec<Value> = ascending.into_iter().rev().collect();
        assert_eq!(of(&rows), descending);
    }
}
