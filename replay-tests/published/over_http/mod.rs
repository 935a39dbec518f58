//! Tables that loan servicing engines publish with their tests, played over HTTP: what was done on
//! which day, how each payment was divided, and what was left.
//!
//! Apache Fineract, `fineract-e2e-tests-runner/src/test/resources/features/`, scenarios by their
//! TestRail ids; ACTUS Financial Research Foundation, `actus-tests/tests/`, contracts by their names.
//! Figures are taken over, and nothing else: the engines lend euros or dollars alike, and what they
//! schedule is here paid on its day.
//! Where an engine goes by another rule, [`differences`] has both figures and the reason.

mod corrected;
mod credit_balances;
mod differences;
mod paid;
mod teller;
