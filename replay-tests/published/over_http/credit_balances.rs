//! Credit balances paid out, and payments undone afterwards: `LoanCBR` and `LoanChargeback-Part2`, with
//! what the engine's journal comes to.

use super::teller::{Recorded, plays_recorded};
use quittance_replay_tests::TestServer;
use serde_json::Value;

struct Case {
    scenario: &'static str,
    table: &'static str,
    /// Receivable from the borrower, owed to the borrower, and cash, by the engine's journal lines.
    books: [&'static str; 3],
}

const CASES: [Case; 6] = [
    Case {
        scenario: "C2505",
        table: "
            date       | what                 | interest | principal | over   | left   | owed
            2023-01-01 | lend 1000.00         |          |           |        |        | 1000.00
            2023-01-03 | pay 100.00 as a      | 0.00     | 100.00    | 0.00   |        |
            2023-01-05 | pay 500.00           | 0.00     | 500.00    | 0.00   |        |
            2023-01-05 | pay 600.00 as c      | 0.00     | 400.00    | 200.00 |        | -200.00
            2023-01-07 | refund credit 200.00 |          |           |        |        | 0.00
            2023-01-03 | undo a               |          |           |        |        |
            2023-01-05 | c is                 | 0.00     | 500.00    | 100.00 |        | -100.00
            2023-01-07 | look                 |          |           |        | 100.00 | 100.00
        ",
        books: ["100.00", "0.00", "-100.00"],
    },
    Case {
        scenario: "C2511",
        table: "
            date       | what                 | interest | principal | over   | left | owed
            2023-01-01 | lend 1000.00         |          |           |        |      | 1000.00
            2023-01-03 | pay 450.00           | 0.00     | 450.00    | 0.00   |      |
            2023-01-05 | pay 450.00           | 0.00     | 450.00    | 0.00   |      |
            2023-01-05 | pay 300.00           | 0.00     | 100.00    | 200.00 |      | -200.00
            2023-01-05 | refund credit 200.00 |          |           |        |      | 0.00
        ",
        books: ["0.00", "0.00", "0.00"],
    },
    Case {
        scenario: "C2515",
        table: "
            date       | what                 | interest | principal | over   | left    | owed
            2023-01-01 | lend 1000.00         |          |           |        |         | 1000.00
            2023-01-10 | pay 1200.00 as a     | 0.00     | 1000.00   | 200.00 |         | -200.00
            2023-01-11 | refund credit 200.00 |          |           |        |         | 0.00
            2023-01-10 | undo a               |          |           |        |         |
            2023-01-11 | look                 |          |           |        | 1200.00 | 1200.00
        ",
        books: ["1200.00", "0.00", "-1200.00"],
    },
    Case {
        scenario: "C2516",
        table: "
            date       | what                 | interest | principal | over   | left   | owed
            2023-01-01 | lend 1000.00         |          |           |        |        | 1000.00
            2023-01-10 | pay 500.00 as a      | 0.00     | 500.00    | 0.00   |        |
            2023-01-11 | pay 700.00 as b      | 0.00     | 500.00    | 200.00 |        | -200.00
            2023-01-13 | refund credit 200.00 |          |           |        |        | 0.00
            2023-01-10 | undo a               |          |           |        |        |
            2023-01-11 | b is                 | 0.00     | 700.00    | 0.00   |        |
            2023-01-13 | look                 |          |           |        | 500.00 | 500.00
        ",
        books: ["500.00", "0.00", "-500.00"],
    },
    Case {
        scenario: "C2517",
        table: "
            date       | what                 | interest | principal | over   | left   | owed
            2023-01-01 | lend 1000.00         |          |           |        |        | 1000.00
            2023-01-10 | pay 100.00 as a      | 0.00     | 100.00    | 0.00   |        |
            2023-01-11 | pay 1100.00 as b     | 0.00     | 900.00    | 200.00 |        | -200.00
            2023-01-13 | refund credit 200.00 |          |           |        |        | 0.00
            2023-01-10 | undo a               |          |           |        |        |
            2023-01-11 | b is                 | 0.00     | 1000.00   | 100.00 |        | -100.00
            2023-01-13 | look                 |          |           |        | 100.00 | 100.00
        ",
        books: ["100.00", "0.00", "-100.00"],
    },
    // A chargeback takes the credit balance first.
    Case {
        scenario: "C3080",
        table: "
            date       | what                  | interest | principal | over   | left | owed
            2024-01-01 | lend 500.00           |          |           |        |      | 500.00
            2024-01-01 | pay 125.00            | 0.00     | 125.00    | 0.00   |      | 375.00
            2024-01-10 | pay 500.00 as p       | 0.00     | 375.00    | 125.00 |      | -125.00
            2024-01-10 | chargeback 25.00 of p |          |           |        | 0.00 | -100.00
        ",
        books: ["0.00", "100.00", "100.00"],
    },
];

#[tokio::test]
async fn credit_balances_and_their_journal_are_as_published() {
    let server = TestServer::start().await;
    for case in CASES {
        let in_order = Recorded::InOrder;
        let loan = plays_recorded(&server, case.scenario, "0", case.table, in_order).await;
        let journal = server.admin.get(&format!("{loan}/journal")).await;
        let journal = journal.expect(200);
        let lines = journal.as_array().unwrap();
        let [receivable, owed, cash] =
            ["loans_receivable", "overpayments", "cash"].map(|name| debits(lines, name));
        let books = [receivable, -owed, cash].map(|cents| {
            let sign = if cents < 0 { "-" } else { "" };
            format!("{sign}{}.{:02}", cents.abs() / 100, cents.abs() % 100)
        });
        assert_eq!(books, case.books, "{}", case.scenario);
    }
    server.verify().await;
}

/// What the lines come to for an account, in cents: debits less credits.
fn debits(lines: &[Value], account: &str) -> i64 {
    let cents = |line: &Value| {
        let amount = line["amount"].as_str().unwrap().replace('.', "");
        amount.parse::<i64>().unwrap()
    };
    let side = |side: &str| {
        let of_it = lines.iter().filter(|line| line[side]["name"] == account);
        of_it.map(cents).sum::<i64>()
    };
    side("debit") - side("credit")
}
