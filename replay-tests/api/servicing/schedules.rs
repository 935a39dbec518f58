//! Instalments over HTTP: set, filled, emptied by a return, asked for on both axes of time, re-aged.

use chrono::{Days, Months, NaiveDate};
use quittance_replay_tests::TestServer;
use quittance_store::ids;
use serde_json::{Value, json};

struct Loan<'a> {
    server: &'a TestServer,
    path: String,
}

impl<'a> Loan<'a> {
    /// A loan of 1,200.00 without interest, from a day.
    async fn new(server: &'a TestServer, start: NaiveDate) -> Loan<'a> {
        let loan = server.loan("1200.00", "0", &start.to_string()).await;
        let path = format!("/api/v1/loans/{}", loan["id"].as_str().unwrap());
        Loan { server, path }
    }

    async fn set(&self, body: &Value) -> Value {
        let path = format!("{}/schedule", self.path);
        self.server.admin.put(&path, body).await.expect(200)
    }

    async fn schedule(&self, query: &str) -> Value {
        let path = format!("{}/schedule{query}", self.path);
        self.server.admin.get(&path).await.expect(200)
    }

    async fn pay(&self, amount: &str, on: NaiveDate) -> Value {
        let path = format!("{}/payments", self.path);
        let body = json!({ "amount": amount, "payment_method": "ach", "effective_date": on });
        self.server.admin.post(&path, &body).await.expect(201)
    }
}

fn today() -> NaiveDate {
    ids::now().date_naive()
}

/// Twelve instalments of 100.00, of which the first was due five months ago.
fn monthly(start: NaiveDate) -> Value {
    json!({
        "first_due_date": start + Months::new(1), "frequency": "monthly",
        "number_of_instalments": 12, "effective_date": start,
    })
}

fn paid(schedule: &Value) -> Vec<&str> {
    let instalments = schedule["instalments"].as_array().unwrap().iter();
    let paid = instalments.filter(|it| it["paid_amount"] != "0.00");
    paid.map(|it| it["paid_amount"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn payments_fill_instalments_and_a_return_empties_them() {
    let server = TestServer::start().await;
    let start = today() - Months::new(3) - Days::new(5);
    let loan = Loan::new(&server, start).await;
    let none = loan.schedule("").await;
    assert_eq!(none["instalments"], json!([]));
    assert_eq!(none["delinquency"]["bucket"], "current");

    let set = loan.set(&monthly(start)).await;
    assert_eq!(set["instalment_amount"], "100.00");
    assert_eq!(set["instalments"].as_array().unwrap().len(), 12);
    assert_eq!(set["past_due_amount"], "300.00");
    assert_eq!(loan.schedule("").await, set);

    let early = loan.pay("250.00", start + Days::new(10)).await;
    let filled = loan.schedule("").await;
    assert_eq!(paid(&filled), ["100.00", "100.00", "50.00"]);
    assert_eq!(filled["past_due_amount"], "50.00");
    assert_eq!(filled["delinquency"]["days_past_due"], 5);
    assert_eq!(filled["delinquency"]["bucket"], "1-29");
    let third = &filled["instalments"][2];
    assert_eq!(filled["delinquency"]["past_due_since"], third["due_date"]);
    assert_eq!(third["status"], "past_due");
    assert_eq!(filled["instalments"][0]["status"], "paid");
    assert_eq!(filled["instalments"][4]["status"], "upcoming");

    let then = format!("?on={}", start + Days::new(9));
    assert_eq!(paid(&loan.schedule(&then).await), [] as [&str; 0]);
    let view = server.admin.get(&loan.path).await.expect(200);
    assert_eq!(view["delinquency"], filled["delinquency"]);
    let list = server.admin.get("/api/v1/loans").await.expect(200);
    assert_eq!(list[0]["delinquency"], filled["delinquency"]);

    let before = ids::now().to_rfc3339().replace("+00:00", "Z");
    let path = format!("/api/v1/payments/{}/reverse", early["id"].as_str().unwrap());
    let nsf = json!({ "reason": "nsf" });
    server.admin.post(&path, &nsf).await.expect(200);
    let emptied = loan.schedule("").await;
    assert_eq!(emptied, set);
    let known = loan.schedule(&format!("?as_of={before}")).await;
    assert_eq!(known["instalments"], filled["instalments"]);

    let portfolio = server.admin.get("/api/v1/portfolio").await.expect(200);
    assert_eq!(portfolio["delinquency"]["buckets"]["60-89"], 1);
    assert_eq!(portfolio["delinquency"]["ncua"]["60-89"], 1);
    let query = format!("/api/v1/portfolio?as_of={before}");
    let known = server.admin.get(&query).await.expect(200);
    assert_eq!(known["delinquency"]["buckets"]["1-29"], 1);
    // How late it was on days of the past, as known now and as it was known before the return.
    let on = |day: NaiveDate| format!("on={day}&as_of={before}");
    for (query, bucket) in [
        (format!("on={}", start + Days::new(9)), "current"),
        (
            format!("on={}", start + Months::new(1) + Days::new(1)),
            "1-29",
        ),
        (
            format!("on={}", start + Months::new(2) + Days::new(3)),
            "30-59",
        ),
        (on(start + Months::new(1) + Days::new(1)), "current"),
        (on(start + Months::new(3) + Days::new(1)), "1-29"),
    ] {
        let path = format!("/api/v1/portfolio?{query}");
        let past = server.admin.get(&path).await.expect(200);
        assert_eq!(past["delinquency"]["buckets"][bucket], 1, "{query}: {past}");
    }
    let path = format!("/api/v1/portfolio?on={}", start - Days::new(1));
    let none = server.admin.get(&path).await.expect(200);
    assert_eq!(none["delinquency"]["buckets"]["current"], 0);

    let stranger = server.stranger().await;
    let path = format!("{}/schedule", loan.path);
    stranger.get(&path).await.expect(404);
    stranger.put(&path, &monthly(start)).await.expect(404);
    server.verify().await;
}

#[tokio::test]
async fn what_is_wrong_with_a_schedule_names_its_field() {
    let server = TestServer::start().await;
    let start = today() - Months::new(3);
    let loan = Loan::new(&server, start).await;
    let path = format!("{}/schedule", loan.path);
    let good = monthly(start);
    let listed = |due: NaiveDate, amount: &str| json!([{ "due_date": due, "amount": amount }]);
    let cases = [
        ("first_due_date", json!(start - Days::new(1))),
        ("first_due_date", Value::Null),
        ("frequency", json!("yearly")),
        ("frequency", Value::Null),
        ("number_of_instalments", json!(0)),
        ("number_of_instalments", json!(601)),
        ("number_of_instalments", Value::Null),
        ("instalment_amount", json!("0.00")),
        ("instalment_amount", json!("1.001")),
        ("effective_date", json!(today() + Days::new(1))),
        ("effective_date", json!(start - Days::new(1))),
        ("instalments", listed(today(), "1.00")),
    ];
    for (name, value) in cases {
        let mut body = good.clone();
        body[name] = value;
        let refused = server.admin.put(&path, &body).await.expect(422);
        assert_eq!(refused["detail"][0]["loc"][2], name, "{refused}");
    }
    let cases = [
        ("instalments[0]", listed(today(), "0.00")),
        ("instalments[0]", json!(["2026-01-15"])),
        (
            "instalments",
            json!([
                { "due_date": today(), "amount": "1.00" },
                { "due_date": today(), "amount": "1.00" },
            ]),
        ),
    ];
    for (name, instalments) in cases {
        let body = json!({ "instalments": instalments, "effective_date": start });
        let refused = server.admin.put(&path, &body).await.expect(422);
        assert_eq!(refused["detail"][0]["loc"][2], name, "{refused}");
    }
    assert_eq!(server.count_events("schedule.set").await, 0);
    let given = json!({
        "instalments": [
            { "due_date": start, "amount": "700.00" },
            { "due_date": today(), "amount": "500.00" },
        ],
        "effective_date": start,
    });
    let set = loan.set(&given).await;
    assert_eq!(set["frequency"], Value::Null);
    assert_eq!(set["instalments"][1]["amount"], "500.00");
    assert_eq!(set["instalments"][1]["status"], "due");
}

/// Within the limits, with a reason, and without touching what was.
#[tokio::test]
async fn a_reage_needs_payments_and_leaves_the_past_alone() {
    let server = TestServer::start().await;
    let start = today() - Months::new(10);
    let loan = Loan::new(&server, start).await;
    let reage = format!("{}/re-age", loan.path);
    let body = json!({ "reason": "back at work" });
    let no_schedule = server.admin.post(&reage, &body).await.expect(409);
    assert!(no_schedule.to_string().contains("no instalment schedule"));
    loan.set(&monthly(start)).await;
    server.admin.post(&reage, &json!({})).await.expect(422);
    let refused = server.admin.post(&reage, &body).await;
    assert!(
        refused.status != 200,
        "three instalments are to be paid first"
    );
    loan.pay("300.00", today() - Days::new(1)).await;
    let late = loan.schedule("").await;
    assert_ne!(late["delinquency"]["bucket"], "current");
    let reaged = server.admin.post(&reage, &body).await.expect(200);
    assert_eq!(reaged["delinquency"]["bucket"], "current");
    assert_eq!(reaged["instalments"][3]["status"], "reaged");
    let yesterday = format!("?on={}", today() - Days::new(1));
    let was = loan.schedule(&yesterday).await;
    assert_ne!(was["delinquency"]["bucket"], "current");
    assert_eq!(was["instalments"][3]["status"], "past_due");
    server.verify().await;
}
