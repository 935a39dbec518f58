//! Stories of accounts, as tables that a loan officer can read: dates down, buckets across.
//!
//! See [`table`] for the columns and [`script`] for what a row can say.

mod script;
mod table;

mod account_recalled;
mod announced_payment;
mod application;
mod backdated_payment;
mod charge_off_and_recovery;
mod chargeback;
mod daily_close;
mod daily_simple_interest;
mod day_counts_in_a_leap_year;
mod disbursement_returned;
mod entries_reversed;
mod fee_schedules;
mod fee_waived_after_it_was_paid;
mod fee_waiver_undone;
mod goodwill_credit;
mod interest_waived;
mod itemization;
mod judgment_interest;
mod late_news_before_a_charge_off;
mod mended_settlement;
mod missed_settlement;
mod overpayment_meets_a_fee;
mod payment_of_a_bill;
mod payment_plans;
mod payment_smaller_than_interest;
mod principal_only;
mod published_sample;
mod rate_change;
mod refund_then_return;
mod refusals;
mod replay_time;
mod returned_payment;
mod schedules;
mod settlement;
mod settlement_machine;
mod small_balance_written_off;
mod stated_balance;
mod taken_on;
mod waiver_after_a_charge_off;
