//! Work that time brings.
//!
//! [`close`] is the daily close: once a day comes to every account on which something is due.
//! [`webhooks`] tells creditors what happens.

pub mod close;
pub mod webhooks;
