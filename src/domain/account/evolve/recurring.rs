//! Folding what happens to recurring payments.

use super::Divergence;
use crate::account::Account;
use crate::account::event::{Event, RecurringPaymentCreated};
use crate::account::recurring::Recurring;
use crate::id::RecurringId;

/// Folds an event about a recurring payment; `None` when it is about something else.
pub(super) fn apply(account: &mut Account, event: &Event) -> Option<Result<(), Divergence>> {
    Some(match event {
        Event::RecurringPaymentCreated(created) => {
            account.recurring.push(recurring(created));
            Ok(())
        }
        Event::RecurringPaymentCancelled(e) => {
            change(account, e.recurring, |recurring| recurring.cancelled = true)
        }
        Event::RecurringPaymentTaken(e) => {
            change(account, e.recurring, |recurring| recurring.taken += 1)
        }
        Event::RecurringPaymentSkipped(e) => {
            change(account, e.recurring, |recurring| recurring.taken += 1)
        }
        _ => return None,
    })
}

fn recurring(created: &RecurringPaymentCreated) -> Recurring {
    Recurring {
        id: created.recurring,
        amount: created.amount,
        method: created.method,
        frequency: created.frequency,
        start: created.start,
        end: created.end,
        recorded_as: created.recorded_as,
        taken: created.passed,
        cancelled: false,
    }
}

fn change(
    account: &mut Account,
    id: RecurringId,
    change: impl FnOnce(&mut Recurring),
) -> Result<(), Divergence> {
    let found = account.recurring.iter_mut().find(|known| known.id == id);
    change(found.ok_or(Divergence::NamesUnknown)?);
    Ok(())
}
