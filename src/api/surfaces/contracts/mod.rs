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
mod words;

use crate::app::App;
use crate::problem::method_not_allowed;
use axum::Router;
use axum::routing::get;

pub use render::Contracts;

pub fn router() -> Router<App> {
    let refuse = method_not_allowed::<Contracts>;
    Router::new()
        .route(
            "/api/v1/accounts.php",
            get(account_read::read)
                .post(account_create::create)
                .fallback(refuse),
        )
        .route(
            "/api/v1/payments.php",
            get(payment_list::list).fallback(refuse),
        )
        .route(
            "/api/v1/settlements.php",
            get(settlement_list::list).fallback(refuse),
        )
}
