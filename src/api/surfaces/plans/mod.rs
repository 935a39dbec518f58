//! The `plans` surface: payment plans, at `/v1/payment_plans`.
//!
//! An administration is a creditor, an invoice is an account, a debtor is its consumer.
//! Amounts come in as numbers or text and go out as text; ids are strings of digits; bodies are
//! JSON or forms.
//! A second plan for an invoice that has one is refused, which is the surface's guard against
//! repetition; a request id is heeded too.
//!
//! Scopes: `payment_plans:read`, `payment_plans:write`; a key without scopes has all.
//!
//! Beyond the published API a plan may be created with a `reason`: then the debtor proposes it, and
//! it waits for approval, or with `auto_activated` it is in force at once.

mod debtor_page;
mod decide;
mod ids;
mod link;
mod page;
mod plan_approve;
mod plan_create;
mod plan_deactivate;
mod plan_deleted;
mod plan_get;
mod plan_list;
mod plan_reject;
mod plan_view;
mod read;
mod render;
mod selection;
mod vocabulary;

use crate::openapi::{Noun, Published};

pub use render::Plans;

/// What `id` names in this surface's paths.
static PLAN: Noun = Noun {
    name: "payment plan",
    example: "2603746",
};

/// What `id` names where it is decided on.
static PROPOSED: Noun = Noun {
    name: "proposed payment plan",
    example: "2603755",
};

/// Stands for the caller's own administration in examples.
const ADMINISTRATION: &str = "340282366920938463";

pub fn surface() -> Published {
    Published::new::<Plans>([
        plan_create::endpoint(),
        plan_list::endpoint(),
        plan_deleted::endpoint(),
        plan_get::endpoint(),
        plan_approve::endpoint(),
        plan_reject::endpoint(),
        plan_deactivate::endpoint(),
        debtor_page::endpoint(),
    ])
}
