//! What becomes of debts that were placed.

use super::life::{Life, Told};
use quittance_domain::Money;
use quittance_domain::account::{
    Command, FeeKind, Method, PaymentStanding, PlanOrigin, RecordPayment, RejectPlan, Stage, Tier,
};
use quittance_domain::allocation::Direction;

/// Nobody answers.
pub fn stays_silent(life: &mut Life) -> Told {
    life.wait(45)
}

/// Pays what can be spared.
pub fn pays_a_little(life: &mut Life) -> Told {
    life.stage(Stage::Contacted);
    loop {
        let days = life.random.between(12, 33);
        life.wait(days)?;
        let percent = life.random.between(3, 7);
        let amount = life.share(percent);
        life.pay(amount);
    }
}

/// Settles for a part, which is paid: the rest is written off.
pub fn settles(life: &mut Life) -> Told {
    agree(life, Tier::LumpSum)?;
    life.wait(8)?;
    life.pay(life.left_to_settle());
    life.wait(10)?;
    // Settled: a second offer has nothing left to settle.
    life.offer(50, Tier::LumpSum, None);
    Some(())
}

/// Settles in parts, over months.
pub fn settles_in_parts(life: &mut Life) -> Told {
    agree(life, Tier::Months12)?;
    let part = Money::from_minor(life.left_to_settle().minor() / 6 + 1);
    loop {
        life.wait(28)?;
        let amount = part.min(life.left_to_settle());
        life.pay(amount);
        if life.left_to_settle().is_zero() {
            return Some(());
        }
    }
}

/// Settles, the last payment comes back and the debt lives again until it is paid anew.
pub fn settles_and_lives_again(life: &mut Life) -> Told {
    agree(life, Tier::LumpSum)?;
    life.wait(4)?;
    let amount = life.left_to_settle();
    let last = life.pay(amount);
    life.wait(5)?;
    life.reverse(last, "R09 uncollected funds", true);
    life.wait(15)?;
    if life.random.chance(60) {
        life.pay(amount);
    }
    Some(())
}

/// Has two offers on the table, asks for less than the one and refuses the other; one more was above
/// what is owed.
pub fn considers_offers(life: &mut Life) -> Told {
    life.wait(6)?;
    let lump_sum = life.offer(70, Tier::LumpSum, Some(60));
    let two_years = life.offer(85, Tier::Months24, Some(60));
    life.offer(130, Tier::Months36, Some(60));
    life.stage(Stage::Negotiating);
    life.wait(1)?;
    life.counter(lump_sum, 40);
    life.reject(two_years);
    Some(())
}

/// Accepts when it is too late, and pays on without a settlement.
pub fn misses_the_offer(life: &mut Life) -> Told {
    life.wait(10)?;
    let offer = life.offer(60, Tier::LumpSum, Some(15));
    life.wait(20)?;
    life.accept(offer);
    pays_a_little(life)
}

/// Lets an offer lapse and pays in three parts, all but a remainder that nobody collects.
pub fn pays_in_full(life: &mut Life) -> Told {
    let offer = life.offer(80, Tier::LumpSum, Some(10));
    life.wait(11)?;
    life.expire(offer);
    for percent in [30, 50] {
        life.wait(21)?;
        let amount = life.share(percent);
        life.pay(amount);
    }
    life.wait(21)?;
    let all_but_a_little = life.owed() - Money::from_minor(412).min(life.owed());
    life.pay(all_but_a_little);
    life.wait(2)?;
    life.write_off("too small to collect");
    Some(())
}

/// Pays by a plan, and once more what came back; another plan is turned down.
pub fn pays_by_plan(life: &mut Life) -> Told {
    life.wait(10)?;
    life.plan(PlanOrigin::Creditor, 10, 2);
    let part = life.share(10);
    for _ in 0..2 {
        life.wait(25)?;
        life.pay(part);
    }
    let last = life.account()?.facts.last()?.id;
    life.wait(4)?;
    life.reverse(last, "R01 insufficient funds", false);
    life.wait(10)?;
    life.pay(part);
    let wish = life.plan(PlanOrigin::Debtor, 1, 3);
    let by = "cli:demo".into();
    life.ask(Command::RejectPlan(RejectPlan { plan: wish, by }));
    Some(())
}

/// Proposes a plan, pays nothing of it, and loses it; so it goes with a settlement.
pub fn breaks_a_plan(life: &mut Life) -> Told {
    life.wait(10)?;
    let plan = life.plan(PlanOrigin::Debtor, 20, 2);
    life.ask(Command::ApprovePlan(plan));
    life.wait(45)?;
    life.close();
    life.wait(20)?;
    life.ask(Command::DeactivatePlan(plan));
    let offer = life.offer(50, Tier::LumpSum, None);
    life.accept(offer);
    life.wait(5)?;
    life.break_settlement(offer, "nothing came");
    Some(())
}

/// Goes to court, with the costs of it.
pub fn goes_to_court(life: &mut Life) -> Told {
    life.wait(60)?;
    life.stage(Stage::Legal);
    life.fee(42_500, FeeKind::Legal);
    life.wait(40)?;
    let amount = life.share(25);
    life.pay(amount);
    life.wait(30)?;
    life.fee(1_500, FeeKind::Servicing);
    pays_a_little(life)
}

/// A first card payment fails and a second comes; its bank takes it back, and in the end the client
/// says what is owed.
pub fn pays_by_card(life: &mut Life) -> Told {
    life.wait(8)?;
    let amount = life.share(15);
    let declined = life.announce(amount);
    life.wait(2)?;
    life.fail(declined, "card declined");
    life.wait(3)?;
    let payment = life.announce(amount);
    life.wait(2)?;
    life.complete(payment);
    life.wait(20)?;
    life.charge_back(payment, "not authorized by the cardholder");
    life.charge_back(payment, "reported twice");
    life.wait(6)?;
    let stated = life.share(90);
    life.state_balance(stated, "balance as stated by the client");
    pays_a_little(life)
}

/// Pays once; whoever passed the payment on reports it twice, and once with another amount. The
/// debtor asks what this is, is told, and agrees to settle; then the account is asked back.
pub fn is_reported_twice(life: &mut Life) -> Told {
    life.wait(14)?;
    let reference = life.random.between(100_000_000, 999_999_999);
    let external_id = Some(format!("txn_{reference}").into_boxed_str());
    let amount = life.share(10);
    for amount in [amount, amount, amount + Money::from_minor(100)] {
        let payment = RecordPayment {
            id: life.fact(),
            amount,
            method: Method::Card,
            direction: Direction::ByOrder,
            standing: PaymentStanding::Completed,
            effective: life.clock(),
            external_id: external_id.clone(),
        };
        life.pay_as(payment);
    }
    let dispute = life.dispute("I do not recognise this account.");
    life.offer(60, Tier::LumpSum, None);
    life.wait(12)?;
    life.resolve(dispute, "Statement and signed contract sent.");
    let offer = life.offer(60, Tier::LumpSum, None);
    life.accept(offer);
    life.wait(9)?;
    life.recall("asked back by the client");
    Some(())
}

/// A payment is refunded in two parts, and a third part is asked for in vain.
pub fn is_refunded(life: &mut Life) -> Told {
    life.wait(9)?;
    let amount = life.share(20);
    let payment = life.pay(amount);
    life.wait(11)?;
    let half = Money::from_minor(amount.minor() / 2);
    life.refund(payment, Some(half), "disputed in part");
    life.wait(7)?;
    life.refund(payment, None, "dispute upheld");
    life.refund(payment, Some(half), "asked for again");
    pays_a_little(life)
}

/// An offer is made and accepted a few days later; another acceptance comes too late.
fn agree(life: &mut Life, tier: Tier) -> Told {
    let days = life.random.between(10, 30);
    life.wait(days)?;
    let percent = life.random.between(45, 70);
    let offer = life.offer(percent, tier, Some(30));
    life.wait(5)?;
    life.accept(offer);
    if life.random.chance(20) {
        life.accept(offer);
    }
    Some(())
}
