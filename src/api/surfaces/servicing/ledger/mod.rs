//! The general ledger: its chart of accounts, their balances, and the entries that made them.

pub mod account_balance;
pub mod account_list;
pub mod entry_get;
pub mod entry_list;
mod entry_view;

pub use quittance_evidence::trial_balance::{Accounts, TrialBalance, sequence_at};

use super::render::Servicing;
use super::words::GL_ACCOUNT;
use crate::openapi::Schema;
use crate::path::Ids;
use crate::problem::Problem;
use quittance_domain::journal::{Account, Class};
use serde_json::{Value, json};

/// The account that a path names by its code.
fn account(path: &Ids<Servicing>) -> Result<Account, Problem> {
    let code = path.get("id").parse().ok();
    code.and_then(Account::from_code)
        .ok_or(Problem::not_found("ledger account"))
}

/// An account of the chart; its id is its code.
fn view(account: Account) -> Value {
    json!({
        "id": account.code().to_string(),
        "code": account.code().to_string(),
        "name": account.slug(),
        "account_type": class_name(account.class()),
    })
}

/// The shape of [`view`].
fn schema() -> Schema {
    let classes: Vec<&str> = CLASSES.iter().map(|(name, _)| *name).collect();
    Schema::object()
        .told("id", Schema::text(GL_ACCOUNT.example), "Its code.")
        .told("code", Schema::text(GL_ACCOUNT.example), "Its code.")
        .told("name", Schema::text("loans_receivable"), "Its name.")
        .told("account_type", Schema::one_of(&classes), "Where it stands.")
}

/// Every class of account, by the name it has on the wire.
const CLASSES: [(&str, Class); 6] = [
    ("asset", Class::Asset),
    ("liability", Class::Liability),
    ("equity", Class::Equity),
    ("revenue", Class::Revenue),
    ("expense", Class::Expense),
    ("memo", Class::Memo),
];

fn class_name(class: Class) -> &'static str {
    CLASSES
        .iter()
        .find(|(_, known)| *known == class)
        .map_or("memo", |(name, _)| name)
}
