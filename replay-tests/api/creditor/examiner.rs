//! The reports that examiners ask for: a few loans whose figures can be worked out by hand.

use quittance_evidence::examiner::Report;
use quittance_replay_tests::TestServer;
use quittance_store::keys::KeyRole;
use serde_json::{Value, json};
use std::collections::HashMap;

/// What the reports are asked for.
const ON: &str = "2026-05-01";

type Table = Vec<HashMap<String, String>>;

/// Where a report is had.
fn path(report: Report) -> String {
    format!("/api/v1/creditor/reports/{}", report.name())
}

/// A report as rows of named cells.
async fn table(server: &TestServer, report: Report, on: &str) -> Table {
    let reply = server.admin.get(&format!("{}?on={on}", path(report))).await;
    assert_eq!(reply.status, 200, "{}", reply.text());
    assert_eq!(
        reply.header("content-type"),
        Some("text/csv; charset=utf-8")
    );
    rows(&reply.text(), report)
}

fn rows(text: &str, report: Report) -> Table {
    assert!(text.ends_with("\r\n"), "RFC 4180 ends lines so");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header: Vec<&str> = reader.headers().unwrap().iter().collect();
    assert_eq!(header, report.columns());
    reader.deserialize().map(Result::unwrap).collect()
}

/// The cells of a row in these columns.
fn cells<'a>(row: &'a HashMap<String, String>, columns: &str) -> Vec<&'a str> {
    columns
        .split_whitespace()
        .map(|column| &*row[column])
        .collect()
}

fn of<'a>(table: &'a Table, loan: &Value) -> Vec<&'a HashMap<String, String>> {
    let id = loan["id"].as_str().unwrap();
    table.iter().filter(|row| row["account_id"] == id).collect()
}

async fn post(server: &TestServer, loan: &Value, what: &str, body: Value) {
    let path = format!("/api/v1/loans/{}/{what}", loan["id"].as_str().unwrap());
    let reply = server.admin.post(&path, &body).await;
    assert!(reply.status.is_success(), "{what}: {}", reply.text());
}

/// Ten instalments of 100 from 1 February, of which the first was paid: two months late in May.
async fn late(server: &TestServer) -> Value {
    let loan = server.loan("1000.00", "0", "2026-01-01").await;
    let path = format!("/api/v1/loans/{}/schedule", loan["id"].as_str().unwrap());
    let schedule = json!({
        "first_due_date": "2026-02-01", "frequency": "monthly", "number_of_instalments": 10,
        "instalment_amount": "100.00", "effective_date": "2026-01-01",
    });
    let set = server.admin.put(&path, &schedule).await;
    assert!(set.status.is_success(), "{}", set.text());
    let pay = json!({
        "amount": "100.00", "payment_method": "ach", "effective_date": "2026-02-01",
    });
    post(server, &loan, "payments", pay).await;
    loan
}

/// 500 charged off in March, of which 200 were recovered in April.
async fn given_up(server: &TestServer) -> Value {
    let loan = server.loan("500.00", "0", "2026-01-01").await;
    let charge_off = json!({ "reason": "=skipped town", "effective_date": "2026-03-01" });
    post(server, &loan, "charge-off", charge_off).await;
    let pay = json!({
        "amount": "200.00", "payment_method": "check", "effective_date": "2026-04-01",
    });
    post(server, &loan, "payments", pay).await;
    loan
}

#[tokio::test]
async fn loans_have_their_terms_balances_and_lateness() {
    let server = TestServer::start().await;
    let (late, given_up) = (late(&server).await, given_up(&server).await);
    let loans = table(&server, Report::Loans, ON).await;
    assert_eq!(loans.len(), 2);
    let columns = "status approved_amount payment_frequency payments payment_amount \
        payments_remaining due_date days_past_due bucket ncua_band past_due principal balance \
        charged_off last_payment_on last_payment last_activity";
    let found = of(&loans, &late);
    assert_eq!(
        cells(found[0], columns),
        [
            "active",
            "1000.00",
            "monthly",
            "10",
            "100.00",
            "9",
            "2026-03-01",
            "61",
            "60-89 days",
            "60-89 days",
            "200.00",
            "900.00",
            "900.00",
            "",
            "2026-02-01",
            "100.00",
            "payment.received"
        ]
    );
    assert_ne!(found[0]["last_maintenance_at"], "", "the schedule was set");
    assert!(found[0]["last_maintenance_by"].starts_with("key:"));
    let columns = "payment_frequency days_past_due principal balance charged_off_on charged_off \
        recovered last_maintenance_by";
    assert_eq!(
        cells(of(&loans, &given_up)[0], columns),
        [
            "",
            "0",
            "300.00",
            "300.00",
            "2026-03-01",
            "500.00",
            "200.00",
            ""
        ]
    );
    // The day counts: before the second payment was due nobody was late, and nothing charged off.
    let before = table(&server, Report::Loans, "2026-02-28").await;
    assert_eq!(of(&before, &late)[0]["days_past_due"], "0");
    let columns = "balance charged_off_on recovered";
    assert_eq!(
        cells(of(&before, &given_up)[0], columns),
        ["500.00", "", ""]
    );
}

#[tokio::test]
async fn transactions_have_both_dates_the_split_and_what_was_owed_after_it() {
    let server = TestServer::start().await;
    let loan = given_up(&server).await;
    let rows = table(&server, Report::Transactions, ON).await;
    let columns = "effective_date what amount to_fees to_interest to_principal balance reason";
    let told: Vec<Vec<&str>> = of(&rows, &loan)
        .into_iter()
        .map(|row| cells(row, columns))
        .collect();
    let zero = "0.00";
    assert_eq!(
        told,
        [
            vec![
                "2026-01-01",
                "disbursed",
                "500.00",
                "",
                "",
                "",
                "500.00",
                ""
            ],
            vec![
                "2026-03-01",
                "charged off",
                zero,
                "",
                "",
                "",
                "500.00",
                "'=skipped town"
            ],
            vec![
                "2026-04-01",
                "payment",
                "200.00",
                zero,
                zero,
                "200.00",
                "300.00",
                ""
            ],
        ]
    );
    for row in &rows {
        assert!(row["actor"].starts_with("key:"), "{row:?}");
        assert_eq!(row["role"], "admin");
        assert!(row["posted_at"].ends_with('Z'), "{row:?}");
    }
}

#[tokio::test]
async fn delinquency_is_by_the_bands_of_the_call_report() {
    let server = TestServer::start().await;
    late(&server).await;
    given_up(&server).await;
    server.loan("250.00", "0", "2026-01-01").await;
    let bands = async |on| {
        let rows = table(&server, Report::Delinquency, on).await;
        let columns = "band loans principal balance past_due";
        let rows: Vec<String> = rows
            .iter()
            .map(|row| cells(row, columns).join(" "))
            .collect();
        rows
    };
    // What is charged off is in no band.
    assert_eq!(
        bands(ON).await,
        [
            "0-29 days 1 250.00 250.00 0.00",
            "30-59 days 0 0.00 0.00 0.00",
            "60-89 days 1 900.00 900.00 200.00",
            "90-179 days 0 0.00 0.00 0.00",
            "180-359 days 0 0.00 0.00 0.00",
            "360+ days 0 0.00 0.00 0.00",
        ]
    );
    // 92 days, then 214, then 365 from 1 March.
    for (on, place) in [("2026-06-01", 3), ("2026-10-01", 4), ("2027-03-01", 5)] {
        assert!(!bands(on).await[place].contains(" 0 "), "{on}");
    }
}

#[tokio::test]
async fn charge_offs_have_what_was_recovered() {
    let server = TestServer::start().await;
    late(&server).await;
    let loan = given_up(&server).await;
    let columns = "charged_off_on reason principal interest fees charged_off recovered \
        last_recovery_on written_off balance";
    let rows = table(&server, Report::ChargeOffs, ON).await;
    assert_eq!(rows.len(), 1);
    assert_eq!(
        cells(of(&rows, &loan)[0], columns),
        [
            "2026-03-01",
            "'=skipped town",
            "500.00",
            "0.00",
            "0.00",
            "500.00",
            "200.00",
            "2026-04-01",
            "0.00",
            "300.00"
        ]
    );
    let rows = table(&server, Report::ChargeOffs, "2026-03-15").await;
    let columns = "charged_off recovered last_recovery_on balance";
    assert_eq!(cells(&rows[0], columns), ["500.00", "0.00", "", "500.00"]);
    let rows = table(&server, Report::ChargeOffs, "2026-02-28").await;
    assert_eq!(rows.len(), 0);
}

#[tokio::test]
async fn maintenance_has_values_before_and_after_and_who_changed_them() {
    let server = TestServer::start().await;
    let late = late(&server).await;
    let loan = server.loan("700.00", "0.10", "2026-01-01").await;
    let change = json!({
        "interest_rate": "0.06", "reason": "-SCRA", "effective_date": "2026-02-01",
    });
    post(&server, &loan, "rate-changes", change).await;
    let rows = table(&server, Report::Maintenance, ON).await;
    let columns = "event field before after reason";
    let told: Vec<Vec<&str>> = rows.iter().map(|row| cells(row, columns)).collect();
    assert_eq!(
        told,
        [
            ["schedule.set", "due_date", "", "2026-02-01", ""],
            ["schedule.set", "payment_amount", "", "100.00", ""],
            ["rate.changed", "annual_rate", "0.1", "0.06", "'-SCRA"],
        ]
    );
    assert_eq!(rows[2]["effective_date"], "2026-02-01");
    assert_eq!(of(&rows, &late).len(), 2);
    assert!(rows.iter().all(|row| row["role"] == "admin"));
}

/// Whoever may read the audit log may have the reports, of his own creditor's book, as it was known
/// on a day.
#[tokio::test]
async fn reports_are_for_those_who_may_read_the_log() {
    let server = TestServer::start().await;
    late(&server).await;
    given_up(&server).await;
    let viewer = server.client(KeyRole::Viewer).await;
    let officer = server.client(KeyRole::LoanOfficer).await;
    let stranger = server.stranger().await;
    for (report, count) in [
        (Report::Loans, 2),
        (Report::Transactions, 5),
        (Report::Delinquency, 6),
        (Report::ChargeOffs, 1),
        (Report::Maintenance, 2),
    ] {
        let path = path(report);
        viewer.get(&path).await.expect(403);
        server.admin.anonymous().get(&path).await.expect(401);
        let told = officer.get(&path).await;
        let name = format!("attachment; filename=\"{}.csv\"", report.name());
        assert_eq!(told.header("content-disposition"), Some(&*name));
        assert_eq!(rows(&told.text(), report).len(), count, "{report:?}");
        for query in ["asOf=2020-01-01", "asOf=2020-01-01&on=2026-05-01"] {
            let early = officer.get(&format!("{path}?{query}")).await;
            assert_eq!(rows(&early.text(), report), Table::new(), "{report:?}");
        }
        let theirs = stranger.get(&path).await;
        assert_eq!(rows(&theirs.text(), report), Table::new(), "{report:?}");
        for bad in ["on=x", "asOf=yesterday", "from=2026-13-01", "to=1"] {
            officer.get(&format!("{path}?{bad}")).await.expect(400);
        }
    }
    let later = "/api/v1/creditor/reports/transactions?from=2199-01-01";
    let none = officer.get(later).await;
    assert_eq!(rows(&none.text(), Report::Transactions), Table::new());
}

/// More changes than are looked into at once, of several accounts in turns and of people among them,
/// come in the order in which they were recorded.
#[tokio::test]
async fn maintenance_comes_in_the_order_of_the_book() {
    const CHANGES: usize = 230;
    let server = TestServer::start().await;
    let mut loans = Vec::new();
    for _ in 0..3 {
        loans.push(server.loan("700.00", "0.10", "2026-01-01").await);
    }
    let customer = json!({ "email": "jane@doe.example", "firstName": "Jane" });
    let customers = "/api/v1/external/customers";
    let told = server.admin.post(customers, &customer).await.expect(201);
    let known = format!("{customers}/{}", told["data"]["id"].as_str().unwrap());
    for number in 0..CHANGES {
        let change = json!({
            "interest_rate": format!("0.{}", 101 + number), "effective_date": "2026-02-01",
            "reason": "Reviewed",
        });
        post(&server, &loans[number % 3], "rate-changes", change).await;
        if number == CHANGES / 2 {
            let other = json!({ "email": "jane@roe.example", "firstName": "Jane" });
            server.admin.put(&known, &other).await.expect(200);
        }
    }
    let rows = table(&server, Report::Maintenance, ON).await;
    let sequences: Vec<u64> = rows
        .iter()
        .map(|row| row["sequence"].parse().unwrap())
        .collect();
    assert!(
        sequences.is_sorted_by(|one, next| one < next),
        "{sequences:?}"
    );
    let fields = |field| rows.iter().filter(|row| row["field"] == field).count();
    assert_eq!((fields("annual_rate"), fields("particulars")), (CHANGES, 1));
    for loan in &loans {
        let rates = of(&rows, loan);
        let mut before = "0.1".to_owned();
        for row in rates {
            assert_eq!(row["before"], before);
            before.clone_from(&row["after"]);
        }
    }
}
