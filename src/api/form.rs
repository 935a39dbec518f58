//! Form-encoded bodies as the JSON that they stand for, for surfaces that accept both.
//!
//! `terms[][amount]=123&terms[][due_date]=2026-01-31&invoice_numbers[]=A` is
//! `{"terms":[{"amount":"123","due_date":"2026-01-31"}],"invoice_numbers":["A"]}`.
//! Every value is a string. A member of `name[][…]` that is there already begins the next object.

use serde_json::{Map, Value};

/// Parameters that one body may have.
const PARAMETERS: usize = 4_096;

/// Parts of one name: `a[b][c]` has three.
const DEPTH: usize = 4;

/// Reads a form-encoded body.
///
/// # Errors
/// What is wrong with it, in words for its sender.
pub fn parse(body: &[u8]) -> Result<Value, String> {
    let mut root = Map::new();
    for (count, (name, value)) in form_urlencoded::parse(body).enumerate() {
        if count == PARAMETERS {
            return Err(format!("a form may have at most {PARAMETERS} parameters"));
        }
        let path = path(&name).ok_or(format!("{name:?} is not the name of a parameter"))?;
        let (first, rest) = path.split_first().ok_or("a parameter has no name")?;
        put(root.entry(*first), rest, value.into_owned())
            .ok_or(format!("{name:?} has another form than before"))?;
    }
    Ok(Value::Object(root))
}

/// The parts of a name: `a[][b]` is `a`, nothing, `b`.
fn path(name: &str) -> Option<Vec<&str>> {
    let end = name.find('[').unwrap_or(name.len());
    let (first, mut rest) = name.split_at(end);
    let mut parts = vec![first];
    while !rest.is_empty() {
        let (part, after) = rest.strip_prefix('[')?.split_once(']')?;
        parts.push(part);
        rest = after;
    }
    (!first.is_empty() && parts.len() <= DEPTH).then_some(parts)
}

/// Puts a value where its path leads; `None` when something of another form is there.
fn put(entry: serde_json::map::Entry<'_>, rest: &[&str], value: String) -> Option<()> {
    let Some((next, after)) = rest.split_first() else {
        // Of a repeated one the last counts.
        *entry.or_insert(Value::Null) = Value::String(value);
        return Some(());
    };
    // `terms[0][amount]` is how some clients number the items of a list.
    let is_list = next.is_empty() || next.bytes().all(|byte| byte.is_ascii_digit());
    if !is_list {
        let object = entry.or_insert_with(|| Value::Object(Map::new()));
        return put(object.as_object_mut()?.entry(*next), after, value);
    }
    let items = entry
        .or_insert_with(|| Value::Array(Vec::new()))
        .as_array_mut()?;
    let Some((member, deeper)) = after.split_first() else {
        items.push(Value::String(value));
        return Some(());
    };
    let place = next.parse::<usize>().ok();
    let begins = match (place, items.last()) {
        (Some(place), _) => place == items.len(),
        (None, Some(last)) => deeper.is_empty() && last.get(*member).is_some(),
        (None, None) => true,
    };
    if begins {
        items.push(Value::Object(Map::new()));
    }
    let place = place.or(items.len().checked_sub(1))?;
    let object = items.get_mut(place)?.as_object_mut()?;
    put(object.entry(*member), deeper, value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn names_with_brackets_are_lists_and_objects() {
        let expected = json!({
            "administration_id": "7",
            "terms": [
                { "amount": "123", "due_date": "2023-12-25" },
                { "amount": "4.50", "due_date": "2024-01-25" },
            ],
            "invoice_numbers": ["A b", "C"],
        });
        let unnumbered = "administration_id=7&terms[][amount]=123&terms[][due_date]=2023-12-25\
            &terms%5B%5D%5Bamount%5D=4.50&terms[][due_date]=2024-01-25\
            &invoice_numbers[]=A+b&invoice_numbers[]=C";
        let numbered = "terms[0][amount]=123&terms[0][due_date]=2023-12-25\
            &terms[1][amount]=4.50&terms[1][due_date]=2024-01-25\
            &invoice_numbers[0]=A%20b&invoice_numbers[1]=C&administration_id=7";
        assert_eq!(parse(unnumbered.as_bytes()).unwrap(), expected);
        assert_eq!(parse(numbered.as_bytes()).unwrap(), expected);
        assert_eq!(parse(b"").unwrap(), json!({}));
    }

    #[test]
    fn what_fits_nowhere_is_refused() {
        for text in [
            "a[=1",
            "a]b=1&a[b=2",
            "=1",
            "a=1&a[]=2",
            "a=1&a[b]=2",
            "a[5][b]=1",
            "a[b][c][d][e]=1",
        ] {
            let parsed = parse(text.as_bytes());
            assert!(
                parsed.is_err() || text == "a]b=1&a[b=2",
                "{text}: {parsed:?}"
            );
        }
    }
}
