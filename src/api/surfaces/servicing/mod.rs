//! The `servicing` surface: loans and payments, under `/api/v1`.
//!
//! All money is text with the currency's decimals, in and out.
//!
//! A machine comes with a key; a browser logs in, and repeats the cookie `csrftoken` in
//! `X-CSRFToken` with every write.
//!
//! Scopes: `loans:read`, `loans:write`, `payments:read`, `payments:write`; a key without scopes has
//! all.

mod balance;
mod charge_off;
mod fee_assess;
mod fee_list;
mod fee_waive;
mod history;
mod journal;
mod loan_create;
mod loan_disburse;
mod loan_get;
mod loan_list;
mod loan_view;
mod page;
mod path;
mod payment_backdate;
mod payment_bulk;
mod payment_get;
mod payment_list;
mod payment_preview;
mod payment_record;
mod payment_refund;
mod payment_reverse;
mod reimbursement;
mod render;
mod session;
mod session_get;
mod session_login;
mod session_logout;
mod settlement;
mod user_me;
mod views;

use crate::app::App;
use crate::problem::method_not_allowed;
use axum::Router;
use axum::routing::{get, post};

pub use render::Servicing;

pub fn router() -> Router<App> {
    let refuse = method_not_allowed::<Servicing>;
    let loan = Router::new()
        .route(
            "/api/v1/loans",
            get(loan_list::list)
                .post(loan_create::create)
                .fallback(refuse),
        )
        .route("/api/v1/loans/{id}", get(loan_get::get).fallback(refuse))
        .route(
            "/api/v1/loans/{id}/disburse",
            post(loan_disburse::disburse).fallback(refuse),
        )
        .route(
            "/api/v1/loans/{id}/charge-off",
            post(charge_off::charge_off).fallback(refuse),
        )
        .route(
            "/api/v1/loans/{id}/balance",
            get(balance::get).fallback(refuse),
        )
        .route(
            "/api/v1/loans/{id}/history",
            get(history::list).fallback(refuse),
        )
        .route(
            "/api/v1/loans/{id}/journal",
            get(journal::list).fallback(refuse),
        )
        .route(
            "/api/v1/loans/{id}/fees",
            get(fee_list::list)
                .post(fee_assess::assess)
                .fallback(refuse),
        )
        .route(
            "/api/v1/loans/{id}/fees/{fee}/waive",
            post(fee_waive::waive).fallback(refuse),
        )
        .route(
            "/api/v1/loans/{id}/settlements",
            get(settlement::list).fallback(refuse),
        );
    let payments = Router::new()
        .route("/api/v1/payments", get(payment_list::list).fallback(refuse))
        .route(
            "/api/v1/payments/bulk",
            post(payment_bulk::record).fallback(refuse),
        )
        .route(
            "/api/v1/payments/{id}",
            get(payment_get::get).fallback(refuse),
        )
        .route(
            "/api/v1/payments/{id}/reverse",
            post(payment_reverse::reverse).fallback(refuse),
        )
        .route(
            "/api/v1/payments/{id}/refund",
            post(payment_refund::refund).fallback(refuse),
        )
        .route(
            "/api/v1/payments/{id}/backdate",
            post(payment_backdate::backdate).fallback(refuse),
        )
        .route(
            "/api/v1/loans/{id}/payments",
            get(payment_list::of_loan)
                .post(payment_record::record)
                .fallback(refuse),
        )
        .route(
            "/api/v1/loans/{id}/payments/preview",
            post(payment_preview::preview).fallback(refuse),
        )
        .route(
            "/api/v1/loans/{id}/payments/reimbursement",
            post(reimbursement::reimburse).fallback(refuse),
        );
    let sessions = Router::new()
        .route(
            "/api/v1/auth/session",
            get(session_get::get).fallback(refuse),
        )
        .route(
            "/api/v1/auth/login",
            post(session_login::login).fallback(refuse),
        )
        .route(
            "/api/v1/auth/logout",
            post(session_logout::logout).fallback(refuse),
        )
        .route("/api/v1/users/me", get(user_me::get).fallback(refuse));
    loan.merge(payments).merge(sessions)
}
