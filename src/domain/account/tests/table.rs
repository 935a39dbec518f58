//! Playing a story and printing it as the table it should be.
//!
//! ```text
//! date | what | fees | interest | principal | over | fees | interest | principal | credit | status
//! ```
//! The first four amounts are how the row's payment or credit was divided; the next four are what is owed at
//! the end of the row's date, and the borrower's credit.
//! A row without a date is a payment that the row above it restated.

use super::script::Script;
use crate::account::{
    Account, Change, Event, FeeAmount, FeeKind, FeeSchedule, State, Terms, apply, decide, replay,
};
use crate::allocation::{AllocationOrder, Bucket, Split};
use crate::calendar::DayCount;
use crate::interest::Rounding;
use crate::journal::Books;
use crate::money::{Currency, Money, parse_amount};
use chrono::NaiveDate;

type Row = Vec<String>;

const COLUMNS: usize = 11;
const HEAD: [&str; COLUMNS] = [
    "date",
    "what",
    "fees",
    "interest",
    "principal",
    "over",
    "fees",
    "interest",
    "principal",
    "credit",
    "status",
];

/// Plays the rows of `table` under `terms` and compares every amount.
///
/// `terms` is a list such as `0.085, act_360, half_even, interest fees principal, agency`, in any
/// order and only as far as it differs from the default.
#[track_caller]
pub(super) fn story(terms: &str, table: &str) {
    let expected = read(table);
    let mut script = Script::new(read_terms(terms));
    let (mut state, mut sequence) = (State::default(), 0);
    let mut played: Vec<Row> = Vec::new();
    for row in expected.iter().filter(|row| !row[0].is_empty()) {
        let today: NaiveDate = row[0].parse().unwrap();
        let mut changes = Vec::new();
        let mut refusal = None;
        if let Some(command) = script.command(today, &row[1]) {
            match decide(&state, &command, today) {
                Ok(events) => {
                    for event in events {
                        sequence += 1;
                        let change = apply(&mut state, sequence, &event).unwrap();
                        changes.push((event, change));
                    }
                }
                Err(refused) => refusal = Some(refused.name()),
            }
        }
        let account = state.account().unwrap();
        assert_eq!(
            account.position,
            replay(&account.terms, &account.facts).position
        );
        played.extend(rows(&script, account, row, &changes, refusal));
    }
    assert!(played == expected, "the story goes\n{}", print(&played));
}

/// The row as it was played, and one for each payment it restated.
fn rows(
    script: &Script,
    account: &Account,
    row: &Row,
    changes: &[(Event, Change)],
    refusal: Option<&str>,
) -> Vec<Row> {
    let today: NaiveDate = row[0].parse().unwrap();
    let divided = changes.iter().find_map(|(event, _)| event.split());
    let due = account.due_on(today);
    let money = |amount: Money| amount.to_decimal(account.terms.currency);
    let owed = [
        due.fees,
        due.interest,
        due.principal,
        account.position_on(today).overpayment,
    ];
    let status = refusal.map_or(account.status().name().to_owned(), |name| {
        format!("no: {name}")
    });
    let mut played = vec![row[..2].to_vec()];
    played[0].extend(split_cells(account, divided));
    played[0].extend(owed.map(money));
    played[0].push(status);
    for restated in changes.iter().flat_map(|(_, change)| &change.restatements) {
        let refunded = restated.after.refunded;
        let what = match refunded.is_zero() {
            true => format!("{} becomes", script.name_of(restated.payment)),
            false => format!(
                "{} less {} becomes",
                script.name_of(restated.payment),
                refunded.to_decimal(account.terms.currency)
            ),
        };
        let mut cells = vec![String::new(), what];
        cells.extend(split_cells(account, Some(restated.after)));
        cells.resize(COLUMNS, String::new());
        played.push(cells);
    }
    played
}

fn split_cells(account: &Account, split: Option<Split>) -> [String; 4] {
    let Some(split) = split else {
        return Default::default();
    };
    [
        split.fees,
        split.interest,
        split.principal,
        split.overpayment,
    ]
    .map(|part| part.to_decimal(account.terms.currency))
}

/// The rows under the head line.
fn read(table: &str) -> Vec<Row> {
    let lines = table.lines().map(str::trim).filter(|line| !line.is_empty());
    let mut rows = lines.map(|line| {
        let cells: Row = line.split('|').map(|cell| cell.trim().to_owned()).collect();
        assert!(cells.len() <= COLUMNS, "too many columns: {line}");
        cells
    });
    assert_eq!(rows.next().unwrap(), HEAD);
    rows.map(|mut row| {
        row.resize(COLUMNS, String::new());
        row
    })
    .collect()
}

/// The table with its columns in line, to be pasted into the story.
fn print(rows: &[Row]) -> String {
    let head = HEAD.map(str::to_owned).to_vec();
    let all: Vec<&Row> = std::iter::once(&head).chain(rows).collect();
    let width = |column: usize| all.iter().map(|row| row[column].len()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..COLUMNS).map(width).collect();
    let line = |row: &&Row| {
        let cells = row.iter().enumerate().map(|(column, cell)| match column {
            0 | 1 | 10 => format!("{cell:<width$}", width = widths[column]),
            _ => format!("{cell:>width$}", width = widths[column]),
        });
        format!(
            "        {}",
            cells.collect::<Vec<_>>().join(" | ").trim_end()
        )
    };
    all.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// Terms from a list of what differs from the default.
pub(super) fn read_terms(text: &str) -> Terms {
    let mut terms = Terms::default();
    for term in text
        .split(',')
        .map(str::trim)
        .filter(|term| !term.is_empty())
    {
        let words: Vec<&str> = term.split(' ').collect();
        if let Some(day_count) = DayCount::from_name(term) {
            terms.day_count = day_count;
        } else if let Some(rounding) = Rounding::from_name(term) {
            terms.rounding = rounding;
        } else if let Ok(rate) = term.parse() {
            terms.annual_rate = rate;
        } else if let Ok(currency) = term.parse() {
            terms.currency = currency;
        } else if let ["fees", kind, amount @ ..] = &words[..]
            && let Some(kind) = FeeKind::from_name(kind)
        {
            let schedule = fee_schedule(kind, amount);
            let known = terms.fee_schedules.iter().copied();
            terms.fee_schedules = known.chain([schedule]).collect();
        } else if let ["nsf", amount] = words[..] {
            terms.nsf_fee = parse_amount(amount, terms.currency).unwrap();
        } else if let [first, second, third] = words[..] {
            terms.allocation_order = order([first, second, third]);
        } else {
            match term {
                "agency" => terms.books = Books::Agency,
                "accrues-on" => terms.accrue_after_charge_off = true,
                _ => panic!("no such term: {term}"),
            }
        }
    }
    terms
}

/// `late 0.05 payment min 15.00 max 40.00 daily count 3 grace 10`, `nsf 30.00`, `other 0.01 balance`.
fn fee_schedule(kind: FeeKind, words: &[&str]) -> FeeSchedule {
    let money = |text: &str| parse_amount(text, Currency::USD).unwrap();
    let after = |key: &str| {
        let place = words.iter().position(|word| *word == key)?;
        words.get(place + 1).copied()
    };
    FeeSchedule {
        kind,
        amount: match words.get(1) {
            Some(&"payment") => FeeAmount::OfPayment(words[0].parse().unwrap()),
            Some(&"balance") => FeeAmount::OfBalance(words[0].parse().unwrap()),
            _ => FeeAmount::Flat(money(words[0])),
        },
        minimum: after("min").map(money),
        maximum: after("max").map(money),
        once_a_day: words.contains(&"daily"),
        maximum_count: after("count").map(|text| text.parse().unwrap()),
        grace_days: after("grace").map(|text| text.parse().unwrap()),
    }
}

fn order(names: [&str; 3]) -> AllocationOrder {
    let bucket = |name: &str| Bucket::from_name(name).unwrap();
    names.map(bucket).try_into().unwrap()
}
