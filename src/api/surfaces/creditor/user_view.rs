//! A user as the surface shows it.

use super::vocabulary::USER;
use super::{ids, words};
use crate::openapi::Schema;
use quittance_store::keys::KeyRole;
use quittance_store::users::User;
use serde_json::{Value, json};

pub fn schema() -> Schema {
    Schema::object()
        .field("id", Schema::text(USER.example))
        .field("email", Schema::text("ann@creditor.example"))
        .field("name", Schema::text("Ann Example"))
        .field("role", Schema::name_of(&KeyRole::ALL))
        .field("createdAt", Schema::date_time("2026-01-15T14:30:00Z"))
        .field(
            "disabledAt",
            Schema::date_time("2026-02-01T09:00:00Z").or_null(),
        )
        .named("User")
}

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
