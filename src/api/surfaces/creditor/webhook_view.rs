//! The webhook as the surface shows it; its secret is not in it.

use super::vocabulary::WEBHOOK;
use super::{ids, words};
use crate::openapi::Schema;
use quittance_domain::creditor::{Dialect, Webhook};
use serde_json::{Value, json};

/// The shape of [`view`].
pub fn schema() -> Schema {
    Schema::object()
        .field("id", Schema::text(WEBHOOK.example))
        .field("url", Schema::text("https://example.com/hooks"))
        .field(
            "events",
            Schema::list(Schema::one_of(&Dialect::Creditor.topics())),
        )
        .field("active", Schema::boolean(true))
        .field("createdAt", Schema::date_time("2026-01-15T14:30:00Z"))
}

pub fn view(webhook: &Webhook) -> Value {
    json!({
        "id": ids::webhook(webhook.id),
        "url": webhook.url,
        "events": webhook.topics,
        "active": webhook.disabled.is_none(),
        "createdAt": words::moment(webhook.configured_at),
    })
}
