//! The `creditor` surface: a creditor places accounts and settles them, under `/api/v1/creditor`.
//!
//! Amounts are numbers in and out; ids are prefixed by what they name: `a-…` an account, `s-…` a
//! settlement offer, `n-…` a validation notice.
//! A write with a request id is done once: repeated, it is answered as before.

mod account_get;
mod account_list;
mod account_view;
mod ids;
mod notice;
mod place_account;
mod place_body;
mod render;
mod settlement_accept;
mod settlement_offer;
mod words;

use crate::app::App;
use crate::problem::method_not_allowed;
use axum::Router;
use axum::routing::{get, post};

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
}
