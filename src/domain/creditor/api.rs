//! The published APIs that a creditor can be shut out of.

use serde::{Deserialize, Serialize};

/// A published API whose documentation has it that access is switched on creditor by creditor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Api {
    Contracts,
}
