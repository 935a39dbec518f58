//! Tables in which an engine goes by another rule: what it says, what this ledger says, and why.

use super::teller::plays;
use quittance_replay_tests::TestServer;

/// `EMICalculation-Part2`, C3304 and C3309.
///
/// When a payment clears the interest, 3.5164 rounded to 3.52, the engine takes the 0.0036 too much off
/// the interest to come, so that the next 1.0858 are 1.0822 and 1.08.
/// Here a fraction of a cent that a payment cleared is dropped for good, and each payment stands by its
/// own days: 501.76 at 9.9 % over 8 days of 366 are 1.09.
/// In C3309 it is 2.7150 and 1.9980: the engine says 1.99, this ledger 2.00.
#[tokio::test]
async fn a_cleared_fraction_of_a_cent_is_not_carried_on() {
    let server = TestServer::start().await;
    plays(
        &server,
        "C3304",
        "0.099, act_act",
        "
        date       | what         | interest | principal | over | left   | owed
        2024-01-01 | lend 1000.00 |          |           |      | 1000.00 |
        2024-01-14 | pay 500.00   | 3.52     | 496.48    | 0.00 | 503.52 |
        2024-01-14 | credit 1.76  | 0.00     | 1.76      | 0.00 | 501.76 |
        2024-01-22 | pay 500.00   | 1.09     | 498.91    | 0.00 | 2.85   |
        ",
    )
    .await;
    plays(
        &server,
        "C3309",
        "0.099, act_act",
        "
        date       | what                   | interest | principal | over | left   | owed
        2024-01-01 | lend 500.00 of 1000.00 |          |           |      | 500.00 |
        2024-01-05 | disburse 500.00        |          |           |      | 1000.00 |
        2024-02-01 | pay 171.39             | 7.84     | 163.55    | 0.00 | 836.45 |
        2024-02-13 | pay 400.00             | 2.72     | 397.28    | 0.00 | 439.17 |
        2024-02-13 | credit 4.66            | 0.00     | 4.66      | 0.00 | 434.51 |
        2024-03-01 | pay 109.62             | 2.00     | 107.62    | 0.00 | 326.89 |
        ",
    )
    .await;
    // In hundred-millionths of a cent: the interest of the days, rounded, and the rest with the next.
    for (principal, days, next, next_days, theirs) in [
        (100_000_i64, 13, 50_176_i64, 8, 108),
        (83_645, 12, 43_451, 17, 199),
    ] {
        let interest = |cents: i64, days: i64| cents * 99 * days * 100_000 / 366;
        let first = interest(principal, days);
        let cleared = (first + 50_000_000) / 100_000_000 * 100_000_000;
        let carried = first - cleared + interest(next, next_days);
        assert_eq!((carried + 50_000_000) / 100_000_000, theirs);
    }
}

/// `LoanInterestPause`, C3476: a pause from 10 February to 10 March.
///
/// Both say 0.13 for February, of 8 days.
/// For a part of a month the engine takes the month's twelfth by the days that the month has, 22 of 31 in
/// March, and says 0.28; 30/360 counts 21 days of 360, which is 0.27.
#[tokio::test]
async fn a_part_of_a_month_is_days_of_360() {
    let server = TestServer::start().await;
    plays(
        &server,
        "C3476",
        "0.07, thirty_360_us",
        "
        date       | what        | interest | principal | over | left  | owed
        2024-01-01 | lend 100.00 |          |           |      | 100.00 |
        2024-02-01 | pay 17.01   | 0.58     | 16.43     | 0.00 | 83.57 |
        2024-02-09 | rate 0      |          |           |      |       |
        2024-03-10 | rate 0.07   |          |           |      |       |
        2024-03-01 | pay 17.01   | 0.13     | 16.88     | 0.00 | 66.69 |
        2024-04-01 | pay 17.01   | 0.27     | 16.74     | 0.00 | 49.95 |
        ",
    )
    .await;
    let theirs = 6_669_i64 * 7 * 22 * 10_000 / 12 / 31 / 100;
    assert_eq!((theirs + 5_000) / 10_000, 28);
}

/// `LoanChargeback-Part3`, C3448, its second chargeback: all 17.01 of the payment of 1 March.
///
/// The engine makes the 0.49 that the payment paid of interest interest again, which earns none; here a
/// chargeback is a new debit of principal, what the payment paid stays paid, and a month later a cent
/// more is owed than the engine's 99.63.
#[tokio::test]
async fn a_chargeback_is_principal_whatever_the_payment_paid() {
    let server = TestServer::start().await;
    plays(
        &server,
        "C3448",
        "0.07, thirty_360_us",
        "
        date       | what                  | interest | principal | over | left  | owed
        2024-01-01 | lend 100.00           |          |           |      | 100.00 |
        2024-02-01 | pay 17.01 as a        | 0.58     | 16.43     | 0.00 | 83.57 |
        2024-03-01 | pay 17.01 as b        | 0.49     | 16.52     | 0.00 | 67.05 |
        2024-03-01 | chargeback 15.00 of a |          |           |      | 82.05 |
        2024-03-01 | chargeback 17.01 of b |          |           |      | 99.06 |
        2024-04-01 | look                  |          |           |      |       | 99.64
        ",
    )
    .await;
    // 98.57 of principal, 0.49 of interest, and March's twelfth of 7 % on the principal, 0.57.
    assert_eq!(9_857 + 49 + 9_857 * 7 / 1_200, 9_963);
}

/// `LoanMigration`, C3591: 10,000.00 at 12 %, a fee of 50.00 and 2,500.00 on 15 February, all told in
/// April.
///
/// The engine pays what the oldest instalment asks for, 100.00 of interest and 2,400.00 of principal,
/// and leaves the fee and the days since to the next one.
/// Here a payment pays all that is due on its day by the order of allocation: the fee, the interest of 44
/// days, and then principal.
#[tokio::test]
async fn a_payment_pays_what_is_due_on_its_day() {
    let server = TestServer::start().await;
    plays(
        &server,
        "C3591",
        "0.12, thirty_360_us",
        "
        date       | what          | interest | principal | over | left    | owed
        2025-01-01 | lend 10000.00 |          |           |      | 10000.00 |
        2025-02-10 | fee 50.00     |          |           |      |         | 10180.00
        2025-02-15 | pay 2500.00   | 146.67   | 2303.33   | 0.00 | 7696.67 |
        ",
    )
    .await;
    let a_month = 1_000_000 * 12 / 100 / 12;
    assert_eq!((a_month, 250_000 - a_month), (10_000, 240_000));
}
