//! The `external` surface: the public API of the creditor's portal, under `/external/v1`.
//!
//! A creditor's own systems push accounts and pull state, with an API key.
//! It shows what the portal shows, in the same words but for those of phases.

mod account_get;
mod account_import;
mod account_list;
mod account_status;
mod account_update;
mod account_view;
mod identity;
mod metrics;
mod note_add;
mod render;
mod settlement_list;
mod webhook_list;

use crate::openapi::Published;

pub use render::External;

pub fn surface() -> Published {
    Published::new::<External>([
        identity::endpoint(),
        metrics::endpoint(),
        account_list::endpoint(),
        account_get::endpoint(),
        account_import::endpoint(),
        account_update::endpoint(),
        account_status::endpoint(),
        account_status::put_endpoint(),
        note_add::endpoint(),
        settlement_list::endpoint(),
        webhook_list::endpoint(),
    ])
}
