//! `POST /v1/payment_plans`: a plan for one invoice or several of one debtor.

use super::decide::{Parts, finish};
use super::plan_view::{PlanView, Term, schema};
use super::read::Sealed;
use super::render::Plans;
use super::selection::Selection;
use super::{ADMINISTRATION, ids, link};
use crate::app::App;
use crate::auth::{Actor, Caller};
use crate::body::{Body, Fields, Given, Payload};
use crate::command::json;
use crate::openapi::{Endpoint, Schema, input};
use crate::problem::{Problem, Rejected};
use crate::query::Parameters;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use chrono::NaiveDate;
use invoices::{Invoice, Invoices};
use quittance_domain::account::plan::TERMS_LIMIT;
use quittance_domain::account::plan::share::shares;
use quittance_domain::account::{Command, CreatePlan, Event, PlanOrigin, PlanStatus, PlanTerm};
use quittance_domain::{Currency, Money, PlanId};
use quittance_store::keys::KeyRole;
use quittance_store::{Accepted, ids as store_ids};
use serde_json::{Value, json as object};

mod invoices;

pub fn endpoint() -> Endpoint {
    let endpoint = Endpoint::post("/v1/payment_plans", "create_payment_plan", create)
        .says(
            "Create an approved plan",
            "For one invoice, or several of one debtor: terms fall on the oldest first. With a \
             `reason` the debtor proposes it, and it waits for approval unless it is \
             `auto_activated`.",
        )
        .needs(KeyRole::Collector, "payment_plans:write")
        .names_something();
    Selection::declare(endpoint)
        .body::<Asked>()
        .or_form()
        .example(
            "One term",
            object!({
                "administration_id": ADMINISTRATION,
                "terms": [{ "amount": 123, "due_date": "2023-12-25" }],
                "cc_email_address": "accounts@example.com",
                "invoice_numbers": ["CONTRACT-1"],
            }),
        )
        .replies(StatusCode::CREATED, "The plan.", schema())
}

async fn create(
    State(app): State<App>,
    caller: Caller<Plans>,
    headers: HeaderMap,
    parameters: Parameters<Plans>,
    mut payload: Payload<Plans>,
) -> Result<Response, Rejected<Plans>> {
    let today = store_ids::now().date_naive();
    let asked: Asked = payload.read(&Given::on(today))?;
    let selected = asked.fields.as_deref().or(parameters.text("fields"));
    let selection = Selection::parse(selected)?;
    ids::check_administration(asked.administration.as_deref(), caller.creditor)?;
    let mut reader = app.readers.of(caller.creditor).await?;
    let invoices = Invoices::find(&mut reader, &caller, &asked.names, today).await?;
    drop(reader);
    let terms = terms(asked.terms, invoices.currency)?;
    let plan = PlanId(store_ids::new_id(store_ids::now()));
    let sealed = invoices.seal(&app, &asked.sealed)?;
    let view = view(&caller, plan, &invoices, &terms, asked.origin);
    let link = hex::encode(link::hash(&link::secret(&app, plan)));
    let owed: Vec<Money> = invoices.all.iter().map(|invoice| invoice.owed).collect();
    let shares = invoices.all.iter().zip(shares(&terms, &owed));
    let commands = shares.filter(|(_, share)| !share.is_empty()).zip(0..).map(
        |((invoice, terms), part): ((&Invoice, Vec<PlanTerm>), u16)| {
            let command = CreatePlan {
                id: plan,
                part,
                origin: asked.origin,
                terms,
                effective: today,
                link: (part == 0).then(|| link.as_str().into()),
                sealed: sealed.as_deref().filter(|_| part == 0).map(Into::into),
            };
            (invoice.account, Command::CreatePlan(command))
        },
    );
    let mut parts = Parts::new(commands.collect(), payload.request, payload.request_id);
    parts.erasable = sealed.as_ref().map(|_| invoices.erasable());
    let reply = move |accepted: &Accepted<'_>| json(&created(&view, accepted).without_secrets());
    let response = parts.submit(&app, &caller, reply).await?;
    let reason = asked.sealed.reason.as_deref();
    Ok(finish(&app, &caller, &headers, &selection, reason, response).await?)
}

/// The body, but for what needs the invoices to be understood.
struct Asked {
    administration: Option<String>,
    fields: Option<String>,
    terms: Vec<Value>,
    names: invoices::Names,
    origin: PlanOrigin,
    sealed: Sealed,
}

impl Body for Asked {
    fn read(fields: &mut Fields, _: &Given) -> Asked {
        let administration = ids::administration(fields);
        let selected = fields.text("fields", 4_096);
        let before = fields.errors();
        let terms = fields.list("terms");
        fields.note("terms", || {
            let term = Schema::object()
                .field("amount", input::positive_amount())
                .field("due_date", input::date());
            Schema::list(term)
        });
        let terms = fields.required("terms", before, terms);
        if fields.errors() == before && terms.is_empty() || terms.len() > TERMS_LIMIT {
            fields.wrong("terms", format!("must be 1 to {TERMS_LIMIT}"));
        }
        let names = invoices::Names::read(fields);
        let reason = fields.text("reason", 2_000);
        let accepted = fields.boolean("auto_activated").unwrap_or_default();
        let cc_email_address = fields.email("cc_email_address");
        Asked {
            administration,
            fields: selected,
            terms,
            names,
            origin: match (&reason, accepted) {
                (None, _) => PlanOrigin::Creditor,
                (Some(_), false) => PlanOrigin::Debtor,
                (Some(_), true) => PlanOrigin::DebtorAccepted,
            },
            sealed: Sealed {
                reason,
                cc_email_address,
            },
        }
    }
}

/// The terms, numbered in order of their due dates.
fn terms(given: Vec<Value>, currency: Currency) -> Result<Vec<PlanTerm>, Problem> {
    let mut fields = Fields::default();
    let mut terms: Vec<(NaiveDate, Money)> = Vec::with_capacity(given.len());
    for (place, value) in given.into_iter().enumerate() {
        let Value::Object(members) = value else {
            fields.wrong(&format!("terms[{place}]"), "must be an object");
            continue;
        };
        let mut term = Fields::named(members, &format!("terms[{place}]."));
        let amount = term.positive_amount("amount", currency);
        let before = term.errors();
        let due = term.date("due_date");
        let due = term.required("due_date", before, due);
        terms.push((due, amount));
        fields.absorb(term);
    }
    fields.check()?;
    terms.sort_by_key(|(due, _)| *due);
    let numbered = terms.into_iter().zip(1..);
    let terms = numbered.map(|((due, amount), number)| PlanTerm {
        number,
        amount,
        due,
    });
    Ok(terms.collect())
}

/// The plan as it will be, but for what only its recording can tell.
fn view(
    actor: &Actor,
    plan: PlanId,
    invoices: &Invoices,
    terms: &[PlanTerm],
    origin: PlanOrigin,
) -> PlanView {
    let term = |term: &PlanTerm| Term {
        number: term.number,
        amount: term.amount,
        paid: Money::ZERO,
        due: term.due,
        paid_on: None,
    };
    PlanView {
        administration: actor.creditor,
        plan,
        id: 0,
        debtor: invoices.debtor,
        currency: invoices.currency,
        accounts: Vec::new(),
        terms: terms.iter().map(term).collect(),
        status: match origin {
            PlanOrigin::Debtor => PlanStatus::Proposed,
            PlanOrigin::Creditor | PlanOrigin::DebtorAccepted => PlanStatus::Active,
        },
        by_debtor: origin != PlanOrigin::Creditor,
        auto_activated: origin == PlanOrigin::DebtorAccepted,
        reason: None,
        rejected_by: None,
        created_at: Default::default(),
        updated_at: Default::default(),
        approved_at: None,
        rejected_at: None,
        deactivated_at: None,
    }
}

/// The plan with what its recording has told.
fn created(view: &PlanView, accepted: &Accepted<'_>) -> PlanView {
    let recorded = accepted.events.iter().find(|recorded| {
        matches!(&recorded.event, Event::PlanCreated(created) if created.plan == view.plan)
    });
    let sequence = recorded.map_or(0, |recorded| recorded.sequence);
    let at = accepted.recorded_at;
    PlanView {
        id: i64::try_from(sequence).unwrap_or(i64::MAX),
        created_at: at,
        updated_at: at,
        approved_at: (view.status == PlanStatus::Active).then_some(at),
        ..view.clone()
    }
}
