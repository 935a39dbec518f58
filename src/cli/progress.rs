//! Progress of long work on standard error; nothing is drawn when that is no terminal.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use quittance_projections::rebuild::{Progress, Stage};
use std::time::{Duration, Instant};

/// A bar for each stage of the work, one after the other.
#[derive(Debug)]
pub struct Bars {
    bar: ProgressBar,
    shown: Option<Stage>,
}

impl Bars {
    pub fn new() -> Bars {
        Bars {
            bar: ProgressBar::hidden(),
            shown: None,
        }
    }

    /// Shows where the work is.
    pub fn show(&mut self, progress: Progress) {
        if self.shown != Some(progress.stage) {
            self.bar.finish_and_clear();
            self.bar = bar(progress.total, name(progress.stage));
            self.shown = Some(progress.stage);
        }
        self.bar.set_length(progress.total);
        self.bar.set_position(progress.done);
    }
}

impl Drop for Bars {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

fn name(stage: Stage) -> &'static str {
    match stage {
        Stage::Folding => "folding events",
        Stage::Loading => "making rows from events",
        Stage::Comparing => "comparing creditors",
        Stage::Finishing => "indexes, last events, swap",
    }
}

/// A bar that says how far, how fast and how long still.
pub fn bar(total: u64, what: &'static str) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::stderr());
    let template = "{msg} {wide_bar} {human_pos}/{human_len} {per_sec} {eta} left";
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar.set_message(what);
    bar
}

/// How many a second, rounded down.
pub fn rate(count: u64, took: Duration) -> u64 {
    let nanos = took.as_nanos().max(1);
    u64::try_from(u128::from(count) * 1_000_000_000 / nanos).unwrap_or(u64::MAX)
}

/// Runs a piece of work and says how long it took.
pub async fn timed<T>(work: impl Future<Output = T>) -> (T, Duration) {
    let begun = Instant::now();
    let result = work.await;
    (result, begun.elapsed())
}

/// A counter for work whose length is not known.
pub fn counter(what: &'static str) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
    if let Ok(style) = ProgressStyle::with_template("{msg} {human_pos} {per_sec}") {
        bar.set_style(style);
    }
    bar.set_message(what);
    bar
}
