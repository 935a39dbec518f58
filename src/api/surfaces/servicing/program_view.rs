//! A program as the surface shows it.

use super::render::Servicing;
use super::terms;
use super::words::PROGRAM;
use crate::app::App;
use crate::auth::Actor;
use crate::openapi::Schema;
use crate::path::Ids;
use crate::problem::Problem;
use crate::settings::CurrentSettings;
use quittance_domain::account::Terms;
use quittance_domain::creditor::Program;
use serde_json::{Value, json};
use uuid::Uuid;

/// The shape of [`view`].
pub fn schema() -> Schema {
    let program = Schema::object()
        .field("id", Schema::uuid(PROGRAM.example))
        .told(
            "code",
            Schema::text("signature-36"),
            "The creditor's own name for it, by which loans can name it too.",
        )
        .field("name", Schema::text("Signature loans"))
        .field("currency", Schema::text("USD"))
        .field("is_default", Schema::boolean(true))
        .field("interest_rate", Schema::text("0.085"));
    terms::schema(program).named("Program")
}

/// The program with the terms that a loan gets which is given none of its own.
pub fn view(program: &Program) -> Value {
    let terms = program.terms.over(Terms {
        currency: program.currency,
        ..Terms::default()
    });
    let mut view = json!({
        "id": program.id,
        "code": program.code,
        "name": program.name,
        "currency": program.currency,
        "is_default": program.is_default,
        "interest_rate": terms.annual_rate,
    });
    if let Value::Object(members) = &mut view {
        members.extend(terms::view(&terms));
    }
    view
}

/// The program that a path names.
///
/// # Errors
/// [`Problem::NotFound`] when the creditor has no such program.
pub async fn named(app: &App, actor: &Actor, path: &Ids<Servicing>) -> Result<Program, Problem> {
    let settings = CurrentSettings::of(app, actor.creditor).await?;
    let id = Uuid::try_parse(path.get("program")).ok();
    let program = id.and_then(|id| settings.programs.get(id));
    program.cloned().ok_or(Problem::not_found("program"))
}
