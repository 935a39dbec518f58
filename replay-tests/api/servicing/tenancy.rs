//! Strangers, other tenants and lower roles.

use quittance_domain::CreditorId;
use quittance_replay_tests::TestServer;
use quittance_store::keys::KeyRole;
use serde_json::json;

#[tokio::test]
async fn another_creditors_loan_reads_as_unknown() {
    let server = TestServer::start().await;
    let stranger = server.stranger().await;
    let loan = server.loan("1000.00", "0", "2026-01-01").await;
    let id = loan["id"].as_str().unwrap();
    let pay = json!({ "amount": "5.00", "payment_method": "ach" });
    let path = format!("/api/v1/loans/{id}/payments");
    let payment = server.admin.post(&path, &pay).await.expect(201);
    let payment = payment["id"].as_str().unwrap();
    let unknown = "550e8400-e29b-41d4-a716-446655440000";
    for part in ["", "/balance", "/history", "/journal", "/payments", "/fees"] {
        let theirs = stranger.get(&format!("/api/v1/loans/{id}{part}")).await;
        let nobodys = stranger
            .get(&format!("/api/v1/loans/{unknown}{part}"))
            .await;
        theirs.expect(404);
        assert_eq!(theirs.body, nobodys.body, "{part}");
    }
    stranger
        .get(&format!("/api/v1/payments/{payment}"))
        .await
        .expect(404);
    stranger.post(&path, &pay).await.expect(404);
    let reverse = format!("/api/v1/payments/{payment}/reverse");
    stranger
        .post(&reverse, &json!({ "reason": "x" }))
        .await
        .expect(404);
    assert_eq!(stranger.get("/api/v1/loans").await.expect(200), json!([]));
    assert_eq!(server.count_events("payment.reversed").await, 0);
}

#[tokio::test]
async fn credentials_and_roles_are_looked_at() {
    let server = TestServer::start().await;
    let loan = server.loan("1000.00", "0", "2026-01-01").await;
    let path = format!("/api/v1/loans/{}/payments", loan["id"].as_str().unwrap());
    let pay = json!({ "amount": "5.00", "payment_method": "ach" });
    server.admin.anonymous().post(&path, &pay).await.expect(401);
    let mut wrong = server.admin.clone();
    wrong.key = Some("0".repeat(64));
    wrong.post(&path, &pay).await.expect(401);
    let viewer = server.client(KeyRole::Viewer).await;
    viewer.get(&path).await.expect(200);
    viewer.post(&path, &pay).await.expect(403);
    server
        .client(KeyRole::LoanOfficer)
        .await
        .post(&path, &pay)
        .await
        .expect(201);
    let key = server.admin.key.clone().unwrap();
    let header = server.admin.anonymous().with("X-API-Key", &key);
    header.get(&path).await.expect(200);
}

/// By SQL as the role, not only through the API: a query without a WHERE sees one tenant's rows.
#[tokio::test]
async fn row_level_security_hides_other_tenants_rows() {
    let server = TestServer::start().await;
    server.loan("1000.00", "0", "2026-01-01").await;
    let stranger = server.stranger().await;
    stranger
        .post("/api/v1/loans", &json!({ "principal_amount": 7 }))
        .await
        .expect(201);
    for admin in [&server.admin, &stranger] {
        let hook = json!({ "url": "https://example.com/hooks" });
        admin.post("/api/v1/webhooks", &hook).await.expect(201);
    }
    let admin = server.database.admin().await;
    let sql = "SELECT creditor_id FROM book.creditors";
    for row in admin.query(sql, &[]).await.unwrap() {
        crate::access::populate(&server, CreditorId(row.get(0))).await;
    }
    let tables = [
        "views.accounts",
        "views.balances",
        "views.statuses",
        "views.journal",
        "views.counters",
        "book.events",
        "views.audit",
        "book.creditors",
        "book.consumer_keys",
        "book.users",
        "book.tokens",
        "views.webhooks",
        "delivery.messages",
    ];
    for role in ["quittance_reader", "quittance_writer", "quittance_owner"] {
        let client = server.database.role(role).await;
        for table in tables {
            // The owner knows which creditors there are, so that a rebuild finds every book.
            if (role, table) == ("quittance_owner", "book.creditors") {
                continue;
            }
            let count = format!(
                "SELECT count(*), count(*) FILTER (WHERE creditor_id <> '{}') FROM {table}",
                server.creditor
            );
            client
                .batch_execute("RESET quittance.creditors")
                .await
                .unwrap();
            let row = client.query_one(&count, &[]).await.unwrap();
            assert_eq!(
                row.get::<_, i64>(0),
                0,
                "{role} sees {table} without a tenant"
            );
            let set = format!("SET quittance.creditors = '{}'", server.creditor);
            client.batch_execute(&set).await.unwrap();
            let row = client.query_one(&count, &[]).await.unwrap();
            assert!(row.get::<_, i64>(0) > 0, "{role} sees nothing in {table}");
            assert_eq!(row.get::<_, i64>(1), 0, "{role} sees strangers in {table}");
        }
    }
}

/// Neither the application's role nor the owner can change or remove an event.
#[tokio::test]
async fn events_cannot_be_changed() {
    let server = TestServer::start().await;
    server.loan("1000.00", "0", "2026-01-01").await;
    for role in ["quittance_writer", "quittance_owner", "quittance"] {
        let client = server.database.role(role).await;
        let set = format!("SET quittance.creditors = '{}'", server.creditor);
        client.batch_execute(&set).await.unwrap();
        for sql in [
            "UPDATE book.events SET actor = 'me'",
            "DELETE FROM book.events",
            "TRUNCATE book.events",
        ] {
            let error = client.batch_execute(sql).await.unwrap_err();
            let code = error.code().unwrap().code().to_owned();
            assert_eq!(code, "42501", "{role}: {sql}: {error}");
        }
    }
    server.verify().await;
}

/// A key with scopes may do what they name and no more, whatever its role.
#[tokio::test]
async fn scopes_narrow_a_key() {
    let server = TestServer::start().await;
    let loan = server.loan("1000.00", "0", "2026-01-01").await;
    let path = format!("/api/v1/loans/{}", loan["id"].as_str().unwrap());
    let payments = format!("{path}/payments");
    let pay = json!({ "amount": "5.00", "payment_method": "ach" });
    let scoped = async |scope: &str| {
        let scopes = [scope.to_owned()];
        let (database, creditor) = (&server.database, server.creditor);
        let key = quittance_replay_tests::server::key(database, creditor, KeyRole::Admin, &scopes);
        let key = Some(key.await);
        quittance_replay_tests::Client {
            key,
            ..server.admin.clone()
        }
    };
    let reader = scoped("payments:read").await;
    reader.get(&payments).await.expect(200);
    reader.get(&path).await.expect(403);
    reader.post(&payments, &pay).await.expect(403);
    let payer = scoped("payments:write").await;
    payer.post(&payments, &pay).await.expect(201);
    payer.get(&payments).await.expect(403);
    payer
        .post(&format!("{path}/charge-off"), &json!({}))
        .await
        .expect(403);
}
