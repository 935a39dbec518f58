//! Commands to a creditor's settings, and what they become.

use crate::account::RefusalKind;
use crate::creditor::{
    Event, LicensedStatesSet, SettlementMatrix, SettlementMatrixSet, State, UsState,
};
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// What can be asked of a creditor's settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    SetSettlementMatrix(SettlementMatrix),
    /// The only states in which a debt before charge-off may be placed; anywhere when absent.
    SetLicensedStates(Option<BTreeSet<UsState>>),
}

impl Command {
    /// The name under which a refusal of this command is recorded.
    pub const fn name(&self) -> &'static str {
        match self {
            Command::SetSettlementMatrix(_) => "set_settlement_matrix",
            Command::SetLicensedStates(_) => "set_licensed_states",
        }
    }
}

/// Why a command changes nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("there is no such creditor")]
    CreditorUnknown,
}

impl Refusal {
    /// The stable name, as recorded and as told to callers.
    pub fn name(&self) -> &'static str {
        match self {
            Refusal::CreditorUnknown => "creditor_unknown",
        }
    }

    pub fn kind(&self) -> RefusalKind {
        match self {
            Refusal::CreditorUnknown => RefusalKind::Unknown,
        }
    }
}

/// Decides a command on `today`; setting what is set already becomes no event.
///
/// # Errors
/// The first [`Refusal`] that applies; nothing has changed then.
pub fn decide(state: &State, command: &Command, today: NaiveDate) -> Result<Vec<Event>, Refusal> {
    let settings = state.settings().ok_or(Refusal::CreditorUnknown)?;
    let (changes, event) = match command {
        Command::SetSettlementMatrix(matrix) => (
            settings.settlement_matrix != *matrix,
            Event::SettlementMatrixSet(SettlementMatrixSet {
                matrix: *matrix,
                effective: today,
            }),
        ),
        Command::SetLicensedStates(states) => (
            settings.licensed_states != *states,
            Event::LicensedStatesSet(LicensedStatesSet {
                states: states.clone(),
                effective: today,
            }),
        ),
    };
    Ok(if changes { vec![event] } else { Vec::new() })
}
