//! The event feed: everything that happens to a creditor, in the order of its book.
//!
//! A book's sequence is dense, so a consumer that has seen 41 and 43 knows that it lacks 42, and one
//! that comes back says where it stopped and misses nothing.

pub mod list;
pub mod stream;
mod view;
