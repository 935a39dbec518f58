//! A table of what was done to a loan, carried out over HTTP row by row.
//!
//! ```text
//! lend 100.00 [of 500.00]     disburse 400.00
//! pay 17.01 [as a]            credit 5.42 [as c]      fee 25.00
//! undo a                      take back c             date a
//! chargeback 15.00 of a       refund credit 200.00    rate 0.04
//! look                        a is
//! ```
//! A row is effective on its date.
//! Cells that the source does not print are empty, and are not looked at.

use quittance_replay_tests::TestServer;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// When the rows are recorded.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Recorded {
    /// As they happened, each looked at before the next.
    InOrder,
    /// The latest first, once the loan is lent; looked at when all of them are known.
    LatestFirst,
}

/// One loan, and the names that its table gives to payments and entries.
struct Teller<'a> {
    server: &'a TestServer,
    terms: Value,
    loan: String,
    names: BTreeMap<String, String>,
}

/// Plays a table: date, what was done, its interest, principal and overpayment, what principal is left
/// then, and what is owed in all; less than nothing where the borrower has a credit balance.
pub async fn plays(server: &TestServer, source: &str, terms: &str, table: &str) {
    plays_recorded(server, source, terms, table, Recorded::InOrder).await;
}

/// The same, recorded in one order or the other; the loan comes back.
pub async fn plays_recorded(
    server: &TestServer,
    source: &str,
    terms: &str,
    table: &str,
    recorded: Recorded,
) -> String {
    let mut teller = Teller {
        server,
        terms: read_terms(terms),
        loan: String::new(),
        names: BTreeMap::new(),
    };
    let rows = table.lines().map(str::trim).filter(|line| !line.is_empty());
    let rows: Vec<Vec<&str>> = rows
        .skip(1)
        .map(|line| line.split('|').map(str::trim).collect())
        .collect();
    let mut divided = vec![Value::Null; rows.len()];
    let mut order: Vec<usize> = (0..rows.len()).collect();
    if recorded == Recorded::LatestFirst {
        order[1..].reverse();
    }
    let mut told = vec![Vec::new(); rows.len()];
    for place in order {
        let (date, what) = (rows[place][0], rows[place][1]);
        divided[place] = teller.carry_out(date, what).await;
        if recorded == Recorded::InOrder {
            told[place] = teller.tell(&rows[place], &divided[place]).await;
        }
    }
    if recorded == Recorded::LatestFirst {
        for (place, row) in rows.iter().enumerate() {
            let now = teller.again(&divided[place]).await;
            told[place] = teller.tell(row, &now).await;
        }
    }
    let print = |rows: Vec<String>| rows.join("\n");
    let played = print(told.iter().map(|row| row.join(" | ")).collect());
    let expected = print(rows.iter().map(|row| row.join(" | ")).collect());
    assert!(
        played == expected,
        "{source} goes\n{played}\nand not\n{expected}"
    );
    teller.loan
}

impl Teller<'_> {
    /// Does what a row says; the reply where it divides money.
    async fn carry_out(&mut self, on: &str, what: &str) -> Value {
        let words: Vec<&str> = what.split_whitespace().collect();
        let reply = match words[..] {
            ["lend", amount] => self.lend(on, amount, amount).await,
            ["lend", amount, "of", approved] => self.lend(on, amount, approved).await,
            ["disburse", amount] => self.enter("disburse", on, "amount", amount, 200).await,
            ["pay", amount] | ["pay", amount, "as", _] => {
                let body =
                    json!({ "amount": amount, "payment_method": "ach", "effective_date": on });
                self.post(&format!("{}/payments", self.loan), &body, 201)
                    .await
            }
            ["credit", amount] | ["credit", amount, "as", _] => {
                self.enter("credits", on, "amount", amount, 201).await
            }
            ["fee", amount] => self.enter("fees", on, "amount", amount, 201).await,
            ["refund", "credit", amount] => {
                self.enter("credit-refunds", on, "amount", amount, 201)
                    .await
            }
            ["rate", rate] => {
                self.enter("rate-changes", on, "interest_rate", rate, 201)
                    .await
            }
            ["undo", name] => self.about_payment(name, "reverse", on, None).await,
            ["date", name] => self.about_payment(name, "backdate", on, None).await,
            ["chargeback", amount, "of", name] => {
                self.about_payment(name, "chargeback", on, Some(amount))
                    .await
            }
            ["take", "back", name] => {
                let path = format!("{}/entries/{}/reverse", self.loan, self.names[name]);
                self.post(&path, &json!({ "reason": "table" }), 200).await
            }
            [name, "is"] => {
                let path = format!("/api/v1/payments/{}", self.names[name]);
                self.server.admin.get(&path).await.expect(200)
            }
            ["look"] => Value::Null,
            _ => panic!("no such row: {what}"),
        };
        if let [.., "as", name] = words[..] {
            let id = reply["id"].as_str().unwrap().to_owned();
            self.names.insert(name.to_owned(), id);
        }
        let is_division = ["pay", "credit"].contains(&words[0]) || words.last() == Some(&"is");
        if is_division { reply } else { Value::Null }
    }

    async fn lend(&mut self, on: &str, amount: &str, approved: &str) -> Value {
        let mut body = self.terms.clone();
        body["principal_amount"] = approved.into();
        body["start_date"] = on.into();
        let made = self.post("/api/v1/loans", &body, 201).await;
        self.loan = format!("/api/v1/loans/{}", made["id"].as_str().unwrap());
        self.enter("disburse", on, "amount", amount, 200).await
    }

    async fn enter(&self, what: &str, on: &str, field: &str, value: &str, status: u16) -> Value {
        let mut body = json!({ field: value, "effective_date": on });
        if !["disburse", "fees"].contains(&what) {
            body["reason"] = "table".into();
        }
        self.post(&format!("{}/{what}", self.loan), &body, status)
            .await
    }

    async fn about_payment(&self, name: &str, what: &str, on: &str, amount: Option<&str>) -> Value {
        let mut body = json!({ "effective_date": on });
        if what != "backdate" {
            body["reason"] = "R01".into();
        }
        if let Some(amount) = amount {
            body["amount"] = amount.into();
        }
        let path = format!("/api/v1/payments/{}/{what}", self.names[name]);
        self.post(&path, &body, 200).await
    }

    async fn post(&self, path: &str, body: &Value, status: u16) -> Value {
        self.server.admin.post(path, body).await.expect(status)
    }

    /// A payment as it is divided now.
    async fn again(&self, reply: &Value) -> Value {
        match reply["payment_method"].is_string() {
            true => {
                let path = format!("/api/v1/payments/{}", reply["id"].as_str().unwrap());
                self.server.admin.get(&path).await.expect(200)
            }
            false => Value::Null,
        }
    }

    /// The row as it went, with the cells that it looks at.
    async fn tell(&self, row: &[&str], reply: &Value) -> Vec<String> {
        let path = format!("{}/balance?on={}", self.loan, row[0]);
        let balance = self.server.admin.get(&path).await.expect(200);
        let split = match &reply["applied"] {
            Value::Null => reply,
            applied => applied,
        };
        let text = |value: &Value| value.as_str().unwrap_or("?").to_owned();
        let owed = match text(&balance["overpayment"]) {
            none if none == "0.00" => text(&balance["total"]),
            credit => format!("-{credit}"),
        };
        let mut told = vec![row[0].to_owned(), row[1].to_owned()];
        let cells = [
            text(&split["interest_applied"]),
            text(&split["principal_applied"]),
            text(&split["overpayment"]),
            text(&balance["principal"]),
            owed,
        ];
        let looked_at = row[2..].iter().zip(cells);
        told.extend(looked_at.map(|(expected, cell)| match expected.is_empty() {
            true => String::new(),
            false => cell,
        }));
        told
    }
}

/// `0.07, thirty_360_us, half_even, principal first`: the rate, and what is not as the ledger has it.
fn read_terms(text: &str) -> Value {
    let mut terms = json!({});
    for term in text.split(", ") {
        let (name, value) = match term {
            "principal first" => ("allocation_order", json!(["principal", "interest", "fees"])),
            "half_even" | "down" => ("rounding", json!(term)),
            rate if rate.starts_with('0') => ("interest_rate", json!(rate)),
            day_count => ("day_count", json!(day_count)),
        };
        terms[name] = value;
    }
    terms
}
