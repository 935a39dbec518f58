//! Lists: cursor, page size, filters, fields; and plans deleted.

use super::{PLANS, administration, invoice, loan_of, pay, plan};
use quittance_replay_tests::TestServer;
use serde_json::{Value, json};

async fn plans(server: &TestServer, count: usize) -> Vec<Value> {
    let mut plans = Vec::new();
    for number in 1..=count {
        let number = format!("INV-{number}");
        invoice(server, &number).await;
        let body = plan(server, &number, &[("10", "2030-01-01")]);
        plans.push(server.admin.post(PLANS, &body).await.expect(201));
    }
    plans
}

/// A parameter's value as a query string has it.
fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

#[tokio::test]
async fn the_cursor_leads_to_the_end() {
    let server = TestServer::start().await;
    let made = plans(&server, 5).await;
    let base = format!(
        "{PLANS}?administration_id={}&per_page=2",
        administration(server.creditor)
    );
    let (mut seen, mut path, mut pages) = (Vec::new(), base.clone(), 0);
    loop {
        let page = server.admin.get(&path).await.expect(200);
        seen.extend(page["data"].as_array().unwrap().clone());
        pages += 1;
        let Some(cursor) = page["pagination"]["cursor"].as_str() else {
            assert!(page.get("pagination").is_none());
            break;
        };
        assert_eq!(seen.last().unwrap()["id"], cursor);
        path = format!("{base}&cursor={cursor}");
    }
    assert_eq!((seen, pages), (made, 3));
    let stranger = server.stranger().await;
    stranger.get(&base).await.expect(404);
}

#[tokio::test]
async fn filters_and_fields() {
    let server = TestServer::start().await;
    let made = plans(&server, 3).await;
    let base = format!(
        "{PLANS}?administration_id={}",
        administration(server.creditor)
    );
    let ids = async |query: &str| -> Vec<Value> {
        let page = server
            .admin
            .get(&format!("{base}&{query}"))
            .await
            .expect(200);
        let plans = page["data"].as_array().unwrap().iter();
        plans.map(|plan| plan["id"].clone()).collect()
    };
    let id = |place: usize| made[place]["id"].clone();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    assert_eq!(
        ids(&format!("ids={},{}", text(&id(0)), text(&id(2)))).await,
        [id(0), id(2)]
    );
    assert_eq!(ids("ids=x").await, [Value::Null; 0]);
    let debtor = text(&made[1]["debtor_id"]);
    assert_eq!(ids(&format!("debtor_identifiers={debtor}")).await, [id(1)]);
    assert_eq!(ids("debtor_numbers=NOBODY").await, [Value::Null; 0]);

    // Nothing has been updated since the last plan was made, until one of them is paid.
    let admin = server.database.admin().await;
    let latest = admin
        .query_one("SELECT max(updated_at) FROM views.plans", &[])
        .await
        .unwrap();
    let latest: chrono::DateTime<chrono::Utc> = latest.get(0);
    let since = format!("updated_after={}", encoded(&latest.to_rfc3339()));
    assert_eq!(ids(&since).await, [Value::Null; 0]);
    pay(&server, &loan_of(&server, "INV-2").await, "1.00").await;
    assert_eq!(ids(&since).await, [id(1)]);

    let only = encoded(r#"{"only":["id",{"payment_terms":["amount_due"]}]}"#);
    let path = format!("{base}&ids={}&fields={only}", text(&id(1)));
    let page = server.admin.get(&path).await.expect(200);
    assert_eq!(
        page,
        json!({ "data": [{ "id": id(1), "payment_terms": [{ "amount_due": "9.00" }] }] })
    );
    for wrong in [
        "per_page=0",
        "per_page=501",
        "per_page=x",
        "cursor=x",
        "cursor=-1",
        "updated_after=x",
        "fields=x",
        "fields=%7B%7D",
    ] {
        let refused = server
            .admin
            .get(&format!("{base}&{wrong}"))
            .await
            .expect(422);
        assert_eq!(refused["code"], "unprocessable_entity", "{wrong}");
    }
    let refused = server.admin.get(PLANS).await.expect(422);
    assert_eq!(
        refused["message"],
        "query parameter administration_id is required"
    );
}

/// The ledger ends plans and deletes none.
#[tokio::test]
async fn no_plan_is_ever_deleted() {
    let server = TestServer::start().await;
    plans(&server, 1).await;
    let base = format!(
        "{PLANS}/deleted?administration_id={}",
        administration(server.creditor)
    );
    let refused = server.admin.get(&base).await.expect(422);
    assert_eq!(
        refused["message"],
        "query parameter deleted_after is required"
    );
    let path = format!("{base}&deleted_after=2026-01-01T00:00:00Z");
    assert_eq!(
        server.admin.get(&path).await.expect(200),
        json!({ "data": [] })
    );
}
