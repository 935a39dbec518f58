//! What somebody has written down.

use super::payload;
use crate::id::{FactId, PaymentId};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A note on the account, or on one of its payments; it moves nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoteAdded {
    pub note: FactId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<PaymentId>,
    /// Free text, which often names people: sealed under the consumer's own key.
    pub sealed: Box<str>,
    pub effective: NaiveDate,
}

payload!(NoteAdded);
