//! What began a debt is taken back: a placed account is recalled, a disbursement comes back from the
//! bank.

use quittance_replay_tests::TestServer;
use serde_json::{Value, json};

/// A debt of 1,000.00 is placed: its id on `creditor`, and its path as a loan.
async fn placed(server: &TestServer) -> (String, String) {
    let body = json!({
        "consumerEmail": "member@example.com", "principalBalance": 1000.00,
        "creditorReference": "R-1", "placementDate": "2026-01-05",
    });
    let placed = server
        .admin
        .post("/api/v1/creditor/place-account", &body)
        .await;
    let account = placed.expect(201)["accountId"].as_str().unwrap().to_owned();
    let loan = format!("/api/v1/loans/{}", account.trim_start_matches("a-"));
    (account, loan)
}

#[tokio::test]
async fn a_recalled_account_leaves_the_books() {
    let server = TestServer::start().await;
    let admin = &server.admin;
    let (account, loan) = placed(&server).await;
    let pay =
        json!({ "amount": "100.00", "payment_method": "ach", "effective_date": "2026-01-10" });
    let payments = format!("{loan}/payments");
    let paid = admin.post(&payments, &pay).await.expect(201);

    let recall = json!({ "reason": "recalled by the client", "effective_date": "2026-01-20" });
    let path = format!("{loan}/recall");
    let recalled = admin.post(&path, &recall).await.expect(201);
    assert_eq!(recalled["amount"], "900.00");
    assert_eq!(recalled["status"], "recalled");
    let again = admin.post(&path, &recall).await.expect(409);
    assert!(
        again["detail"].as_str().unwrap().contains("2026-01-20"),
        "{again}"
    );
    let fee = json!({ "amount": "5.00", "fee_type": "late", "effective_date": "2026-01-21" });
    admin.post(&format!("{loan}/fees"), &fee).await.expect(409);

    // Each API in its own word; nothing is owed, and the ledger's balances are nothing too.
    let shown = admin.get(&loan).await.expect(200);
    assert_eq!(shown["status"], "recalled");
    let view = admin
        .get(&format!("/api/v1/creditor/accounts/{account}"))
        .await;
    let view = view.expect(200);
    assert_eq!(
        (&view["status"], view["currentBalance"].to_string().as_str()),
        (&json!("closed"), "0.00")
    );
    let contracts = admin.get("/api/v1/accounts.php").await.expect(200);
    assert_eq!(contracts["accounts"][0]["account_status"], "closed");
    assert_eq!(owed(&server, &loan, "").await, "0.00");
    assert_eq!(owed(&server, &loan, "?on=2026-01-19").await, "900.00");
    let then = admin.get(&format!("{loan}/balance?on=2026-01-19")).await;
    assert_eq!(then.expect(200)["status"], "active");
    assert_eq!(receivable(&server).await, "0.00");

    // The payment comes back: what is owed of it goes with the rest.
    let returned = format!("/api/v1/payments/{}/reverse", paid["id"].as_str().unwrap());
    admin
        .post(&returned, &json!({ "reason": "nsf" }))
        .await
        .expect(200);
    assert_eq!(owed(&server, &loan, "").await, "0.00");
    assert_eq!(owed(&server, &loan, "?on=2026-01-19").await, "1000.00");
    assert_eq!(receivable(&server).await, "0.00");

    // Taken back, it is collected again.
    let entry = recalled["id"].as_str().unwrap();
    let path = format!("{loan}/entries/{entry}/reverse");
    admin
        .post(&path, &json!({ "reason": "placed again" }))
        .await
        .expect(200);
    assert_eq!(owed(&server, &loan, "").await, "1000.00");
    assert_eq!(receivable(&server).await, "1000.00");
    assert_eq!(admin.get(&loan).await.expect(200)["status"], "active");
}

/// An agreement is over on every surface with the recall, and is kept again when that is reversed.
#[tokio::test]
async fn an_agreement_ends_with_the_recall_and_comes_back() {
    let server = TestServer::start().await;
    let admin = &server.admin;
    let (account, loan) = placed(&server).await;
    let offers = format!("{loan}/settlements");
    let offer = admin.post(&offers, &json!({ "amount": "600.00" })).await;
    let offer = offer.expect(201)["id"].as_str().unwrap().to_owned();
    let accept = format!("{offers}/{offer}/accept");
    admin.post(&accept, &json!({})).await.expect(200);
    let told = async || {
        let shown = admin.get(&offers).await.expect(200)[0].clone();
        let creditors = format!("/api/v1/creditor/accounts/{account}/settlements");
        let listed = admin.get(&creditors).await.expect(200);
        let listed = listed.to_string();
        let parts = shown["parts"].as_array().unwrap().len();
        let status = shown["status"].as_str().unwrap().to_owned();
        (status, parts, listed.contains("\"status\":\"accepted\""))
    };
    assert_eq!(told().await, ("accepted".into(), 1, true));

    let path = format!("{loan}/recall");
    let recalled = admin.post(&path, &json!({ "reason": "asked back" })).await;
    let entry = recalled.expect(201)["id"].as_str().unwrap().to_owned();
    assert_eq!(told().await, ("withdrawn".into(), 0, false));
    let again = admin.post(&accept, &json!({})).await;
    assert_eq!(again.expect(409)["code"], "settlement_not_in_force");
    assert_eq!(server.count_events("settlement.withdrawn").await, 1);

    let path = format!("{loan}/entries/{entry}/reverse");
    admin
        .post(&path, &json!({ "reason": "placed again" }))
        .await
        .expect(200);
    assert_eq!(told().await, ("accepted".into(), 1, true));
    let pay = json!({ "amount": "600.00", "payment_method": "ach" });
    admin
        .post(&format!("{loan}/payments"), &pay)
        .await
        .expect(201);
    assert_eq!(told().await.0, "paid");
    server.verify().await;
}

#[tokio::test]
async fn a_returned_disbursement_was_never_lent() {
    let server = TestServer::start().await;
    let admin = &server.admin;
    let body = json!({
        "principal_amount": "3650.00", "interest_rate": "0.1", "start_date": "2026-01-01",
    });
    let made = admin.post("/api/v1/loans", &body).await.expect(201);
    let loan = format!("/api/v1/loans/{}", made["id"].as_str().unwrap());
    let day = json!({ "effective_date": "2026-01-01" });
    admin
        .post(&format!("{loan}/disburse"), &day)
        .await
        .expect(200);
    let history = admin.get(&format!("{loan}/history")).await.expect(200);
    let lent = history.as_array().unwrap().last().unwrap();
    let entry = lent["data"]["disbursement"].as_str().unwrap();
    assert_eq!(owed(&server, &loan, "?on=2026-01-11").await, "3660.00");

    let path = format!("{loan}/entries/{entry}/reverse");
    let reversal = json!({ "reason": "returned by the bank", "effective_date": "2026-01-15" });
    admin.post(&path, &reversal).await.expect(200);
    assert_eq!(owed(&server, &loan, "?on=2026-01-11").await, "0.00");
    assert_eq!(receivable(&server).await, "0.00");
    assert_eq!(admin.get(&loan).await.expect(200)["status"], "pending");
    // Money for what is not lent is refused, and the loan can go out again.
    let pay = json!({ "amount": "100.00", "payment_method": "ach" });
    admin
        .post(&format!("{loan}/payments"), &pay)
        .await
        .expect(409);
    let day = json!({ "effective_date": "2026-01-21" });
    let again = admin
        .post(&format!("{loan}/disburse"), &day)
        .await
        .expect(200);
    assert_eq!(again["status"], "active");
    assert_eq!(owed(&server, &loan, "?on=2026-01-31").await, "3660.00");
    assert_eq!(receivable(&server).await, "3650.00");
    let path = format!("{loan}/recall");
    admin
        .post(&path, &json!({ "reason": "asked back" }))
        .await
        .expect(409);
}

/// Everything owed, by the loan's own balance.
async fn owed(server: &TestServer, loan: &str, query: &str) -> String {
    let path = format!("{loan}/balance{query}");
    let balance = server.admin.get(&path).await.expect(200);
    balance["total"].as_str().unwrap().to_owned()
}

/// What stands in `loans_receivable`.
async fn receivable(server: &TestServer) -> String {
    let path = "/api/v1/ledger/accounts/1100/balance";
    let balance: Value = server.admin.get(path).await.expect(200);
    balance["balance"].as_str().unwrap().to_owned()
}
