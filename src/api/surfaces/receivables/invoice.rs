//! An account as an invoice: what was billed, what was paid, and what that makes of it today.

use super::vocabulary::{CUSTOMER, INVOICE};
use super::{customer, words};
use crate::accounts::AccountRow;
use crate::openapi::Schema;
use crate::problem::Problem;
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use quittance_domain::account::Status;
use quittance_domain::{CreditorId, Money};
use quittance_store::Reader;
use serde_json::{Value, json};
use tokio_postgres::Row;
use uuid::Uuid;

/// An invoice as read models hold it.
#[derive(Debug)]
pub struct Invoice {
    pub account: AccountRow,
    /// What completed payments have paid of it.
    paid: Money,
    /// Whether any payment has ever come in, though it may have gone back since.
    was_paid_on: bool,
    /// When it came to its present status.
    status_since: DateTime<Utc>,
}

/// What an invoice comes to on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figures {
    pub amount: Money,
    pub paid: Money,
    pub outstanding: Money,
    pub due_date: NaiveDate,
    pub written_off: bool,
}

impl Figures {
    /// Days since the due date, while something is outstanding that has not been written off.
    pub fn days_overdue(&self, today: NaiveDate) -> i64 {
        let owed = self.outstanding.is_positive() && !self.written_off;
        if owed {
            i64::from(today.num_days_from_ce() - self.due_date.num_days_from_ce()).max(0)
        } else {
            0
        }
    }

    /// What the published API calls tags: computed when read, never stored; several can hold.
    pub fn tags(&self, today: NaiveDate) -> Vec<&'static str> {
        let tags = [
            (
                "partially_paid",
                self.paid.is_positive() && self.paid < self.amount,
            ),
            ("past_due", self.days_overdue(today) > 0),
            ("paid_in_full", self.paid >= self.amount),
            ("write_off", self.written_off),
        ];
        let holding = tags.into_iter().filter(|(_, holds)| *holds);
        holding.map(|(tag, _)| tag).collect()
    }
}

impl Invoice {
    fn from_row(row: &Row) -> Result<Invoice, Problem> {
        Ok(Invoice {
            account: AccountRow::from_row(row)?,
            paid: Money::from_minor(row.get("paid")),
            was_paid_on: row.get("was_paid_on"),
            status_since: row.get("status_since"),
        })
    }

    /// The invoice with this id.
    ///
    /// # Errors
    /// [`Problem::NotFound`] when the creditor has none.
    pub async fn read(
        reader: &mut Reader,
        creditor: CreditorId,
        id: Uuid,
    ) -> Result<Invoice, Problem> {
        let sql = include_str!("sql/read_invoice.sql");
        let row = reader.query_opt(sql, &[&creditor.0, &id]).await?;
        Invoice::from_row(&row.ok_or(Problem::not_found("account"))?)
    }

    /// A page of a creditor's invoices, newest first.
    ///
    /// # Errors
    /// What the database says.
    pub async fn page(
        reader: &mut Reader,
        creditor: CreditorId,
        limit: i64,
        offset: i64,
    ) -> Result<Vec<Invoice>, Problem> {
        let sql = include_str!("sql/list_invoices.sql");
        let rows = reader.query(sql, &[&creditor.0, &limit, &offset]).await?;
        rows.iter().map(Invoice::from_row).collect()
    }

    pub fn status(&self) -> &'static str {
        words::invoice(self.account.condition.status, self.was_paid_on)
    }

    pub fn figures(&self, today: NaiveDate) -> Figures {
        let account = &self.account;
        let outstanding = account.owed_on(today);
        // What was billed at first, and interest and fees as far as they have come since.
        let amount = account.approved_principal.max(self.paid + outstanding);
        Figures {
            amount,
            paid: self.paid,
            outstanding,
            due_date: account.details.due_date.unwrap_or(account.opened_on),
            written_off: account.condition.status == Status::ChargedOff,
        }
    }

    /// When it was settled, if it is.
    pub fn paid_at(&self) -> Option<String> {
        (self.status() == "settled").then(|| words::moment(self.status_since))
    }

    pub fn schema() -> Schema {
        Schema::object()
            .field("id", Schema::uuid(INVOICE.example))
            .field("invoice_number", Schema::text("INV-2026-001"))
            .field("customer_id", Schema::uuid(CUSTOMER.example))
            .field("external_id", Schema::text("ext-1").or_null())
            .field("amount", Schema::number("1500.0"))
            .field("paid_amount", Schema::number("0.0"))
            .field("outstanding_amount", Schema::number("1500.0"))
            .field("currency", Schema::text("USD"))
            .field("status", Schema::one_of(&words::INVOICE))
            .field("tags", tags())
            .field("issue_date", Schema::date("2026-01-01"))
            .field("due_date", Schema::date("2026-01-31"))
            .field("payment_terms", Schema::integer(30).or_null())
            .field("is_written_off", Schema::boolean(false))
            .field(
                "paid_at",
                Schema::date_time("2026-01-15T14:30:00Z").or_null(),
            )
            .field("created_at", Schema::date_time("2026-01-15T14:30:00Z"))
            .field("updated_at", Schema::date_time("2026-01-15T14:30:00Z"))
            .named("Invoice")
    }

    /// The invoice as the surface shows it.
    pub fn view(&self, today: NaiveDate) -> Value {
        let (account, figures) = (&self.account, self.figures(today));
        let currency = account.standing.terms.currency;
        let details = &account.details;
        let amount = |amount| words::amount(amount, currency);
        json!({
            "id": account.id,
            "invoice_number": account.number,
            "customer_id": customer::id(account.consumer),
            "external_id": details.external_id,
            "amount": amount(figures.amount),
            "paid_amount": amount(figures.paid),
            "outstanding_amount": amount(figures.outstanding),
            "currency": currency,
            "status": self.status(),
            "tags": figures.tags(today),
            "issue_date": details.issue_date.unwrap_or(account.opened_on),
            "due_date": figures.due_date,
            "payment_terms": details.payment_terms,
            "is_written_off": figures.written_off,
            "paid_at": self.paid_at(),
            "created_at": words::moment(account.created_at),
            "updated_at": words::moment(account.updated_at),
        })
    }
}

/// The shape of the tags.
pub fn tags() -> Schema {
    Schema::list(Schema::one_of(&[
        "partially_paid",
        "past_due",
        "paid_in_full",
        "write_off",
    ]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn figures(amount: i64, paid: i64) -> Figures {
        Figures {
            amount: Money::from_minor(amount),
            paid: Money::from_minor(paid),
            outstanding: Money::from_minor(amount - paid),
            due_date: day("2026-03-01"),
            written_off: false,
        }
    }

    #[test]
    fn tags_follow_the_clock_and_the_money() {
        let (due, after) = (day("2026-03-01"), day("2026-03-02"));
        assert_eq!(figures(1000, 0).tags(due), [""; 0]);
        assert_eq!(figures(1000, 0).tags(after), ["past_due"]);
        assert_eq!(figures(1000, 400).tags(due), ["partially_paid"]);
        assert_eq!(
            figures(1000, 400).tags(after),
            ["partially_paid", "past_due"]
        );
        assert_eq!(figures(1000, 1000).tags(after), ["paid_in_full"]);
        assert_eq!(figures(1000, 0).days_overdue(day("2026-03-31")), 30);
    }

    #[test]
    fn what_is_written_off_is_not_past_due() {
        let figures = Figures {
            written_off: true,
            ..figures(1000, 400)
        };
        assert_eq!(
            figures.tags(day("2027-01-01")),
            ["partially_paid", "write_off"]
        );
    }
}
