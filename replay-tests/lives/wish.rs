//! Wishes: what a random life tries next, without knowing the account it will meet.

use crate::life::rate;
use proptest::prelude::*;
use quittance_domain::interest::Rate;

/// Something tried `after` days after the wish before it.
#[derive(Clone, Copy, Debug)]
pub struct Wish {
    pub after: u16,
    pub what: What,
}

/// What is tried; `back` is how many days before today it is effective, `nth` picks among the
/// things of that kind, and a `percent` is of whatever there is.
#[derive(Clone, Copy, Debug)]
pub enum What {
    /// Something is decided of the application; the loan is disbursed later, or never.
    Decide(Decision),
    Disburse {
        percent: u8,
        back: u16,
    },
    Pay {
        amount: Amount,
        principal_only: bool,
        open: bool,
        back: u16,
    },
    /// An open payment comes, from the day it is dated or from another.
    Complete {
        nth: u8,
        moved: Option<u16>,
    },
    Fail {
        nth: u8,
        back: u16,
    },
    ChargeBack {
        nth: u8,
        percent: u8,
        back: u16,
    },
    /// The balance is stated as this many percent of what it is.
    Adjust {
        percent: u8,
        back: u16,
    },
    Reverse {
        nth: u8,
        nsf_fee: bool,
        back: u16,
    },
    Refund {
        nth: u8,
        percent: u8,
        back: u16,
    },
    Backdate {
        nth: u8,
        back: u16,
    },
    Reimburse {
        minor: u16,
        back: u16,
    },
    Fee {
        minor: u16,
        back: u16,
    },
    /// Something that is neither a payment nor a fee never was.
    TakeBack {
        nth: u8,
    },
    /// A fee of what the terms say.
    ScheduledFee {
        nsf: bool,
        nth: u8,
        back: u16,
    },
    Waive {
        nth: u8,
        percent: u8,
        back: u16,
    },
    UndoWaiver {
        nth: u8,
        back: u16,
    },
    /// Goodwill of so many percent of what is due.
    Credit {
        percent: u8,
        back: u16,
    },
    RefundCredit {
        percent: u8,
        back: u16,
    },
    WaiveInterest {
        percent: u8,
        back: u16,
    },
    ChangeRate {
        rate: Rate,
        back: u16,
    },
    WriteOff {
        percent: u8,
        back: u16,
    },
    Offer {
        percent: u8,
        back: u16,
    },
    Accept {
        nth: u8,
        back: u16,
    },
    /// A counter-offer, a no or an expiry.
    Answer {
        nth: u8,
        percent: u8,
    },
    Break {
        nth: u8,
        back: u16,
    },
    /// A note, a stage, a dispute or its end.
    Say {
        how: u8,
    },
    ChargeOff {
        back: u16,
    },
    Recall {
        back: u16,
    },
    Note {
        back: u16,
    },
    Arrange(Arrange),
}

/// What becomes of an application.
#[derive(Clone, Copy, Debug)]
pub enum Decision {
    Approve,
    Deny,
    Cancel,
}

/// What is tried of arrangements over time.
#[derive(Clone, Copy, Debug)]
pub enum Arrange {
    /// A plan of some terms that come to a percentage of what is due.
    Plan {
        percent: u8,
        terms: u8,
        proposed: bool,
    },
    Approve {
        nth: u8,
    },
    Reject {
        nth: u8,
    },
    Deactivate {
        nth: u8,
    },
    Close,
    /// Accrued interest is posted.
    Post {
        back: u16,
    },
    /// Some instalments in a rhythm, of the level payment.
    Schedule {
        count: u8,
        rhythm: u8,
        after: u8,
    },
    Reage {
        workout: bool,
    },
    /// Some payments in a rhythm, taken by the close.
    Recur {
        minor: u32,
        rhythm: u8,
        count: u8,
        open: bool,
    },
    /// No more of them.
    StopRecurring {
        nth: u8,
    },
}

/// How much is paid.
#[derive(Clone, Copy, Debug)]
pub enum Amount {
    Minor(u32),
    /// Of all that is due.
    PercentOfDue(u8),
    /// Of the interest that is due.
    PercentOfInterest(u8),
    /// Of what an accepted settlement still asks for.
    RestOfSettlement,
}

/// Any wish; payments most often.
pub fn wish() -> impl Strategy<Value = Wish> {
    (days(), what()).prop_map(|(after, what)| Wish { after, what })
}

/// Often the same day, mostly within two months, often a month's or a year's length, now and then
/// more than a year.
fn days() -> impl Strategy<Value = u16> {
    prop_oneof![
        3 => Just(0_u16),
        4 => 1..=62_u16,
        3 => prop::sample::select(vec![28, 29, 30, 31, 59, 60, 365, 366]),
        1 => 300..=800_u16,
    ]
}

/// Mostly today.
fn back() -> impl Strategy<Value = u16> {
    prop_oneof![3 => Just(0_u16), 2 => 0..=90_u16, 1 => 0..=900_u16]
}

fn percent() -> impl Strategy<Value = u8> {
    prop_oneof![2 => Just(100_u8), 3 => 1..=100_u8]
}

fn amount() -> impl Strategy<Value = Amount> {
    prop_oneof![
        2 => (1..=200_000_u32).prop_map(Amount::Minor),
        1 => (1..=100_u32).prop_map(Amount::Minor),
        3 => (1..=130_u8).prop_map(Amount::PercentOfDue),
        1 => Just(Amount::PercentOfDue(100)),
        2 => (1..=100_u8).prop_map(Amount::PercentOfInterest),
        3 => Just(Amount::RestOfSettlement),
    ]
}

fn what() -> impl Strategy<Value = What> {
    prop_oneof![
        6 => prop::sample::select(vec![Decision::Approve, Decision::Deny, Decision::Cancel])
            .prop_map(What::Decide),
        2 => (percent(), back()).prop_map(|(percent, back)| What::Disburse { percent, back }),
        8 => (amount(), prop::bool::weighted(0.2), prop::bool::weighted(0.2), back()).prop_map(
            |(amount, principal_only, open, back)| What::Pay { amount, principal_only, open, back }
        ),
        3 => (any::<u8>(), prop::option::weighted(0.3, back()))
            .prop_map(|(nth, moved)| What::Complete { nth, moved }),
        1 => (any::<u8>(), back()).prop_map(|(nth, back)| What::Fail { nth, back }),
        2 => (any::<u8>(), percent(), back())
            .prop_map(|(nth, percent, back)| What::ChargeBack { nth, percent, back }),
        2 => (0..=150_u8, back()).prop_map(|(percent, back)| What::Adjust { percent, back }),
        3 => (any::<u8>(), any::<bool>(), back())
            .prop_map(|(nth, nsf_fee, back)| What::Reverse { nth, nsf_fee, back }),
        3 => (any::<u8>(), percent(), back())
            .prop_map(|(nth, percent, back)| What::Refund { nth, percent, back }),
        3 => (any::<u8>(), back()).prop_map(|(nth, back)| What::Backdate { nth, back }),
        1 => (1..=5_000_u16, back()).prop_map(|(minor, back)| What::Reimburse { minor, back }),
        3 => (1..=5_000_u16, back()).prop_map(|(minor, back)| What::Fee { minor, back }),
        2 => any::<u8>().prop_map(|nth| What::TakeBack { nth }),
        2 => (any::<bool>(), any::<u8>(), back())
            .prop_map(|(nsf, nth, back)| What::ScheduledFee { nsf, nth, back }),
        2 => (any::<u8>(), percent(), back())
            .prop_map(|(nth, percent, back)| What::Waive { nth, percent, back }),
        2 => (any::<u8>(), back()).prop_map(|(nth, back)| What::UndoWaiver { nth, back }),
        2 => (1..=120_u8, back()).prop_map(|(percent, back)| What::Credit { percent, back }),
        2 => (percent(), back()).prop_map(|(percent, back)| What::RefundCredit { percent, back }),
        2 => (percent(), back()).prop_map(|(percent, back)| What::WaiveInterest { percent, back }),
        2 => (rate(), back()).prop_map(|(rate, back)| What::ChangeRate { rate, back }),
        1 => (percent(), back()).prop_map(|(percent, back)| What::WriteOff { percent, back }),
        2 => (1..=99_u8, back()).prop_map(|(percent, back)| What::Offer { percent, back }),
        3 => (any::<u8>(), back()).prop_map(|(nth, back)| What::Accept { nth, back }),
        2 => (any::<u8>(), 1..=99_u8).prop_map(|(nth, percent)| What::Answer { nth, percent }),
        2 => (any::<u8>(), back()).prop_map(|(nth, back)| What::Break { nth, back }),
        3 => any::<u8>().prop_map(|how| What::Say { how }),
        1 => back().prop_map(|back| What::ChargeOff { back }),
        1 => back().prop_map(|back| What::Recall { back }),
        1 => back().prop_map(|back| What::Note { back }),
        9 => arrange().prop_map(What::Arrange),
    ]
}

fn arrange() -> impl Strategy<Value = Arrange> {
    prop_oneof![
        4 => (1..=40_u8, 1..=4_u8, any::<bool>()).prop_map(
            |(percent, terms, proposed)| Arrange::Plan { percent, terms, proposed }
        ),
        2 => any::<u8>().prop_map(|nth| Arrange::Approve { nth }),
        2 => any::<u8>().prop_map(|nth| Arrange::Reject { nth }),
        1 => any::<u8>().prop_map(|nth| Arrange::Deactivate { nth }),
        6 => Just(Arrange::Close),
        2 => back().prop_map(|back| Arrange::Post { back }),
        3 => (1..=36_u8, any::<u8>(), any::<u8>()).prop_map(
            |(count, rhythm, after)| Arrange::Schedule { count, rhythm, after }
        ),
        2 => (1..=100_000_u32, any::<u8>(), 1..=6_u8, prop::bool::weighted(0.2)).prop_map(
            |(minor, rhythm, count, open)| Arrange::Recur { minor, rhythm, count, open }
        ),
        1 => any::<u8>().prop_map(|nth| Arrange::StopRecurring { nth }),
        1 => any::<bool>().prop_map(|workout| Arrange::Reage { workout }),
    ]
}
