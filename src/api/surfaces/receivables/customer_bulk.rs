//! `POST /api/v1/external/customers/bulk`: customers by the caller's own ids, made or changed.

use super::customer::{self, Particulars};
use super::render::Receivables;
use super::vocabulary::CUSTOMER;
use super::{customer_body, customer_create, envelope};
use crate::app::App;
use crate::auth::Caller;
use crate::body::{Body, FieldError, Fields, Given, Payload};
use crate::command::{ConsumerSubmission, json};
use crate::consumers::{self, KnownConsumer, email_name};
use crate::group::{Part, submit_whole};
use crate::openapi::{Endpoint, Schema};
use crate::problem::{Problem, Rejected, Rendered};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use quittance_domain::ConsumerId;
use quittance_domain::consumer::{self, Command};
use quittance_store::ids::now;
use quittance_store::keys::KeyRole;
use quittance_store::{Claim, Envelope, Mode};
use serde_json::{Map, Value, json};
use std::collections::HashMap;

/// Customers of one request.
const LIMIT: usize = 500;

pub fn endpoint() -> Endpoint {
    let wrong = Schema::object()
        .told("field", Schema::text("email"), "The field.")
        .told(
            "error",
            Schema::text("or phone is required"),
            "What is wrong with it.",
        );
    let result = Schema::object()
        .field("row", Schema::integer(1))
        .field("status", Schema::one_of(&["created", "updated", "failed"]))
        .optional("id", Schema::uuid(CUSTOMER.example))
        .optional("external_id", Schema::text("C-1001"))
        .optional("errors", Schema::list(wrong));
    let report = Schema::object()
        .field("total", Schema::integer(1))
        .field("created", Schema::integer(1))
        .field("updated", Schema::integer(0))
        .field("failed", Schema::integer(0))
        .field("results", Schema::list(result))
        .named("CustomerReport");
    Endpoint::post(
        "/api/v1/external/customers/bulk",
        "upsert_customers",
        upsert,
    )
    .says(
        "Create or update many customers",
        "Up to 500, each found by its `external_id`, or by its e-mail address when it has none \
         yet. Every row is read before any is written; the good ones are written in one \
         transaction and the others reported.",
    )
    .needs(KeyRole::LoanOfficer, "customers:write")
    .body::<Wish>()
    .example("One", json!({ "customers": [customer_create::example()] }))
    .replies(
        StatusCode::OK,
        "What became of each row.",
        envelope::schema(StatusCode::OK, report),
    )
}

struct Wish {
    rows: Vec<Result<Particulars, Vec<FieldError>>>,
}

impl Body for Wish {
    fn read(fields: &mut Fields, _: &Given) -> Wish {
        let before = fields.errors();
        let listed = fields.list("customers");
        fields.note("customers", || {
            let row = Fields::record::<Particulars>(Map::new());
            // What has another shape is answered as a row that is wrong.
            let rows = Schema::list(Schema::any_of(vec![
                row.named("CustomerRow"),
                Schema::of(json!({ "type": "object" })),
            ]));
            let rows = rows.with("minItems", json!(1));
            rows.with("maxItems", json!(LIMIT))
        });
        let listed = fields.required("customers", before, listed);
        if fields.errors() == before && !(1..=LIMIT).contains(&listed.len()) {
            fields.wrong("customers", format!("must have 1 to {LIMIT} customers"));
        }
        let mut seen = HashMap::new();
        let mut rows = Vec::with_capacity(listed.len());
        for (place, value) in listed.into_iter().enumerate() {
            match value {
                Value::Object(members) => rows.push(row(place + 1, members, &mut seen)),
                _ => fields.wrong(&format!("customers[{place}]"), "must be an object"),
            }
        }
        Wish { rows }
    }
}

/// A row, or everything that is wrong with it; `seen` are the ids of the rows before.
fn row(
    number: usize,
    members: Map<String, Value>,
    seen: &mut HashMap<String, usize>,
) -> Result<Particulars, Vec<FieldError>> {
    let wrong = |field: &str, message: String| FieldError::new(field, message);
    let mut fields = Fields::new(members);
    let told = customer_body::take(&mut fields);
    let mut errors = match fields.check() {
        Err(Problem::Invalid(errors)) => errors,
        _ => Vec::new(),
    };
    let named = errors.iter().any(|error| error.field == "external_id");
    match &told.external_id {
        None if named => {}
        None => errors.push(wrong("external_id", "is required".to_owned())),
        Some(id) => match seen.get(id) {
            Some(first) => errors.push(wrong("external_id", format!("is that of row {first} too"))),
            None => drop(seen.insert(id.clone(), number)),
        },
    }
    if errors.is_empty() {
        Ok(told)
    } else {
        Err(errors)
    }
}

/// What is to be submitted for a row, or what is wrong with it.
type Outcome = Result<(), Vec<FieldError>>;

async fn upsert(
    State(app): State<App>,
    caller: Caller<Receivables>,
    mut payload: Payload<Receivables>,
) -> Result<Response, Rejected<Receivables>> {
    let Wish { rows } = payload.read(&Given::on(now().date_naive()))?;
    let mut book = Book::of(&app, &caller, rows.iter().flatten()).await?;
    let (mut outcomes, mut envelopes): (Vec<Outcome>, Vec<Envelope>) = Default::default();
    for row in rows {
        let submission = row.and_then(|told| book.find(told).map_err(|error| vec![error]));
        outcomes.push(match submission {
            Ok(found) => {
                envelopes.push(found.envelope(&app, &caller)?);
                Ok(())
            }
            Err(errors) => Err(errors),
        });
    }
    let request = (payload.request, payload.request_id);
    let compose = move |parts: &[Option<Part>]| report(&outcomes, parts);
    let mode = Mode::Each;
    Ok(submit_whole::<Receivables>(&app, mode, envelopes, request, compose).await?)
}

/// The customers whom the rows may name.
struct Book<'a> {
    caller: &'a Caller<Receivables>,
    app: &'a App,
    named: HashMap<Claim, Option<KnownConsumer>>,
}

impl<'a> Book<'a> {
    async fn of(
        app: &'a App,
        caller: &'a Caller<Receivables>,
        rows: impl Iterator<Item = &Particulars>,
    ) -> Result<Book<'a>, Problem> {
        let (creditor, keyring) = (caller.creditor, &app.keyring);
        let names = rows.flat_map(|told| {
            let email = told.personal.email.as_deref();
            consumers::names(keyring, creditor, told.external_id.as_deref(), email)
        });
        let (ids, emails): (Vec<Claim>, Vec<Claim>) =
            names.partition(|name| name.kind == Claim::CONSUMER_EXTERNAL_ID);
        let mut reader = app.readers.of(creditor).await?;
        let mut named = KnownConsumer::all_named(&mut reader, keyring, creditor, &ids).await?;
        named.extend(KnownConsumer::all_named(&mut reader, keyring, creditor, &emails).await?);
        Ok(Book { caller, app, named })
    }

    /// Finds whom a row is about.
    fn find(&mut self, told: Particulars) -> Result<Found, FieldError> {
        let wrong = |field: &str, message: &str| FieldError::new(field, message);
        let (creditor, keyring) = (self.caller.creditor, &self.app.keyring);
        let id = Claim {
            kind: Claim::CONSUMER_EXTERNAL_ID,
            name: told.external_id.as_deref().unwrap_or_default().into(),
        };
        let email = told.personal.email.as_deref();
        let email = email.map(|email| email_name(keyring, creditor, email));
        let by_email = email.as_ref().and_then(|email| self.named.get(email));
        let known = match (self.named.get(&id), by_email) {
            (Some(Some(known)), _) => Some(known.clone()),
            (Some(None), _) => {
                return Err(wrong("external_id", "is that of a customer who was erased"));
            }
            (None, Some(Some(known))) if known.external_id.is_none() => Some(known.clone()),
            (None, Some(Some(_))) => return Err(wrong("email", "is another customer's")),
            (None, Some(None)) => {
                return Err(wrong("email", "is that of a customer who was erased"));
            }
            (None, None) => None,
        };
        let names = std::iter::once(id).chain(email).collect();
        Ok(Found { known, told, names })
    }
}

/// A row with whom it is about.
struct Found {
    /// Somebody new when absent.
    known: Option<KnownConsumer>,
    told: Particulars,
    names: Vec<Claim>,
}

impl Found {
    /// The row as the writer takes it.
    fn envelope(self, app: &App, caller: &Caller<Receivables>) -> Result<Envelope, Problem> {
        let external_id = self.told.external_id;
        let particulars = |sealed: String| consumer::Particulars {
            external_id: external_id.as_deref().map(Into::into),
            sealed: sealed.into(),
        };
        let (status, consumer, command, wrapped_key) = match self.known {
            Some(known) => {
                let personal = self.told.personal.replacing(known.personal);
                let given = particulars(personal.seal_under(&known.key)?);
                let command = Command::GiveParticulars(given);
                ("updated", known.consumer, command, None)
            }
            None => {
                let new = self.told.personal.seal(app)?;
                let command = Command::Register(particulars(new.sealed));
                ("created", new.consumer, command, Some(new.wrapped_key))
            }
        };
        let submission = ConsumerSubmission {
            consumer,
            command,
            request: None,
            claims: self.names,
            wrapped_key,
        };
        let reply = move |_| json(&written(status, consumer, external_id.as_deref()));
        Ok(submission.envelope(caller, StatusCode::OK, reply))
    }
}

fn written(status: &str, consumer: ConsumerId, external_id: Option<&str>) -> Value {
    json!({ "status": status, "id": customer::id(consumer), "external_id": external_id })
}

/// What became of each row: those that were wrong, and in the same order the parts of the others.
fn report(outcomes: &[Outcome], parts: &[Option<Part>]) -> Rendered {
    let mut parts = parts.iter().flatten();
    let mut counts: HashMap<String, usize> = HashMap::new();
    let results: Vec<Value> = (1..)
        .zip(outcomes)
        .map(|(row, outcome)| {
            let mut result = match outcome {
                Err(errors) => {
                    let errors: Vec<_> = errors.iter().map(envelope::Wrong::of).collect();
                    json!({ "status": "failed", "errors": errors })
                }
                Ok(()) => parts.next().map(became).unwrap_or_default(),
            };
            result["row"] = json!(row);
            let status = result["status"].as_str().unwrap_or_default();
            *counts.entry(status.to_owned()).or_default() += 1;
            result
        })
        .collect();
    let count = |status: &str| counts.get(status).copied().unwrap_or_default();
    let data = json!({
        "total": outcomes.len(),
        "created": count("created"),
        "updated": count("updated"),
        "failed": count("failed"),
        "results": results,
    });
    Rendered {
        status: StatusCode::OK,
        body: envelope::text(StatusCode::OK, "Customers upserted", &data),
    }
}

/// What a row's command became.
fn became(part: &Part) -> Value {
    let said: Value = serde_json::from_slice(&part.body).unwrap_or_default();
    if part.is_accepted() {
        return said;
    }
    json!({ "status": "failed", "errors": said["errors"] })
}
