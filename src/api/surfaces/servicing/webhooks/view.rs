//! The surface's endpoints and deliveries.

use super::super::render::Servicing;
use super::super::views::moment;
use super::super::words::{DELIVERY, WEBHOOK};
use crate::app::App;
use crate::auth::Actor;
use crate::command::json;
use crate::openapi::Schema;
use crate::path::Ids;
use crate::problem::Problem;
use crate::webhooks;
use quittance_domain::creditor::{Dialect, Settings, Webhook};
use quittance_store::deliveries::{Delivery, DeliveryState, Health, health};
use serde_json::{Value, json};
use uuid::Uuid;

/// In whose words an endpoint of this surface may be told.
pub const FORMATS: [(&str, Dialect); 3] = [
    ("servicing", Dialect::Servicing),
    ("standard", Dialect::Standard),
    ("plans", Dialect::Plans),
];

/// Whether an endpoint of this dialect is seen here.
pub fn shows(dialect: Dialect) -> bool {
    FORMATS.iter().any(|(_, shown)| *shown == dialect)
}

/// The endpoint that a path names.
///
/// # Errors
/// [`Problem::NotFound`], and what the database says.
pub async fn named(app: &App, actor: &Actor, path: &Ids<Servicing>) -> Result<Webhook, Problem> {
    let id = Uuid::try_parse(path.get("id")).map_err(|_| Problem::not_found("webhook"))?;
    webhooks::find(app, actor, id, shows).await
}

/// How the endpoint does.
///
/// # Errors
/// What the database says.
pub async fn health_of(app: &App, actor: &Actor, webhook: Uuid) -> Result<Health, Problem> {
    let mut reader = app.readers.of(actor.creditor).await?;
    Ok(health(&mut reader, actor.creditor, webhook).await?)
}

/// The shape of [`view`].
pub fn schema() -> Schema {
    Schema::object()
        .field("id", Schema::uuid(WEBHOOK.example))
        .field("url", Schema::text("https://example.com/hooks"))
        .told(
            "events",
            Schema::list(Schema::text("payment.received")),
            "What it is told of; everything when empty.",
        )
        .told(
            "format",
            Schema::name_of(&FORMATS),
            "In whose words: bodies, headers and the names of events.",
        )
        .told(
            "is_active",
            Schema::boolean(true),
            "Whether anything is sent to it.",
        )
        .told(
            "disabled_reason",
            Schema::one_of(&["by_hand", "gone", "failing"]).or_null(),
            "Why nothing is sent: somebody has switched it off, it has answered 410, or too many \
             deliveries in a row were given up.",
        )
        .told(
            "failed_attempts",
            Schema::integer(0),
            "Deliveries given up in a row.",
        )
        .told(
            "last_error",
            Schema::text("answered 500").or_null(),
            "What went wrong last.",
        )
        .told(
            "last_delivered_at",
            Schema::date_time("2026-01-15T14:30:00Z").or_null(),
            "When it took a delivery last, in UTC.",
        )
        .field("created_at", Schema::date_time("2026-01-15T14:30:00Z"))
        .named("WebhookEndpoint")
}

pub fn view(webhook: &Webhook, health: &Health) -> Value {
    json!({
        "id": webhook.id,
        "url": webhook.url,
        "events": webhook.topics,
        "format": webhook.dialect.name(),
        "is_active": webhook.disabled.is_none(),
        "disabled_reason": webhook.disabled.map(|reason| reason.name()),
        "failed_attempts": health.failures,
        "last_error": health.last_error,
        "last_delivered_at": health.last_delivered_at.map(moment),
        "created_at": moment(webhook.configured_at),
    })
}

/// The reply that shows an endpoint as the settings have it then.
pub fn shown(id: Uuid, health: Health) -> impl Fn(&Settings) -> Vec<u8> + Send + Sync + 'static {
    move |settings| {
        let webhook = settings.webhook(id);
        webhook.map_or_else(Vec::new, |webhook| json(&view(webhook, &health)))
    }
}

/// The shape of [`delivery`].
pub fn delivery_schema() -> Schema {
    let body = json!({ "event_type": "payment.received", "data": {} });
    Schema::object()
        .field("id", Schema::uuid(DELIVERY.example))
        .told(
            "event_sequence",
            Schema::integer(42).or_null(),
            "The event that it tells of, by its place in the book; null for a test.",
        )
        .told(
            "event_type",
            Schema::text("payment.received"),
            "What it tells of.",
        )
        .told(
            "state",
            Schema::name_of(&DeliveryState::ALL),
            "Still to be sent, taken, or given up.",
        )
        .told("attempts", Schema::integer(1), "How often it was sent.")
        .told(
            "next_attempt_at",
            Schema::date_time("2026-01-15T14:30:00Z").or_null(),
            "When it is to be sent next; null once it has ended.",
        )
        .told(
            "last_status",
            Schema::integer(200).or_null(),
            "What was answered last.",
        )
        .told(
            "last_error",
            Schema::text("answered 500").or_null(),
            "What went wrong last.",
        )
        .field("created_at", Schema::date_time("2026-01-15T14:30:00Z"))
        .told(
            "finished_at",
            Schema::date_time("2026-01-15T14:30:00Z").or_null(),
            "When it was taken or given up.",
        )
        .told("payload", Schema::map(json!(true), body), "The body.")
        .named("WebhookDelivery")
}

pub fn delivery(delivery: &Delivery) -> Value {
    let pending = delivery.state == DeliveryState::Pending;
    json!({
        "id": delivery.id,
        "event_sequence": delivery.sequence,
        "event_type": delivery.topic,
        "state": delivery.state.name(),
        "attempts": delivery.attempts,
        "next_attempt_at": pending.then(|| moment(delivery.due_at)),
        "last_status": delivery.last_status,
        "last_error": delivery.last_error,
        "created_at": moment(delivery.created_at),
        "finished_at": delivery.finished_at.map(moment),
        "payload": webhooks::body_of(delivery),
    })
}
