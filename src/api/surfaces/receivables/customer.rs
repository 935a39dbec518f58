//! A consumer as a customer: whom an invoice is for.

use super::render::Receivables;
use super::vocabulary::CUSTOMER;
use crate::app::App;
use crate::auth::Caller;
use crate::body::Fields;
use crate::openapi::Schema;
use crate::personal::Personal;
use crate::placement::KnownConsumer;
use crate::problem::Problem;
use quittance_domain::ConsumerId;
use quittance_store::Reader;
use serde_json::{Value, json};
use tokio_postgres::Row;
use uuid::Uuid;

pub fn schema() -> Schema {
    let text = |example: &str| Schema::text(example).or_null();
    Schema::object()
        .field("id", Schema::uuid(CUSTOMER.example))
        .field("email", text("ap@acme.example"))
        .field("phone", text("+12025550123"))
        .field("firstName", text("Jane"))
        .field("lastName", text("Doe"))
        .field("companyName", text("Acme"))
        .field("name", text("Jane Doe"))
        .named("Customer")
}

/// Whom a new invoice is for.
#[derive(Debug)]
pub enum Debtor {
    /// Somebody who owes another invoice.
    Known(Uuid),
    New(Box<Personal>),
}

pub fn id(consumer: ConsumerId) -> String {
    consumer.0.to_string()
}

impl Debtor {
    /// Takes `customer_id`, or else the particulars in `customer`.
    pub fn take(fields: &mut Fields) -> Option<Debtor> {
        if fields.has("customer") {
            return particulars(fields);
        }
        let before = fields.errors();
        let id = fields.required_text("customer_id", 36);
        let known = Uuid::try_parse(&id).ok();
        if known.is_none() && fields.errors() == before {
            fields.wrong("customer_id", "must be a UUID");
        }
        known.map(Debtor::Known)
    }
}

fn particulars(fields: &mut Fields) -> Option<Debtor> {
    let mut given = fields.object("customer")?;
    let personal = Personal {
        email: given.email("email"),
        phone: given.text("phone", 32),
        first_name: given.text("firstName", 100),
        last_name: given.text("lastName", 100),
        company: given.text("companyName", 200),
        ..Personal::default()
    };
    if given.errors() == 0 && personal.email.is_none() && personal.phone.is_none() {
        given.wrong("email", "or phone is required");
    }
    fields.absorb(given);
    Some(Debtor::New(Box::new(personal)))
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
    /// [`Problem::NotFound`] when the creditor has none, or has erased them.
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

    /// For another invoice of theirs.
    pub fn known(&self) -> KnownConsumer {
        KnownConsumer {
            consumer: ConsumerId(self.row.get("consumer_id")),
            sealed: self.row.get("sealed"),
        }
    }

    /// The customer as the surface shows them.
    pub fn view(&self, app: &App) -> Value {
        let personal = Personal::from_row(app, &self.row);
        json!({
            "id": self.row.get::<_, Uuid>("consumer_id"),
            "email": personal.email,
            "phone": personal.phone,
            "firstName": personal.first_name,
            "lastName": personal.last_name,
            "companyName": personal.company,
            "name": personal.full_name(),
        })
    }
}
