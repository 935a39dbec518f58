//! The form of beancount.

use super::transactions::line;
use super::{Balances, Beginning, name, plain};
use crate::tables::journal::Booking;
use chrono::{Days, NaiveDate};
use quittance_domain::Currency;
use quittance_domain::journal::Account;

/// Declares every currency and opens every account on the book's first day.
pub fn begin(out: &mut Vec<u8>, beginning: &Beginning<'_>) {
    line(
        out,
        &format!(
            "option \"title\" \"The journal of {}\"",
            plain(beginning.creditor)
        ),
    );
    // Every amount is exact, so nothing is to be tolerated.
    line(out, "option \"tolerance_multiplier\" \"0\"");
    let day = beginning.day;
    for currency in &beginning.currencies {
        line(out, &format!("{day} commodity {currency}"));
    }
    let currencies: Vec<&str> = beginning.currencies.iter().map(Currency::code).collect();
    for account in Account::ALL {
        let line_of = format!("{day} open {} {}", name(*account), currencies.join(","));
        line(out, line_of.trim_end());
    }
}

/// Begins a transaction.
pub fn transaction(out: &mut Vec<u8>, booking: &Booking<'_>, effective: NaiveDate) {
    let posted = booking.recorded_at.date_naive();
    let (sequence, event, account) = (booking.sequence, booking.event, booking.account);
    line(out, &format!("\n{posted} * \"{event}\" \"{account}\""));
    line(out, &format!("  sequence: {sequence}"));
    line(out, &format!("  effective: {effective}"));
}

/// What the balances are at the end of a day: beancount looks at the beginning of the next.
pub fn assert_balances(out: &mut Vec<u8>, day: NaiveDate, balances: &Balances) {
    let Some(next) = day.checked_add_days(Days::new(1)) else {
        return;
    };
    line(out, "");
    for ((account, currency), balance) in balances {
        let (account, balance) = (name(*account), balance.to_decimal(*currency));
        line(
            out,
            &format!("{next} balance {account} {balance} {currency}"),
        );
    }
}
