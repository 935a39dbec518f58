//! An account as the surface shows it.

use super::{ids, words};
use crate::accounts::{self, AccountRow};
use crate::app::App;
use chrono::NaiveDate;
use quittance_domain::Money;
use serde_json::{Value, json};

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
        "status": accounts::word(words::ACCOUNT, &row.status),
        "phase": row.details.account_phase,
        "accountType": row.details.account_type,
        "dpd": row.details.days_past_due,
        "chargeOffDate": row.details.charge_off_date,
        "creditorReference": row.number,
        "createdAt": words::moment(row.created_at),
        "updatedAt": words::moment(row.updated_at),
    })
}
