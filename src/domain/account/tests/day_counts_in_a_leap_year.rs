//! One year from 2024-01-01 has 366 days, and each day count makes another year of it.

use super::table::story;

const YEAR: [(&str, &str); 5] = [
    ("act_365f", "1002.74"),
    ("act_360", "1016.67"),
    ("act_act", "1000.00"),
    ("act_365_25", "1002.05"),
    ("thirty_360_us", "1000.00"),
];

/// 10,000.00 at 10 %: 366 days over 365, 360, 366 and 365.25, and twelve months of thirty days.
#[test]
fn a_leap_year_by_every_day_count() {
    for (day_count, interest) in YEAR {
        story(
            &format!("0.1, {day_count}"),
            &format!(
                "
        date | what | fees | interest | principal | over | fees | interest | principal | credit | status
2024-01-01 | place 10000.00 | | | | | 0.00 | 0.00 | 10000.00 | 0.00 | active
2025-01-01 | look | | | | | 0.00 | {interest} | 10000.00 | 0.00 | active
"
            ),
        );
    }
}

/// Months of thirty days pay the same for February, and asking in between changes nothing.
#[test]
fn months_of_thirty_days_charge_february_in_full() {
    story(
        "0.12, thirty_360_us",
        "
        date       | what           | fees | interest | principal | over | fees | interest | principal | credit | status
        2024-01-31 | place 10000.00 |      |          |           |      | 0.00 |     0.00 |  10000.00 |   0.00 | active
        2024-02-29 | look           |      |          |           |      | 0.00 |    96.67 |  10000.00 |   0.00 | active
        2024-03-31 | look           |      |          |           |      | 0.00 |   200.00 |  10000.00 |   0.00 | active
        2024-03-31 | pay 200.00     | 0.00 |   200.00 |      0.00 | 0.00 | 0.00 |     0.00 |  10000.00 |   0.00 | active
        2024-04-30 | pay 1000.00    | 0.00 |   100.00 |    900.00 | 0.00 | 0.00 |     0.00 |   9100.00 |   0.00 | active
        2024-05-31 | look           |      |          |           |      | 0.00 |    91.00 |   9100.00 |   0.00 | active
        ",
    );
}
