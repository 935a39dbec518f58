//! How far long work has come.

/// A part of the work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Folding the history, no rows made.
    Folding,
    /// Making rows from events.
    Loading,
    /// Comparing rows, counted in creditors.
    Comparing,
    /// Indexes, the last events, the swap.
    Finishing,
}

/// Where the work is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    pub stage: Stage,
    pub done: u64,
    pub total: u64,
}

/// Who wants to be told.
pub type Report<'a> = &'a mut (dyn FnMut(Progress) + Send);
