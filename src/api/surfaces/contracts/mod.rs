//! The `contracts` surface: accounts, payments and settlements of a creditor, at `/api/v1/*.php`.
//!
//! Amounts come in as numbers and go out as text; ids are integers; times are UTC without a zone.
//! An account number can be used once, which is the surface's only guard against repetition: a
//! request id is not heeded here.

mod account_create;
mod account_read;
mod page;
mod payment_list;
mod render;
mod settlement_list;
mod vocabulary;
mod words;

use crate::openapi::Published;

pub use render::Contracts;

pub fn surface() -> Published {
    Published::new::<Contracts>([
        account_create::endpoint(),
        account_read::endpoint(),
        payment_list::endpoint(),
        settlement_list::endpoint(),
    ])
}
