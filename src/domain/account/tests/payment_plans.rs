//! Payment plans: terms filled oldest first by completed payments, and emptied by what undoes them.

use super::script::Script;
use crate::account::plan::fill::fills;
use crate::account::{
    Account, CloseDay, Command, CreatePlan, PlanOrigin, PlanTerm, RejectPlan, State, Terms, apply,
    decide,
};
use crate::id::{FactId, PlanId};
use crate::money::parse_amount;
use chrono::NaiveDate;
use uuid::Uuid;

/// Plays rows `date | what | the plans after it`, each plan as its status and what is paid of each
/// term.
///
/// Beside the rows of other stories there are
/// `plan P 100.00 by 2025-02-01 100.00 by 2025-03-01`, `propose P …`, `approve P`, `reject P`,
/// `deactivate P`, where P is a number, and `close`.
#[track_caller]
fn story(table: &str) {
    let mut script = Script::new(Terms::default());
    let (mut state, mut sequence) = (State::default(), 0);
    let (mut played, mut expected) = (Vec::new(), Vec::new());
    for line in table.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let today: NaiveDate = cells[0].parse().unwrap();
        let command = plan_command(cells[1], today).or_else(|| script.command(today, cells[1]));
        let mut shown = String::new();
        match command.map_or(Ok(Vec::new()), |command| decide(&state, &command, today)) {
            Ok(events) => {
                for event in events {
                    sequence += 1;
                    apply(&mut state, sequence, &event).unwrap();
                }
            }
            Err(refusal) => shown = format!("no: {}", refusal.name()),
        }
        let account = state.account().unwrap();
        let derived = fills(&account.plans, &account.facts);
        let kept: Vec<_> = account.plans.iter().map(|plan| plan.fill.clone()).collect();
        assert_eq!(kept, derived);
        if shown.is_empty() {
            shown = show(account);
        }
        played.push(format!("{} | {} | {shown}", cells[0], cells[1]));
        expected.push(format!("{} | {} | {}", cells[0], cells[1], cells[2]));
    }
    assert!(played == expected, "the story goes\n{}", played.join("\n"));
}

fn show(account: &Account) -> String {
    let plans = account.plans.iter().map(|plan| {
        let terms = plan.fill.iter().map(|fill| {
            let paid = fill.paid.to_decimal(account.terms.currency);
            let when = fill.paid_on.map(|day| format!(" on {day}"));
            format!("{paid}{}", when.unwrap_or_default())
        });
        let terms: Vec<String> = terms.collect();
        format!("{} {}", plan.status().name(), terms.join(", "))
    });
    plans.collect::<Vec<_>>().join("; ")
}

fn plan_command(what: &str, today: NaiveDate) -> Option<Command> {
    let words: Vec<&str> = what.split_whitespace().collect();
    let id = || PlanId(Uuid::from_u128(words[1].parse().unwrap()));
    let terms = || {
        let terms = words[2..].chunks(3).zip(1..);
        terms.map(|(words, number)| PlanTerm {
            number,
            amount: parse_amount(words[0], Terms::default().currency).unwrap(),
            due: words[2].parse().unwrap(),
        })
    };
    let create = |origin| {
        Command::CreatePlan(CreatePlan {
            id: id(),
            part: 0,
            origin,
            terms: terms().collect(),
            effective: today,
            link: None,
            sealed: None,
        })
    };
    Some(match words[0] {
        "plan" => create(PlanOrigin::Creditor),
        "propose" => create(PlanOrigin::Debtor),
        "approve" => Command::ApprovePlan(id()),
        "reject" => Command::RejectPlan(RejectPlan {
            plan: id(),
            by: "test".into(),
        }),
        "deactivate" => Command::DeactivatePlan(id()),
        "close" => Command::CloseDay(CloseDay {
            on: today,
            first_id: FactId(Uuid::from_u128(1 << 64)),
        }),
        _ => return None,
    })
}

#[test]
fn payments_fill_terms_and_returns_refunds_and_backdates_empty_them() {
    story(
        "
        2025-01-01 | place 1000.00                                              |
        2025-01-10 | pay 50.00 as early                                         |
        2025-01-10 | plan 1 100.00 by 2025-02-01 100.00 by 2025-03-01           | active 0.00, 0.00
        2025-01-10 | pay 30.00 as a                                             | active 30.00, 0.00
        2025-01-20 | pay 90.00 as b                                             | active 100.00 on 2025-01-20, 20.00
        2025-01-25 | pay 80.00 as c                                             | finished 100.00 on 2025-01-20, 100.00 on 2025-01-25
        2025-01-26 | refund 40.00 of b                                          | active 100.00 on 2025-01-25, 60.00
        2025-01-27 | pay 40.00 as d                                             | finished 100.00 on 2025-01-25, 100.00 on 2025-01-27
        2025-01-28 | return c                                                   | active 100.00 on 2025-01-27, 20.00
        2025-01-29 | date a on 2025-01-09                                       | active 90.00, 0.00
        2025-01-30 | date early on 2025-01-12                                   | active 100.00 on 2025-01-20, 40.00
        ",
    );
}

#[test]
fn a_proposal_counts_from_its_approval() {
    story(
        "
        2025-01-01 | place 1000.00                       |
        2025-01-02 | propose 1 100.00 by 2025-02-01      | proposed 0.00
        2025-01-03 | pay 60.00                           | proposed 0.00
        2025-01-04 | approve 1                           | active 0.00
        2025-01-05 | approve 1                           | no: plan_not_proposed
        2025-01-06 | pay 60.00                           | active 60.00
        2025-01-07 | propose 2 10.00 by 2025-02-01       | active 60.00; proposed 0.00
        2025-01-08 | approve 2                           | no: plan_already_active
        2025-01-08 | reject 2                            | active 60.00; rejected 0.00
        2025-01-08 | plan 3 10.00 by 2025-02-01          | no: plan_already_active
        2025-01-09 | pay 50.00 as b                      | finished 100.00 on 2025-01-09; rejected 0.00
        ",
    );
}

/// No money counts twice: what a plan cannot take goes to the next one, and a plan that has ended
/// takes nothing more.
#[test]
fn one_payment_fills_one_place() {
    story(
        "
        2025-01-01 | place 1000.00                  |
        2025-01-02 | plan 1 100.00 by 2025-02-01    | active 0.00
        2025-01-03 | pay 100.00 as a                | finished 100.00 on 2025-01-03
        2025-01-04 | plan 2 50.00 by 2025-02-01     | finished 100.00 on 2025-01-03; active 0.00
        2025-01-05 | pay 40.00                      | finished 100.00 on 2025-01-03; active 40.00
        2025-01-06 | return a                       | active 40.00; active 0.00
        2025-01-07 | pay 70.00                      | finished 100.00 on 2025-01-07; active 10.00
        2025-01-08 | deactivate 2                   | finished 100.00 on 2025-01-07; deactivated 10.00
        2025-01-09 | pay 40.00                      | finished 100.00 on 2025-01-07; deactivated 10.00
        2025-01-09 | deactivate 2                   | no: plan_not_active
        2025-01-09 | deactivate 7                   | no: plan_unknown
        ",
    );
}

#[test]
fn a_plan_must_have_something_to_pay_and_terms_in_order() {
    story(
        "
        2025-01-01 | place 100.00                                       |
        2025-01-02 | plan 1                                             | no: plan_terms_too_few_or_too_many
        2025-01-02 | plan 1 0.00 by 2025-02-01                          | no: amount_not_positive
        2025-01-02 | plan 1 1.00 by 2025-02-02 1.00 by 2025-02-01       | no: plan_terms_out_of_order
        2025-01-03 | pay 100.00                                         |
        2025-01-03 | plan 1 1.00 by 2025-02-01                          | no: nothing_owed
        ",
    );
}

/// A broken plan is a state that paying ends, and the close says each thing once.
#[test]
fn a_term_that_expires_breaks_the_plan_until_it_is_paid() {
    story(
        "
        2025-01-01 | place 1000.00                                        |
        2025-01-02 | plan 1 100.00 by 2025-02-01 100.00 by 2025-03-01     | active 0.00, 0.00
        2025-02-01 | close                                                | active 0.00, 0.00
        2025-02-02 | close                                                | broken 0.00, 0.00
        2025-02-02 | close                                                | broken 0.00, 0.00
        2025-02-03 | pay 150.00 as a                                      | active 100.00 on 2025-02-03, 50.00
        2025-02-04 | return a                                             | broken 0.00, 0.00
        2025-04-01 | close                                                | broken 0.00, 0.00
        2025-04-02 | pay 120.00                                           | broken 100.00 on 2025-04-02, 20.00
        2025-04-03 | pay 80.00                                            | finished 100.00 on 2025-04-02, 100.00 on 2025-04-03
        2025-04-04 | close                                                | finished 100.00 on 2025-04-02, 100.00 on 2025-04-03
        ",
    );
}
