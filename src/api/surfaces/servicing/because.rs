//! Bodies of what needs a reason, or an amount and a reason, and is of today unless another day is
//! given.

use crate::body::{Body, Fields, Given};
use chrono::NaiveDate;
use quittance_domain::Money;

/// Why something is done, and from which day on.
pub struct Because {
    pub reason: String,
    pub effective: NaiveDate,
}

impl Body for Because {
    fn read(fields: &mut Fields, given: &Given) -> Because {
        Because {
            reason: fields.required_text("reason", 255),
            effective: fields.date("effective_date").unwrap_or(given.today),
        }
    }
}

/// How much, why, and from which day on.
pub struct Sum {
    pub amount: Money,
    pub reason: String,
    pub effective: NaiveDate,
}

impl Body for Sum {
    fn read(fields: &mut Fields, given: &Given) -> Sum {
        let amount = fields.positive_amount("amount", given.currency);
        let Because { reason, effective } = Because::read(fields, given);
        Sum {
            amount,
            reason,
            effective,
        }
    }
}

/// How much at most, or all that there is, why, and from which day on.
pub struct UpTo {
    pub amount: Option<Money>,
    pub reason: String,
    pub effective: NaiveDate,
}

impl Body for UpTo {
    fn read(fields: &mut Fields, given: &Given) -> UpTo {
        let amount = fields.amount("amount", given.currency);
        let Because { reason, effective } = Because::read(fields, given);
        UpTo {
            amount,
            reason,
            effective,
        }
    }
}
