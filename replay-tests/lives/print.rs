//! A life as a table: what a failure prints.

use crate::run::{Moment, Run};
use quittance_domain::Money;
use quittance_domain::account::{Account, Command, Opening, Refusal};
use quittance_domain::allocation::Split;
use std::fmt;

impl fmt::Display for Run {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(account) = self.account() else {
            return write!(f, "an account never opened");
        };
        let terms = &account.terms;
        writeln!(
            f,
            "{} {} a year, {:?}, {:?}, {:?}, {:?} books, accrues after charge-off: {}",
            terms.currency,
            terms.annual_rate.to_decimal(),
            terms.day_count,
            terms.rounding,
            <[_; 3]>::from(terms.allocation_order),
            terms.books,
            terms.accrue_after_charge_off,
        )?;
        for moment in &self.moments {
            writeln!(f, "{}  {}", moment.today, row(account, moment))?;
        }
        Ok(())
    }
}

/// One moment: the command, and the balances or the refusal that it led to.
fn row(account: &Account, moment: &Moment) -> String {
    let wish = describe(account, &moment.command);
    match &moment.outcome {
        Ok(done) => {
            let after = done.last().and_then(|done| done.after.account());
            format!("{wish:<60} {}", after.map(balances).unwrap_or_default())
        }
        Err(refusal) => format!("{wish:<60} refused: {}", Refusal::name(refusal)),
    }
}

fn balances(account: &Account) -> String {
    let due = account.position.due_on(&account.terms, account.last_date());
    let money = |amount: Money| amount.to_decimal(account.terms.currency);
    format!(
        "principal {} interest {} fees {} credit {} {}",
        money(due.principal),
        money(due.interest),
        money(due.fees),
        money(account.position.overpayment),
        account.status().name(),
    )
}

fn place(account: &Account, opening: &Opening) -> String {
    let money = |amount: Money| amount.to_decimal(account.terms.currency);
    format!(
        "place principal {} interest {} fees {}",
        money(opening.principal),
        money(opening.interest),
        money(opening.fees)
    )
}

/// The command as a person would say it; things are called by the last digits of their ids.
#[expect(clippy::too_many_lines, reason = "an arm a kind of command")]
fn describe(account: &Account, command: &Command) -> String {
    let money = |amount: Money| amount.to_decimal(account.terms.currency);
    let part = |amount: Option<Money>| amount.map_or("all".to_owned(), money);
    let name = |id: uuid::Uuid| format!("#{}", id.as_u128());
    match command {
        Command::CreateLoan(_) => format!("create loan, {:?}", account.product),
        Command::PlaceAccount(it) => place(account, it),
        Command::ApproveLoan(it) => format!("approve on {}", it.effective),
        Command::DenyLoan(it) => format!("deny on {}", it.effective),
        Command::CancelLoan(it) => format!("cancel on {}", it.effective),
        Command::PayOff(it) => format!("pay off on {} as {}", it.effective, name(it.id.0)),
        Command::Disburse(it) => format!("disburse {} on {}", part(it.amount), it.effective),
        Command::RecordInvoicePayment(it) => {
            let payment = Command::RecordPayment(it.payment.clone());
            format!("{}, at most what is owed", describe(account, &payment))
        }
        Command::AddNote(it) => format!("note on {}", it.effective),
        Command::RecordPayment(it) => format!(
            "pay {} {:?} {:?} on {} as {}",
            money(it.amount),
            it.direction,
            it.standing,
            it.effective,
            name(it.id.0)
        ),
        Command::CompletePayment(it) => match it.effective {
            Some(effective) => format!("complete {} on {effective}", name(it.payment.0)),
            None => format!("complete {}", name(it.payment.0)),
        },
        Command::FailPayment(it) => format!("fail {} on {}", name(it.payment.0), it.effective),
        Command::ChargeBackPayment(it) => format!(
            "charge back {} of {} on {}",
            part(it.amount),
            name(it.payment.0),
            it.effective
        ),
        Command::AdjustBalance(it) => {
            format!("adjust to {} on {}", money(it.balance), it.effective)
        }
        Command::ReversePayment(it) => format!(
            "return {} on {}{}",
            name(it.payment.0),
            it.effective,
            if it.nsf_fee.is_some() {
                " with fee"
            } else {
                ""
            }
        ),
        Command::RefundPayment(it) => {
            format!(
                "refund {} of {} on {}",
                part(it.amount),
                name(it.payment.0),
                it.effective
            )
        }
        Command::BackdatePayment(it) => format!("date {} on {}", name(it.payment.0), it.effective),
        Command::Reimburse(it) => format!("reimburse {} on {}", money(it.amount), it.effective),
        Command::ReverseEntry(it) => {
            format!("take back {} on {}", name(it.entry.0), it.effective)
        }
        Command::AssessFee(it) => {
            format!(
                "fee {} on {} as {}",
                it.amount
                    .map_or_else(|| format!("scheduled {}", it.kind.name()), &money),
                it.effective,
                name(it.id.0)
            )
        }
        Command::WaiveFee(it) => {
            format!(
                "waive {} of {} on {} as {}",
                part(it.amount),
                name(it.fee.0),
                it.effective,
                name(it.id.0)
            )
        }
        Command::OfferSettlement(it) => {
            format!(
                "offer {} on {} as {}",
                money(it.amount),
                it.effective,
                name(it.id.0)
            )
        }
        Command::AcceptSettlement(it) => format!("accept {} on {}", name(it.offer.0), it.effective),
        Command::BreakSettlement(it) => format!("break {} on {}", name(it.offer.0), it.effective),
        Command::CounterSettlement(it) => {
            format!("counter {} with {}", name(it.offer.0), money(it.amount))
        }
        Command::RejectSettlement(it) => format!("reject {}", name(it.offer.0)),
        Command::ExpireSettlement(it) => format!("expire {}", name(it.offer.0)),
        Command::PlaceIntercept(it) => place(account, &it.opening),
        Command::SetStage(_) | Command::FileDispute(_) | Command::ResolveDispute(_) => {
            command.name().to_owned()
        }
        Command::ChargeOff(it) => format!("charge off on {}", it.effective),
        Command::RecallAccount(it) => format!("recall on {}", it.effective),
        Command::CreatePlan(it) => format!("plan of {} terms on {}", it.terms.len(), it.effective),
        other => without_money(other, money, name),
    }
}

/// What is forgiven, given or changed without money.
fn without_money(
    command: &Command,
    money: impl Fn(Money) -> String,
    name: impl Fn(uuid::Uuid) -> String,
) -> String {
    let part = |amount: Option<Money>| amount.map_or("all".to_owned(), &money);
    match command {
        Command::UndoFeeWaiver(it) => {
            format!("undo waiver {} on {}", name(it.waiver.0), it.effective)
        }
        Command::GrantCredit(it) => format!("credit {} on {}", money(it.amount), it.effective),
        Command::RefundCredit(it) => {
            format!("refund {} of credit on {}", part(it.amount), it.effective)
        }
        Command::WaiveInterest(it) => {
            format!("waive interest {} on {}", part(it.amount), it.effective)
        }
        Command::ChangeRate(it) => format!("rate {} on {}", it.rate.to_decimal(), it.effective),
        Command::WriteOff(it) => format!("write off {} on {}", part(it.amount), it.effective),
        other => other.name().to_owned(),
    }
}

/// A split in one line.
pub fn split_text(split: Split) -> String {
    format!(
        "fees {} interest {} principal {} overpayment {} refunded {}",
        split.fees.minor(),
        split.interest.minor(),
        split.principal.minor(),
        split.overpayment.minor(),
        split.refunded.minor()
    )
}
