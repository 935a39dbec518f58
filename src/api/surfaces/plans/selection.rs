//! The `fields` parameter: which members of a plan are wanted, as JSON text such as
//! `{"only":["id",{"payment_terms":["amount_due"]}]}`.

use super::render::Plans;
use crate::body::Place;
use crate::openapi::{Endpoint, Schema};
use crate::problem::Problem;
use crate::query::Parameters;
use serde_json::{Map, Value};

/// Members that a plan can have, and those that are sent only when they are asked for.
const MEMBERS: [&str; 15] = [
    "payment_terms",
    "active",
    "auto_activated",
    "reason",
    "rejected_by_user",
    "administration_id",
    "debtor_id",
    "id",
    "approved_at",
    "created_at",
    "deactivated_at",
    "updated_at",
    "proposed_at",
    "rejected_at",
    PUBLIC_URL,
];
pub const PUBLIC_URL: &str = "public_url";
const TERM: [&str; 5] = [
    "id",
    "total_amount",
    "amount_due",
    "due_date",
    "payment_date",
];
const USER: [&str; 3] = ["id", "name", "email_address"];

/// The members that are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Each wanted member, and of a nested one the members wanted of it; everything but the link
    /// when absent.
    only: Option<Vec<(String, Option<Vec<String>>)>>,
}

impl Selection {
    /// Declares the parameter of a query.
    pub fn declare(endpoint: Endpoint) -> Endpoint {
        let example = r#"{"only":["id",{"payment_terms":["amount_due"]}]}"#;
        let about = "Which members are wanted; everything but `public_url` when absent.";
        endpoint.query("fields", Schema::text(example), about)
    }

    /// Reads the parameter of a query.
    ///
    /// # Errors
    /// Those of [`Selection::parse`].
    pub fn queried(parameters: &Parameters<Plans>) -> Result<Selection, Problem> {
        Selection::parse(parameters.text("fields"))
            .map_err(|problem| problem.found_in(Place::Query))
    }

    /// Reads what is wanted.
    ///
    /// # Errors
    /// [`Problem::Invalid`] when it is not of its form or names what no plan has.
    pub fn parse(text: Option<&str>) -> Result<Selection, Problem> {
        let Some(text) = text else {
            return Ok(Selection::default());
        };
        let wrong = |message: &str| Problem::invalid("fields", message);
        let form = "must be JSON such as {\"only\":[\"id\",{\"payment_terms\":[\"id\"]}]}";
        let value: Value = serde_json::from_str(text).map_err(|_| wrong(form))?;
        let only = value.get("only").and_then(Value::as_array);
        let mut wanted = Vec::new();
        for item in only.ok_or_else(|| wrong(form))? {
            match item {
                Value::String(name) => wanted.push((known(name, &MEMBERS)?, None)),
                Value::Object(nested) => {
                    for (name, members) in nested {
                        let members = members.as_array().ok_or_else(|| wrong(form))?;
                        let among: &[&str] = match name.as_str() {
                            "payment_terms" => &TERM,
                            "rejected_by_user" => &USER,
                            _ => return Err(wrong(&format!("{name} has no fields of its own"))),
                        };
                        let members = members.iter().map(|member| {
                            let member = member.as_str().ok_or_else(|| wrong(form))?;
                            known(member, among)
                        });
                        let members = members.collect::<Result<_, Problem>>()?;
                        wanted.push((name.clone(), Some(members)));
                    }
                }
                _ => return Err(wrong(form)),
            }
        }
        Ok(Selection { only: Some(wanted) })
    }

    /// Whether the debtor's link is asked for.
    pub fn wants_link(&self) -> bool {
        let mut wanted = self.only.iter().flatten();
        wanted.any(|(name, _)| name == PUBLIC_URL)
    }

    /// The wanted members of a plan.
    pub fn apply(&self, plan: Value) -> Value {
        let (Some(only), Value::Object(mut plan)) = (&self.only, plan.clone()) else {
            return plan;
        };
        let mut selected = Map::new();
        for (name, members) in only {
            let Some(value) = plan.remove(name) else {
                continue;
            };
            let value = match members {
                None => value,
                Some(members) => nested(value, members),
            };
            selected.insert(name.clone(), value);
        }
        Value::Object(selected)
    }
}

fn known(name: &str, among: &[&str]) -> Result<String, Problem> {
    if among.contains(&name) {
        Ok(name.to_owned())
    } else {
        Err(Problem::invalid(
            "fields",
            format!("there is no field {name}"),
        ))
    }
}

/// The wanted members of an object, or of each object of a list.
fn nested(value: Value, members: &[String]) -> Value {
    match value {
        Value::Array(items) => items
            .into_iter()
            .map(|item| nested(item, members))
            .collect(),
        Value::Object(mut object) => members
            .iter()
            .filter_map(|name| Some((name.clone(), object.remove(name)?)))
            .collect::<Map<_, _>>()
            .into(),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn only_what_is_asked_for_is_kept() {
        let plan = json!({
            "id": "7", "active": true, "rejected_by_user": null,
            "payment_terms": [{ "id": "7001", "amount_due": "1.00" }],
        });
        let select = |text: &str| Selection::parse(Some(text)).unwrap().apply(plan.clone());
        assert_eq!(select(r#"{"only":["id"]}"#), json!({ "id": "7" }));
        assert_eq!(
            select(r#"{"only":["id",{"payment_terms":["amount_due"]}]}"#),
            json!({ "id": "7", "payment_terms": [{ "amount_due": "1.00" }] })
        );
        assert_eq!(
            select(r#"{"only":[{"rejected_by_user":["name"]}]}"#),
            json!({ "rejected_by_user": null })
        );
        assert_eq!(Selection::default().apply(plan.clone()), plan);
    }

    #[test]
    fn what_is_not_of_the_form_is_refused() {
        for text in [
            "",
            "x",
            "[]",
            "{}",
            r#"{"only":"id"}"#,
            r#"{"only":[1]}"#,
            r#"{"only":["amount"]}"#,
            r#"{"only":[{"id":["x"]}]}"#,
            r#"{"only":[{"payment_terms":["x"]}]}"#,
            r#"{"only":[{"payment_terms":"id"}]}"#,
        ] {
            assert!(Selection::parse(Some(text)).is_err(), "{text}");
        }
        assert!(
            Selection::parse(Some(r#"{"only":["public_url"]}"#))
                .unwrap()
                .wants_link()
        );
        assert!(!Selection::default().wants_link());
    }
}
