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
mod login;
mod notice;
mod place_account;
mod place_body;
mod render;
mod settlement_accept;
mod settlement_offer;
mod user_create;
mod user_disable;
mod user_list;
mod user_view;
mod words;

use crate::app::App;
use crate::problem::method_not_allowed;
use axum::Router;
use axum::routing::{delete, get, post};

pub use render::Creditor;

pub fn router() -> Router<App> {
    let refuse = method_not_allowed::<Creditor>;
    Router::new()
        .route(
            "/api/v1/creditor/place-account",
            post(place_account::place).fallback(refuse),
        )
        .route(
            "/api/v1/creditor/accounts",
            get(account_list::list).fallback(refuse),
        )
        .route(
            "/api/v1/creditor/accounts/{id}",
            get(account_get::get).fallback(refuse),
        )
        .route(
            "/api/v1/creditor/accounts/{id}/settlements",
            get(settlement_offer::list)
                .post(settlement_offer::offer)
                .fallback(refuse),
        )
        .route(
            "/api/v1/creditor/settlements/{id}/accept",
            post(settlement_accept::accept).fallback(refuse),
        )
        .merge(access())
}

/// Who may come in: logging in, keys, users.
fn access() -> Router<App> {
    let refuse = method_not_allowed::<Creditor>;
    Router::new()
        .route(
            "/api/auth/creditor/login",
            post(login::login).fallback(refuse),
        )
        .route(
            "/api/v1/auth/creditor/login",
            post(login::login).fallback(refuse),
        )
        .route(
            "/api/v1/creditor/api-keys",
            get(api_key_list::list)
                .post(api_key_create::create)
                .fallback(refuse),
        )
        .route(
            "/api/v1/creditor/api-keys/{id}",
            delete(api_key_revoke::revoke).fallback(refuse),
        )
        .route(
            "/api/v1/creditor/users",
            get(user_list::list)
                .post(user_create::create)
                .fallback(refuse),
        )
        .route(
            "/api/v1/creditor/users/{id}/disable",
            post(user_disable::disable).fallback(refuse),
        )
}
