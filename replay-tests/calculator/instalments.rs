//! How late a debt is, day by day, by crossing bills off a list.

use chrono::{Days, NaiveDate};

/// Something that bears on the bills, on a day; entries of a day are in the order in which they count.
#[derive(Clone, Debug)]
pub enum Billing {
    /// Bills of these days and amounts take the place of those of this day and later.
    Bills(Vec<(NaiveDate, i64)>),
    /// Money that pays bills, oldest first.
    Money(i64),
    /// Bills of earlier days that are unpaid go to the end of the list, and nobody waits for them.
    Reage,
}

struct Bill {
    due: NaiveDate,
    unpaid: i64,
    awaited: bool,
}

/// The days that the oldest awaited bill is overdue, at the end of each day up to `last`.
pub fn lateness(entries: &[(NaiveDate, Billing)], last: NaiveDate) -> Vec<(NaiveDate, i64)> {
    let Some((first, _)) = entries.first() else {
        return Vec::new();
    };
    let mut bills: Vec<Bill> = Vec::new();
    let mut waiting = entries.iter().peekable();
    let (mut day, mut days) = (*first, Vec::new());
    while day <= last {
        while let Some((_, what)) = waiting.next_if(|(on, _)| *on <= day) {
            happen(&mut bills, day, what);
        }
        let overdue = bills.iter().filter(|bill| bill.awaited && bill.unpaid > 0);
        let oldest = overdue.map(|bill| bill.due).min();
        days.push((day, oldest.map_or(0, |due| (day - due).num_days().max(0))));
        day = day + Days::new(1);
    }
    days
}

fn happen(bills: &mut Vec<Bill>, day: NaiveDate, what: &Billing) {
    match what {
        Billing::Bills(new) => {
            bills.retain(|bill| bill.due < day);
            bills.extend(new.iter().map(|(due, amount)| Bill {
                due: *due,
                unpaid: *amount,
                awaited: true,
            }));
            // What nobody waits for stays at the end.
            bills.sort_by_key(|bill| (!bill.awaited, bill.due));
        }
        Billing::Reage => {
            for bill in bills.iter_mut() {
                bill.awaited &= bill.due >= day || bill.unpaid == 0;
            }
            bills.sort_by_key(|bill| (!bill.awaited, bill.due));
        }
        Billing::Money(amount) => {
            // A cent at a time would be as good.
            let mut left = *amount;
            for bill in bills.iter_mut() {
                let crossed_off = left.min(bill.unpaid);
                bill.unpaid -= crossed_off;
                left -= crossed_off;
            }
        }
    }
}
