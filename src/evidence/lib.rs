//! Evidence: what a creditor hands to an examiner, and how anybody checks it without us.
//!
//! Shape: [`journal`], [`trial_balance`] and [`statement`] write the books in the forms that others
//! read, and [`examiner`] the reports that examiners ask for; [`bundle`] writes a creditor's book and the tables that follow from it into one archive,
//! with a signed list of sums; [`verify`] reads such an archive on any machine, recomputes the hash
//! chain, replays every fact through the pure domain and compares each number.
//! The form of the archive is in [`event_line`], [`manifest`] and [`tables`], which both sides use.
//!
//! Architecture invariant: [`verify`] opens no database.

pub mod bundle;
pub mod error;
pub mod event_line;
pub mod examiner;
pub mod head;
pub mod journal;
pub mod manifest;
pub mod statement;
pub mod table;
pub mod tables;
pub mod trial_balance;
pub mod verify;
