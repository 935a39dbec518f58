//! Where collecting a debt stands, beside what is owed of it.

use crate::account::Status;
use crate::id::DisputeId;
use crate::money::Money;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// How far collecting has come, as the creditor says.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    #[default]
    Placed,
    Contacted,
    Negotiating,
    /// Back to no days past due.
    Cured,
    Legal,
    /// Given up or given back.
    Closed,
}

names! {
    Stage {
        Placed => "placed",
        Contacted => "contacted",
        Negotiating => "negotiating",
        Cured => "cured",
        Legal => "legal",
        Closed => "closed",
    }
}

/// A consumer's dispute of a debt: while it is open, collecting is paused (FDCPA, 15 U.S.C. 1692g(b)).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dispute {
    pub id: DisputeId,
    /// The book sequence of its filing.
    pub sequence: u64,
    /// What of the debt is disputed.
    pub amount: Money,
    pub filed_on: NaiveDate,
    /// How it ended, and when; open when absent.
    pub resolved: Option<(Outcome, NaiveDate)>,
}

/// How a dispute ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The debt has been verified and the verification sent.
    Verified,
    /// The consumer is right; correcting the balance is a step of its own.
    Upheld,
    /// The consumer takes it back.
    Withdrawn,
}

names! {
    Outcome {
        Verified => "verified",
        Upheld => "upheld",
        Withdrawn => "withdrawn",
    }
}

/// Everything that a surface's word for an account's status can depend on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Condition {
    pub status: Status,
    pub stage: Stage,
    pub disputed: bool,
}

impl Condition {
    /// Every condition there is.
    pub fn all() -> impl Iterator<Item = Condition> {
        Status::ALL.into_iter().flat_map(|(_, status)| {
            Stage::ALL.into_iter().flat_map(move |(_, stage)| {
                [false, true].map(|disputed| Condition {
                    status,
                    stage,
                    disputed,
                })
            })
        })
    }
}

/// The name under which read models keep it: `active/contacted`, `active/contacted/disputed`.
impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.status.name(), self.stage.name())?;
        if self.disputed {
            f.write_str("/disputed")?;
        }
        Ok(())
    }
}

/// No condition has this name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no account is in such a condition")]
pub struct UnknownCondition;

impl FromStr for Condition {
    type Err = UnknownCondition;

    fn from_str(text: &str) -> Result<Condition, UnknownCondition> {
        let mut parts = text.split('/');
        let condition = Condition {
            status: parts
                .next()
                .and_then(Status::from_name)
                .ok_or(UnknownCondition)?,
            stage: parts
                .next()
                .and_then(Stage::from_name)
                .ok_or(UnknownCondition)?,
            disputed: parts.next() == Some("disputed"),
        };
        (condition.to_string() == text)
            .then_some(condition)
            .ok_or(UnknownCondition)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_condition_is_found_by_its_name() {
        for condition in Condition::all() {
            assert_eq!(condition.to_string().parse(), Ok(condition));
        }
        for text in [
            "",
            "active",
            "active/unheard",
            "active/placed/late",
            "active/placed/",
        ] {
            assert_eq!(text.parse::<Condition>(), Err(UnknownCondition), "{text}");
        }
    }
}
