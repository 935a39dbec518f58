//! Endpoints for webhooks, as every surface that has them configures and reads them.

use crate::app::App;
use crate::auth::Actor;
use crate::body::Fields;
use crate::problem::Problem;
use axum::http::Uri;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use quittance_domain::creditor::{Dialect, Webhook};
use quittance_domain::published::dialects;
use quittance_store::deliveries::{self, Delivery};
use quittance_store::egress::{Reach, Unreachable};
use quittance_store::ids::now;
use serde_json::Value;
use tokio_postgres::Transaction;
use uuid::Uuid;

/// The longest address.
const URL_LENGTH: usize = 2_000;
/// Endpoints that a creditor can have.
pub const MOST: usize = 16;

/// A creditor's endpoints, the first configured first.
///
/// # Errors
/// What the database says.
pub async fn all(app: &App, actor: &Actor) -> Result<Vec<Webhook>, Problem> {
    let mut reader = app.readers.of(actor.creditor).await?;
    let sql = include_str!("sql/read_webhooks.sql");
    let rows = reader.query(sql, &[&actor.creditor.0]).await?;
    let read = |row: &tokio_postgres::Row| serde_json::from_str(row.get(0));
    let read: Result<Vec<Webhook>, _> = rows.iter().map(read).collect();
    read.map_err(Problem::defect)
}

/// The endpoint with this id, if it is one of those that the surface shows.
///
/// # Errors
/// [`Problem::NotFound`], and what the database says.
pub async fn find(
    app: &App,
    actor: &Actor,
    id: Uuid,
    shows: fn(Dialect) -> bool,
) -> Result<Webhook, Problem> {
    let all = all(app, actor).await?;
    all.into_iter()
        .find(|webhook| webhook.id == id && shows(webhook.dialect))
        .ok_or(Problem::not_found("webhook"))
}

/// A new secret, as the Standard Webhooks specification writes one.
///
/// # Errors
/// [`Problem::Internal`] when the operating system gives no randomness.
pub fn new_secret() -> Result<String, Problem> {
    let mut secret = [0; 32];
    getrandom::fill(&mut secret).map_err(Problem::defect)?;
    Ok(format!("whsec_{}", STANDARD.encode(secret)))
}

/// Takes the address.
pub fn take_url(fields: &mut Fields, name: &str) -> String {
    let url = fields.required_text(name, URL_LENGTH);
    if !url.is_empty() && parts(&url).is_none() {
        fields.wrong(name, "must be an https address");
    }
    url
}

/// Takes what it is to be told of; everything when absent.
pub fn take_topics(fields: &mut Fields, name: &str) -> Option<Vec<String>> {
    let listed = fields.list(name)?;
    if listed.is_empty() {
        fields.wrong(name, "must name at least one");
    }
    let mut topics: Vec<String> = Vec::new();
    for (place, value) in listed.iter().enumerate() {
        match value.as_str() {
            Some(topic) if !topics.iter().any(|known| known == topic) => {
                topics.push(topic.to_owned());
            }
            Some(_) => {}
            None => fields.wrong(&format!("{name}[{place}]"), "must be a text"),
        }
    }
    Some(topics)
}

/// Checks topics against what the dialect has.
///
/// # Errors
/// [`Problem::Invalid`] with the first that it has not.
pub fn check_topics(dialect: Dialect, topics: &[String], name: &str) -> Result<(), Problem> {
    let unknown = topics.iter().position(|topic| !dialect.has(topic));
    unknown.map_or(Ok(()), |place| {
        let names = dialect.topics().join(", ");
        let message = format!("must be one of {names}");
        Err(Problem::invalid(&format!("{name}[{place}]"), message))
    })
}

/// Checks that an address can be sent to: over TLS, and to nobody inside.
///
/// A name that has no address yet may get one; it is looked at again at each delivery.
///
/// # Errors
/// [`Problem::Invalid`] for the field.
pub async fn check_url(app: &App, url: &str, name: &str) -> Result<(), Problem> {
    let reach = app.settings.webhook_reach;
    let wrong = |message: &str| Err(Problem::invalid(name, message));
    let Some((secure, host, port)) = parts(url) else {
        return wrong("must be an https address");
    };
    if !secure && reach == Reach::PublicOnly {
        return wrong("must be an https address");
    }
    match reach.addresses(&host, port).await {
        Err(Unreachable::NotPublic(_)) => wrong("must lead to a public address"),
        _ => Ok(()),
    }
}

/// Whether it is over TLS, the host and the port of an absolute address without a credential.
fn parts(url: &str) -> Option<(bool, String, u16)> {
    let uri: Uri = url.parse().ok()?;
    let authority = uri
        .authority()
        .filter(|host| !host.as_str().contains('@'))?;
    let (secure, port) = match uri.scheme_str()? {
        "https" => (true, 443),
        "http" => (false, 80),
        _ => return None,
    };
    let host = authority.host();
    let port = authority.port_u16().unwrap_or(port);
    (!host.is_empty()).then(|| (secure, host.to_owned(), port))
}

/// Sends a test to an endpoint and says under which id.
///
/// # Errors
/// What the database says.
pub async fn send_test(
    transaction: &Transaction<'_>,
    actor: &Actor,
    webhook: &Webhook,
) -> Result<Uuid, Problem> {
    let body = dialects::test(webhook.dialect, actor.creditor, now()).to_string();
    let message = (dialects::TEST, body.as_str());
    Ok(deliveries::enqueue(transaction, actor.creditor, webhook.id, message).await?)
}

/// The body of a delivery as it was sent.
pub fn body_of(delivery: &Delivery) -> Value {
    serde_json::from_str(&delivery.body).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_a_host_and_no_credential() {
        let https = |url| parts(url).is_some_and(|(secure, ..)| secure);
        assert!(https("https://example.com/hooks?x=1"));
        assert!(https("https://example.com:8443"));
        assert_eq!(
            parts("http://[::1]:81/x"),
            Some((false, "[::1]".to_owned(), 81))
        );
        for bad in [
            "http://example.com",
            "ftp://example.com",
            "example.com",
            "/hooks",
            "https://",
            "https://user:secret@example.com",
            "https://exa mple.com",
        ] {
            assert!(!https(bad), "{bad}");
        }
    }
}
