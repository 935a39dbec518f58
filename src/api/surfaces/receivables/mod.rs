//! The `receivables` surface: invoices, their payments and the customers who owe them, under
//! `/api/v1/external`.
//!
//! An account is an invoice, a customer is its consumer.
//! Replies stand in an envelope, but for those about the key itself; amounts are numbers.
//! Unlike elsewhere a payment of more than is outstanding is refused.
//! A payment reference is good for one payment of an invoice, which is the surface's guard against
//! repetition; a request id is heeded too.
//!
//! Scopes: `accounts:read`, `accounts:write`, `customers:read`,
//! `customers:write`; a key without scopes has all.

mod account_create;
mod account_get;
mod account_list;
mod customer;
mod customer_body;
mod customer_bulk;
mod customer_create;
mod customer_erase;
mod customer_get;
mod customer_list;
mod customer_remove;
mod customer_replace;
mod envelope;
mod invoice;
mod page;
mod path;
mod payment_change;
mod payment_record;
mod payment_status;
mod payment_view;
mod render;
mod status;
mod vocabulary;
mod words;

use crate::openapi::Published;

pub use render::Receivables;

pub fn surface() -> Published {
    Published::new::<Receivables>([
        payment_record::endpoint(),
        payment_change::endpoint(),
        payment_status::endpoint(),
        status::endpoint(),
        account_create::endpoint(),
        account_list::endpoint(),
        account_get::endpoint(),
        customer_bulk::endpoint(),
        customer_create::endpoint(),
        customer_list::endpoint(),
        customer_get::endpoint(),
        customer_replace::endpoint(),
        customer_remove::endpoint(),
        customer_erase::endpoint(),
    ])
}
