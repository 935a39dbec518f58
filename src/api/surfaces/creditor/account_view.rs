//! An account as the surface shows it.

use super::vocabulary::ACCOUNT;
use super::{ids, words};
use crate::accounts::AccountRow;
use crate::app::App;
use crate::openapi::Schema;
use crate::placement::{ACCOUNT_TYPES, INTERCEPT, RECOVERY};
use chrono::NaiveDate;
use quittance_domain::Money;
use serde_json::{Value, json};

/// The shape of [`view`].
pub fn schema() -> Schema {
    let kinds = Schema::name_of(&ACCOUNT_TYPES);
    Schema::object()
        .field("id", Schema::text(ACCOUNT.example))
        .field(
            "consumerEmail",
            Schema::text("member@example.com").or_null(),
        )
        .field("firstName", Schema::text("Jane").or_null())
        .field("lastName", Schema::text("Doe").or_null())
        .field(
            "originalCreditor",
            Schema::text("Sample Federal CU").or_null(),
        )
        .field("originalBalance", Schema::number("5280.00"))
        .field("principalBalance", Schema::number("5280.00"))
        .field("currentBalance", Schema::number("5280.00"))
        .field("status", Schema::one_of(&words::ACCOUNT))
        .field("phase", Schema::one_of(&[INTERCEPT, RECOVERY]).or_null())
        .field("accountType", kinds.or_null())
        .field("dpd", Schema::integer(78).or_null())
        .field("chargeOffDate", Schema::date("2026-04-27").or_null())
        .field("creditorReference", Schema::text("ABC-00123"))
        .field("createdAt", Schema::date_time("2026-01-15T14:30:00Z"))
        .field("updatedAt", Schema::date_time("2026-01-15T14:30:00Z"))
}

/// The account with its balances on a day.
pub fn view(app: &App, row: &AccountRow, today: NaiveDate) -> Value {
    let personal = row.personal(app);
    let amount = |amount: Money| words::amount(amount, row.standing.terms.currency);
    json!({
        "id": ids::account(row.id),
        "consumerEmail": personal.email,
        "firstName": personal.first_name,
        "lastName": personal.last_name,
        "originalCreditor": row.details.original_creditor,
        "originalBalance": amount(row.original_balance()),
        "principalBalance": amount(row.standing.position.principal),
        "currentBalance": amount(row.owed_on(today)),
        "status": words::account(row.condition),
        "phase": row.details.account_phase,
        "accountType": row.details.account_type,
        "dpd": row.details.days_past_due,
        "chargeOffDate": row.details.charge_off_date,
        "creditorReference": row.number,
        "createdAt": words::moment(row.created_at),
        "updatedAt": words::moment(row.updated_at),
    })
}
