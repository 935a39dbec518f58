//! What becomes of loans.

use super::life::{Life, Told};
use quittance_domain::Money;
use quittance_domain::account::{Command, FeeKind, PaymentStanding, Product, RecordPayment};
use quittance_domain::allocation::Direction;

/// The days from one instalment to the next.
const MONTH: i64 = 30;

/// Is lent all of it, and waits for the first due date.
fn lend(life: &mut Life) -> Told {
    life.wait(1)?;
    life.disburse(None);
    life.schedule();
    life.wait(MONTH)
}

/// Pays each month, a day or two early or late.
pub fn pays_on_time(life: &mut Life) -> Told {
    lend(life)?;
    loop {
        life.pay(life.instalment());
        let days = life.random.between(MONTH - 2, MONTH + 2);
        life.wait(days)?;
    }
}

/// Adds something to principal whenever there is money.
pub fn pays_extra_to_principal(life: &mut Life) -> Told {
    lend(life)?;
    let too_much = life.recur(Money::from_minor(15_000));
    life.ask(Command::CancelRecurringPayment(too_much));
    life.recur(Money::from_minor(5_000));
    loop {
        life.pay(life.instalment());
        if life.random.chance(40) {
            life.wait(3)?;
            let extra = life.share(4);
            life.pay_to(extra, Direction::PrincipalOnly);
        }
        life.wait(MONTH)?;
    }
}

/// A payment comes back unpaid, with a fee that is forgiven on the phone.
pub fn bounces_once(life: &mut Life) -> Told {
    lend(life)?;
    let first = life.pay(life.instalment());
    life.wait(3)?;
    life.reverse(first, "R01 insufficient funds", true);
    life.wait(6)?;
    life.pay(life.instalment());
    let account = life.account()?;
    let fee = account
        .facts
        .iter()
        .find(|fact| account.fee(fact.id).is_some())?
        .id;
    life.waive(fee, None, "goodwill, first return");
    // From here on in time, which cures it in sixty days.
    life.wait(MONTH - 12)?;
    pays_monthly(life)
}

/// Always late: fees, one of them partly waived, and one waiver too many; re-aged when three
/// instalments have come in a row, and late again.
pub fn pays_late(life: &mut Life) -> Told {
    lend(life)?;
    for month in 1.. {
        life.wait(16)?;
        let fee = life.fee(3_000, FeeKind::Late);
        if life.random.chance(30) {
            life.waive(fee, Some(Money::from_minor(1_500)), "half, as agreed");
            life.waive(fee, Some(Money::from_minor(2_500)), "the rest, by mistake");
        }
        life.pay(life.instalment());
        if month == 8 {
            life.reage("three payments in a row");
        }
        life.wait(MONTH - 10)?;
    }
    Some(())
}

/// Pays everything off early and a little too much, which is sent back.
pub fn pays_off_early(life: &mut Life) -> Told {
    lend(life)?;
    for _ in 0..life.random.between(2, 4) {
        life.pay(life.instalment());
        life.wait(MONTH)?;
    }
    life.fee(5_000, FeeKind::Prepayment);
    let everything = life.owed();
    let last = life.pay(everything + Money::from_minor(1_800));
    life.wait(4)?;
    life.refund(last, Some(Money::from_minor(900)), "paid too much");
    life.refund_credit("the rest of it");
    // The bank was never told: there is nothing left to take.
    life.recur(life.instalment());
    Some(())
}

/// Stops paying, is charged off, and pays something after all.
pub fn is_charged_off(life: &mut Life) -> Told {
    lend(life)?;
    life.pay(life.instalment());
    life.wait(MONTH)?;
    life.fee(3_000, FeeKind::Late);
    life.wait(120)?;
    life.charge_off("120 days past due");
    life.charge_off("sent twice");
    life.wait(25)?;
    let something = life.share(3);
    life.pay(something);
    life.wait(MONTH)?;
    life.pay(something);
    Some(())
}

/// Is lent in two parts, and asks for more than was approved.
pub fn is_lent_in_parts(life: &mut Life) -> Told {
    let Product::Loan { approved_principal } = life.opening.product else {
        return None;
    };
    let half = Money::from_minor(approved_principal.minor() / 2);
    life.wait(2)?;
    life.disburse(Some(half));
    life.fee(9_500, FeeKind::Origination);
    life.wait(20)?;
    life.disburse(Some(half + half));
    life.disburse(None);
    life.schedule();
    life.wait(MONTH)?;
    pays_monthly(life)
}

/// A cheque lay in a drawer: its payment is dated back, which moves later ones.
pub fn is_booked_late(life: &mut Life) -> Told {
    lend(life)?;
    life.pay(life.instalment());
    life.wait(MONTH)?;
    let late = life.pay(life.instalment());
    life.wait(9)?;
    life.pay_to(Money::from_minor(10_000), Direction::PrincipalOnly);
    life.wait(5)?;
    life.backdate(late, 12);
    life.wait(MONTH)?;
    // The cap of 50 U.S.C. 3937, told two months after it began.
    life.change_rate(600_000_000, 45, "military service");
    pays_monthly(life)
}

/// Someone else's payment is taken off again, and what that cost is made good.
pub fn is_mistaken(life: &mut Life) -> Told {
    lend(life)?;
    let mistaken = life.pay(life.instalment());
    life.wait(5)?;
    life.reverse(mistaken, "belongs to another borrower", false);
    life.reverse(mistaken, "asked for again", false);
    life.wait(2)?;
    life.reimburse(
        Money::from_minor(1_250),
        "bank charges caused by our mistake",
    );
    life.pay(life.instalment());
    life.wait(MONTH)?;
    let late = life.fee(3_000, FeeKind::Late);
    let waiver = life.waive(late, None, "taken for another loan");
    life.undo_waiver(waiver, "it was this loan");
    let double = life.credit(Money::from_minor(2_000), "for the trouble");
    life.credit(Money::from_minor(2_000), "for the trouble");
    life.take_back(double, "granted twice");
    life.waive_interest("for the trouble");
    pays_monthly(life)
}

/// Is approved and not lent yet, so there is nothing to pay.
pub fn waits_for_its_money(life: &mut Life) -> Told {
    life.wait(1)?;
    life.approve();
    life.wait(2)?;
    let payment = RecordPayment {
        id: life.fact(),
        amount: Money::from_minor(20_000),
        method: quittance_domain::account::Method::Ach,
        direction: Direction::ByOrder,
        standing: PaymentStanding::Completed,
        effective: life.clock(),
        external_id: None,
    };
    life.pay_as(payment);
    Some(())
}

/// Is denied, and asked for once more.
pub fn is_turned_down(life: &mut Life) -> Told {
    life.wait(2)?;
    life.deny("income could not be verified");
    life.wait(1)?;
    life.approve();
    Some(())
}

/// Is approved, and the borrower has thought better of it.
pub fn is_withdrawn(life: &mut Life) -> Told {
    life.wait(1)?;
    life.approve();
    life.wait(4)?;
    life.cancel("withdrawn by the borrower");
    Some(())
}

fn pays_monthly(life: &mut Life) -> Told {
    loop {
        life.pay(life.instalment());
        life.wait(MONTH)?;
    }
}
