//! A second, naive calculator of a debt, to hold the ledger's against.
//!
//! It goes through the calendar day by day, keeps interest as an exact fraction and shares no code
//! with the ledger's rules: its own day counts, its own rounding, its own waterfall.
//! Amounts are whole minor units.

mod days;
mod fees;
mod fraction;
mod instalments;
mod walk;

pub use days::Basis;
pub use fees::{Fee, fee};
pub use fraction::Round;
pub use instalments::{Billing, lateness};
pub use walk::{Balance, Paid, walk};

use chrono::NaiveDate;

/// What the contract says.
#[derive(Clone, Copy, Debug)]
pub struct Contract {
    /// A year's rate in ten-billionths: 850,000,000 is 8.5 %.
    pub rate: i64,
    pub basis: Basis,
    pub round: Round,
    /// Which part a payment pays first, second and third.
    pub order: [Part; 3],
    pub accrues_after_charge_off: bool,
}

/// What a payment can pay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Fees,
    Interest,
    Principal,
}

/// Something that happened on a day; entries of a day are in the order in which they count.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    pub day: NaiveDate,
    pub what: What,
}

/// What happened.
#[derive(Clone, Copy, Debug)]
pub enum What {
    /// Principal, interest and fees taken on, these under a number that a waiver can name.
    Board {
        number: usize,
        owed: [i64; 3],
    },
    Lend(i64),
    /// A fee, under a number that a waiver can name.
    Fee {
        number: usize,
        amount: i64,
    },
    Waive {
        number: usize,
        amount: i64,
        /// The number of the waiver itself.
        waiver: usize,
    },
    UndoWaiver {
        waiver: usize,
    },
    /// Interest forgiven, as far as there is any.
    WaiveInterest(i64),
    /// At most this much of the debt forgiven, by the order.
    WriteOff(i64),
    /// A year's rate in ten-billionths, from here.
    Rate(i64),
    /// A payment less what has been given back of it, ever.
    Pay {
        kept: i64,
        /// What of it counts toward a settlement: not what the bank took back.
        counts: i64,
        principal_first: bool,
    },
    /// A credit without money, by the order.
    Credit(i64),
    /// More is owed, without money.
    Owe(i64),
    /// Money that goes out again although nothing is taken back of what a payment paid: one that was
    /// returned, or one that the bank took back.
    PayOut(i64),
    /// From here on payments count toward this much; then the rest is forgiven.
    Settle {
        number: usize,
        amount: i64,
    },
    /// The settlement of this number is not kept; where a part was missed, only while less has come
    /// than this much.
    Break {
        number: usize,
        asked: Option<i64>,
    },
    ChargeOff,
    /// The debt goes back to whom it came from, and so does what comes to be owed later.
    Recall,
    /// Anything that moves no balance.
    Nothing,
}
