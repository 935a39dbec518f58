//! Instalments: dates down; across, how late the account is and what has been paid of each instalment.

use super::script::Script;
use super::table::read_terms;
use crate::account::schedule::fill::standing;
use crate::account::schedule::level::Wanted;
use crate::account::schedule::{AmountDue, Band, Filled, Lateness};
use crate::account::{Account, Command, ReageAccount, Refusal, SetSchedule, State, apply, decide};
use crate::calendar::Frequency;
use crate::money::{Currency, Money, parse_amount};
use chrono::{Days, Months, NaiveDate};

/// Plays rows `date | what | days past due | bucket | NCUA band | past due | paid of each instalment`.
///
/// Beside the rows of other stories there are `schedule 3 monthly from 2025-02-15 [of 100.00]`,
/// `dues 100.00 by 2025-02-15 50.00 by 2025-03-20`, `reage` and `reage workout`; each may end in
/// `on 2025-01-15`.
#[track_caller]
fn story(terms: &str, table: &str) {
    let mut script = Script::new(read_terms(terms));
    let (mut state, mut sequence) = (State::default(), 0);
    let (mut played, mut expected) = (Vec::new(), Vec::new());
    for line in table.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        if cells[0] == "date" {
            continue;
        }
        let today: NaiveDate = cells[0].parse().unwrap();
        let command = schedule_command(cells[1], today).or_else(|| script.command(today, cells[1]));
        let mut refusal = None;
        match command.map_or(Ok(Vec::new()), |command| decide(&state, &command, today)) {
            Ok(events) => {
                for event in events {
                    sequence += 1;
                    apply(&mut state, sequence, &event).unwrap();
                }
            }
            Err(refused) => refusal = Some(format!("no: {}", refused.name())),
        }
        let account = state.account().unwrap();
        if let Some(schedule) = &account.schedule {
            let derived = standing(schedule, &account.facts, NaiveDate::MAX);
            assert_eq!(schedule.standing, derived);
        }
        let shown = refusal.map_or_else(|| show(account, today), |refusal| vec![refusal]);
        let given: Vec<String> = cells[2..].iter().map(|cell| (*cell).to_owned()).collect();
        played.push([&[cells[0].to_owned(), cells[1].to_owned()], &shown[..]].concat());
        expected.push([&[cells[0].to_owned(), cells[1].to_owned()], &given[..]].concat());
    }
    let print = |rows: &[Vec<String>]| {
        let lines: Vec<String> = rows.iter().map(|row| row.join(" | ")).collect();
        lines.join("\n")
    };
    assert!(played == expected, "the story goes\n{}", print(&played));
}

fn show(account: &Account, on: NaiveDate) -> Vec<String> {
    let late = account.delinquency_on(on);
    let money = |amount: Money| amount.to_decimal(account.terms.currency);
    let instalment = |filled: &Filled| {
        let mark = if filled.reaged { "*" } else { "" };
        format!(
            "{}/{}{mark}",
            money(filled.paid),
            money(filled.instalment.amount)
        )
    };
    let instalments: Vec<String> = account.instalments_on(on).iter().map(instalment).collect();
    vec![
        late.days.to_string(),
        late.bucket().name().to_owned(),
        late.band()
            .map_or(String::new(), |band: Band| band.name().to_owned()),
        money(account.past_due_on(on)),
        instalments.join(" "),
    ]
}

/// The command of a row about a schedule.
pub(super) fn schedule_command(what: &str, today: NaiveDate) -> Option<Command> {
    let words: Vec<&str> = what.split_whitespace().collect();
    let after = |key| {
        let place = words.iter().position(|word| *word == key)?;
        words.get(place + 1).copied()
    };
    let amount = |text| parse_amount(text, Currency::USD).unwrap();
    let effective = after("on").map_or(today, |text| text.parse().unwrap());
    let wanted = match words[0] {
        "schedule" => Wanted::Level {
            first_due: after("from").unwrap().parse().unwrap(),
            frequency: frequency(words[2]),
            count: words[1].parse().unwrap(),
            amount: after("of").map(amount),
        },
        "dues" => {
            let words = words[1..].split(|word| *word == "on").next().unwrap();
            let dues = words.chunks(3).map(|words| AmountDue {
                amount: amount(words[0]),
                due: words[2].parse().unwrap(),
            });
            Wanted::Given(dues.collect())
        }
        "reage" => {
            return Some(Command::ReageAccount(ReageAccount {
                reason: "story".into(),
                workout: words.contains(&"workout"),
                effective,
            }));
        }
        _ => return None,
    };
    Some(Command::SetSchedule(SetSchedule { wanted, effective }))
}

fn frequency(name: &str) -> Frequency {
    Frequency::from_name(name).unwrap()
}

/// The oldest unpaid instalment says how late the account is; paying it in full rolls it forward, and
/// what is paid beyond what is due is in advance.
#[test]
fn payments_fill_the_oldest_instalment_first_and_then_in_advance() {
    story(
        "0",
        "
        date       | what                                | late | bucket  | NCUA   | past due | paid
        2025-01-15 | place 400.00                        | 0    | current |        | 0.00     |
        2025-01-15 | schedule 4 monthly from 2025-01-31  | 0    | current |        | 0.00     | 0.00/100.00 0.00/100.00 0.00/100.00 0.00/100.00
        2025-01-31 | look                                | 0    | current |        | 0.00     | 0.00/100.00 0.00/100.00 0.00/100.00 0.00/100.00
        2025-02-01 | look                                | 1    | 1-29    |        | 100.00   | 0.00/100.00 0.00/100.00 0.00/100.00 0.00/100.00
        2025-02-10 | pay 40.00                           | 10   | 1-29    |        | 60.00    | 40.00/100.00 0.00/100.00 0.00/100.00 0.00/100.00
        2025-03-05 | look                                | 33   | 30-59   | 30-59  | 160.00   | 40.00/100.00 0.00/100.00 0.00/100.00 0.00/100.00
        2025-03-05 | pay 60.00 as b                      | 5    | 1-29    |        | 100.00   | 100.00/100.00 0.00/100.00 0.00/100.00 0.00/100.00
        2025-03-06 | pay 150.00 as c                     | 0    | current |        | 0.00     | 100.00/100.00 100.00/100.00 50.00/100.00 0.00/100.00
        2025-04-10 | look                                | 10   | 1-29    |        | 50.00    | 100.00/100.00 100.00/100.00 50.00/100.00 0.00/100.00
        2025-04-11 | return b                            | 42   | 30-59   | 30-59  | 110.00   | 100.00/100.00 90.00/100.00 0.00/100.00 0.00/100.00
        2025-04-12 | refund 100.00 of c                  | 71   | 60-89   | 60-89  | 210.00   | 90.00/100.00 0.00/100.00 0.00/100.00 0.00/100.00
        2025-04-13 | credit 10.00                        | 44   | 30-59   | 30-59  | 200.00   | 100.00/100.00 0.00/100.00 0.00/100.00 0.00/100.00
        2025-07-30 | look                                | 152  | 120+    | 90-179 | 300.00   | 100.00/100.00 0.00/100.00 0.00/100.00 0.00/100.00
        2025-07-30 | pay 300.00                          | 0    | current |        | 0.00     | 100.00/100.00 100.00/100.00 100.00/100.00 100.00/100.00
        ",
    );
}

/// Interest on actual days; the last instalment takes up what rounding leaves.
#[test]
fn the_last_instalment_is_what_is_left() {
    story(
        "0.12",
        "
        date       | what                                         | late | bucket  | NCUA | past due | paid
        2025-01-31 | place 1000.00                                | 0    | current |      | 0.00     |
        2025-01-31 | schedule 3 monthly from 2025-02-28           | 0    | current |      | 0.00     | 0.00/339.60 0.00/339.60 0.00/339.60
        2025-01-31 | schedule 3 monthly from 2025-02-28 of 340.00 | 0    | current |      | 0.00     | 0.00/340.00 0.00/340.00 0.00/338.79
        2025-01-31 | schedule 9 monthly from 2025-02-28 of 600.00 | 0    | current |      | 0.00     | 0.00/600.00 0.00/412.98
        2025-01-31 | schedule 2 monthly from 2025-02-28 of 5.00   | 0    | current |      | 0.00     | 0.00/5.00 0.00/1013.41
        ",
    );
}

/// A fee that is taken out of an instalment does not make it late (12 CFR 1026.36(c)(2)); a payment to
/// principal alone pays no instalment.
#[test]
fn a_fee_makes_no_instalment_late() {
    story(
        "0",
        "
        date       | what                                         | late | bucket  | NCUA | past due | paid
        2025-01-15 | place 300.00                                 | 0    | current |      | 0.00     |
        2025-01-15 | schedule 3 monthly from 2025-02-15           | 0    | current |      | 0.00     | 0.00/100.00 0.00/100.00 0.00/100.00
        2025-02-01 | fee 25.00                                    | 0    | current |      | 0.00     | 0.00/100.00 0.00/100.00 0.00/100.00
        2025-02-15 | pay 100.00                                   | 0    | current |      | 0.00     | 100.00/100.00 0.00/100.00 0.00/100.00
        2025-03-15 | pay 100.00 to principal                      | 0    | current |      | 0.00     | 100.00/100.00 0.00/100.00 0.00/100.00
        2025-03-20 | look                                         | 5    | 1-29    |      | 100.00   | 100.00/100.00 0.00/100.00 0.00/100.00
        ",
    );
}

/// What was due before stays due; what was paid in advance has lowered the principal that the new
/// schedule is worked out from.
#[test]
fn a_new_schedule_keeps_what_was_due_before_it() {
    story(
        "0",
        "
        date       | what                                          | late | bucket  | NCUA  | past due | paid
        2025-01-15 | place 400.00                                  | 0    | current |       | 0.00     |
        2025-01-15 | schedule 4 monthly from 2025-02-15            | 0    | current |       | 0.00     | 0.00/100.00 0.00/100.00 0.00/100.00 0.00/100.00
        2025-02-15 | pay 90.00 as a                                | 0    | current |       | 0.00     | 90.00/100.00 0.00/100.00 0.00/100.00 0.00/100.00
        2025-03-01 | schedule 5 monthly from 2025-03-31            | 14   | 1-29    |       | 10.00    | 90.00/100.00 0.00/62.00 0.00/62.00 0.00/62.00 0.00/62.00 0.00/62.00
        2025-03-02 | pay 72.00                                     | 0    | current |       | 0.00     | 100.00/100.00 62.00/62.00 0.00/62.00 0.00/62.00 0.00/62.00 0.00/62.00
        2025-03-03 | return a                                      | 16   | 1-29    |       | 28.00    | 72.00/100.00 0.00/62.00 0.00/62.00 0.00/62.00 0.00/62.00 0.00/62.00
        2025-03-04 | schedule 2 monthly from 2025-03-31 on 2025-02-28 | no: schedule_before_the_previous
        2025-03-04 | dues 100.00 by 2025-03-20 228.00 by 2025-04-20  | 17   | 1-29    |       | 28.00    | 72.00/100.00 0.00/100.00 0.00/228.00
        ",
    );
}

/// The shortfall is still owed and filled last; the days before the re-age stay as late as they were.
#[test]
fn a_reage_rewrites_nothing() {
    story(
        "0",
        "
        date       | what                               | late | bucket  | NCUA  | past due | paid
        2025-01-01 | place 1200.00                      | 0    | current |       | 0.00     |
        2025-01-01 | schedule 4 quarterly from 2025-02-01 of 100.00 | 0 | current |  | 0.00    | 0.00/100.00 0.00/100.00 0.00/100.00 0.00/900.00
        2025-01-01 | dues 50.00 by 2025-03-01 50.00 by 2025-06-01 50.00 by 2025-08-01 50.00 by 2025-09-01 50.00 by 2025-12-01 | 0 | current | | 0.00 | 0.00/50.00 0.00/50.00 0.00/50.00 0.00/50.00 0.00/50.00
        2025-08-15 | reage                              | no: reage_too_soon
        2025-08-20 | pay 100.00                         | 19   | 1-29    |       | 50.00    | 50.00/50.00 50.00/50.00 0.00/50.00 0.00/50.00 0.00/50.00
        2025-10-02 | reage                              | no: reage_without_payments
        2025-10-02 | pay 20.00 as a                     | 62   | 60-89   | 60-89 | 80.00    | 50.00/50.00 50.00/50.00 20.00/50.00 0.00/50.00 0.00/50.00
        2025-10-02 | pay 30.00 as b                     | 31   | 30-59   | 30-59 | 50.00    | 50.00/50.00 50.00/50.00 50.00/50.00 0.00/50.00 0.00/50.00
        2025-10-03 | reage                              | 0    | current |       | 0.00     | 50.00/50.00 50.00/50.00 50.00/50.00 0.00/50.00* 0.00/50.00
        2025-10-04 | reage                              | no: nothing_past_due
        2025-11-01 | pay 60.00                          | 0    | current |       | 0.00     | 50.00/50.00 50.00/50.00 50.00/50.00 10.00/50.00* 50.00/50.00
        2025-12-05 | return b                           | 0    | current |       | 0.00     | 50.00/50.00 50.00/50.00 30.00/50.00* 0.00/50.00* 50.00/50.00
        2025-12-05 | reage                              | no: nothing_past_due
        ",
    );
}

/// 65 FR 36903: once in twelve months and twice in five years, and once in five years in a workout.
#[test]
fn an_account_is_reaged_so_often_and_no_more() {
    let asked = [
        ("2021-03-02", "reage", Ok(())),
        ("2021-09-02", "reage", Err("reaged_too_often")),
        ("2021-09-02", "reage workout", Ok(())),
        ("2022-03-01", "reage", Err("reaged_too_often")),
        ("2022-03-02", "reage", Ok(())),
        ("2023-06-02", "reage", Err("reaged_too_often")),
        ("2023-06-02", "reage workout", Err("reaged_too_often")),
        ("2026-03-02", "reage", Ok(())),
        ("2026-09-01", "reage workout", Err("reaged_too_often")),
        ("2026-09-02", "reage workout", Ok(())),
    ];
    let mut script = Script::new(read_terms("0"));
    let (mut state, mut sequence) = (State::default(), 0);
    let mut play = |state: &mut State, on: NaiveDate, command: &Command| {
        let events = decide(state, command, on).map_err(|refusal| refusal.name())?;
        for event in events {
            sequence += 1;
            apply(state, sequence, &event).unwrap();
        }
        Ok(())
    };
    let day = |text: &str| -> NaiveDate { text.parse().unwrap() };
    let begun = day("2020-01-01");
    let place = script.command(begun, "place 1200.00").unwrap();
    let schedule = schedule_command("schedule 84 monthly from 2020-02-01 of 10.00", begun);
    for command in [place, schedule.unwrap()] {
        play(&mut state, begun, &command).unwrap();
    }
    let mut paid_in = "";
    for (on, what, outcome) in asked {
        // Three instalments are paid that month, which leaves others unpaid.
        if paid_in != &on[..7] {
            let pay = script.command(day(on), "pay 30.00").unwrap();
            play(&mut state, day(on), &pay).unwrap();
            paid_in = &on[..7];
        }
        let reage = schedule_command(what, day(on)).unwrap();
        assert_eq!(play(&mut state, day(on), &reage), outcome, "{what} on {on}");
    }
}

/// A debt that was placed past due, without a schedule, grows older until it is paid.
#[test]
fn a_placed_debt_grows_older() {
    let mut script = Script::new(read_terms("0"));
    let day = |text: &str| -> NaiveDate { text.parse().unwrap() };
    let mut place = script.command(day("2025-01-31"), "place 100.00").unwrap();
    if let Command::PlaceAccount(opening) = &mut place {
        opening.details.days_past_due = Some(45);
    }
    let mut state = State::default();
    let mut sequence = 0;
    let mut play = |state: &mut State, on, command: &Command| {
        for event in decide(state, command, on).unwrap() {
            sequence += 1;
            apply(state, sequence, &event).unwrap();
        }
    };
    play(&mut state, day("2025-01-31"), &place);
    let late = |state: &State, on: &str| {
        let late = state.account().unwrap().delinquency_on(day(on));
        (late.days, late.bucket().name(), late.band().map(Band::name))
    };
    assert_eq!(late(&state, "2025-01-31"), (45, "30-59", Some("30-59")));
    assert_eq!(late(&state, "2025-03-02"), (75, "60-89", Some("60-89")));
    let pay = script.command(day("2025-03-03"), "pay 100.00").unwrap();
    play(&mut state, day("2025-03-03"), &pay);
    assert_eq!(late(&state, "2025-03-02"), (75, "60-89", Some("60-89")));
    assert_eq!(late(&state, "2025-03-03"), (0, "current", None));
}

/// Level payments as mortgage and loan tables print them, each to the cent.
#[test]
fn level_payments_are_those_of_printed_tables() {
    // Months of 30 days over 360 are twelfths of the yearly rate, as amortization tables have them.
    let cases = [
        ("5000.00", "0.12", 24, "235.37"),
        ("100000.00", "0.06", 360, "599.55"),
        ("200000.00", "0.06", 360, "1199.10"),
        ("20000.00", "0.05", 60, "377.42"),
        ("10000.00", "0.085", 36, "315.68"),
        ("1000.00", "0", 3, "333.33"),
        ("100.01", "0", 2, "50.01"),
    ];
    for (principal, rate, count, level) in cases {
        let mut script = Script::new(read_terms(&format!("{rate}, thirty_360_us")));
        let day: NaiveDate = "2025-01-01".parse().unwrap();
        let mut state = State::default();
        let place = script.command(day, &format!("place {principal}")).unwrap();
        let set = schedule_command(&format!("schedule {count} monthly from 2025-02-01"), day);
        for (sequence, command) in [place, set.unwrap()].iter().enumerate() {
            let events = decide(&state, command, day).unwrap();
            apply(&mut state, sequence as u64 + 1, &events[0]).unwrap();
        }
        let instalments = state.account().unwrap().instalments_on(day);
        assert_eq!(instalments.len(), count);
        let amount = instalments[0].instalment.amount.to_decimal(Currency::USD);
        assert_eq!(amount, level, "{principal} at {rate} in {count}");
    }
}

/// What is due on the last day pays the account off exactly, under every day count and rounding.
#[test]
fn paying_every_instalment_on_its_day_pays_the_account_off() {
    for terms in [
        "0.0849, act_365f, half_up",
        "0.2499, act_360, half_even",
        "0.2499, act_act, down",
        "0.07, act_365_25, half_up",
        "0.31, thirty_360_us, half_even",
    ] {
        for (count, rhythm) in [
            (12, "monthly"),
            (26, "biweekly"),
            (24, "semimonthly"),
            (53, "weekly"),
            (5, "quarterly"),
        ] {
            let mut script = Script::new(read_terms(terms));
            let mut state = State::default();
            let mut sequence = 0;
            let mut play = |state: &mut State, on: NaiveDate, command: Command| {
                for event in decide(state, &command, on).unwrap() {
                    sequence += 1;
                    apply(state, sequence, &event).unwrap();
                }
            };
            let day: NaiveDate = "2023-12-31".parse().unwrap();
            let place = script
                .command(day, "place 8765.43 interest 12.34 fees 25.00")
                .unwrap();
            play(&mut state, day, place);
            let set = format!("schedule {count} {rhythm} from 2024-01-31");
            play(&mut state, day, schedule_command(&set, day).unwrap());
            for filled in state.account().unwrap().instalments_on(day) {
                let due = filled.instalment.due;
                let amount = filled.instalment.amount.to_decimal(Currency::USD);
                let pay = script.command(due, &format!("pay {amount}")).unwrap();
                play(&mut state, due, pay);
                assert_eq!(state.account().unwrap().delinquency_on(due).days, 0);
            }
            let account = state.account().unwrap();
            assert_eq!(account.status().name(), "paid_off", "{terms} {rhythm}");
            assert!(account.position.overpayment.is_zero());
            let instalments = account.instalments_on(account.last_date());
            let (last, others) = instalments.split_last().unwrap();
            let level = others[0].instalment.amount;
            let difference = (level - last.instalment.amount).minor().abs();
            // Interest and fees owed at the start earn none, and are spread as if they did.
            assert!(
                difference <= 200,
                "{terms} {rhythm}: the last differs by {difference}"
            );
        }
    }
}

/// What was to be paid before the money went out is not asked for: not of a loan that was disbursed
/// late, nor of one whose first disbursement came back.
#[test]
fn nothing_is_asked_for_before_the_money_went_out() {
    story(
        "",
        "
        date | what | days past due | bucket | NCUA band | past due | paid of each instalment
        2025-01-01 | loan 300.00 | 0 | current |  | 0.00 |
        2025-01-01 | disburse all as d | 0 | current |  | 0.00 |
        2025-01-01 | dues 100.00 by 2025-02-01 100.00 by 2025-03-01 100.00 by 2025-04-01 | 0 | current |  | 0.00 | 0.00/100.00 0.00/100.00 0.00/100.00
        2025-02-10 | look | 9 | 1-29 |  | 100.00 | 0.00/100.00 0.00/100.00 0.00/100.00
        2025-02-10 | take back d | 0 | current |  | 0.00 | 0.00/100.00 0.00/100.00 0.00/100.00
        2025-02-20 | look | 0 | current |  | 0.00 | 0.00/100.00 0.00/100.00 0.00/100.00
        2025-02-20 | disburse all | 0 | current |  | 0.00 | 0.00/100.00 0.00/100.00
        2025-03-02 | look | 1 | 1-29 |  | 100.00 | 0.00/100.00 0.00/100.00
        2025-03-03 | pay 50.00 | 2 | 1-29 |  | 50.00 | 50.00/100.00 0.00/100.00
        ",
    );
}

/// A correction of the past says how late the account was on the days that it changes, and of no
/// others: one of 24 payments is dated a day earlier, and one is returned.
#[test]
fn a_correction_tells_of_the_days_that_it_changes() {
    let mut script = Script::new(read_terms(""));
    let (mut state, mut sequence) = (State::default(), 0);
    let mut play = |today: &str, what: &str| {
        let today: NaiveDate = today.parse().unwrap();
        let command = schedule_command(what, today).or_else(|| script.command(today, what));
        let mut told = Vec::new();
        for event in decide(&state, &command.unwrap(), today).unwrap() {
            sequence += 1;
            told.extend(apply(&mut state, sequence, &event).unwrap().lateness);
        }
        told
    };
    let due = |month: u32| NaiveDate::from_ymd_opt(2023, 1, 15).unwrap() + Months::new(month);
    play("2023-01-15", "loan 2400.00");
    play("2023-01-15", "disburse all");
    assert_eq!(
        play("2023-01-15", "schedule 24 monthly from 2023-02-15").len(),
        1
    );
    for month in 1..=24 {
        let pay = format!("pay 100.00 as p{month}");
        assert_eq!(play(&due(month).to_string(), &pay).len(), 1);
    }
    let earlier = Lateness {
        since: due(5) - Days::new(1),
        until: Some(due(5)),
        oldest_unpaid: Some(due(6)),
    };
    let day = earlier.since;
    assert_eq!(play("2025-02-01", &format!("date p5 on {day}")), [earlier]);
    // Every later payment pays the instalment before its own.
    let told = play("2025-02-01", "return p20");
    let expected = (20..=24).map(|month| Lateness {
        since: due(month),
        until: (month < 24).then(|| due(month + 1)),
        oldest_unpaid: Some(due(month)),
    });
    assert_eq!(told, expected.collect::<Vec<_>>());
}

/// Instalments that nobody asks for any more are not past due: not while nothing is owed.
/// A fee that comes to be owed later is asked for, as far as it goes.
#[test]
fn instalments_are_released_while_nothing_is_owed() {
    let mut script = Script::new(read_terms(""));
    let (mut state, mut sequence) = (State::default(), 0);
    let mut play = |today: &str, what: &str| -> Result<Account, Refusal> {
        let today: NaiveDate = today.parse().unwrap();
        let command = schedule_command(what, today).or_else(|| script.command(today, what));
        let events = decide(&state, &command.unwrap(), today)?;
        for event in events {
            sequence += 1;
            apply(&mut state, sequence, &event).unwrap();
        }
        Ok(state.account().unwrap().clone())
    };
    let statuses = |account: &Account, on: &str| {
        let on: NaiveDate = on.parse().unwrap();
        let instalments = account.instalments_on(on);
        let names = instalments.iter().map(|it| it.status(on).name());
        (names.collect::<Vec<_>>(), account.past_due_on(on).minor())
    };
    play("2025-01-01", "place 300.00").unwrap();
    let dues = "dues 100.00 by 2025-02-01 100.00 by 2025-03-01 100.00 by 2025-04-01";
    play("2025-01-01", dues).unwrap();
    play("2025-02-03", "pay 40.00").unwrap();
    // To principal alone, which pays no instalment.
    let paid = play("2025-02-10", "pay 260.00 to principal as p").unwrap();
    let open = (vec!["past_due", "upcoming", "upcoming"], 6_000);
    assert_eq!(statuses(&paid, "2025-02-09"), open);
    for on in ["2025-02-10", "2025-03-01", "2025-06-01"] {
        assert_eq!(statuses(&paid, on), (vec!["released"; 3], 0), "{on}");
    }
    let refused = play("2025-12-01", "reage").unwrap_err();
    assert_eq!(refused, Refusal::NothingPastDue);
    let charged = play("2025-12-02", "fee 25.00").unwrap();
    assert_eq!(statuses(&charged, "2025-12-01"), (vec!["released"; 3], 0));
    assert_eq!(
        statuses(&charged, "2025-12-02"),
        (vec!["past_due"; 3], 2_500)
    );
    let returned = play("2025-12-03", "return p").unwrap();
    assert_eq!(
        statuses(&returned, "2025-03-02"),
        (vec!["past_due", "past_due", "upcoming"], 16_000)
    );
}

/// A loan that was charged off, whose disbursement then came back: what is still owed is a fee, and the
/// instalment is past due.
/// A balance that is stated anew is a new beginning, from which no earlier instalment is asked for; the
/// days before are told to be late for nothing.
#[test]
fn a_debt_that_begins_again_tells_of_the_days_before() {
    let mut script = Script::new(read_terms(""));
    let (mut state, mut sequence) = (State::default(), 0);
    let mut told: Vec<Lateness> = Vec::new();
    for (today, what) in [
        ("2025-01-01", "loan 300.00"),
        ("2025-01-01", "disburse all as d"),
        ("2025-01-01", "dues 100.00 by 2025-02-01"),
        ("2025-01-02", "fee 10.00"),
        ("2025-01-02", "charge off"),
        ("2025-03-01", "take back d"),
        ("2025-03-01", "pay 20.00"),
        ("2025-03-02", "adjust to 50.00"),
    ] {
        let today: NaiveDate = today.parse().unwrap();
        let command = schedule_command(what, today).or_else(|| script.command(today, what));
        for event in decide(&state, &command.unwrap(), today).unwrap() {
            sequence += 1;
            told.extend(apply(&mut state, sequence, &event).unwrap().lateness);
        }
    }
    let account = state.account().unwrap();
    for day in account.opened_on.iter_days().take(120) {
        let holds = |it: &&Lateness| it.since <= day && it.until.is_none_or(|end| day < end);
        let last = told.iter().rev().find(holds);
        let known = last.and_then(|it| it.oldest_unpaid);
        let known = known.map_or(0, |due| (day - due).num_days().max(0));
        assert_eq!(known, i64::from(account.delinquency_on(day).days), "{day}");
    }
}
