//! What was corrected afterwards: rates dated back, payments undone, chargebacks.

use super::teller::plays;
use quittance_replay_tests::TestServer;

/// `LoanInterestRateChange`, C3918: 7 %; on 1 April the rate becomes 4 % from February and 1.15 % from
/// March, and then both payments are undone.
///
/// The scenario names the days after those on which the rates begin.
/// What is owed on 1 April is its outstanding total without the interest of later months.
const TWO_RATES_AND_TWO_RETURNS: &str = "
    date       | what           | interest | principal | over | left  | owed
    2024-01-01 | lend 100.00    |          |           |      | 100.00 |
    2024-02-01 | pay 17.01 as a | 0.58     | 16.43     | 0.00 | 83.57 |
    2024-03-01 | pay 17.01 as b | 0.49     | 16.52     | 0.00 | 67.05 |
    2024-02-01 | rate 0.04      |          |           |      | 83.57 |
    2024-03-01 | b is           | 0.28     | 16.73     | 0.00 | 66.84 |
    2024-03-01 | rate 0.0115    |          |           |      | 66.84 |
    2024-04-01 | pay 16.65      |          |           |      |       |
    2024-03-01 | undo b         |          |           |      | 83.57 |
    2024-04-01 | look           |          |           |      |       | 67.28
    2024-02-01 | undo a         |          |           |      | 100.00 |
    2024-04-01 | look           |          |           |      |       | 84.36
    2024-04-01 | pay 84.36      |          |           |      | 0.00  | 0.00
";

/// `LoanInterestPause`, C3477 and C3478: nothing is earned from 5 to 10 February, which is learned in
/// March, after two payments; nor from 10 to 20 March.
///
/// A pause is a rate of nothing from the end of the day before it to the end of its last day.
const TWO_PAUSES: &str = "
    date       | what           | interest | principal | over | left  | owed
    2024-01-01 | lend 100.00    |          |           |      | 100.00 |
    2024-02-01 | pay 17.01      | 0.58     | 16.43     | 0.00 | 83.57 |
    2024-03-01 | pay 17.01 as b | 0.49     | 16.52     | 0.00 | 67.05 |
    2024-02-04 | rate 0         |          |           |      |       |
    2024-02-10 | rate 0.07      |          |           |      |       |
    2024-03-01 | b is           | 0.39     | 16.62     | 0.00 | 66.95 |
    2024-03-09 | rate 0         |          |           |      |       |
    2024-03-20 | rate 0.07      |          |           |      |       |
    2024-04-01 | pay 17.01      | 0.25     | 16.76     | 0.00 | 50.19 |
    2024-05-01 | pay 17.01      | 0.29     | 16.72     | 0.00 | 33.47 |
    2024-06-01 | pay 17.01      | 0.20     | 16.81     | 0.00 | 16.66 |
    2024-07-01 | pay 16.76      | 0.10     | 16.66     | 0.00 | 0.00  | 0.00
";

/// `LoanChargeback-Part3`, C3448: 15.00 of the first payment come back and are principal again.
const A_PART_CHARGED_BACK: &str = "
    date       | what                  | interest | principal | over | left  | owed
    2024-01-01 | lend 100.00           |          |           |      | 100.00 |
    2024-02-01 | pay 17.01 as a        | 0.58     | 16.43     | 0.00 | 83.57 |
    2024-03-01 | pay 17.01             | 0.49     | 16.52     | 0.00 | 67.05 |
    2024-03-01 | chargeback 15.00 of a |          |           |      | 82.05 | 82.05
    2024-03-01 | a is                  | 0.58     | 16.43     | 0.00 | 82.05 |
    2024-04-01 | pay 32.01             | 0.48     | 31.53     | 0.00 | 50.52 |
    2024-05-01 | pay 17.01             | 0.29     | 16.72     | 0.00 | 33.80 |
    2024-06-01 | pay 17.01             | 0.20     | 16.81     | 0.00 | 16.99 |
    2024-07-01 | pay 17.09             | 0.10     | 16.99     | 0.00 | 0.00  | 0.00
";

/// C3449: all of the second payment comes back in the middle of March.
///
/// The engine makes 0.49 of it interest again and this ledger all of it principal: what is owed and what
/// each later payment leaves are the same.
const ALL_CHARGED_BACK: &str = "
    date       | what                  | interest | principal | over | left  | owed
    2024-01-01 | lend 100.00           |          |           |      | 100.00 |
    2024-02-01 | pay 17.01             | 0.58     | 16.43     | 0.00 | 83.57 |
    2024-03-01 | pay 17.01 as b        | 0.49     | 16.52     | 0.00 | 67.05 |
    2024-03-15 | chargeback 17.01 of b |          |           |      |       |
    2024-04-01 | look                  |          |           |      |       | 84.50
    2024-04-01 | pay 34.02             |          |           | 0.00 | 50.48 |
    2024-05-01 | pay 17.01             | 0.29     | 16.72     | 0.00 | 33.76 |
    2024-06-01 | pay 17.01             | 0.20     | 16.81     | 0.00 | 16.95 |
    2024-07-01 | pay 17.05             | 0.10     | 16.95     | 0.00 | 0.00  | 0.00
";

/// C3450: paid to the end, and two weeks later the fifth payment is charged back.
const CHARGED_BACK_AFTER_THE_END: &str = "
    date       | what                  | interest | principal | over | left  | owed
    2024-01-01 | lend 100.00           |          |           |      | 100.00 |
    2024-02-01 | pay 17.01             | 0.58     | 16.43     | 0.00 | 83.57 |
    2024-03-01 | pay 17.01             | 0.49     | 16.52     | 0.00 | 67.05 |
    2024-04-01 | pay 17.01             | 0.39     | 16.62     | 0.00 | 50.43 |
    2024-05-01 | pay 17.01             | 0.29     | 16.72     | 0.00 | 33.71 |
    2024-06-01 | pay 17.01 as e        | 0.20     | 16.81     | 0.00 | 16.90 |
    2024-07-01 | pay 17.00             | 0.10     | 16.90     | 0.00 | 0.00  | 0.00
    2024-07-15 | chargeback 17.01 of e |          |           |      |       | 17.01
";

/// `LoanChargeback-Part2`, C3081: without interest, charged back and paid again with the next one.
const CHARGED_BACK_AND_PAID_AGAIN: &str = "
    date       | what                   | interest | principal | over | left   | owed
    2024-01-01 | lend 500.00            |          |           |      | 500.00 |
    2024-01-04 | pay 125.00             | 0.00     | 125.00    | 0.00 | 375.00 |
    2024-01-16 | pay 125.00 as b        | 0.00     | 125.00    | 0.00 | 250.00 |
    2024-01-20 | chargeback 125.00 of b |          |           |      | 375.00 |
    2024-01-31 | pay 250.00             | 0.00     | 250.00    | 0.00 | 125.00 |
    2024-02-15 | pay 125.00             | 0.00     | 125.00    | 0.00 | 0.00   | 0.00
";

/// `EMICalculation-Part3`, C3303: the merchant pays all of it back after three weeks of a year of 365
/// days, the interest is given back, and then the refund is undone: as if neither had been.
const A_REFUND_UNDONE: &str = "
    date       | what              | interest | principal | over | left    | owed
    2021-01-01 | lend 1000.00      |          |           |      | 1000.00 |
    2021-01-22 | pay 1000.00 as m  | 0.00     | 1000.00   | 0.00 | 0.00    | 5.70
    2021-01-22 | credit 5.70 as i  | 5.70     | 0.00      | 0.00 | 0.00    | 0.00
    2021-01-22 | undo m            |          |           |      |         |
    2021-01-22 | take back i       |          |           |      | 1000.00 |
    2021-02-01 | look              |          |           |      | 1000.00 | 1008.41
";

/// C3302: the same with a payment of before, which is undone after the credit balance was paid out: what
/// was paid out is owed.
///
/// The engine then gives back 0.28 more of the interest; here a credit is what was granted, so that the
/// interest of 5.70 less 5.42 is owed beside the 85.63.
const A_PAYMENT_UNDONE_AFTER_THE_REFUND: &str = "
    date       | what                | interest | principal | over  | left    | owed
    2021-01-01 | lend 1000.00        |          |           |       | 1000.00 |
    2021-01-10 | pay 85.63 as a      | 0.00     | 85.63     | 0.00  | 914.37  |
    2021-01-22 | pay 1000.00 as m    | 5.42     | 914.37    | 80.21 | 0.00    | -80.21
    2021-01-22 | credit 5.42         | 0.00     | 0.00      | 5.42  |         | -85.63
    2021-01-23 | refund credit 85.63 |          |           |       | 0.00    | 0.00
    2021-01-10 | undo a              |          |           |       |         |
    2021-01-22 | m is                | 0.00     | 1000.00   | 0.00  | 0.00    | 0.28
    2021-01-23 | look                |          |           |       | 85.63   |
";

#[tokio::test]
async fn corrections_come_to_what_is_published() {
    let server = TestServer::start().await;
    for (source, terms, table) in [
        ("C3918", "0.07, thirty_360_us", TWO_RATES_AND_TWO_RETURNS),
        ("C3478", "0.07, thirty_360_us", TWO_PAUSES),
        ("C3448", "0.07, thirty_360_us", A_PART_CHARGED_BACK),
        ("C3449", "0.07, thirty_360_us", ALL_CHARGED_BACK),
        ("C3450", "0.07, thirty_360_us", CHARGED_BACK_AFTER_THE_END),
        ("C3081", "0", CHARGED_BACK_AND_PAID_AGAIN),
        ("C3303", "0.099, act_act, principal first", A_REFUND_UNDONE),
        (
            "C3302",
            "0.099, act_act, principal first",
            A_PAYMENT_UNDONE_AFTER_THE_REFUND,
        ),
    ] {
        plays(&server, source, terms, table).await;
    }
    server.verify().await;
}
