//! The reports that examiners ask for, of the demonstration portfolio, by the command line.

use crate::accounting::Demo;

#[tokio::test]
async fn every_report_agrees_with_every_other() {
    let demo = Demo::new().await;
    let report = |name: &str| {
        let text = demo.run(&["export", name]);
        let mut csv = csv::Reader::from_reader(text.as_bytes());
        let rows = csv.deserialize().map(Result::unwrap);
        rows.collect::<Vec<std::collections::HashMap<String, String>>>()
    };
    let cents = |text: &str| text.replace('.', "").parse::<i64>().unwrap();
    let loans = report("loans");
    assert_eq!(loans.len(), 120);
    let (charge_offs, bands) = (report("charge-offs"), report("delinquency"));
    let charged_off = loans
        .iter()
        .filter(|loan| !loan["charged_off_on"].is_empty());
    let ids = |rows: Vec<&std::collections::HashMap<String, String>>| {
        let ids = rows.into_iter().map(|row| row["account_id"].clone());
        ids.collect::<std::collections::BTreeSet<String>>()
    };
    assert!(!charge_offs.is_empty() && !bands.is_empty());
    assert_eq!(
        ids(charged_off.collect()),
        ids(charge_offs.iter().collect())
    );
    // The bands hold what the loans say of themselves, by number and to the cent.
    for band in &bands {
        let held = loans.iter().filter(|loan| {
            let own = match &*loan["ncua_band"] {
                "" => "0-29 days",
                band => band,
            };
            let owed = cents(&loan["principal"]) + cents(&loan["interest"]) + cents(&loan["fees"]);
            own == band["band"]
                && loan["currency"] == band["currency"]
                && loan["charged_off_on"].is_empty()
                && owed != 0
        });
        let principal: i64 = held.clone().map(|loan| cents(&loan["principal"])).sum();
        assert_eq!(held.count().to_string(), band["loans"], "{band:?}");
        assert_eq!(principal, cents(&band["principal"]), "{band:?}");
    }
    // The last transaction of each loan leaves the principal that the loan has.
    let transactions = report("transactions");
    for loan in &loans {
        let mut own = transactions
            .iter()
            .filter(|row| row["account_id"] == loan["account_id"]);
        if let Some(last) = own.next_back() {
            assert_eq!(last["principal"], loan["principal"], "{loan:?}");
        }
    }
    assert!(
        report("maintenance")
            .iter()
            .any(|row| row["field"] == "annual_rate")
    );
}
