//! The `creditor` surface: a creditor places accounts and settles them, under `/api/v1/creditor`.
//!
//! Amounts are numbers in and out; ids are prefixed by what they name: `a-…` an account, `s-…` a
//! settlement offer, `n-…` a validation notice, `k-…` an API key, `u-…` a user.
//! A write with a request id is done once: repeated, it is answered as before.

mod account_get;
mod account_list;
mod account_view;
mod api_key_create;
mod api_key_list;
mod api_key_revoke;
mod api_key_view;
mod ids;
mod licensed_states;
mod login;
mod notice;
mod path;
mod place_account;
mod place_body;
mod render;
mod settlement_accept;
mod settlement_matrix;
mod settlement_offer;
mod user_create;
mod user_disable;
mod user_list;
mod user_view;

mod vocabulary;
mod words;

use crate::openapi::Published;

pub use render::Creditor;

pub fn surface() -> Published {
    Published::new::<Creditor>([
        place_account::endpoint(),
        account_list::endpoint(),
        account_get::endpoint(),
        settlement_offer::endpoint(),
        settlement_offer::list_endpoint(),
        settlement_accept::endpoint(),
        settlement_matrix::endpoint(),
        settlement_matrix::post_endpoint(),
        settlement_matrix::get_endpoint(),
        licensed_states::endpoint(),
        licensed_states::get_endpoint(),
        login::endpoint(),
        api_key_create::endpoint(),
        api_key_list::endpoint(),
        api_key_revoke::endpoint(),
        user_create::endpoint(),
        user_list::endpoint(),
        user_disable::endpoint(),
    ])
}
