//! The form of hledger and ledger, which differ in how a currency without decimals is declared.

use super::{Balances, Beginning, Format, name, plain};
use crate::tables::journal::Booking;
use chrono::NaiveDate;
use quittance_domain::journal::Account;
use quittance_domain::{Currency, Money};

/// Declares every currency and every account.
pub fn begin(out: &mut Vec<u8>, format: Format, beginning: &Beginning<'_>) {
    let creditor = plain(beginning.creditor);
    line(
        out,
        &format!(
            "; The journal of {creditor}, in order of booking; the second date of a transaction is the day from which it counts."
        ),
    );
    for currency in &beginning.currencies {
        let decimals = usize::from(currency.exponent());
        let sample = match (decimals, format) {
            // Here hledger asks for a decimal point and ledger takes none.
            (0, Format::Hledger) => "1000.".to_owned(),
            (0, _) => "1000".to_owned(),
            _ => format!("1000.{}", "0".repeat(decimals)),
        };
        line(
            out,
            &format!("commodity {currency}\n    format {sample} {currency}"),
        );
    }
    for account in Account::ALL {
        line(out, &format!("account {}", name(*account)));
    }
}

/// Begins a transaction; its code is the event's number in the book.
pub fn transaction(out: &mut Vec<u8>, booking: &Booking<'_>, effective: NaiveDate) {
    let posted = booking.recorded_at.date_naive();
    let (sequence, event, account) = (booking.sequence, booking.event, booking.account);
    line(
        out,
        &format!("\n{posted}={effective} ({sequence}) {event} | {account}"),
    );
}

/// Adds a posting; all forms write it so.
pub fn posting(out: &mut Vec<u8>, account: Account, amount: Money, currency: Currency) {
    let (account, amount) = (name(account), amount.to_decimal(currency));
    line(out, &format!("    {account:<32}  {amount:>18} {currency}"));
}

/// A transaction that moves nothing and says what the balances are.
pub fn assert_balances(out: &mut Vec<u8>, day: NaiveDate, balances: &Balances) {
    line(out, &format!("\n{day} balances"));
    for ((account, currency), balance) in balances {
        let account = name(*account);
        let (zero, balance) = (
            Money::ZERO.to_decimal(*currency),
            balance.to_decimal(*currency),
        );
        line(
            out,
            &format!("    {account:<32}  {zero:>18} {currency} = {balance} {currency}"),
        );
    }
}

pub fn line(out: &mut Vec<u8>, text: &str) {
    out.extend_from_slice(text.as_bytes());
    out.push(b'\n');
}
