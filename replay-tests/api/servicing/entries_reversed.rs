//! Entries taken back: what changed is told, and the book says both what was booked and what
//! replaced it.

use quittance_replay_tests::TestServer;
use serde_json::json;

#[tokio::test]
async fn a_reversed_credit_restates_what_came_after() {
    let server = TestServer::start().await;
    let loan = server.loan("3650.00", "0.1", "2026-01-01").await;
    let loan = format!("/api/v1/loans/{}", loan["id"].as_str().unwrap());
    let credit = json!({
        "amount": "1835.00", "reason": "goodwill", "effective_date": "2026-01-11",
    });
    let credit = server
        .admin
        .post(&format!("{loan}/credits"), &credit)
        .await
        .expect(201);
    let payment = json!({
        "amount": "100.00", "payment_method": "ach", "effective_date": "2026-01-21",
    });
    let paid = server
        .admin
        .post(&format!("{loan}/payments"), &payment)
        .await
        .expect(201);
    assert_eq!(paid["interest_applied"], "5.00");

    let path = format!("{loan}/entries/{}/reverse", credit["id"].as_str().unwrap());
    let body = json!({ "reason": "wrong loan", "effective_date": "2026-01-22" });
    let reversed = server.admin.post(&path, &body).await.expect(200);
    let restated = reversed["restatements"].as_array().unwrap();
    assert_eq!(restated[0]["credit_id"], credit["id"]);
    assert_eq!(restated[1]["payment_id"], paid["id"]);
    assert_eq!(restated[1]["before"]["interest_applied"], "5.00");
    assert_eq!(restated[1]["after"]["interest_applied"], "20.00");
    server.admin.post(&path, &body).await.expect(409);

    let on = format!("{loan}/balance?on=2026-01-21");
    let balance = server.admin.get(&on).await.expect(200);
    assert_eq!(
        (&balance["principal"], &balance["interest"]),
        (&json!("3570.00"), &json!("0.00"))
    );
    let history = server
        .admin
        .get(&format!("{loan}/history"))
        .await
        .expect(200);
    let history = history.as_array().unwrap();
    for told in ["credit.granted", "entry.reversed"] {
        assert!(history.iter().any(|event| event["type"] == told), "{told}");
    }
    let absent = format!(
        "{loan}/entries/{}/reverse",
        paid["loan_id"].as_str().unwrap()
    );
    server.admin.post(&absent, &body).await.expect(404);
    let a_payment = format!("{loan}/entries/{}/reverse", paid["id"].as_str().unwrap());
    server.admin.post(&a_payment, &body).await.expect(409);
    server.verify().await;
}
