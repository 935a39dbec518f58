//! What is owed on a day, from an account's balance row: the row holds the position after the last
//! fact, and the domain adds the interest since.

use crate::problem::Problem;
use chrono::NaiveDate;
use quittance_domain::account::{OpenFee, Position, Terms};
use quittance_domain::allocation::Due;
use quittance_domain::interest::{Interest, Rate};
use quittance_domain::{FactId, Money};
use tokio_postgres::Row;
use uuid::Uuid;

/// An account's terms and its position after the last fact, as read models hold them.
#[derive(Clone, Debug)]
pub struct Standing {
    pub terms: Terms,
    /// Open fees stand as one: which they are is not in the row.
    pub position: Position,
    /// The effective date of the last fact.
    pub as_of: NaiveDate,
}

impl Standing {
    /// Reads the columns of `views.balances` (with `carried_interest` as text) out of a row.
    ///
    /// # Errors
    /// [`Problem::Internal`] when the row does not hold what it should.
    pub fn from_row(row: &Row, terms: Terms) -> Result<Standing, Problem> {
        let money = |column: &str| Money::from_minor(row.get(column));
        let carried: i128 = row
            .get::<_, &str>("carried_interest")
            .parse()
            .map_err(Problem::defect)?;
        let rate = Rate::from_ten_billionths(row.get("annual_rate")).map_err(Problem::defect)?;
        let outstanding = money("fees");
        let fee = OpenFee {
            id: FactId(Uuid::nil()),
            place: 0,
            outstanding,
        };
        let position = Position {
            principal: money("principal"),
            carried: Interest::from_units(carried),
            segment_start: row.get("segment_start"),
            annual_rate: Some(rate),
            fees: if outstanding.is_zero() {
                Vec::new()
            } else {
                vec![fee]
            },
            overpayment: money("overpayment"),
            booked_interest: money("interest"),
            disbursed: money("disbursed"),
            interest_applied: money("interest_applied"),
            charged_off: row.get("charged_off_on"),
            ..Position::default()
        };
        Ok(Standing {
            terms,
            position,
            as_of: row.get("as_of"),
        })
    }

    /// The day to answer for: never before the last fact.
    pub fn day(&self, asked: NaiveDate) -> NaiveDate {
        asked.max(self.as_of)
    }

    /// What is due on a day, interest rounded.
    pub fn due_on(&self, asked: NaiveDate) -> Due {
        self.position.due_on(&self.terms, self.day(asked))
    }
}
