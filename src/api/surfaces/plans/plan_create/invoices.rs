//! The invoices that a plan is for: accounts of one debtor, oldest first.

use crate::app::App;
use crate::auth::Actor;
use crate::balance::Standing;
use crate::body::Fields;
use crate::problem::Problem;
use crate::surfaces::plans::ids;
use crate::surfaces::plans::read::Sealed;
use chrono::NaiveDate;
use quittance_domain::account::Terms;
use quittance_domain::{AccountId, ConsumerId, Currency, Money};
use quittance_store::{Erasable, Reader};
use serde_json::Value;
use std::collections::BTreeSet;
use tokio_postgres::Row;
use uuid::Uuid;

/// Invoices that one plan may cover.
const COVERED: usize = 100;

/// What a request calls its invoices.
///
/// An invoice number and a credit case number are both the number that the creditor gave the
/// account; an identifier is the account's own id, the integer or the UUID.
#[derive(Debug, Default)]
pub struct Names {
    numbers: Vec<String>,
    uuids: Vec<Uuid>,
    sequences: Vec<i64>,
    /// Each name as it was given, with the field that it was given in.
    given: Vec<(&'static str, String)>,
}

impl Names {
    pub fn read(fields: &mut Fields) -> Names {
        let mut names = Names::default();
        for field in [
            "invoice_numbers",
            "invoice_identifiers",
            "credit_case_numbers",
        ] {
            for value in fields.list(field).unwrap_or_default() {
                let text = match value {
                    Value::String(text) => text.trim().to_owned(),
                    Value::Number(number) => number.to_string(),
                    _ => {
                        fields.wrong(field, "must be a list of strings");
                        continue;
                    }
                };
                if field == "invoice_identifiers" {
                    names.sequences.extend(text.parse::<i64>().ok());
                    names.uuids.extend(ids::uuid(&text));
                } else {
                    names.numbers.push(text.clone());
                }
                names.given.push((field, text));
            }
        }
        if names.given.is_empty() {
            let others = "or invoice_identifiers or credit_case_numbers must name an invoice";
            fields.wrong("invoice_numbers", others);
        }
        if names.given.len() > COVERED {
            let message = format!("must name at most {COVERED} invoices");
            fields.wrong("invoice_numbers", message);
        }
        names
    }

    /// Whether this name means the account.
    fn means((field, name): &(&str, String), row: &Row) -> bool {
        match *field {
            "invoice_identifiers" => {
                name.parse().ok() == Some(row.get::<_, i64>("sequence"))
                    || ids::uuid(name) == Some(row.get("account_id"))
            }
            _ => row.get::<_, &str>("number") == name,
        }
    }
}

/// One of them.
#[derive(Debug)]
pub struct Invoice {
    pub account: AccountId,
    /// Everything owed today.
    pub owed: Money,
}

/// All of them, oldest first.
#[derive(Debug)]
pub struct Invoices {
    pub all: Vec<Invoice>,
    pub debtor: Uuid,
    pub currency: Currency,
    wrapped_key: Option<Vec<u8>>,
}

impl Invoices {
    /// Finds the invoices.
    ///
    /// # Errors
    /// [`Problem::Invalid`] for a name that means none, and for invoices that cannot be in one plan.
    pub async fn find(
        reader: &mut Reader,
        actor: &Actor,
        names: &Names,
        today: NaiveDate,
    ) -> Result<Invoices, Problem> {
        let sql = include_str!("../sql/find_accounts.sql");
        let creditor = actor.creditor.0;
        let params: [&(dyn tokio_postgres::types::ToSql + Sync); 4] =
            [&creditor, &names.numbers, &names.uuids, &names.sequences];
        let rows = reader.query(sql, &params).await?;
        for name in &names.given {
            if !rows.iter().any(|row| Names::means(name, row)) {
                let message = format!("names no invoice: {}", name.1);
                return Err(Problem::invalid(name.0, message));
            }
        }
        let wrong = |message| Problem::invalid("invoice_numbers", message);
        let first = rows.first().ok_or_else(|| wrong("names no invoice"))?;
        let debtors: BTreeSet<Uuid> = rows.iter().map(|row| row.get("consumer_id")).collect();
        if debtors.len() > 1 {
            return Err(wrong("must all be of one debtor"));
        }
        let mut all = Vec::with_capacity(rows.len());
        let mut currencies = Vec::with_capacity(rows.len());
        for row in &rows {
            let terms: Terms = serde_json::from_str(row.get("terms")).map_err(Problem::defect)?;
            currencies.push(terms.currency);
            let standing = Standing::from_row(row, terms)?;
            all.push(Invoice {
                account: AccountId(row.get("account_id")),
                owed: standing.due_on(today).total(),
            });
        }
        let currency = currencies.first().copied().unwrap_or(Currency::USD);
        if currencies.iter().any(|other| *other != currency) {
            return Err(wrong("must all be in one currency"));
        }
        Ok(Invoices {
            all,
            debtor: first.get("consumer_id"),
            currency,
            wrapped_key: first.get("wrapped_key"),
        })
    }

    /// What goes with a command that has something sealed, so that it is refused once the debtor has
    /// been erased.
    pub fn erasable(&self) -> Erasable {
        Erasable::known(ConsumerId(self.debtor))
    }

    /// Seals what is personal under the debtor's own key; nothing when there is nothing.
    ///
    /// # Errors
    /// [`Problem::Invalid`] once the debtor has been erased.
    pub fn seal(&self, app: &App, personal: &Sealed) -> Result<Option<String>, Problem> {
        if *personal == Sealed::default() {
            return Ok(None);
        }
        let erased = || Problem::invalid("invoice_numbers", "are of a debtor who has been erased");
        let wrapped = self.wrapped_key.as_deref().ok_or_else(erased)?;
        let key = app
            .keyring
            .unwrap(self.debtor, wrapped)
            .map_err(Problem::defect)?;
        let plain = serde_json::to_vec(personal).map_err(Problem::defect)?;
        key.seal(&plain).map(Some).map_err(Problem::defect)
    }
}
