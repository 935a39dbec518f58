//! What a row of a story says, as a command.
//!
//! ```text
//! place 8500.00 [interest 62.50] [fees 25.00]     loan 10000.00
//! approve                     deny                 cancel
//! disburse 2500.00            disburse all         payoff
//! pay 500.00 [to principal] [pending] [as a]      complete a      fail a
//! return a [with fee]         refund 100.00 of a      refund all of a      date a
//! chargeback 100.00 of a      chargeback all of a     adjust to 900.00
//! fee 25.00 [as f]            waive 10.00 of f        waive all of f
//! fee scheduled [nsf] [for a]
//! offer 400.00 [over 12_month] [floor 0.5] [until 2024-02-01] [as o]
//! accept o    counter o with 300.00    reject o    expire o [early]    break o
//! dispute all [as d]          resolve d       stage contacted
//! fee 25.00 [as f]            waive 10.00 of f [as w] waive all of boarded
//! offer 400.00 [as o]         accept o
//! credit 20.00                waive interest 3.00     waive interest all
//! refund 10.00 of credit      undo w                  rate 0.06      write off
//! charge off                  recall                  reimburse 5.00          look
//! take back c
//! ```
//! Each may end in `on 2024-01-15`, its effective date; else it is effective on the row's date.

use crate::account::{
    AcceptSettlement, AdjustBalance, ApproveLoan, AssessFee, BackdatePayment, BreakSettlement,
    CancelLoan, ChangeRate, ChargeBackPayment, ChargeOff, Command, CompletePayment,
    CounterSettlement, DenyLoan, Details, Disburse, ExpireSettlement, FailPayment, FeeCause,
    FeeKind, FileDispute, GrantCredit, Method, NsfFee, OfferSettlement, Opening, Outcome, PayOff,
    PaymentStanding, Product, RecallAccount, RecordInvoicePayment, RecordPayment, RefundCredit,
    RefundPayment, Reimburse, RejectSettlement, ResolveDispute, ReverseEntry, ReversePayment,
    SetStage, Stage, Terms, Tier, UndoFeeWaiver, WaiveFee, WaiveInterest, WriteOff,
};
use crate::allocation::Direction;
use crate::id::{AccountId, ConsumerId, DisputeId, FactId, OfferId};
use crate::money::{Money, parse_amount};
use chrono::NaiveDate;
use std::collections::BTreeMap;
use uuid::Uuid;

/// The account of every story; fees that were boarded go by its id.
const ACCOUNT: Uuid = Uuid::max();

/// Reads rows; remembers the names given to payments, fees and offers.
#[derive(Debug)]
pub(super) struct Script {
    pub terms: Terms,
    names: BTreeMap<String, Uuid>,
    ids: u128,
}

impl Script {
    pub fn new(terms: Terms) -> Script {
        Script {
            terms,
            names: BTreeMap::new(),
            ids: 0,
        }
    }

    /// The name under which the story knows this id.
    pub fn name_of(&self, id: FactId) -> &str {
        let known = self.names.iter().find(|(_, known)| **known == id.0);
        known.map_or("?", |(name, _)| name)
    }

    /// The command of a row; nothing when it only looks.
    pub fn command(&mut self, today: NaiveDate, what: &str) -> Option<Command> {
        let words: Vec<&str> = what.split_whitespace().collect();
        let (verb, rest) = words.split_first().unwrap();
        self.ids += 1;
        let id = FactId(Uuid::from_u128(self.ids));
        if let Some(name) = after(rest, "as") {
            self.names.insert(name.to_owned(), id.0);
        }
        let effective = after(rest, "on").map_or(today, |text| text.parse().unwrap());
        match *verb {
            "look" => None,
            "place" => Some(self.opening(Product::Placed, rest, effective)),
            "loan" => {
                let approved_principal = self.amount(rest[0]);
                Some(self.opening(Product::Loan { approved_principal }, &[], effective))
            }
            "approve" | "deny" | "cancel" => Some(about_an_application(verb, effective)),
            "payoff" => Some(Command::PayOff(PayOff {
                id,
                method: Method::Ach,
                effective,
                external_id: None,
            })),
            "refund" if rest.contains(&"credit") => Some(self.other(verb, rest, id, effective)),
            "pay" | "complete" | "fail" | "return" | "refund" | "chargeback" | "date" => {
                Some(self.about_a_payment(verb, rest, id, effective))
            }
            _ => Some(self.other(verb, rest, id, effective)),
        }
    }

    fn about_a_payment(&self, verb: &str, rest: &[&str], id: FactId, on: NaiveDate) -> Command {
        let (effective, reason) = (on, Box::from("story"));
        match verb {
            "pay" => {
                let payment = RecordPayment {
                    id,
                    amount: self.amount(rest[0]),
                    method: Method::Ach,
                    direction: match after(rest, "to") {
                        Some("principal") => Direction::PrincipalOnly,
                        _ => Direction::ByOrder,
                    },
                    standing: match rest.contains(&"pending") {
                        true => PaymentStanding::Pending,
                        false => PaymentStanding::Completed,
                    },
                    effective,
                    external_id: None,
                };
                match rest.contains(&"most") {
                    true => Command::RecordInvoicePayment(RecordInvoicePayment {
                        payment,
                        note: None,
                    }),
                    false => Command::RecordPayment(payment),
                }
            }
            "return" => Command::ReversePayment(ReversePayment {
                payment: self.named(rest[0]),
                reason,
                effective,
                nsf_fee: after(rest, "with").map(|_| NsfFee { id }),
            }),
            "complete" => Command::CompletePayment(CompletePayment {
                payment: self.named(rest[0]),
                effective: after(rest, "on").map(|_| on),
            }),
            "fail" => Command::FailPayment(FailPayment {
                payment: self.named(rest[0]),
                reason,
                effective,
            }),
            "chargeback" => Command::ChargeBackPayment(ChargeBackPayment {
                id,
                payment: self.named(rest[2]),
                amount: self.part(rest[0]),
                reason,
                effective,
            }),
            "refund" => Command::RefundPayment(RefundPayment {
                id,
                payment: self.named(rest[2]),
                amount: self.part(rest[0]),
                reason,
                effective,
            }),
            _ => {
                let payment = self.named(rest[0]);
                Command::BackdatePayment(BackdatePayment { payment, effective })
            }
        }
    }

    fn other(&self, verb: &str, rest: &[&str], id: FactId, on: NaiveDate) -> Command {
        let (effective, reason) = (on, Box::from("story"));
        match verb {
            "disburse" => {
                let amount = self.part(rest[0]);
                Command::Disburse(Disburse {
                    id,
                    amount,
                    effective,
                })
            }
            "take" => Command::ReverseEntry(ReverseEntry {
                entry: self.named(rest[1]),
                reason,
                effective,
            }),
            "fee" => {
                let amount = (rest[0] != "scheduled").then(|| self.amount(rest[0]));
                let kind = if rest.contains(&"nsf") {
                    FeeKind::Nsf
                } else {
                    FeeKind::Late
                };
                let cause = after(rest, "for").map_or(FeeCause::None, |payment| {
                    FeeCause::Payment(self.named(payment))
                });
                Command::AssessFee(AssessFee {
                    id,
                    amount,
                    kind,
                    cause,
                    effective,
                })
            }
            "credit" | "refund" | "undo" | "rate" | "write" => {
                self.without_money(verb, rest, id, effective)
            }
            "waive" if rest[0] == "interest" => self.without_money(verb, rest, id, effective),
            "waive" => {
                let (amount, fee) = (self.part(rest[0]), self.named(rest[2]));
                Command::WaiveFee(WaiveFee {
                    id,
                    fee,
                    amount,
                    reason,
                    effective,
                })
            }
            "charge" => Command::ChargeOff(ChargeOff {
                id,
                effective,
                reason,
            }),
            "recall" => Command::RecallAccount(RecallAccount {
                id,
                reason,
                effective,
            }),
            "adjust" => Command::AdjustBalance(AdjustBalance {
                id,
                balance: self.amount(rest[1]),
                reason,
                effective,
            }),
            "reimburse" => {
                let amount = self.amount(rest[0]);
                Command::Reimburse(Reimburse {
                    id,
                    amount,
                    reason,
                    effective,
                })
            }
            _ => self.collecting(verb, rest, id, on),
        }
    }

    fn collecting(&self, verb: &str, rest: &[&str], id: FactId, on: NaiveDate) -> Command {
        let (effective, reason) = (on, Box::from("story"));
        match verb {
            "offer" => Command::OfferSettlement(OfferSettlement {
                id: OfferId(id.0),
                amount: self.amount(rest[0]),
                tier: after(rest, "over")
                    .map_or(Tier::LumpSum, |name| Tier::from_name(name).unwrap()),
                floor: after(rest, "floor").map(|text| text.parse().unwrap()),
                effective,
                expires_on: after(rest, "until").map(|text| text.parse().unwrap()),
            }),
            "accept" => {
                let offer = OfferId(self.named(rest[0]).0);
                Command::AcceptSettlement(AcceptSettlement {
                    offer,
                    acceptance: id,
                    effective,
                })
            }
            "counter" => Command::CounterSettlement(CounterSettlement {
                offer: OfferId(self.named(rest[0]).0),
                amount: self.amount(rest[2]),
                floor: None,
                effective,
                expires_on: None,
            }),
            "reject" => Command::RejectSettlement(RejectSettlement {
                offer: OfferId(self.named(rest[0]).0),
                effective,
            }),
            "expire" => Command::ExpireSettlement(ExpireSettlement {
                offer: OfferId(self.named(rest[0]).0),
                early: rest.contains(&"early"),
                effective,
            }),
            "break" => Command::BreakSettlement(BreakSettlement {
                id,
                offer: OfferId(self.named(rest[0]).0),
                reason,
                effective,
            }),
            "dispute" => Command::FileDispute(FileDispute {
                id: DisputeId(id.0),
                amount: rest.first().and_then(|text| self.part(text)),
                sealed: reason,
                effective,
            }),
            "resolve" => Command::ResolveDispute(ResolveDispute {
                dispute: DisputeId(self.named(rest[0]).0),
                outcome: Outcome::Verified,
                sealed: None,
                effective,
            }),
            "stage" => Command::SetStage(SetStage {
                stage: Stage::from_name(rest[0]).unwrap(),
            }),
            _ => panic!("no such row: {verb}"),
        }
    }

    fn without_money(&self, verb: &str, rest: &[&str], id: FactId, on: NaiveDate) -> Command {
        let (effective, reason) = (on, Box::from("story"));
        match verb {
            "waive" => Command::WaiveInterest(WaiveInterest {
                id,
                amount: self.part(rest[1]),
                reason,
                effective,
            }),
            "credit" => Command::GrantCredit(GrantCredit {
                id,
                amount: self.amount(rest[0]),
                reason,
                effective,
            }),
            "refund" => Command::RefundCredit(RefundCredit {
                id,
                amount: self.part(rest[0]),
                reason,
                effective,
            }),
            "undo" => Command::UndoFeeWaiver(UndoFeeWaiver {
                id,
                waiver: self.named(rest[0]),
                reason,
                effective,
            }),
            "rate" => Command::ChangeRate(ChangeRate {
                id,
                rate: rest[0].parse().unwrap(),
                reason,
                effective,
            }),
            _ => Command::WriteOff(WriteOff {
                id,
                amount: None,
                reason,
                effective,
            }),
        }
    }

    fn amount(&self, text: &str) -> Money {
        parse_amount(text, self.terms.currency).unwrap()
    }

    fn part(&self, text: &str) -> Option<Money> {
        (text != "all").then(|| self.amount(text))
    }

    fn named(&self, name: &str) -> FactId {
        if name == "boarded" {
            return FactId(ACCOUNT);
        }
        FactId(
            *self
                .names
                .get(name)
                .unwrap_or_else(|| panic!("nothing is called {name}")),
        )
    }

    fn opening(&self, product: Product, words: &[&str], opened_on: NaiveDate) -> Command {
        let part = |name| after(words, name).map_or(Money::ZERO, |text| self.amount(text));
        let principal = words.first().map_or(Money::ZERO, |text| self.amount(text));
        let opening = Box::new(Opening {
            account: AccountId(ACCOUNT),
            consumer: ConsumerId(Uuid::nil()),
            number: "A-1".into(),
            product,
            terms: self.terms.clone(),
            opened_on,
            principal,
            interest: part("interest"),
            fees: part("fees"),
            details: Details::default(),
            sealed: "".into(),
            consumer_known: false,
        });
        match product {
            Product::Loan { .. } => Command::CreateLoan(opening),
            Product::Placed => Command::PlaceAccount(opening),
        }
    }
}

fn about_an_application(verb: &str, effective: NaiveDate) -> Command {
    let reason = Box::from("story");
    match verb {
        "approve" => Command::ApproveLoan(ApproveLoan { effective }),
        "deny" => Command::DenyLoan(DenyLoan { effective, reason }),
        _ => Command::CancelLoan(CancelLoan { effective, reason }),
    }
}

/// The word after `key`.
fn after<'a>(words: &[&'a str], key: &str) -> Option<&'a str> {
    let place = words.iter().position(|word| *word == key)?;
    words.get(place + 1).copied()
}
