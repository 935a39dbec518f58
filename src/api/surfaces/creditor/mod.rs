//! The `creditor` surface: a creditor places accounts and settles them, under `/api/v1/creditor`.
//!
//! Amounts are numbers in and out; ids are prefixed by what they name: `a-…` an account, `s-…` a
//! settlement offer, `n-…` a validation notice, `k-…` an API key, `u-…` a user.
//! A write with a request id is done once: repeated, it is answered as before.

mod account_get;
pub(super) mod account_list;
pub(super) mod account_status;
pub(super) mod account_view;
mod api_access;
mod api_key_create;
mod api_key_list;
mod api_key_revoke;
mod api_key_view;
mod audit_entry;
mod audit_export;
mod audit_filter;
mod audit_get;
mod audit_list;
mod consumer_erase;
mod denial_list;
mod dispute;
mod dispute_file;
mod dispute_resolve;
mod evidence_bundle;
mod evidence_head;
mod examiner_reports;
pub(super) mod ids;
mod itemization;
mod journal_export;
mod licensed_states;
mod login;
pub(super) mod note;
pub(super) mod note_add;
pub(super) mod notice;
mod offer_view;
pub(super) mod path;
pub(super) mod place_account;
pub(super) mod place_body;
mod recorded_days;
mod render;
mod settlement_accept;
mod settlement_break;
mod settlement_counter;
mod settlement_expire;
mod settlement_matrix;
pub(super) mod settlement_offer;
mod settlement_reject;
mod upload_accounts;
mod upload_body;
mod upload_consumers;
mod user_create;
mod user_disable;
mod user_list;
mod user_view;

pub(super) mod vocabulary;
mod webhook_configure;
pub(super) mod webhook_list;
mod webhook_remove;
mod webhook_test;
mod webhook_view;
pub(super) mod words;

use crate::openapi::Published;

pub use render::Creditor;

pub fn surface() -> Published {
    let endpoints = [
        place_account::endpoint(),
        account_list::endpoint(),
        account_get::endpoint(),
        settlement_offer::endpoint(),
        settlement_offer::list_endpoint(),
        settlement_accept::endpoint(),
        settlement_counter::endpoint(),
        settlement_reject::endpoint(),
        settlement_expire::endpoint(),
        settlement_break::endpoint(),
        account_status::endpoint(),
        note_add::endpoint(),
        consumer_erase::endpoint(),
        dispute_file::endpoint(),
        dispute_file::list_endpoint(),
        dispute_resolve::endpoint(),
        upload_accounts::endpoint(),
        audit_list::endpoint(),
        audit_export::endpoint(),
        audit_get::endpoint(),
        denial_list::endpoint(),
        evidence_bundle::endpoint(),
        evidence_head::endpoint(),
        journal_export::endpoint(),
        webhook_configure::endpoint(),
        webhook_list::endpoint(),
        webhook_remove::endpoint(),
        webhook_test::endpoint(),
        settlement_matrix::endpoint(),
        settlement_matrix::post_endpoint(),
        settlement_matrix::get_endpoint(),
        licensed_states::endpoint(),
        licensed_states::get_endpoint(),
        api_access::endpoint(),
        api_access::get_endpoint(),
        login::endpoint(),
        api_key_create::endpoint(),
        api_key_list::endpoint(),
        api_key_revoke::endpoint(),
        user_create::endpoint(),
        user_list::endpoint(),
        user_disable::endpoint(),
    ]
    .into_iter()
    .chain(examiner_reports::endpoints());
    Published::new::<Creditor>(endpoints)
}
