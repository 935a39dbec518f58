//! An account as the public API shows it: as the portal does, but for the names of phases.

use crate::accounts::AccountRow;
use crate::app::App;
use crate::openapi::Schema;
use crate::placement::{INTERCEPT, RECOVERY};
use crate::surfaces::creditor::account_view;
use chrono::NaiveDate;
use serde_json::Value;

/// Phases as the surface's requests call them.
const PHASES: [(&str, &str); 2] = [("phase0", INTERCEPT), ("phase1", RECOVERY)];

/// The shape of [`view`].
pub fn schema() -> Schema {
    account_view::schema().field("phase", Schema::name_of(&PHASES).or_null())
}

/// The account with its balances on a day.
pub fn view(app: &App, row: &AccountRow, today: NaiveDate) -> Value {
    let mut shown = account_view::view(app, row, today);
    let phase = row.details.account_phase.as_deref();
    let named = phase.and_then(|phase| PHASES.iter().find(|(_, meant)| *meant == phase));
    shown["phase"] = named.map(|(name, _)| *name).into();
    shown
}
