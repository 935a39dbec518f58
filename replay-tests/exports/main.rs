//! The journals of a thousand random lives, proved by hledger, ledger and beancount.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use chrono::NaiveDate;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use quittance_domain::journal::{Account, JournalLine};
use quittance_domain::{Currency, Money};
use quittance_evidence::journal::{Beginning, Format, Journal, name};
use quittance_evidence::tables::journal::Booking;
use quittance_lives::life::life;
use quittance_lives::run::Run;
use quittance_replay_tests::accounting::{Balances, Programs, normal};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

const LIVES: usize = 1_000;

/// What an event has booked.
struct Booked {
    posted: NaiveDate,
    account: Uuid,
    event: &'static str,
    currency: Currency,
    lines: Vec<JournalLine>,
}

/// The bookings of many lives, as one creditor's book would have them.
fn booked() -> Vec<Booked> {
    let mut runner = TestRunner::deterministic();
    let mut booked = Vec::new();
    for number in 0..LIVES {
        let run = Run::play(&life().new_tree(&mut runner).unwrap().current());
        let Some(currency) = run.account().map(|account| account.terms.currency) else {
            continue;
        };
        for moment in &run.moments {
            for done in moment.outcome.iter().flatten() {
                booked.push(Booked {
                    posted: moment.today,
                    account: Uuid::from_u128(number as u128),
                    event: done.event.name(),
                    currency,
                    lines: done.change.lines.clone(),
                });
            }
        }
    }
    // Days of booking never go back within a book; a life's own order is kept.
    booked.sort_by_key(|booked| booked.posted);
    booked
}

fn journal(format: Format, booked: &[Booked]) -> Vec<u8> {
    let beginning = Beginning {
        creditor: "A \"name\"\nto stumble over",
        day: booked[0].posted,
        currencies: booked
            .iter()
            .map(|booked| booked.currency)
            .collect::<BTreeSet<_>>(),
    };
    let mut journal = Journal::begin(format, &beginning);
    for (it, sequence) in booked.iter().zip(1..) {
        let booking = Booking {
            sequence,
            event: it.event,
            account: it.account,
            recorded_at: it.posted.and_hms_opt(12, 0, 0).unwrap().and_utc(),
            currency: it.currency,
        };
        for (place, line) in it.lines.iter().enumerate() {
            journal.line(&booking, place, line);
        }
    }
    journal.end()
}

/// The sums of the lines, added up here.
fn expected(booked: &[Booked]) -> Balances {
    let mut sums: BTreeMap<(Account, Currency), Money> = BTreeMap::new();
    for it in booked {
        for line in &it.lines {
            let posting = line.posting;
            *sums.entry((posting.debit, it.currency)).or_default() += posting.amount;
            *sums.entry((posting.credit, it.currency)).or_default() -= posting.amount;
        }
    }
    let of = |((account, currency), sum): ((Account, Currency), Money)| {
        let number = normal(&sum.to_decimal(currency));
        (!sum.is_zero()).then(|| ((name(account), currency.to_string()), number))
    };
    sums.into_iter().filter_map(of).collect()
}

#[test]
fn a_thousand_lives_are_right_in_other_peoples_programs() {
    let booked = booked();
    let lines: usize = booked.iter().map(|it| it.lines.len()).sum();
    assert!(lines > 10 * LIVES, "only {lines} lines");
    let expected = expected(&booked);
    assert!(expected.len() > 60, "few balances: {}", expected.len());
    let Some(programs) = Programs::find() else {
        return;
    };
    for (format, extension) in [
        (Format::Hledger, "hledger"),
        (Format::Ledger, "ledger"),
        (Format::Beancount, "beancount"),
    ] {
        let file = format!("quittance-lives-{}.{extension}", std::process::id());
        let file = std::env::temp_dir().join(file);
        let text = journal(format, &booked);
        std::fs::write(&file, &text).unwrap();
        assert_eq!(programs.prove(format, &file), expected, "{extension}");
        // And a cent less is found, so that what passes has been looked at.
        let text = String::from_utf8(text).unwrap();
        let (before, after) = text.rsplit_once("0 USD\n").unwrap();
        std::fs::write(&file, format!("{before}1 USD\n{after}")).unwrap();
        let proved = std::panic::catch_unwind(|| programs.prove(format, &file));
        assert!(proved.is_err(), "{extension} takes a wrong balance");
        std::fs::remove_file(file).unwrap();
    }
}
