//! A consumer as a customer: whom an invoice is for.

use super::customer_body;
use super::envelope;
use super::render::Receivables;
use super::vocabulary::CUSTOMER;
use super::words;
use crate::app::App;
use crate::auth::Caller;
use crate::body::Fields;
use crate::command::{ConsumerSubmission, response};
use crate::consumers::KnownConsumer;
use crate::openapi::Schema;
use crate::personal::Personal;
use crate::problem::{Problem, Rejected};
use axum::http::StatusCode;
use axum::response::Response;
use chrono::{DateTime, Utc};
use quittance_domain::ConsumerId;
use quittance_store::{Reader, Reply};
use serde_json::{Value, json};
use tokio_postgres::Row;
use uuid::Uuid;

pub fn schema() -> Schema {
    let text = |example: &str| Schema::text(example).or_null();
    let open = || Schema::map(json!(true), json!({}));
    Schema::object()
        .field("id", Schema::uuid(CUSTOMER.example))
        .field("external_id", text("C-1001"))
        .field("email", text("ap@acme.example"))
        .field("phone", text("+12025550123"))
        .field("firstName", text("Jane"))
        .field("lastName", text("Doe"))
        .field("companyName", text("Acme"))
        .field("name", text("Jane Doe"))
        .told(
            "tags",
            Schema::list(Schema::text("vip")),
            "Words of the caller's own.",
        )
        .field("custom_fields", open())
        .field("communication_preferences", open())
        .field("created_at", Schema::date_time("2026-01-15T14:30:00Z"))
        .field("updated_at", Schema::date_time("2026-01-15T14:30:00Z"))
        .named("Customer")
}

/// What is told of a customer.
#[derive(Debug)]
pub struct Particulars {
    pub personal: Personal,
    /// The caller's own id for them.
    pub external_id: Option<String>,
}

/// Whose a new invoice is.
#[derive(Debug)]
pub enum Whose {
    /// Somebody who is in the book.
    Known(Uuid),
    Told(Box<Particulars>),
}

pub fn id(consumer: ConsumerId) -> String {
    consumer.0.to_string()
}

impl Whose {
    /// Takes `customer_id`, or else the particulars in `customer`.
    pub fn take(fields: &mut Fields) -> Option<Whose> {
        if fields.has("customer") {
            let mut given = fields.object("customer")?;
            let told = customer_body::take(&mut given);
            fields.absorb(given);
            return Some(Whose::Told(Box::new(told)));
        }
        let before = fields.errors();
        let id = fields.required_text("customer_id", 36);
        let known = Uuid::try_parse(&id).ok();
        if known.is_none() && fields.errors() == before {
            fields.wrong("customer_id", "must be a UUID");
        }
        known.map(Whose::Known)
    }
}

/// A customer and what is known of them.
#[derive(Debug)]
pub struct Customer {
    row: Row,
}

impl Customer {
    /// The customer with this id.
    ///
    /// # Errors
    /// [`Problem::NotFound`] when the creditor has none, has removed them, or has erased them.
    pub async fn read(
        reader: &mut Reader,
        caller: &Caller<Receivables>,
        id: Uuid,
    ) -> Result<Customer, Problem> {
        let sql = include_str!("sql/read_customer.sql");
        let row = reader.query_opt(sql, &[&caller.creditor.0, &id]).await?;
        row.map(|row| Customer { row })
            .ok_or(Problem::not_found("customer"))
    }

    /// A page of those who are listed, newest first.
    ///
    /// # Errors
    /// What the database says.
    pub async fn page(
        reader: &mut Reader,
        caller: &Caller<Receivables>,
        limit: i64,
        offset: i64,
    ) -> Result<Vec<Customer>, Problem> {
        let sql = include_str!("sql/list_customers.sql");
        let rows = reader
            .query(sql, &[&caller.creditor.0, &limit, &offset])
            .await?;
        Ok(rows.into_iter().map(|row| Customer { row }).collect())
    }

    /// The consumer, with the key of theirs.
    ///
    /// # Errors
    /// [`Problem::Internal`] when the key was wrapped by another master key.
    pub fn known(&self, app: &App) -> Result<KnownConsumer, Problem> {
        KnownConsumer::from_row(&app.keyring, &self.row)
    }

    pub fn created_at(&self) -> DateTime<Utc> {
        self.row.get("created_at")
    }

    /// The customer as the surface shows them.
    pub fn view(&self, app: &App) -> Value {
        let mut view = unnamed(
            ConsumerId(self.row.get("consumer_id")),
            self.row.get("external_id"),
            self.created_at(),
            self.row.get("updated_at"),
        );
        tell(&mut view, &Personal::from_row(app, &self.row));
        view
    }
}

/// What is not personal in a customer.
pub fn unnamed(
    consumer: ConsumerId,
    external_id: Option<&str>,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
) -> Value {
    json!({
        "id": id(consumer),
        "external_id": external_id,
        "created_at": words::moment(created_at),
        "updated_at": words::moment(updated_at),
    })
}

/// Adds what is personal.
fn tell(view: &mut Value, personal: &Personal) {
    view["email"] = json!(personal.email);
    view["phone"] = json!(personal.phone);
    view["firstName"] = json!(personal.first_name);
    view["lastName"] = json!(personal.last_name);
    view["companyName"] = json!(personal.company);
    view["name"] = json!(personal.full_name());
    view["tags"] = json!(personal.tags);
    view["custom_fields"] = json!(personal.custom_fields);
    view["communication_preferences"] = json!(personal.communication_preferences);
}

/// Submits what says nothing of a customer but who is meant.
///
/// # Errors
/// [`Problem`] for everything but an acceptance.
pub async fn submit(
    submission: ConsumerSubmission,
    app: &App,
    caller: &Caller<Receivables>,
    message: &'static str,
) -> Result<Response, Rejected<Receivables>> {
    let data = json!({ "id": id(submission.consumer) });
    let reply = move |_| envelope::text(StatusCode::OK, message, &data);
    let (reply, replayed) = submission
        .submit(app, caller, StatusCode::OK, reply)
        .await?;
    Ok(response(reply, replayed))
}

/// The reply to a write.
///
/// What is kept of a reply under its request id holds nothing personal; a repetition has the same
/// body, so what is personal is told from there, and the answer is the same again.
pub fn written(message: &str, (kept, replayed): (Reply, bool), personal: &Personal) -> Response {
    let status = StatusCode::from_u16(kept.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut view: Value = serde_json::from_slice(&kept.body).unwrap_or_default();
    tell(&mut view, personal);
    let body = envelope::text(status, message, &view).into();
    let status = kept.status;
    response(Reply { status, body }, replayed)
}
