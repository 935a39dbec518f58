//! The `servicing` surface: loans and payments, under `/api/v1`.
//!
//! All money is text with the currency's decimals, in and out.
//!
//! A machine comes with a key; a browser logs in, and repeats the cookie `csrftoken` in
//! `X-CSRFToken` with every write.
//!
//! Scopes: `loans:read`, `loans:write`, `payments:read`, `payments:write`, `events:read`,
//! `webhooks:read`, `webhooks:write`; a key without scopes has all.

mod adjustment;
mod balance;
mod because;
mod charge_off;
mod credit_grant;
mod credit_refund;
mod entry;
mod entry_reverse;
mod events;
mod fee_assess;
mod fee_list;
mod fee_waive;
mod fee_waiver_undo;
mod history;
mod interest_waive;
mod itemization;
mod journal;
mod ledger;
mod loan_approve;
mod loan_cancel;
mod loan_create;
mod loan_deny;
mod loan_disburse;
mod loan_get;
mod loan_list;
mod loan_pay_off;
mod loan_view;
mod page;
mod path;
mod payment_backdate;
mod payment_bulk;
mod payment_chargeback;
mod payment_complete;
mod payment_fail;
mod payment_get;
mod payment_list;
mod payment_preview;
mod payment_record;
mod payment_refund;
mod payment_reverse;
mod payments_known;
mod payoff;
mod portfolio;
mod program_list;
mod program_remove;
mod program_set;
mod program_view;
mod rate_change;
mod reage;
mod recall;
mod recurring_cancel;
mod recurring_create;
mod recurring_list;
mod reimbursement;
mod render;
mod schedule_get;
mod schedule_set;
mod schedule_view;
mod session;
mod session_get;
mod session_login;
mod session_logout;
mod settlements;
mod terms;
mod user_me;
mod views;
mod webhooks;
mod words;
mod write_off;

use crate::openapi::Published;

pub use render::Servicing;

pub fn surface() -> Published {
    let endpoints = [
        program_list::endpoint(),
        program_list::one_endpoint(),
        program_set::add_endpoint(),
        program_set::endpoint(),
        program_remove::endpoint(),
        loan_list::endpoint(),
        loan_create::endpoint(),
        loan_get::endpoint(),
        loan_approve::endpoint(),
        loan_deny::endpoint(),
        loan_cancel::endpoint(),
        loan_disburse::endpoint(),
        loan_pay_off::endpoint(),
        charge_off::endpoint(),
        recall::endpoint(),
        adjustment::endpoint(),
        balance::endpoint(),
        payoff::endpoint(),
        itemization::endpoint(),
        history::endpoint(),
        journal::endpoint(),
        fee_list::endpoint(),
        schedule_get::endpoint(),
        schedule_set::endpoint(),
        reage::endpoint(),
        recurring_list::endpoint(),
        recurring_create::endpoint(),
        recurring_cancel::endpoint(),
        fee_assess::endpoint(),
        fee_waive::endpoint(),
        fee_waiver_undo::endpoint(),
        credit_grant::endpoint(),
        credit_refund::endpoint(),
        interest_waive::endpoint(),
        rate_change::endpoint(),
        write_off::endpoint(),
        entry_reverse::endpoint(),
        payment_list::endpoint(),
        payment_list::of_loan_endpoint(),
        payment_record::endpoint(),
        payment_bulk::endpoint(),
        payment_preview::endpoint(),
        reimbursement::endpoint(),
        payment_get::endpoint(),
        payment_complete::endpoint(),
        payment_fail::endpoint(),
        payment_reverse::endpoint(),
        payment_chargeback::endpoint(),
        payment_refund::endpoint(),
        payment_backdate::endpoint(),
        session_get::endpoint(),
        session_login::endpoint(),
        session_logout::endpoint(),
        user_me::endpoint(),
        portfolio::endpoint(),
        events::list::endpoint(),
        events::stream::endpoint(),
        ledger::account_list::endpoint(),
        ledger::account_list::get_endpoint(),
        ledger::account_balance::endpoint(),
        ledger::entry_list::endpoint(),
        ledger::entry_get::endpoint(),
    ];
    let settlements = settlements::endpoints();
    let webhooks = webhooks::endpoints();
    let all = endpoints.into_iter().chain(settlements).chain(webhooks);
    Published::new::<Servicing>(all)
}
