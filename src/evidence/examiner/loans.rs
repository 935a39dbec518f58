//! Loans: terms, what is owed on a day, how late, and the last activity and file maintenance.

use super::Scope;
use super::charge_offs::ChargeOff;
use super::lives::{Life, Recorded};
use crate::table::Row;
use crate::tables::accounts::personal_data;
use quittance_domain::Money;
use quittance_domain::account::schedule::{Band, Pattern};
use quittance_domain::account::{Account, Fact, FactKind, PaymentStanding, Product};

pub const COLUMNS: &[&str] = &[
    "account_id",
    "number",
    "consumer_id",
    "personal_data",
    "product",
    "account_type",
    "status",
    "opened_on",
    "currency",
    "approved_amount",
    "annual_rate",
    "payment_frequency",
    "payments",
    "payment_amount",
    "payments_remaining",
    "due_date",
    "days_past_due",
    "bucket",
    "ncua_band",
    "past_due",
    "principal",
    "interest",
    "fees",
    "credit_balance",
    "balance",
    "charged_off_on",
    "charged_off",
    "recovered",
    "last_payment_on",
    "last_payment",
    "last_activity_at",
    "last_activity",
    "last_maintenance_at",
    "last_maintenance_by",
];

/// The row of an account.
pub fn row(life: &Life, scope: &Scope) -> Row {
    let account = &life.history.account;
    let currency = account.terms.currency;
    let position = account.position_on(scope.on);
    let rate = position.rate(&account.terms);
    let approved = match account.product {
        Product::Loan { approved_principal } => Some(approved_principal),
        Product::Placed => None,
    };
    let mut row = Row::default();
    row.plain(account.id)
        .text(&account.number)
        .plain(account.consumer)
        .plain(personal_data(life.erased))
        .plain(match account.product {
            Product::Loan { .. } => "loan",
            Product::Placed => "placed",
        })
        .optional_text(life.account_type.as_deref())
        .plain(account.status().name())
        .date(account.opened_on)
        .plain(currency)
        .optional_money(approved, currency)
        .plain(rate.to_decimal());
    instalments(&mut row, account, scope);
    let due = position.due_on(&account.terms, scope.on);
    let balance = due.total() - position.overpayment;
    for amount in [
        due.principal,
        due.interest,
        due.fees,
        position.overpayment,
        balance,
    ] {
        row.money(amount, currency);
    }
    let given_up = ChargeOff::of(account, scope.on);
    row.optional_date(given_up.map(|it| it.on))
        .optional_money(given_up.map(|it| it.amount()), currency)
        .optional_money(given_up.map(|it| it.recovered), currency);
    let paid = last_payment(account, scope);
    row.optional_date(paid.map(|(fact, _)| fact.date))
        .optional_money(paid.map(|(_, amount)| amount), currency);
    let last = life.history.recorded.values().next_back();
    let maintained = life.history.changes.last();
    let maintained = maintained.and_then(|(sequence, _)| life.history.recorded.get(sequence));
    let at = |it: Option<&Recorded>| it.map(|it| it.recorded_at);
    row.optional_moment(at(last))
        .optional(last.map(|it| &it.event))
        .optional_moment(at(maintained))
        .optional_text(maintained.map(|it| &*it.actor));
    row
}

/// From the payments' frequency to what is past due.
fn instalments(row: &mut Row, account: &Account, scope: &Scope) {
    let currency = account.terms.currency;
    let version = account.schedule.as_deref().and_then(|it| it.current());
    let pattern = version.map(|version| &version.pattern);
    let frequency = pattern.and_then(|pattern| match pattern {
        Pattern::Level { frequency, .. } => Some(frequency.name()),
        Pattern::Given(_) => None,
    });
    let first = pattern.and_then(|pattern| pattern.dues().next());
    let filled = account.instalments_on(scope.on);
    let open = filled
        .iter()
        .filter(|it| it.paid_on.is_none() && !it.released);
    let late = account.delinquency_on(scope.on);
    let oldest = open.clone().map(|it| it.instalment.due).next();
    row.optional(frequency)
        .optional(pattern.map(|pattern| pattern.dues().count()))
        .optional_money(first.map(|due| due.amount), currency)
        .optional(pattern.map(|_| open.count()))
        .optional_date(oldest.or(late.since))
        .plain(late.days)
        .span(late.bucket().name())
        .optional_span(late.band().map(Band::name))
        .money(account.past_due_on(scope.on), currency);
}

/// The last payment that stands, by its effective date.
fn last_payment<'a>(account: &'a Account, scope: &Scope) -> Option<(&'a Fact, Money)> {
    let facts = account.facts.iter().rev();
    let mut facts = facts.filter(|fact| fact.date <= scope.on);
    facts.find_map(|fact| match &fact.kind {
        FactKind::Payment(payment) if payment.standing == PaymentStanding::Completed => {
            Some((fact, payment.amount))
        }
        _ => None,
    })
}
