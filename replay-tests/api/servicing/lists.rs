//! Lists as react-admin asks for them.

use quittance_replay_tests::TestServer;
use serde_json::json;

#[tokio::test]
async fn pages_are_bare_arrays_with_content_range() {
    let server = TestServer::start().await;
    let empty = server.admin.get("/api/v1/payments").await;
    assert_eq!(empty.expect(200), json!([]));
    assert_eq!(empty.header("content-range"), Some("items 0-0/0"));
    for _ in 0..3 {
        server.loan("1000.00", "0", "2026-01-01").await;
    }
    server
        .admin
        .post("/api/v1/loans", &json!({ "principal_amount": 5 }))
        .await
        .expect(201);
    let page = server
        .admin
        .get("/api/v1/loans?range=[1,2]&sort=[%22created_at%22,%22DESC%22]");
    let page = page.await;
    assert_eq!(page.expect(200).as_array().unwrap().len(), 2);
    assert_eq!(page.header("content-range"), Some("items 1-2/4"));
    let active = server
        .admin
        .get("/api/v1/loans?filter={%22status%22:%22active%22}")
        .await;
    assert_eq!(active.expect(200).as_array().unwrap().len(), 3);
    assert_eq!(active.header("content-range"), Some("items 0-2/3"));
    for bad in [
        "range=[5,1]",
        "range=x",
        "sort=[%22amount%22,%22ASC%22]",
        "filter={%22x%22:1}",
    ] {
        server
            .admin
            .get(&format!("/api/v1/loans?{bad}"))
            .await
            .expect(422);
    }
}

#[tokio::test]
async fn payments_are_counted_by_status() {
    let server = TestServer::start().await;
    let loan = server.loan("1000.00", "0", "2026-01-01").await;
    let path = format!("/api/v1/loans/{}/payments", loan["id"].as_str().unwrap());
    let mut ids = Vec::new();
    for cents in 1..=4 {
        let body = json!({ "amount": format!("1.0{cents}"), "payment_method": "wire" });
        ids.push(server.admin.post(&path, &body).await.expect(201)["id"].clone());
    }
    let act = |place: usize, action: &str| {
        format!("/api/v1/payments/{}/{action}", ids[place].as_str().unwrap())
    };
    server
        .admin
        .post(&act(0, "reverse"), &json!({ "reason": "x" }))
        .await
        .expect(200);
    let refund = json!({ "amount": "1.02", "reason": "x" });
    server
        .admin
        .post(&act(1, "refund"), &refund)
        .await
        .expect(200);
    server
        .admin
        .post(&act(2, "refund"), &json!({ "amount": "0.50" }))
        .await
        .expect(200);
    for (status, count) in [("completed", 2), ("reversed", 1), ("refunded", 1)] {
        let url = format!("/api/v1/payments?filter={{%22status%22:%22{status}%22}}");
        let page = server.admin.get(&url).await;
        assert_eq!(
            page.expect(200).as_array().unwrap().len(),
            count,
            "{status}"
        );
        let total = page
            .header("content-range")
            .unwrap()
            .split('/')
            .nth(1)
            .unwrap()
            .to_owned();
        assert_eq!(total, count.to_string(), "{status}");
    }
}
