//! A settlement that turns out not to have been broken leaves nothing of the breach in the books.

use super::script::Script;
use super::table::read_terms;
use crate::account::{CloseDay, Command, State, apply, decide};
use crate::id::FactId;
use crate::journal::Account as Gl;
use crate::money::Money;
use chrono::NaiveDate;
use std::collections::BTreeMap;
use uuid::Uuid;

/// A part is missed, its payment comes late with the day on which it was paid, and then the bank
/// returns it and a credit turns out to be another loan's: the interest in the books is what is owed
/// all along.
#[test]
fn interest_in_the_books_is_what_is_owed() {
    let mut script = Script::new(read_terms("0.085"));
    let (mut state, mut sequence) = (State::default(), 0);
    let mut booked: BTreeMap<NaiveDate, Money> = BTreeMap::new();
    for (today, what) in [
        ("2023-01-25", "place 2176.16 interest 167.35 fees 65.48"),
        ("2023-03-26", "offer 1097.73 over 12_month as o"),
        ("2023-03-26", "accept o"),
        ("2023-04-23", "credit 24.53 as c"),
        ("2023-07-09", "close"),
        ("2025-08-07", "pay 91.48 on 2023-04-22 as a"),
        ("2025-08-07", "refund all of a"),
        ("2025-08-07", "return a"),
        ("2025-08-07", "take back c"),
    ] {
        let today: NaiveDate = today.parse().unwrap();
        let first_id = FactId(Uuid::from_u128(1 << 64));
        let command = match what {
            "close" => Command::CloseDay(CloseDay {
                on: today,
                first_id,
            }),
            _ => script.command(today, what).unwrap(),
        };
        for event in decide(&state, &command, today).unwrap() {
            sequence += 1;
            for line in apply(&mut state, sequence, &event).unwrap().lines {
                let posting = line.posting;
                let by = match (posting.debit, posting.credit) {
                    (Gl::InterestReceivable, _) => posting.amount,
                    (_, Gl::InterestReceivable) => -posting.amount,
                    _ => continue,
                };
                *booked.entry(line.effective).or_default() += by;
            }
        }
        let account = state.account().unwrap();
        let mut sum = Money::ZERO;
        for (day, by) in &booked {
            sum += *by;
            let said = account.position_on(*day).booked_interest;
            assert_eq!(sum, said, "{today}: {what}, on {day}");
        }
    }
}
