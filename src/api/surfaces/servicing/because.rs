//! The body of what needs no more than a reason, and is of today unless another day is given.

use crate::body::{Body, Fields, Given};
use chrono::NaiveDate;

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
