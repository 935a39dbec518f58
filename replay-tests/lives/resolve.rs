//! From a wish to a command, by what the account has at that moment.

use crate::run::Run;
use crate::wish::{Amount, Arrange, Decision, What};
use chrono::{Days, NaiveDate};
use quittance_domain::account::schedule::level::Wanted;
use quittance_domain::account::{
    AcceptSettlement, Account, AddNote, AdjustBalance, ApproveLoan, AssessFee, BackdatePayment,
    BreakSettlement, CancelLoan, ChangeRate, ChargeBackPayment, ChargeOff, CloseDay, Command,
    CompletePayment, CounterSettlement, CreatePlan, CreateRecurringPayment, DenyLoan, Disburse,
    ExpireSettlement, FactKind, FailPayment, FeeCause, FeeKind, FileDispute, GrantCredit, Method,
    NsfFee, OfferSettlement, OfferStatus, Outcome, PaymentStanding, PlanOrigin, PlanTerm,
    PostInterest, Product, ReageAccount, RecallAccount, RecordPayment, RefundCredit, RefundPayment,
    Reimburse, RejectPlan, RejectSettlement, ResolveDispute, ReverseEntry, ReversePayment,
    SetSchedule, SetStage, Stage, Tier, UndoFeeWaiver, WaiveFee, WaiveInterest, WriteOff,
};
use quittance_domain::allocation::Direction;
use quittance_domain::calendar::Frequency;
use quittance_domain::{DisputeId, FactId, Money, PlanId, RecurringId};
use uuid::Uuid;

/// The command that the wish comes to; nothing when there is nothing of its kind to act on.
#[expect(clippy::too_many_lines, reason = "an arm a wish")]
pub fn resolve(run: &mut Run, what: What, today: NaiveDate) -> Option<Command> {
    let (id, offer) = (run.fresh_id(), run.fresh_offer());
    let account = run.account()?;
    let on = |back: u16| (today - Days::new(u64::from(back))).max(account.opened_on);
    match what {
        What::Pay {
            amount,
            principal_only,
            open,
            back,
        } => {
            let effective = on(back);
            let direction = if principal_only {
                Direction::PrincipalOnly
            } else {
                Direction::ByOrder
            };
            Some(Command::RecordPayment(RecordPayment {
                id,
                amount: amount_of(account, amount, effective)?,
                method: Method::Ach,
                direction,
                standing: match open {
                    true => PaymentStanding::Pending,
                    false => PaymentStanding::Completed,
                },
                effective,
                external_id: None,
            }))
        }
        What::Complete { nth, moved } => {
            let (payment, _) = pick(payments_that(account, PaymentStanding::is_open), nth)?;
            let effective = moved.map(on);
            Some(Command::CompletePayment(CompletePayment {
                payment,
                effective,
            }))
        }
        What::Fail { nth, back } => {
            let open = payments_that(account, PaymentStanding::is_open);
            let (payment, dated) = pick(open, nth)?;
            Some(Command::FailPayment(FailPayment {
                payment,
                reason: "stopped".into(),
                effective: on(back).max(dated),
            }))
        }
        What::Reverse { nth, back, .. }
        | What::ChargeBack { nth, back, .. }
        | What::Refund { nth, back, .. }
        | What::Backdate { nth, back } => about_a_payment(account, what, id, nth, on(back)),
        What::Offer { percent, back } => Some(Command::OfferSettlement(OfferSettlement {
            id: offer,
            amount: share(account.due_on(today).total(), percent),
            tier: match percent % 3 {
                0 => Tier::Months12,
                _ => Tier::LumpSum,
            },
            floor: None,
            effective: on(back),
            // An odd share is asked for a month.
            expires_on: (percent % 2 == 1).then(|| today + Days::new(30)),
        })),
        What::Answer { nth, percent } => answer(account, nth, percent, today),
        What::Break { nth, back } => {
            let accepted = account.offers.iter().filter_map(|offer| {
                let accepted_on = offer.accepted_on?;
                (offer.status == OfferStatus::Accepted).then_some((offer.id, accepted_on))
            });
            let (offer, accepted_on) = pick(accepted, nth)?;
            Some(Command::BreakSettlement(BreakSettlement {
                id,
                offer,
                reason: "missed".into(),
                effective: on(back).max(accepted_on),
            }))
        }
        What::Say { how } => Some(say(account, how, id, today)),
        What::Accept { nth, back } => {
            let offers = account
                .offers
                .iter()
                .map(|offer| (offer.id, offer.offered_on));
            let (offer, offered_on) = pick(offers, nth)?;
            let effective = on(back).max(offered_on);
            Some(Command::AcceptSettlement(AcceptSettlement {
                offer,
                acceptance: id,
                effective,
            }))
        }
        What::TakeBack { nth } => {
            let entries = account.facts.iter().map(|fact| (fact.id, fact.date));
            let (entry, _) = pick(entries, nth)?;
            Some(Command::ReverseEntry(ReverseEntry {
                entry,
                reason: "mistaken".into(),
                effective: today,
            }))
        }
        What::Decide(decision) => Some(decided(decision, today)),
        What::Note { back } => Some(Command::AddNote(AddNote {
            id,
            about: None,
            sealed: "sealed".into(),
            effective: on(back),
        })),
        What::Arrange(arrange) => arrangement(account, arrange, PlanId(id.0), today),
        What::Disburse { back, .. }
        | What::Adjust { back, .. }
        | What::Reimburse { back, .. }
        | What::Fee { back, .. }
        | What::ScheduledFee { back, .. }
        | What::Waive { back, .. }
        | What::Recall { back }
        | What::ChargeOff { back } => other(account, what, id, on(back)),
        What::UndoWaiver { back, .. }
        | What::Credit { back, .. }
        | What::RefundCredit { back, .. }
        | What::WaiveInterest { back, .. }
        | What::ChangeRate { back, .. }
        | What::WriteOff { back, .. } => without_money(account, what, id, on(back)),
    }
}

fn decided(decision: Decision, effective: NaiveDate) -> Command {
    let reason = Box::from("property");
    match decision {
        Decision::Approve => Command::ApproveLoan(ApproveLoan { effective }),
        Decision::Deny => Command::DenyLoan(DenyLoan { effective, reason }),
        Decision::Cancel => Command::CancelLoan(CancelLoan { effective, reason }),
    }
}

/// A counter-offer, a no, or an expiry where it is time.
fn answer(account: &Account, nth: u8, percent: u8, today: NaiveDate) -> Option<Command> {
    let offers = account.offers.iter();
    let offer = pick(offers.filter(|offer| offer.accepted_on.is_none()), nth)?;
    let (id, effective) = (offer.id, today);
    if offer.expires_on.is_some_and(|last| last < today) {
        return Some(Command::ExpireSettlement(ExpireSettlement {
            offer: id,
            early: false,
            effective,
        }));
    }
    Some(match percent % 3 {
        0 => Command::RejectSettlement(RejectSettlement {
            offer: id,
            effective,
        }),
        _ => Command::CounterSettlement(CounterSettlement {
            offer: id,
            amount: share(account.due_on(today).total(), percent),
            floor: None,
            effective,
            expires_on: None,
        }),
    })
}

/// What is said of a debt and moves no money.
fn say(account: &Account, how: u8, id: FactId, today: NaiveDate) -> Command {
    let sealed: Box<str> = "sealed".into();
    let open = account.disputes.last().filter(|_| account.is_disputed());
    match (how % 4, open) {
        (0, _) => Command::AddNote(AddNote {
            id,
            about: None,
            sealed,
            effective: today,
        }),
        (1, None) => Command::FileDispute(FileDispute {
            id: DisputeId(id.0),
            amount: None,
            sealed,
            effective: today,
        }),
        (_, Some(dispute)) => Command::ResolveDispute(ResolveDispute {
            dispute: dispute.id,
            outcome: Outcome::Verified,
            sealed: Some(sealed),
            effective: today,
        }),
        _ => Command::SetStage(SetStage {
            stage: Stage::ALL[usize::from(how) % Stage::ALL.len()].1,
        }),
    }
}

/// A return, a refund or another date for one of the payments that stand.
fn about_a_payment(
    account: &Account,
    what: What,
    id: FactId,
    nth: u8,
    on: NaiveDate,
) -> Option<Command> {
    let (payment, paid_on) = pick(payments(account), nth)?;
    let left = account.payment(payment)?.1.amount - account.refunded(payment);
    Some(match what {
        What::Reverse { nsf_fee, .. } => Command::ReversePayment(ReversePayment {
            payment,
            reason: "nsf".into(),
            effective: on.max(paid_on),
            nsf_fee: nsf_fee.then_some(NsfFee { id }),
        }),
        What::ChargeBack { percent, .. } => Command::ChargeBackPayment(ChargeBackPayment {
            id,
            payment,
            amount: (percent < 100).then(|| share(left, percent)),
            reason: "disputed".into(),
            effective: on.max(paid_on),
        }),
        What::Refund { percent, .. } => Command::RefundPayment(RefundPayment {
            id,
            payment,
            amount: (percent < 100).then(|| share(left, percent)),
            reason: "asked".into(),
            effective: on.max(paid_on),
        }),
        _ => Command::BackdatePayment(BackdatePayment {
            payment,
            effective: on,
        }),
    })
}

fn other(account: &Account, what: What, id: FactId, on: NaiveDate) -> Option<Command> {
    Some(match what {
        What::Disburse { percent, .. } => {
            let Product::Loan { approved_principal } = account.product else {
                return None;
            };
            let left = approved_principal - account.position.disbursed;
            let amount = (percent < 100).then(|| share(left, percent));
            Command::Disburse(Disburse {
                id,
                amount,
                effective: on,
            })
        }
        What::Adjust { percent, .. } => Command::AdjustBalance(AdjustBalance {
            id,
            balance: match percent {
                0 => Money::ZERO,
                _ => share(account.due_on(on).total(), percent),
            },
            reason: "stated".into(),
            effective: on,
        }),
        What::Reimburse { minor, .. } => Command::Reimburse(Reimburse {
            id,
            amount: Money::from_minor(i64::from(minor)),
            reason: "postage".into(),
            effective: on,
        }),
        What::Fee { minor, .. } => Command::AssessFee(AssessFee {
            id,
            amount: Some(Money::from_minor(i64::from(minor))),
            kind: FeeKind::Other,
            cause: FeeCause::None,
            effective: on,
        }),
        What::ScheduledFee { nsf, nth, .. } => {
            let payment = pick(payments(account), nth);
            Command::AssessFee(AssessFee {
                id,
                amount: None,
                kind: if nsf { FeeKind::Nsf } else { FeeKind::Late },
                cause: payment.map_or(FeeCause::None, |(payment, _)| FeeCause::Payment(payment)),
                effective: on,
            })
        }
        What::Waive { nth, percent, .. } => {
            let (fee, charged_on) = pick(fees(account), nth)?;
            let charged = account.fee(fee)?;
            Command::WaiveFee(WaiveFee {
                id,
                fee,
                amount: (percent < 100).then(|| share(charged.amount - charged.waived, percent)),
                reason: "goodwill".into(),
                effective: on.max(charged_on),
            })
        }
        What::Recall { .. } => Command::RecallAccount(RecallAccount {
            id,
            reason: "asked back".into(),
            effective: on,
        }),
        _ => Command::ChargeOff(ChargeOff {
            id,
            effective: on,
            reason: "120 days".into(),
        }),
    })
}

/// Something about plans, or the close of the day.
fn arrangement(
    account: &Account,
    arrange: Arrange,
    id: PlanId,
    today: NaiveDate,
) -> Option<Command> {
    let plan = |nth| pick(account.plans.iter().map(|plan| plan.id), nth);
    Some(match arrange {
        Arrange::Plan {
            percent,
            terms,
            proposed,
        } => {
            let amount = share(account.due_on(today).total(), percent);
            let amount = Money::from_minor((amount.minor() / i64::from(terms)).max(1));
            let terms = (1..=u16::from(terms)).map(|number| PlanTerm {
                number,
                amount,
                due: today + Days::new(20 * u64::from(number)),
            });
            Command::CreatePlan(CreatePlan {
                id,
                part: 0,
                origin: match proposed {
                    true => PlanOrigin::Debtor,
                    false => PlanOrigin::Creditor,
                },
                terms: terms.collect(),
                effective: today,
                link: None,
                sealed: None,
            })
        }
        Arrange::Approve { nth } => Command::ApprovePlan(plan(nth)?),
        Arrange::Reject { nth } => Command::RejectPlan(RejectPlan {
            plan: plan(nth)?,
            by: "test".into(),
        }),
        Arrange::Deactivate { nth } => Command::DeactivatePlan(plan(nth)?),
        Arrange::Schedule {
            count,
            rhythm,
            after,
        } => Command::SetSchedule(SetSchedule {
            wanted: Wanted::Level {
                first_due: today + Days::new(u64::from(after)),
                frequency: Frequency::ALL[usize::from(rhythm) % Frequency::ALL.len()].1,
                count: u16::from(count),
                amount: None,
            },
            effective: today,
        }),
        Arrange::Reage { workout } => Command::ReageAccount(ReageAccount {
            reason: "property".into(),
            workout,
            effective: today,
        }),
        Arrange::Post { back } => Command::PostInterest(PostInterest {
            id: FactId(id.0),
            effective: (today - Days::new(u64::from(back))).max(account.opened_on),
        }),
        Arrange::Recur {
            minor,
            rhythm,
            count,
            open,
        } => {
            let frequency = Frequency::ALL[usize::from(rhythm) % Frequency::ALL.len()].1;
            Command::CreateRecurringPayment(CreateRecurringPayment {
                id: RecurringId(id.0),
                amount: Money::from_minor(i64::from(minor)),
                method: Method::Ach,
                frequency,
                start: today,
                end: frequency.date(today, u32::from(count)),
                recorded_as: match open {
                    true => PaymentStanding::Pending,
                    false => PaymentStanding::Completed,
                },
                instrument: None,
            })
        }
        Arrange::StopRecurring { nth } => {
            let recurring = account.recurring.iter().map(|recurring| recurring.id);
            Command::CancelRecurringPayment(pick(recurring, nth)?)
        }
        Arrange::Close => Command::CloseDay(CloseDay {
            on: today,
            first_id: FactId(Uuid::from_u128(id.0.as_u128() << 64)),
        }),
    })
}

/// What is forgiven, given or changed without money, and what is paid out of it.
///
/// Amounts are always said, so that another life with the same wishes has the same facts.
fn without_money(account: &Account, what: What, id: FactId, on: NaiveDate) -> Option<Command> {
    let (due, reason) = (account.due_on(on), Box::from("goodwill"));
    Some(match what {
        What::Credit { percent, .. } => Command::GrantCredit(GrantCredit {
            id,
            amount: share(due.total(), percent),
            reason,
            effective: on,
        }),
        What::RefundCredit { percent, .. } => Command::RefundCredit(RefundCredit {
            id,
            amount: Some(share(account.position.overpayment, percent)),
            reason,
            effective: on,
        }),
        What::WaiveInterest { percent, .. } => Command::WaiveInterest(WaiveInterest {
            id,
            amount: Some(share(due.interest, percent)),
            reason,
            effective: on,
        }),
        What::ChangeRate { rate, .. } => Command::ChangeRate(ChangeRate {
            id,
            rate,
            reason,
            effective: on,
        }),
        What::WriteOff { percent, .. } => Command::WriteOff(WriteOff {
            id,
            amount: Some(share(due.total(), percent)),
            reason,
            effective: on,
        }),
        What::UndoWaiver { nth, .. } => {
            let (waiver, granted_on) = pick(waivers(account), nth)?;
            Command::UndoFeeWaiver(UndoFeeWaiver {
                id,
                waiver,
                reason,
                effective: on.max(granted_on),
            })
        }
        _ => return None,
    })
}

fn waivers(account: &Account) -> impl Iterator<Item = (FactId, NaiveDate)> {
    account
        .facts
        .iter()
        .filter(|fact| {
            account
                .fee_waiver(fact.id)
                .is_some_and(|waiver| !waiver.is_undone)
        })
        .map(|fact| (fact.id, fact.date))
}

/// Payments that stand, with their dates.
pub fn payments(account: &Account) -> impl Iterator<Item = (FactId, NaiveDate)> {
    payments_that(account, |standing| standing == PaymentStanding::Completed)
}

fn payments_that(
    account: &Account,
    stand: fn(PaymentStanding) -> bool,
) -> impl Iterator<Item = (FactId, NaiveDate)> {
    account
        .facts
        .iter()
        .filter(move |fact| matches!(&fact.kind, FactKind::Payment(it) if stand(it.standing)))
        .map(|fact| (fact.id, fact.date))
}

fn fees(account: &Account) -> impl Iterator<Item = (FactId, NaiveDate)> {
    account
        .facts
        .iter()
        .filter(|fact| account.fee(fact.id).is_some())
        .map(|fact| (fact.id, fact.date))
}

/// One of them; the same number means the same one while there are as many.
pub fn pick<T>(things: impl Iterator<Item = T>, nth: u8) -> Option<T> {
    let things: Vec<T> = things.collect();
    let place = usize::from(nth).checked_rem(things.len())?;
    things.into_iter().nth(place)
}

/// A percentage of an amount, in whole minor units, but at least one of them.
fn share(amount: Money, percent: u8) -> Money {
    Money::from_minor((amount.minor() * i64::from(percent) / 100).max(1))
}

fn amount_of(account: &Account, amount: Amount, on: NaiveDate) -> Option<Money> {
    let due = account.due_on(on);
    Some(match amount {
        Amount::Minor(minor) => Money::from_minor(i64::from(minor)),
        Amount::PercentOfDue(percent) => share(due.total(), percent),
        Amount::PercentOfInterest(percent) => share(due.interest, percent),
        Amount::RestOfSettlement => {
            let settlement = account.position.settlement?;
            let rest = settlement.amount - settlement.paid;
            if rest.is_positive() {
                rest
            } else {
                Money::from_minor(100)
            }
        }
    })
}
