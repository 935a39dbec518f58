//! Settings of a creditor: events of its own book, read back as they were set.

use quittance_replay_tests::TestServer;
use quittance_store::keys::KeyRole;
use serde_json::{Value, json};

const MATRIX: &str = "/api/v1/creditor/settlement-matrix";
const STATES: &str = "/api/v1/creditor/licensed-states";

#[tokio::test]
async fn the_settlement_matrix_is_replaced_whole() {
    let server = TestServer::start().await;
    let nothing = server.admin.get(MATRIX).await.expect(200);
    let open = json!({ "lump_sum": null, "12_month": null, "24_month": null, "36_month": null });
    assert_eq!(nothing, open);

    let body = json!({ "lump_sum": 0.55, "12_month": 0.65, "24_month": "0.70", "36_month": 0.8 });
    let set = server.admin.post(MATRIX, &body).await.expect(200);
    let text = r#"{"lump_sum":0.55,"12_month":0.65,"24_month":0.7,"36_month":0.8}"#;
    assert_eq!(set, serde_json::from_str::<Value>(text).unwrap());
    assert_eq!(server.admin.get(MATRIX).await.expect(200), set);

    // The same again is no event; another replaces every tier.
    server.admin.put(MATRIX, &body).await.expect(200);
    assert_eq!(server.count_events("settlement_matrix.set").await, 1);
    let set = server
        .admin
        .put(MATRIX, &json!({ "lump_sum": 1 }))
        .await
        .expect(200);
    assert_eq!(
        (&set["lump_sum"], &set["36_month"]),
        (&json!(1), &json!(null))
    );
    server.verify().await;
}

#[tokio::test]
async fn floors_that_are_no_shares_are_named() {
    let server = TestServer::start().await;
    for (body, field, message) in [
        (
            json!({ "lump_sum": 0 }),
            "lump_sum",
            "must be more than 0 and at most 1",
        ),
        (
            json!({ "12_month": 1.01 }),
            "12_month",
            "must be more than 0 and at most 1",
        ),
        (
            json!({ "24_month": 0.12345 }),
            "24_month",
            "has more than 4 decimals",
        ),
        (
            json!({ "36_month": "70%" }),
            "36_month",
            "must be a decimal such as 0.70",
        ),
        (json!({ "36_month": [0.7] }), "36_month", "must be a number"),
        (
            json!({ "48_month": 0.7 }),
            "settlementMatrix",
            "must name at least one of lump_sum, 12_month, 24_month, 36_month",
        ),
    ] {
        let refused = server.admin.put(MATRIX, &body).await.expect(400);
        assert_eq!(refused["code"], "VALIDATION_ERROR");
        assert_eq!(
            refused["details"],
            json!([{ "field": field, "message": message }])
        );
    }
    assert_eq!(server.count_events("settlement_matrix.set").await, 0);
}

#[tokio::test]
async fn licensed_states_are_a_set_of_postal_codes() {
    let server = TestServer::start().await;
    assert_eq!(
        server.admin.get(STATES).await.expect(200),
        json!({ "states": null })
    );
    let body = json!({ "states": ["ny", "CA", "NY"] });
    let set = server.admin.put(STATES, &body).await.expect(200);
    assert_eq!(set, json!({ "states": ["CA", "NY"] }));
    assert_eq!(server.admin.get(STATES).await.expect(200), set);
    let refused = server
        .admin
        .put(STATES, &json!({ "states": ["CA", "XX", 7] }))
        .await
        .expect(400);
    let wrong = |field: &str| {
        json!({
            "field": field,
            "message": "must be the two-letter postal code of a state, such as CA",
        })
    };
    assert_eq!(
        refused["details"],
        json!([wrong("states[1]"), wrong("states[2]")])
    );
    server.admin.put(STATES, &json!({})).await.expect(400);
    server
        .admin
        .put(STATES, &json!({ "states": null }))
        .await
        .expect(200);
    assert_eq!(
        server.admin.get(STATES).await.expect(200),
        json!({ "states": null })
    );
    server.verify().await;
}

#[tokio::test]
async fn settings_are_an_admins_and_each_creditors_own() {
    let server = TestServer::start().await;
    let officer = server.client(KeyRole::LoanOfficer).await;
    let body = json!({ "lump_sum": 0.5 });
    let refused = officer.put(MATRIX, &body).await.expect(403);
    assert_eq!(refused["code"], "FORBIDDEN");
    server.admin.anonymous().get(MATRIX).await.expect(401);
    server.admin.put(MATRIX, &body).await.expect(200);
    let stranger = server.stranger().await;
    let theirs = stranger.get(MATRIX).await.expect(200);
    assert_eq!(theirs["lump_sum"], json!(null));
}

#[tokio::test]
async fn a_setting_is_set_once_a_request_id() {
    let server = TestServer::start().await;
    let client = server.admin.with("X-Request-Id", "matrix");
    let first = client.put(MATRIX, &json!({ "lump_sum": 0.5 })).await;
    first.expect(200);
    server
        .admin
        .put(MATRIX, &json!({ "lump_sum": 0.6 }))
        .await
        .expect(200);
    let again = client.put(MATRIX, &json!({ "lump_sum": 0.5 })).await;
    assert_eq!((again.status, &again.body), (first.status, &first.body));
    assert_eq!(again.header("idempotent-replayed"), Some("true"));
    let other = client.put(MATRIX, &json!({ "lump_sum": 0.7 })).await;
    assert_eq!(other.expect(409)["code"], "CONFLICT");
    assert_eq!(server.count_events("settlement_matrix.set").await, 2);
}

/// A second server writes to the same stream; the first one learns of it.
#[tokio::test]
async fn two_servers_set_in_turn() {
    let server = TestServer::start().await;
    let second = server.second().await;
    for (client, floor) in [
        (&server.admin, 0.5),
        (&second, 0.6),
        (&server.admin, 0.5),
        (&second, 0.6),
    ] {
        let body = json!({ "lump_sum": floor });
        client.put(MATRIX, &body).await.expect(200);
        let now = server.admin.get(MATRIX).await.expect(200);
        assert_eq!(now["lump_sum"], body["lump_sum"]);
    }
    assert_eq!(server.count_events("settlement_matrix.set").await, 4);
    server.verify().await;
}
