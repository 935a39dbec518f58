//! An API key as the surface shows it: everything but the key.

use super::vocabulary::API_KEY;
use super::{ids, words};
use crate::openapi::Schema;
use quittance_store::keys::{ApiKey, KeyRole};
use serde_json::{Value, json};

pub fn schema() -> Schema {
    Schema::object()
        .field("id", Schema::text(API_KEY.example))
        .field("name", Schema::text("nightly import"))
        .field("prefix", Schema::text("3f9a1c07"))
        .field("role", Schema::name_of(&KeyRole::ALL))
        .field("scopes", Schema::list(Schema::text("accounts:read")))
        .field("createdAt", Schema::date_time("2026-01-15T14:30:00Z"))
        .field(
            "expiresAt",
            Schema::date_time("2027-01-15T00:00:00Z").or_null(),
        )
        .field(
            "revokedAt",
            Schema::date_time("2026-02-01T09:00:00Z").or_null(),
        )
        .field(
            "lastUsedAt",
            Schema::date_time("2026-01-31T23:59:00Z").or_null(),
        )
}

pub fn view(key: &ApiKey) -> Value {
    json!({
        "id": ids::key(key.id),
        "name": key.name,
        "prefix": key.prefix,
        "role": key.role.name(),
        "scopes": key.scopes,
        "createdAt": words::moment(key.created_at),
        "expiresAt": key.expires_at.map(words::moment),
        "revokedAt": key.revoked_at.map(words::moment),
        "lastUsedAt": key.last_used_at.map(words::moment),
    })
}
