//! Loans that were paid: on the day, early, in tranches, and down to the last cent.

use super::teller::{Recorded, plays, plays_recorded};
use quittance_replay_tests::TestServer;
use serde_json::json;

/// `LoanRepayment-Part2`, C2634: 12 %, lent in three tranches on days on which instalments are paid.
const THREE_TRANCHES: &str = "
    date       | what                    | interest | principal | over | left    | owed
    2022-11-01 | lend 5000.00 of 10000.00 |         |           |      | 5000.00 |
    2022-12-01 | pay 1725.00             | 50.00    | 1675.00   | 0.00 | 3325.00 |
    2023-01-01 | disburse 3000.00        |          |           |      |         |
    2023-01-01 | pay 1725.00             | 33.25    | 1691.75   | 0.00 | 4633.25 |
    2023-02-01 | pay 1725.00             | 46.33    | 1678.67   | 0.00 | 2954.58 |
    2023-03-01 | disburse 2000.00        |          |           |      |         |
    2023-03-01 | pay 1725.00             | 29.55    | 1695.45   | 0.00 | 3259.13 |
    2023-04-01 | pay 1725.00             | 32.59    | 1692.41   | 0.00 | 1566.72 |
    2023-05-01 | pay 1582.39             | 15.67    | 1566.72   | 0.00 | 0.00    | 0.00
";

/// `EMICalculation-Part2`, the scenario before C3304: two tranches within the first month of a leap
/// year, paid on the day; nine days later the merchant pays back 500.00, the interest on it is given
/// back too, and the borrower is paid the credit balance.
const REFUNDED_AFTER_THE_END: &str = "
    date       | what                    | interest | principal | over   | left   | owed
    2024-01-01 | lend 250.00 of 1000.00  |          |           |        | 250.00 |
    2024-01-07 | disburse 750.00         |          |           |        | 1000.00 |
    2024-02-01 | pay 254.83              | 7.17     | 247.66    | 0.00   | 752.34 |
    2024-03-01 | pay 254.83              | 5.90     | 248.93    | 0.00   | 503.41 |
    2024-04-01 | pay 254.83              | 4.22     | 250.61    | 0.00   | 252.80 |
    2024-05-01 | pay 254.85              | 2.05     | 252.80    | 0.00   | 0.00   | 0.00
    2024-05-10 | pay 500.00              | 0.00     | 0.00      | 500.00 |        | -500.00
    2024-05-10 | credit 14.01            | 0.00     | 0.00      | 14.01  |        | -514.01
    2024-05-11 | refund credit 514.01    |          |           |        |        | 0.00
";

/// `EMICalculation-Part2`, C3308: two tranches, and two refunds by the merchant in the middle of a
/// month, each with the interest on it.
const REFUNDED_BETWEEN: &str = "
    date       | what                    | interest | principal | over | left   | owed
    2024-01-01 | lend 500.00 of 1000.00  |          |           |      | 500.00 |
    2024-01-05 | disburse 500.00         |          |           |      | 1000.00 |
    2024-02-01 | pay 171.39              | 7.84     | 163.55    | 0.00 | 836.45 |
    2024-02-13 | pay 250.00              | 2.72     | 247.28    | 0.00 | 589.17 |
    2024-02-13 | credit 2.91             | 0.00     | 2.91      | 0.00 | 586.26 |
    2024-02-24 | pay 400.00              | 1.74     | 398.26    | 0.00 | 188.00 |
    2024-02-24 | credit 5.70             | 0.00     | 5.70      | 0.00 | 182.30 |
    2024-03-01 | pay 26.95               | 0.30     | 26.65     | 0.00 | 155.65 |
    2024-04-01 | pay 156.96              | 1.31     | 155.65    | 0.00 | 0.00   | 0.00
";

/// ACTUS `lam01`: 5,000.00 over ten months by ACT/365, 500.00 of principal a month and the interest,
/// whose rate is fixed anew every three months.
const RATE_RESETS: &str = "
    date       | what              | interest | principal | over | left    | owed
    2013-01-01 | lend 5000.00      |          |           |      | 5000.00 | 5000.00
    2013-02-01 | pay 533.97        | 33.97    | 500.00    | 0.00 | 4500.00 |
    2013-03-01 | pay 527.62        | 27.62    | 500.00    | 0.00 | 4000.00 |
    2013-04-01 | pay 527.18        | 27.18    | 500.00    | 0.00 | 3500.00 |
    2013-04-01 | rate 0.1105679012 |          |           |      | 3500.00 |
    2013-05-01 | pay 531.81        | 31.81    | 500.00    | 0.00 | 3000.00 |
    2013-06-01 | pay 528.17        | 28.17    | 500.00    | 0.00 | 2500.00 |
    2013-07-01 | pay 522.72        | 22.72    | 500.00    | 0.00 | 2000.00 |
    2013-07-01 | rate 0.1116790123 |          |           |      | 2000.00 |
    2013-08-01 | pay 518.97        | 18.97    | 500.00    | 0.00 | 1500.00 |
    2013-09-01 | pay 514.23        | 14.23    | 500.00    | 0.00 | 1000.00 |
    2013-10-01 | pay 509.18        | 9.18     | 500.00    | 0.00 | 500.00  |
    2013-10-01 | rate 0.1127901235 |          |           |      | 500.00  |
    2013-11-01 | pay 504.79        | 4.79     | 500.00    | 0.00 | 0.00    | 0.00
";

/// `LoanRepayment-Part3`, C2962: 15 % in instalments of whole units; 15.625 of interest are 15.62, half
/// to even.
const HALF_TO_EVEN: &str = "
    date       | what         | interest | principal | over | left    | owed
    2023-09-01 | lend 1250.00 |          |           |      | 1250.00 |
    2023-10-01 | pay 322.00   | 15.62    | 306.38    | 0.00 | 943.62  |
    2023-11-01 | pay 322.00   | 11.80    | 310.20    | 0.00 | 633.42  |
    2023-12-01 | pay 322.00   | 7.92     | 314.08    | 0.00 | 319.34  |
    2024-01-01 | pay 323.33   | 3.99     | 319.34    | 0.00 | 0.00    | 0.00
";

const TABLES: [(&str, &str, &str); 5] = [
    ("C2634", "0.12, thirty_360_us", THREE_TRANCHES),
    ("before C3304", "0.099, act_act", REFUNDED_AFTER_THE_END),
    ("C3308", "0.099, act_act", REFUNDED_BETWEEN),
    ("lam01", "0.08", RATE_RESETS),
    ("C2962", "0.15, thirty_360_us, half_even", HALF_TO_EVEN),
];

#[tokio::test]
async fn payments_are_divided_as_published() {
    let server = TestServer::start().await;
    for (source, terms, table) in TABLES {
        plays(&server, source, terms, table).await;
    }
    server.verify().await;
}

/// News that comes the wrong way round, each with its own day, comes to the same table.
#[tokio::test]
async fn the_order_in_which_they_are_told_changes_nothing() {
    let server = TestServer::start().await;
    for (source, terms, table) in [TABLES[3], TABLES[4]] {
        plays_recorded(&server, source, terms, table, Recorded::LatestFirst).await;
    }
    server.verify().await;
}

/// C2962: the ledger's own schedule of that loan ends in the published last instalment.
#[tokio::test]
async fn the_last_instalment_is_as_published() {
    let server = TestServer::start().await;
    let body = json!({
        "principal_amount": "1250.00", "interest_rate": "0.15", "start_date": "2023-09-01",
        "day_count": "thirty_360_us", "rounding": "half_even",
    });
    let loan = server.loan_with(body).await;
    let path = format!("/api/v1/loans/{}/schedule", loan["id"].as_str().unwrap());
    let body = json!({
        "first_due_date": "2023-10-01", "frequency": "monthly", "number_of_instalments": 4,
        "instalment_amount": "322.00", "effective_date": "2023-09-01",
    });
    let set = server.admin.put(&path, &body).await.expect(200);
    let amounts = set["instalments"].as_array().unwrap().iter();
    let amounts: Vec<&str> = amounts.map(|it| it["amount"].as_str().unwrap()).collect();
    assert_eq!(amounts, ["322.00", "322.00", "322.00", "323.33"]);
}

/// `LoanRepayment-Part3`, C3129: from the last day of January on, instalments are due on the last day of
/// each month.
#[tokio::test]
async fn instalments_of_a_month_s_end_are_due_as_published() {
    let server = TestServer::start().await;
    let loan = server.loan("1000.00", "0", "2024-01-31").await;
    let path = format!("/api/v1/loans/{}/schedule", loan["id"].as_str().unwrap());
    let body = json!({
        "first_due_date": "2024-01-31", "frequency": "monthly", "number_of_instalments": 5,
        "effective_date": "2024-01-31",
    });
    let set = server.admin.put(&path, &body).await.expect(200);
    let dues = set["instalments"].as_array().unwrap().iter();
    let dues: Vec<&str> = dues.map(|it| it["due_date"].as_str().unwrap()).collect();
    let published = [
        "2024-01-31",
        "2024-02-29",
        "2024-03-31",
        "2024-04-30",
        "2024-05-31",
    ];
    assert_eq!(dues, published);
}
