//! An API key as the surface shows it: everything but the key.

use super::{ids, words};
use quittance_store::keys::ApiKey;
use serde_json::{Value, json};

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
