//! Programs: terms that loans get as far as they are given none of their own.

use quittance_replay_tests::TestServer;
use serde_json::{Value, json};

const PATH: &str = "/api/v1/programs";

fn signature() -> Value {
    json!({
        "code": "signature", "name": "Signature loans", "interest_rate": "0.12", "day_count": "act_360",
        "rounding": "half_even", "allocation_order": ["interest", "fees", "principal"],
        "schedule": { "frequency": "monthly", "number_of_instalments": 12 },
        "fee_schedules": [
            { "fee_type": "nsf", "share_of_payment": "0.05", "minimum": "15.00",
              "maximum": "40.00", "once_a_day": true },
        ],
        "charge_off_boundary_days": 90, "charge_off_automatically": true,
    })
}

/// What the loan is given takes the place of what its program says, which takes the place of the
/// ledger's own; the program can change without touching the loan.
#[tokio::test]
async fn a_loan_gets_the_terms_of_its_program_and_keeps_them() {
    let server = TestServer::start().await;
    let added = server.admin.post(PATH, &signature()).await.expect(201);
    let path = &format!("{PATH}/{}", added["id"].as_str().unwrap());
    assert_eq!(server.admin.get(path).await.expect(200), added);
    let body = json!({
        "program_id": "signature", "principal_amount": "1200.00", "day_count": "thirty_360_us",
        "start_date": "2026-01-15",
    });
    let loan = server.loan_with(body).await;
    let told = [
        ("interest_rate", json!("0.12")),
        ("day_count", json!("thirty_360_us")),
        ("rounding", json!("half_even")),
        ("allocation_order", json!(["interest", "fees", "principal"])),
        ("charge_off_boundary_days", json!(90)),
        ("charge_off_automatically", json!(true)),
        ("nsf_fee", json!("25.00")),
    ];
    for (name, value) in told {
        assert_eq!(loan[name], value, "{name}");
    }
    assert_eq!(loan["fee_schedules"][0]["share_of_payment"], "0.05");

    let other = json!({ "code": "signature", "name": "Signature loans", "interest_rate": "0.2" });
    server.admin.put(path, &other).await.expect(200);
    let id = loan["id"].as_str().unwrap();
    let now = server.admin.get(&format!("/api/v1/loans/{id}")).await;
    assert_eq!(now.expect(200)["interest_rate"], "0.12");
    server.admin.delete(path).await.expect(200);
    server.admin.get(path).await.expect(404);
    server.admin.delete(path).await.expect(404);
    server.verify().await;
}

/// The agreed instalments begin with the disbursement; the fee of a return is what is agreed.
#[tokio::test]
async fn agreed_instalments_and_fees_are_kept() {
    let server = TestServer::start().await;
    let added = server.admin.post(PATH, &signature()).await.expect(201);
    let body = json!({
        "program_id": added["id"], "principal_amount": "1200.00", "start_date": "2026-01-15",
    });
    let loan = server.loan_with(body).await;
    let loan = format!("/api/v1/loans/{}", loan["id"].as_str().unwrap());
    let schedule = server
        .admin
        .get(&format!("{loan}/schedule"))
        .await
        .expect(200);
    let instalments = schedule["instalments"].as_array().unwrap();
    assert_eq!(instalments.len(), 12);
    assert_eq!(instalments[0]["due_date"], "2026-02-15");

    let payment = json!({
        "amount": "500.00", "payment_method": "ach", "effective_date": "2026-01-20",
    });
    for fees in [1, 1] {
        let paid = server
            .admin
            .post(&format!("{loan}/payments"), &payment)
            .await
            .expect(201);
        let reverse = format!("/api/v1/payments/{}/reverse", paid["id"].as_str().unwrap());
        let returned = json!({
            "reason": "R01", "assess_nsf_fee": true, "effective_date": "2026-01-25",
        });
        server.admin.post(&reverse, &returned).await.expect(200);
        let charged = server.admin.get(&format!("{loan}/fees")).await.expect(200);
        assert_eq!(charged.as_array().unwrap().len(), fees, "one a day");
        assert_eq!(charged[0]["amount"], "25.00");
    }
    let too_much = json!({ "fee_type": "nsf", "amount": "40.01" });
    let refused = server.admin.post(&format!("{loan}/fees"), &too_much).await;
    assert_eq!(refused.status, 422, "{refused:?}");
    let unsaid = json!({ "fee_type": "legal" });
    let refused = server.admin.post(&format!("{loan}/fees"), &unsaid).await;
    assert_eq!(refused.status, 422, "{refused:?}");
    server.verify().await;
}

/// The default program of a currency is that of accounts that name none, on every surface.
#[tokio::test]
async fn the_default_program_is_of_every_surface() {
    let server = TestServer::start().await;
    let set = async |code: &str, rate: &str, currency: &str| {
        let body = json!({
            "code": code, "name": code, "interest_rate": rate, "currency": currency, "is_default": true,
        });
        server.admin.post(PATH, &body).await.expect(201);
    };
    set("first", "0.10", "USD").await;
    set("euro", "0.03", "EUR").await;
    set("second", "0.2", "USD").await;
    let programs = server.admin.get(PATH).await.expect(200);
    let defaults: Vec<&Value> = programs
        .as_array()
        .unwrap()
        .iter()
        .map(|it| &it["is_default"])
        .collect();
    assert_eq!(defaults, [&json!(false), &json!(true), &json!(true)]);

    let loan = server
        .loan_with(json!({ "principal_amount": "10.00" }))
        .await;
    assert_eq!(loan["interest_rate"], "0.2");
    let loan = json!({ "principal_amount": "10.00", "currency": "EUR", "program_id": "unknown" });
    assert_eq!(server.loan_with(loan).await["interest_rate"], "0.03");
    let placed = json!({ "consumerEmail": "ann@example.com", "principalBalance": 100 });
    let placed = server
        .admin
        .post("/api/v1/creditor/place-account", &placed)
        .await
        .expect(201);
    let account = placed["accountId"]
        .as_str()
        .unwrap()
        .trim_start_matches("a-")
        .to_owned();
    let shown = server
        .admin
        .get(&format!("/api/v1/loans/{account}"))
        .await
        .expect(200);
    assert_eq!(shown["interest_rate"], "0.2");
    let mismatch = json!({ "principal_amount": "10", "currency": "JPY", "program_id": "euro" });
    let refused = server.admin.post("/api/v1/loans", &mismatch).await;
    assert_eq!(refused.status, 422);
    assert!(
        refused
            .text()
            .contains("must be EUR, the currency of the program"),
        "{refused:?}"
    );
    server.verify().await;
}

/// What is wrong is named, and nothing is set.
#[tokio::test]
async fn terms_that_cannot_be_are_refused() {
    let server = TestServer::start().await;
    let cases = [
        (json!({ "fee_type": "late" }), "fee_schedules[0].amount"),
        (
            json!({ "fee_type": "late", "amount": "1.00", "share_of_balance": "0.1" }),
            "fee_schedules[0].amount",
        ),
        (
            json!({ "fee_type": "tardy", "amount": "1.00" }),
            "fee_schedules[0].fee_type",
        ),
        (
            json!({ "fee_type": "late", "amount": "1.00", "minimum": "3.00", "maximum": "2.00" }),
            "no minimum above the maximum",
        ),
        (
            json!({ "fee_type": "late", "share_of_payment": "1.01" }),
            "no more than 1",
        ),
        (
            json!({ "fee_type": "nsf", "amount": "1.00", "grace_days": 3 }),
            "days of grace",
        ),
    ];
    for (schedule, named) in cases {
        let body = json!({ "code": "odd", "name": "Odd", "fee_schedules": [schedule] });
        let refused = server.admin.post(PATH, &body).await;
        assert_eq!(refused.status, 422, "{body}");
        let text = refused.text().replace(['"', ','], "");
        let named: Vec<&str> = named
            .split(['[', ']', '.'])
            .filter(|part| !part.is_empty())
            .collect();
        assert!(named.iter().all(|part| text.contains(part)), "{text}");
    }
    assert_eq!(server.count_events("program.set").await, 0);
    let body = json!({ "code": "odd", "name": "Odd" });
    server.admin.post(PATH, &body).await.expect(201);
    server.admin.post(PATH, &body).await.expect(409);
    assert_eq!(server.count_events("program.set").await, 1);
}

/// Of programs that are added at once under one code, through two servers, one is; the others are
/// told that the code is taken, and not that nothing was found.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_programs_with_one_code_one_is_added() {
    let server = TestServer::start().await;
    let second = server.second().await;
    let mut tasks = tokio::task::JoinSet::new();
    for place in 0..8 {
        let client = if place % 2 == 0 {
            &server.admin
        } else {
            &second
        };
        let client = client.clone();
        tasks.spawn(async move { client.post(PATH, &signature()).await });
    }
    let replies = tasks.join_all().await;
    let added = replies.iter().filter(|reply| reply.status == 201);
    assert_eq!(added.count(), 1);
    for reply in replies.iter().filter(|reply| reply.status != 201) {
        let taken = json!({ "detail": "This program code is taken" });
        assert_eq!(reply.expect(409), taken);
    }
    let programs = server.admin.get(PATH).await.expect(200);
    assert_eq!(programs.as_array().unwrap().len(), 1);
    // A refusal is an answer to keep, and part of the book.
    assert_eq!(server.count_events("program.set").await, 1);
    assert_eq!(server.count_events("command.refused").await, 7);
    let once = server.admin.with("Idempotency-Key", "again");
    once.post(PATH, &signature()).await.expect(409);
    let again = once.post(PATH, &signature()).await;
    assert_eq!(again.header("idempotent-replayed"), Some("true"));
    // The code of another is taken for a program that there is, too.
    let mut other = signature();
    other["code"] = json!("other");
    let other = server.admin.post(PATH, &other).await.expect(201);
    let path = format!("{PATH}/{}", other["id"].as_str().unwrap());
    server.admin.put(&path, &signature()).await.expect(409);
    server.verify().await;
}
