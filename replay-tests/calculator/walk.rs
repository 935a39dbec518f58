//! The walk through the calendar.

use crate::calculator::fraction::Fraction;
use crate::calculator::{Basis, Contract, Entry, Part, What};
use chrono::{Days, NaiveDate};

/// How a payment was divided.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Paid {
    pub fees: i64,
    pub interest: i64,
    pub principal: i64,
    pub beyond: i64,
}

/// What is owed at the end of a day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Balance {
    pub fees: i64,
    pub interest: i64,
    pub principal: i64,
    pub credit: i64,
    pub settled: bool,
}

/// A fee, and what has become of it.
struct Fee {
    number: usize,
    unpaid: i64,
    forgiven: i64,
}

struct Debt {
    contract: Contract,
    principal: i64,
    interest: Fraction,
    /// The part of that interest which has been paid: all of it is rounded, and then this is taken
    /// off, so that paying a unit lowers the due by a unit.
    interest_paid: i64,
    fees: Vec<Fee>,
    credit: i64,
    /// When the principal last changed.
    begun: NaiveDate,
    charged_off: bool,
    recalled: bool,
    /// Which settlement it is, what it asks for, what has come, and whether that was enough.
    settlement: Option<(usize, i64, i64)>,
    settled: bool,
    /// Each waiver with its fee, its amount, and how much of that had been forgiven anyway.
    waivers: Vec<(usize, usize, i64, i64)>,
}

/// Goes from the first entry's day to `last`; tells how each payment was divided and what is owed
/// at the end of each day.
pub fn walk(
    contract: Contract,
    entries: &[Entry],
    last: NaiveDate,
) -> (Vec<Paid>, Vec<(NaiveDate, Balance)>) {
    let Some(first) = entries.first().map(|entry| entry.day) else {
        return Default::default();
    };
    let mut debt = Debt {
        contract,
        principal: 0,
        interest: Fraction::ZERO,
        interest_paid: 0,
        fees: Vec::new(),
        credit: 0,
        begun: first,
        charged_off: false,
        recalled: false,
        settlement: None,
        settled: false,
        waivers: Vec::new(),
    };
    let (mut paid, mut balances) = (Vec::new(), Vec::new());
    let mut waiting = entries.iter().peekable();
    let mut day = first;
    while day <= last {
        if day > first {
            debt.earn(day);
        }
        while let Some(entry) = waiting.next_if(|entry| entry.day == day) {
            paid.extend(debt.meet(day, entry.what));
            if debt.recalled {
                debt.forgive_all();
            }
        }
        balances.push((day, debt.balance()));
        day = day + Days::new(1);
    }
    (paid, balances)
}

impl Debt {
    /// The interest of the day that ends on `day`.
    fn earn(&mut self, day: NaiveDate) {
        if self.charged_off && !self.contract.accrues_after_charge_off {
            return;
        }
        let Contract { rate, basis, .. } = self.contract;
        let a_year = i128::from(self.principal) * i128::from(rate);
        self.interest = self
            .interest
            .plus(basis_share(basis, self.begun, day, a_year));
    }

    fn due(&self) -> i64 {
        self.interest.rounded(self.contract.round) - self.interest_paid
    }

    /// Interest begins anew with a whole number.
    fn clear_interest(&mut self, rest: i64) {
        self.interest = Fraction::whole(rest);
        self.interest_paid = 0;
    }

    fn unpaid_fees(&self) -> i64 {
        self.fees.iter().map(|fee| fee.unpaid).sum()
    }

    fn balance(&self) -> Balance {
        Balance {
            fees: self.unpaid_fees(),
            interest: self.due(),
            principal: self.principal,
            credit: self.credit,
            settled: self.settled,
        }
    }

    fn owe_principal(&mut self, day: NaiveDate, more: i64) {
        if more != 0 {
            self.principal += more;
            self.begun = day;
        }
    }

    fn meet(&mut self, day: NaiveDate, what: What) -> Option<Paid> {
        match what {
            What::Board { number, owed } => {
                let [principal, interest, fees] = owed;
                self.owe_principal(day, principal);
                self.clear_interest(interest);
                self.fees.push(Fee {
                    number,
                    unpaid: fees,
                    forgiven: 0,
                });
            }
            What::Lend(amount) => {
                self.owe_principal(day, amount);
                self.use_credit(day);
            }
            What::Fee { number, amount } => {
                self.fees.push(Fee {
                    number,
                    unpaid: amount,
                    forgiven: 0,
                });
                self.use_credit(day);
            }
            What::Waive {
                number,
                amount,
                waiver,
            } => self.waive(day, number, amount, waiver),
            What::UndoWaiver { waiver } => self.undo_waiver(day, waiver),
            What::WaiveInterest(amount) => {
                let due = self.due();
                if amount >= due {
                    self.clear_interest(0);
                } else {
                    self.interest_paid += amount;
                }
                let interest = amount.min(due);
                return Some(Paid {
                    interest,
                    ..Paid::default()
                });
            }
            What::WriteOff(amount) => {
                let unpaid: Vec<i64> = self.fees.iter().map(|fee| fee.unpaid).collect();
                let paid = self.pay(day, amount, false);
                for (fee, before) in self.fees.iter_mut().zip(unpaid) {
                    fee.forgiven += before - fee.unpaid;
                }
                return Some(Paid { beyond: 0, ..paid });
            }
            What::Rate(rate) => {
                if rate != self.contract.rate {
                    self.contract.rate = rate;
                    self.begun = day;
                }
            }
            What::Pay {
                kept,
                counts,
                principal_first,
            } => {
                let paid = self.pay(day, kept, principal_first);
                self.credit += paid.beyond;
                self.count_toward_settlement(counts);
                return Some(paid);
            }
            What::Credit(amount) => {
                let paid = self.pay(day, amount, false);
                self.credit += paid.beyond;
                return Some(paid);
            }
            What::Owe(amount) => {
                self.owe_principal(day, amount);
                self.use_credit(day);
            }
            What::PayOut(amount) => {
                let from_credit = amount.min(self.credit);
                self.credit -= from_credit;
                self.owe_principal(day, amount - from_credit);
            }
            What::Settle { number, amount } => {
                if !self.settled {
                    self.settlement = Some((number, amount, 0));
                }
            }
            What::Break { number, asked } => self.break_settlement(number, asked),
            What::ChargeOff => {
                self.clear_interest(self.due());
                self.charged_off = true;
                self.begun = day;
            }
            What::Recall => self.recalled = true,
            What::Nothing => {}
        }
        None
    }

    /// Pays what is due from `money`, part after part.
    fn pay(&mut self, day: NaiveDate, money: i64, principal_first: bool) -> Paid {
        let mut paid = Paid {
            beyond: money,
            ..Paid::default()
        };
        if principal_first {
            self.pay_part(day, Part::Principal, &mut paid);
        }
        for part in self.contract.order {
            self.pay_part(day, part, &mut paid);
        }
        paid
    }

    fn pay_part(&mut self, day: NaiveDate, part: Part, paid: &mut Paid) {
        let money = paid.beyond;
        if money == 0 {
            return;
        }
        match part {
            Part::Fees => {
                for fee in &mut self.fees {
                    let some = fee.unpaid.min(paid.beyond);
                    fee.unpaid -= some;
                    paid.fees += some;
                    paid.beyond -= some;
                }
            }
            Part::Interest => {
                let due = self.due();
                if money >= due {
                    // Paid up: what is left below a minor unit is dropped.
                    self.clear_interest(0);
                } else {
                    self.interest_paid += money;
                }
                paid.interest += money.min(due);
                paid.beyond -= money.min(due);
            }
            Part::Principal => {
                let some = money.min(self.principal);
                self.owe_principal(day, -some);
                paid.principal += some;
                paid.beyond -= some;
            }
        }
    }

    /// A credit pays what has come to be owed.
    fn use_credit(&mut self, day: NaiveDate) {
        let credit = std::mem::take(&mut self.credit);
        self.credit = self.pay(day, credit, false).beyond;
    }

    /// Forgives what is unpaid of the fee, then what was forgiven anyway, then gives back.
    fn waive(&mut self, day: NaiveDate, number: usize, amount: i64, waiver: usize) {
        let fee = self
            .fees
            .iter_mut()
            .find(|fee| fee.number == number)
            .unwrap();
        let unpaid = amount.min(fee.unpaid);
        fee.unpaid -= unpaid;
        let forgiven = (amount - unpaid).min(fee.forgiven);
        fee.forgiven -= forgiven;
        self.waivers.push((waiver, number, amount, forgiven));
        self.credit += amount - unpaid - forgiven;
        if self.credit > 0 && amount > unpaid + forgiven {
            self.use_credit(day);
        }
    }

    /// The fee is owed again, but for what had been forgiven anyway.
    fn undo_waiver(&mut self, day: NaiveDate, undone: usize) {
        let known = self.waivers.iter().find(|(waiver, ..)| *waiver == undone);
        let (_, number, amount, forgiven) = *known.unwrap();
        let mut fees = self.fees.iter_mut();
        let fee = fees.find(|fee| fee.number == number).unwrap();
        fee.forgiven += forgiven;
        fee.unpaid += amount - forgiven;
        self.use_credit(day);
    }

    /// Ends the settlement, but for one of which as much has come as was asked for.
    fn break_settlement(&mut self, number: usize, asked: Option<i64>) {
        let current = self.settlement.is_some_and(|(known, _, come)| {
            known == number && asked.is_none_or(|asked| come < asked)
        });
        if current && !self.settled {
            self.settlement = None;
        }
    }

    /// When enough has come, the rest of the debt is forgiven, once.
    fn count_toward_settlement(&mut self, money: i64) {
        let Some((_, asked, come)) = &mut self.settlement else {
            return;
        };
        *come += money;
        if self.settled || *come < *asked {
            return;
        }
        self.settled = true;
        self.forgive_all();
    }

    fn forgive_all(&mut self) {
        self.principal = 0;
        self.clear_interest(0);
        for fee in &mut self.fees {
            fee.forgiven += std::mem::take(&mut fee.unpaid);
        }
    }
}

/// What a year's interest, in ten-billionths of a minor unit, comes to on one day.
fn basis_share(basis: Basis, begun: NaiveDate, day: NaiveDate, a_year: i128) -> Fraction {
    basis.of_day(begun, day).times(a_year).over(10_000_000_000)
}
