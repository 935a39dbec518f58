//! A settlement offered and accepted through one surface, paid and seen through another.

use quittance_replay_tests::TestServer;
use serde_json::json;

#[tokio::test]
async fn a_settlement_completes_with_its_last_part_and_revives_with_its_return() {
    let server = TestServer::start().await;
    let loan = server.loan("1000.00", "0", "2026-01-01").await;
    let id = loan["id"].as_str().unwrap();
    let offers = format!("/api/v1/creditor/accounts/{id}/settlements");
    let offer = server
        .admin
        .post(&offers, &json!({ "amount": 600.00 }))
        .await
        .expect(201);
    let settlement = offer["id"]
        .as_str()
        .map(str::to_owned)
        .unwrap_or_else(|| offer["id"].to_string());
    let accept = format!("/api/v1/creditor/settlements/{settlement}/accept");
    server.admin.post(&accept, &json!({})).await.expect(200);
    let again = server.admin.post(&accept, &json!({})).await;
    assert_eq!(again.expect(409)["code"], "CONFLICT");
    let path = format!("/api/v1/loans/{id}/payments");
    let pay = |amount: &str| json!({ "amount": amount, "payment_method": "ach" });
    server.admin.post(&path, &pay("400.00")).await.expect(201);
    let status = async || {
        let loan = server
            .admin
            .get(&format!("/api/v1/loans/{id}"))
            .await
            .expect(200);
        (
            loan["status"].as_str().unwrap().to_owned(),
            loan["balance"]["total"].clone(),
        )
    };
    assert_eq!(status().await, ("active".into(), json!("600.00")));
    let last = server.admin.post(&path, &pay("200.00")).await.expect(201);
    assert_eq!(status().await, ("settled".into(), json!("0.00")));
    let reverse = format!("/api/v1/payments/{}/reverse", last["id"].as_str().unwrap());
    server
        .admin
        .post(&reverse, &json!({ "reason": "R01" }))
        .await
        .expect(200);
    assert_eq!(status().await, ("active".into(), json!("600.00")));
    let offers = server
        .admin
        .get(&format!("/api/v1/loans/{id}/settlements"))
        .await
        .expect(200);
    assert_eq!(offers[0]["status"], "accepted");
    server.admin.post(&path, &pay("200.00")).await.expect(201);
    assert_eq!(status().await, ("settled".into(), json!("0.00")));
    assert_eq!(server.count_events("settlement.completed").await, 2);
    assert_eq!(server.count_events("settlement.revived").await, 1);
    server.verify().await;
}

/// Over a year, in parts as equal as cents allow; payments fill the oldest part first and a return
/// empties the latest.
#[tokio::test]
async fn a_settlement_is_paid_in_monthly_parts() {
    let server = TestServer::start().await;
    for (tier, parts, first, last) in [
        ("12_month", 12, "50.01", "50.00"),
        ("24_month", 24, "25.01", "25.00"),
        ("36_month", 36, "16.67", "16.66"),
    ] {
        let loan = server.loan("1000.00", "0", "2026-01-01").await;
        let id = loan["id"].as_str().unwrap();
        let offers = format!("/api/v1/creditor/accounts/{id}/settlements");
        let body = json!({ "amount": 600.05, "tier": tier });
        let offer = server.admin.post(&offers, &body).await.expect(201);
        let accept = format!(
            "/api/v1/creditor/settlements/{}/accept",
            offer["id"].as_str().unwrap()
        );
        server.admin.post(&accept, &json!({})).await.expect(200);
        let shown = async || {
            let path = format!("/api/v1/loans/{id}/settlements");
            server.admin.get(&path).await.expect(200)[0].clone()
        };
        let agreed = shown().await;
        assert_eq!(agreed["savings"], "399.95");
        let listed = agreed["parts"].as_array().unwrap();
        assert_eq!(listed.len(), parts, "{tier}");
        assert_eq!(
            (&listed[0]["amount"], &listed[parts - 1]["amount"]),
            (&json!(first), &json!(last))
        );

        let payments = format!("/api/v1/loans/{id}/payments");
        let pay = json!({ "amount": "60.00", "payment_method": "ach" });
        let paid = server.admin.post(&payments, &pay).await.expect(201);
        let now = shown().await;
        assert_eq!(now["parts"][0]["paid_amount"], first);
        let reverse = format!("/api/v1/payments/{}/reverse", paid["id"].as_str().unwrap());
        let body = json!({ "reason": "R01" });
        server.admin.post(&reverse, &body).await.expect(200);
        assert_eq!(shown().await["parts"], agreed["parts"]);

        assert_eq!(agreed["broken_reason"], json!(null));
        let settlement = offer["id"].as_str().unwrap();
        let path = format!("/api/v1/creditor/settlements/{settlement}/break");
        let body = json!({ "reason": "moved away" });
        server.admin.post(&path, &body).await.expect(200);
        let broken = shown().await;
        assert_eq!(
            (&broken["status"], &broken["parts"]),
            (&json!("broken"), &json!([]))
        );
        assert_eq!(
            broken["broken_on"],
            json!(quittance_store::ids::now().date_naive())
        );
        assert_eq!(broken["broken_reason"], "moved away");
    }
    server.verify().await;
}

/// A loan's settlement through its own paths: one below the floor is refused, a rejected one is over,
/// an accepted one binds until it is broken, and each is seen by the creditor's portal too.
#[tokio::test]
async fn a_loan_is_settled_through_its_own_paths() {
    let server = TestServer::start().await;
    let admin = &server.admin;
    let loan = server.loan("1000.00", "0", "2026-01-01").await;
    let other = server.loan("1000.00", "0", "2026-01-01").await;
    let matrix = json!({ "lump_sum": 0.55 });
    let path = "/api/v1/creditor/settlement-matrix";
    admin.put(path, &matrix).await.expect(200);
    let path = format!("/api/v1/loans/{}/settlements", loan["id"].as_str().unwrap());
    let low = admin.post(&path, &json!({ "amount": "549.99" })).await;
    let low = low.expect(422)["detail"].to_string();
    assert!(low.contains("floor"), "{low}");

    let offered = admin.post(&path, &json!({ "amount": "550.00" })).await;
    let offered = offered.expect(201);
    assert_eq!(
        (&offered["status"], &offered["savings"]),
        (&json!("pending"), &json!("450.00"))
    );
    let of = |loan: &str, offer: &serde_json::Value, what: &str| {
        let offer = offer["id"].as_str().unwrap();
        format!("/api/v1/loans/{loan}/settlements/{offer}/{what}")
    };
    let id = loan["id"].as_str().unwrap();
    // Another loan has no such offer.
    let elsewhere = of(other["id"].as_str().unwrap(), &offered, "accept");
    admin.post(&elsewhere, &json!({})).await.expect(404);
    let rejected = admin.post(&of(id, &offered, "reject"), &json!({})).await;
    assert_eq!(rejected.expect(200)["status"], "rejected");
    admin
        .post(&of(id, &offered, "accept"), &json!({}))
        .await
        .expect(409);

    let offered = admin.post(&path, &json!({ "amount": "600.00" })).await;
    let offered = offered.expect(201);
    let accepted = admin.post(&of(id, &offered, "accept"), &json!({})).await;
    assert_eq!(accepted.expect(200)["status"], "accepted");
    let portal = format!("/api/v1/creditor/accounts/{id}/settlements");
    let seen = admin.get(&portal).await.expect(200);
    let statuses: Vec<&str> = seen["settlements"]
        .as_array()
        .unwrap()
        .iter()
        .map(|offer| offer["status"].as_str().unwrap())
        .collect();
    assert_eq!(statuses.len(), 2);
    assert!(statuses.contains(&"accepted") && statuses.contains(&"rejected"));
    let no_reason = admin.post(&of(id, &offered, "break"), &json!({})).await;
    no_reason.expect(422);
    let reason = json!({ "reason": "moved away" });
    let broken = admin.post(&of(id, &offered, "break"), &reason).await;
    let broken = broken.expect(200);
    assert_eq!(
        (&broken["status"], &broken["broken_reason"]),
        (&json!("broken"), &json!("moved away"))
    );
    let loan = admin.get(&format!("/api/v1/loans/{id}")).await.expect(200);
    assert_eq!(loan["balance"]["total"], "1000.00");
    server.verify().await;
}

/// Amounts go to and fro until one side accepts, and an offer that has lapsed is none.
#[tokio::test]
async fn a_settlement_of_a_loan_is_countered_and_expires() {
    let server = TestServer::start().await;
    let admin = &server.admin;
    let loan = server.loan("1000.00", "0", "2026-01-01").await;
    let other = server.loan("1000.00", "0", "2026-01-01").await;
    let matrix = json!({ "lump_sum": 0.55 });
    let path = "/api/v1/creditor/settlement-matrix";
    admin.put(path, &matrix).await.expect(200);
    let id = |loan: &serde_json::Value| loan["id"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/loans/{}/settlements", id(&loan));
    let today = quittance_store::ids::now().date_naive();
    let offer = json!({ "amount": "800.00", "expires_on": today });
    let offer = admin.post(&path, &offer).await.expect(201);
    assert_eq!(offer["counter_amount"], json!(null));
    let act = |what: &str| format!("{path}/{}/{what}", offer["id"].as_str().unwrap());

    let low = admin
        .post(&act("counter"), &json!({ "amount": "549.99" }))
        .await;
    assert!(low.expect(422)["detail"].to_string().contains("floor"));
    for wrong in [
        json!({}),
        json!({ "amount": "0" }),
        json!({ "amount": "1000.00" }),
    ] {
        admin.post(&act("counter"), &wrong).await.expect(422);
    }
    let elsewhere = act("counter").replace(&id(&loan), &id(&other));
    let less = json!({ "amount": "600.00" });
    admin.post(&elsewhere, &less).await.expect(404);

    let countered = admin.post(&act("counter"), &less).await.expect(200);
    let of = |offer: &serde_json::Value| {
        let shown = |name: &str| offer[name].clone();
        [
            "status",
            "amount",
            "counter_amount",
            "savings",
            "expires_on",
        ]
        .map(shown)
    };
    assert_eq!(
        of(&countered),
        [
            json!("countered"),
            json!("800.00"),
            json!("600.00"),
            json!("400.00"),
            json!(today)
        ]
    );
    let more = json!({ "amount": "700.00", "expires_on": "2199-01-01" });
    let again = admin.post(&act("counter"), &more).await.expect(200);
    let pending = [
        json!("pending"),
        json!("700.00"),
        json!(null),
        json!("300.00"),
        json!("2199-01-01"),
    ];
    assert_eq!(of(&again), pending);
    let portal = format!("/api/v1/creditor/accounts/{}/settlements", id(&loan));
    let seen = admin.get(&portal).await.expect(200);
    assert_eq!(seen["settlements"][0]["status"], "pending");

    let expired = admin.post(&act("expire"), &json!({})).await.expect(200);
    assert_eq!(
        (&expired["status"], &expired["expires_on"]),
        (&json!("expired"), &json!(today))
    );
    for what in ["accept", "counter", "expire", "reject"] {
        let refused = admin.post(&act(what), &less).await.expect(409);
        assert_eq!(refused["code"], "offer_expired", "{what}");
    }
    let listed = admin
        .get(&format!("{path}?filter=%7B%22status%22:%22expired%22%7D"))
        .await;
    assert_eq!(listed.expect(200).as_array().unwrap().len(), 1);
    let viewer = server.client(quittance_store::keys::KeyRole::Viewer).await;
    viewer.post(&act("counter"), &less).await.expect(403);
    server.verify().await;
}
