//! The chart of accounts and postings: each posting is (debit, credit, amount), so that it balances
//! by construction.

use crate::money::Money;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What kind of creditor keeps the books, which decides the chart (who owns the receivable?).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Books {
    /// The creditor owns the debt: real receivables and income.
    #[default]
    Owner,
    /// The debt is placed by a client: balances are memo, cash received is owed to the client.
    Agency,
}

macro_rules! chart {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $class:ident, $slug:literal;)*) => {
        /// An account of the general ledger; the number is its code in tables and exports.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(i16)]
        pub enum Account { $($(#[$doc])* $name = $code,)* }

        impl Account {
            pub const ALL: &'static [Account] = &[$(Account::$name,)*];

            /// The name in exports and replies.
            pub const fn slug(self) -> &'static str {
                match self { $(Account::$name => $slug,)* }
            }

            pub const fn class(self) -> Class {
                match self { $(Account::$name => Class::$class,)* }
            }

            /// The account with this code.
            pub const fn from_code(code: i16) -> Option<Account> {
                match code { $($code => Some(Account::$name),)* _ => None }
            }
        }
    };
}

/// The side of the balance sheet or income statement an account stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Class {
    Asset,
    Liability,
    Equity,
    Revenue,
    Expense,
    /// Off the balance sheet: what is still owed but not carried as an asset.
    Memo,
}

chart! {
    Cash = 1000, Asset, "cash";
    Principal = 1100, Asset, "loans_receivable";
    InterestReceivable = 1200, Asset, "interest_receivable";
    FeesReceivable = 1300, Asset, "fees_receivable";
    /// What borrowers have paid beyond what they owe.
    Overpayments = 2000, Liability, "overpayments";
    /// The part of a payment that has been, or is being, given back.
    RefundsPayable = 2100, Liability, "refunds_payable";
    /// Cash collected for the client who placed the debt.
    ClientPayable = 2200, Liability, "client_payable";
    /// The other side of balances taken on when an existing debt is boarded.
    OpeningBalances = 3000, Equity, "opening_balances";
    InterestIncome = 4000, Revenue, "interest_income";
    FeeIncome = 4100, Revenue, "fee_income";
    Recoveries = 4200, Revenue, "recoveries";
    /// Contra income, so that gross fee income stays visible.
    FeesWaived = 4300, Revenue, "fees_waived";
    InterestChargedOff = 4400, Revenue, "interest_charged_off";
    FeesChargedOff = 4500, Revenue, "fees_charged_off";
    /// Contra income, so that gross interest income stays visible.
    InterestWaived = 4600, Revenue, "interest_waived";
    CreditLoss = 5000, Expense, "credit_loss";
    SettlementLoss = 5100, Expense, "settlement_loss";
    Reimbursements = 5200, Expense, "reimbursements";
    /// What balances were moved by without money, in either direction.
    BalanceAdjustments = 5300, Expense, "balance_adjustments";
    GoodwillCredits = 5400, Expense, "goodwill_credits";
    /// Remainders too small to collect.
    SmallBalances = 5500, Expense, "small_balances";
    MemoPrincipal = 9100, Memo, "memo_principal";
    MemoInterest = 9200, Memo, "memo_interest";
    MemoFees = 9300, Memo, "memo_fees";
    MemoOffset = 9900, Memo, "memo_offset";
}

impl Account {
    /// The code in tables and exports.
    pub const fn code(self) -> i16 {
        self as i16
    }
}

/// One balanced line of the journal: `amount` (always positive) from `credit` to `debit`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Posting {
    pub debit: Account,
    pub credit: Account,
    pub amount: Money,
}

impl Posting {
    /// A posting of a signed amount: a negative one goes the other way, zero is none.
    pub fn of(debit: Account, credit: Account, amount: Money) -> Option<Posting> {
        match amount.minor() {
            0 => None,
            1.. => Some(Posting {
                debit,
                credit,
                amount,
            }),
            _ => Some(Posting {
                debit: credit,
                credit: debit,
                amount: -amount,
            }),
        }
    }

    /// The line that undoes this one.
    pub fn reversed(self) -> Posting {
        Posting {
            debit: self.credit,
            credit: self.debit,
            amount: self.amount,
        }
    }
}

/// A posting with the date from which it counts; the day it was booked is its event's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JournalLine {
    pub effective: NaiveDate,
    pub posting: Posting,
}
