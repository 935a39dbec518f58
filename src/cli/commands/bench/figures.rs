//! From rounds to figures: the medians of what was measured, and of the ratios within rounds.

use super::rounds::Round;
use super::statistics::{median, range};
use serde::Serialize;

/// A ratio that the service is held to.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Goal {
    /// The bound that must be kept.
    pub bound: f64,
    pub aim: f64,
    /// Whether less is better, so that the bound is an upper one.
    pub less_is_better: bool,
}

const fn at_least(bound: f64, aim: f64) -> Goal {
    Goal {
        bound,
        aim,
        less_is_better: false,
    }
}

const fn at_most(bound: f64, aim: f64) -> Goal {
    Goal {
        bound,
        aim,
        less_is_better: true,
    }
}

const PAYMENTS_TO_TEXTBOOK: Goal = at_least(5.0, 7.0);
const PAYMENTS_TO_INSERT: Goal = at_least(1.0, 1.5);
const BULK_TO_TEXTBOOK: Goal = at_least(9.0, 12.0);
const HOT_TO_ONE_ROW: Goal = at_least(12.0, 20.0);
const SINGLE_TO_TEXTBOOK: Goal = at_most(2.0, 1.0);
const REPLAY_TO_COPY: Goal = at_least(0.5, 0.8);
const READ_TO_STATEMENT: Goal = at_most(3.0, 2.0);

/// One line of the result.
#[derive(Clone, Debug, Serialize)]
pub struct Figure {
    pub name: &'static str,
    pub unit: &'static str,
    pub measured: f64,
    pub compared_with: f64,
    /// The median of the ratios of all rounds.
    pub ratio: f64,
    pub lowest: f64,
    pub highest: f64,
    pub goal: Goal,
    pub reached: bool,
}

/// A figure of one round and what it is divided by.
type Pair = fn(&Round) -> Option<(f64, f64)>;

/// Every figure that the rounds allow.
pub fn figures(rounds: &[Round]) -> Vec<Figure> {
    let all: [(&'static str, &'static str, Goal, Pair); 9] = [
        (
            "payments / textbook transaction",
            "/s",
            PAYMENTS_TO_TEXTBOOK,
            |round| {
                let textbook = round.baseline.as_ref()?.best_textbook()?;
                Some((round.payments.as_ref()?.load.per_second, textbook.1))
            },
        ),
        (
            "payments / bare event insert",
            "/s",
            PAYMENTS_TO_INSERT,
            |round| {
                let insert = round.baseline.as_ref()?.best_insert()?;
                Some((round.payments.as_ref()?.load.per_second, insert.1))
            },
        ),
        (
            "bulk payments / textbook transaction",
            "/s",
            BULK_TO_TEXTBOOK,
            |round| {
                let textbook = round.baseline.as_ref()?.best_textbook()?;
                Some((round.bulk.as_ref()?.load.per_second, textbook.1))
            },
        ),
        (
            "hot account / textbook on one row",
            "/s",
            HOT_TO_ONE_ROW,
            |round| {
                let one_row = round.baseline.as_ref()?.one_row?;
                Some((round.hot.as_ref()?.load.per_second, one_row.1))
            },
        ),
        (
            "median of one connection / of one textbook client",
            "ms",
            SINGLE_TO_TEXTBOOK,
            |round| {
                let textbook = round.baseline.as_ref()?.single_p50_ms?;
                Some((round.single.as_ref()?.load.p50_ms, textbook))
            },
        ),
        (
            "events replayed / rows copied to nowhere",
            "/s",
            REPLAY_TO_COPY,
            |round| {
                let replay = round.replay.as_ref()?;
                Some((replay.per_second, replay.copied_per_second))
            },
        ),
        (
            "one account / bare statement",
            "ms",
            READ_TO_STATEMENT,
            |round| Some(round.reads.as_ref()?.account.pair()),
        ),
        (
            "first page of 50 / bare statement",
            "ms",
            READ_TO_STATEMENT,
            |round| Some(round.reads.as_ref()?.first_page.pair()),
        ),
        (
            "50 from the middle by cursor / bare statement",
            "ms",
            READ_TO_STATEMENT,
            |round| Some(round.reads.as_ref()?.middle_by_cursor.pair()),
        ),
    ];
    all.into_iter()
        .filter_map(|(name, unit, goal, pair)| figure(name, unit, goal, rounds, pair))
        .collect()
}

fn figure(
    name: &'static str,
    unit: &'static str,
    goal: Goal,
    rounds: &[Round],
    pair: Pair,
) -> Option<Figure> {
    let pairs: Vec<(f64, f64)> = rounds.iter().filter_map(pair).collect();
    let measured: Vec<f64> = pairs.iter().map(|pair| pair.0).collect();
    let compared: Vec<f64> = pairs.iter().map(|pair| pair.1).collect();
    let ratios: Vec<f64> = pairs.iter().map(|pair| pair.0 / pair.1).collect();
    let (lowest, highest) = range(&ratios)?;
    let ratio = median(&ratios)?;
    let reached = if goal.less_is_better {
        ratio <= goal.bound
    } else {
        ratio >= goal.bound
    };
    Some(Figure {
        name,
        unit,
        measured: median(&measured)?,
        compared_with: median(&compared)?,
        ratio,
        lowest,
        highest,
        goal,
        reached,
    })
}

#[cfg(test)]
#[test]
fn ratios_are_taken_within_rounds() {
    use super::replay::Replay;
    let round = |per_second, copied_per_second| Round {
        replay: Some(Replay {
            events: 1,
            per_second,
            copied_per_second,
        }),
        ..Round::default()
    };
    // The machine was half as fast in the second round; the ratio does not change.
    let found = figures(&[round(50.0, 100.0), round(25.0, 50.0), round(30.0, 100.0)]);
    assert_eq!(found.len(), 1);
    assert_eq!(
        (found[0].measured, found[0].ratio, found[0].reached),
        (30.0, 0.5, true)
    );
    assert_eq!((found[0].lowest, found[0].highest), (0.3, 0.5));
}
