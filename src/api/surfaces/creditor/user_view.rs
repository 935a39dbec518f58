//! A user as the surface shows it.

use super::{ids, words};
use quittance_store::users::User;
use serde_json::{Value, json};

pub fn view(user: &User) -> Value {
    json!({
        "id": ids::user(user.id),
        "email": user.email,
        "name": user.name,
        "role": user.role.name(),
        "createdAt": words::moment(user.created_at),
        "disabledAt": user.disabled_at.map(words::moment),
    })
}
