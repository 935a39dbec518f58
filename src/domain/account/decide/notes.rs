//! Notes, and payments of a bill, which may come with one.

use super::Decider;
use crate::account::Refusal;
use crate::account::command::{AddNote, RecordInvoicePayment};
use crate::account::event::{Event, NoteAdded};

impl Decider<'_> {
    pub(super) fn add_note(&self, command: &AddNote) -> Result<Vec<Event>, Refusal> {
        self.date(command.effective)?;
        let is_known = |payment| self.account.payment(payment).is_some();
        if !command.about.is_none_or(is_known) {
            return Err(Refusal::PaymentUnknown);
        }
        Ok(vec![added(command)])
    }

    /// Where an overpayment is refused rather than kept.
    pub(super) fn record_invoice_payment(
        &self,
        command: &RecordInvoicePayment,
    ) -> Result<Vec<Event>, Refusal> {
        let payment = &command.payment;
        let mut events = self.record_payment(payment)?;
        let balance = self.account.due_on(payment.effective).total();
        if payment.amount > balance {
            return Err(Refusal::PaymentExceedsBalance { balance });
        }
        if let Some(note) = &command.note {
            events.push(added(&AddNote {
                about: Some(payment.id),
                ..note.clone()
            }));
        }
        Ok(events)
    }
}

fn added(command: &AddNote) -> Event {
    Event::NoteAdded(NoteAdded {
        note: command.id,
        about: command.about,
        sealed: command.sealed.clone(),
        effective: command.effective,
    })
}
