//! "API Reference": the creditor's portal at `/api/v1/creditor`.

use crate::documented;
use quittance_replay_tests::TestServer;
use quittance_store::keys::KeyRole;
use serde_json::{Value, json};

const PLACE: &str = "/api/v1/creditor/place-account";

/// The body on top of the page, as it is printed.
const NESTED: &str = r#"{
"consumer": { "first_name": "Jane", "last_name": "Doe", "email": "jane@example.com" },
"original_creditor": "Sample Federal CU",
"principal_balance": 5247.63,
"charge_off_date": null,
"account_phase": "phase0"
}"#;

/// The body under "Place a single account", as it is printed.
const FLAT: &str = r#"{
"consumerEmail": "member@example.com",
"originalBalance": 5280.00,
"principalBalance": 5280.00,
"dpd": 78,
"accountType": "credit_card",
"accountPhase": "intercept",
"last4ssn": "4321",
"creditorReference": "ABC-00123"
}"#;

#[tokio::test]
async fn the_printed_placements_return_201_with_a_notice() {
    let server = TestServer::start().await;
    for body in [NESTED, FLAT] {
        let placed = server.admin.post_raw(PLACE, body).await.expect(201);
        assert!(placed["accountId"].is_string());
        assert!(placed["validationNotice"]["noticeId"].is_string());
    }
}

/// "Log in, receive a bearer token, send it on every request": a JSON web token by HS256.
#[tokio::test]
async fn the_printed_bearer_is_what_a_login_gives() {
    let server = TestServer::start().await;
    let user = json!({
        "email": "ann@example.com", "name": "Ann", "role": "loan_officer",
        "password": "correct horse battery staple",
    });
    let users = "/api/v1/creditor/users";
    server.admin.post(users, &user).await.expect(201);
    let login = json!({ "email": user["email"], "password": user["password"] });
    let nobody = server.admin.anonymous();
    let given = nobody.post("/api/auth/creditor/login", &login).await;
    let given = given.expect(200);
    let token = given["token"].as_str().unwrap();
    assert!(token.starts_with("eyJhbGciOiJIUzI1NiJ9."), "{token}");
    assert_eq!(given["expiresIn"], 4 * 60 * 60);
    let ann = nobody.with("Authorization", &format!("Bearer {token}"));
    ann.post_raw(PLACE, NESTED).await.expect(201);
    // The last part is the signature.
    let forged = format!("Bearer {}A", &token[..token.len() - 1]);
    let forged = nobody.with("Authorization", &forged);
    let refused = forged.post_raw(PLACE, NESTED).await.expect(401);
    assert_eq!(refused["code"], "UNAUTHENTICATED");
}

/// `search` matches the account's id or the last four digits of the consumer's SSN.
#[tokio::test]
async fn the_list_is_searched_filtered_and_clamped() {
    let server = TestServer::start().await;
    server.admin.post_raw(PLACE, NESTED).await.expect(201);
    let placed = server.admin.post_raw(PLACE, FLAT).await.expect(201);
    let id = placed["accountId"].as_str().unwrap();
    for (query, count) in [
        ("limit=500", 2),
        ("search=4321", 1),
        ("search=1234", 0),
        ("search=ABC-00123", 1),
        (&*format!("search={id}"), 1),
        ("search=4321&status=placed", 1),
        ("search=4321&status=contacted", 0),
    ] {
        let page = server
            .admin
            .get(&format!("/api/v1/creditor/accounts?{query}"))
            .await
            .expect(200);
        assert_eq!(page["accounts"].as_array().unwrap().len(), count, "{query}");
        assert_eq!(page["total"], count, "{query}");
        assert!(page["limit"].as_i64().unwrap() <= 100);
    }
    let stranger = server.stranger().await;
    let theirs = stranger.get("/api/v1/creditor/accounts?search=4321").await;
    assert_eq!(theirs.expect(200)["total"], 0);
}

/// One test for every status of the error table, each in the standard shape.
#[tokio::test]
async fn every_status_of_the_error_table_has_its_code() {
    let server = TestServer::start().await;
    let says = |reply: &Value, code: &str| {
        assert_eq!(reply["code"], code);
        assert!(reply["error"].is_string());
        let id = reply["requestId"].as_str().unwrap();
        assert_eq!((id.len(), id.to_lowercase()), (26, id.to_owned()));
        assert_eq!(reply.get("details").is_some(), code == "VALIDATION_ERROR");
    };
    says(
        &server.admin.post_raw(PLACE, "{}").await.expect(400),
        "VALIDATION_ERROR",
    );
    let nobody = server.admin.anonymous();
    says(
        &nobody.post_raw(PLACE, FLAT).await.expect(401),
        "UNAUTHENTICATED",
    );
    let viewer = server.client(KeyRole::Viewer).await;
    says(&viewer.post_raw(PLACE, FLAT).await.expect(403), "FORBIDDEN");
    let absent = "/api/v1/creditor/accounts/a-550e8400-e29b-41d4-a716-446655440000";
    says(&server.admin.get(absent).await.expect(404), "NOT_FOUND");

    let placed = server.admin.post_raw(PLACE, FLAT).await.expect(201);
    let account = placed["accountId"].as_str().unwrap();
    let offers = format!("/api/v1/creditor/accounts/{account}/settlements");
    let matrix = json!({ "lump_sum": 0.70 });
    server
        .admin
        .put("/api/v1/creditor/settlement-matrix", &matrix)
        .await
        .expect(200);
    let below = json!({ "amount": 3695.99, "tier": "lump_sum" });
    says(
        &server.admin.post(&offers, &below).await.expect(422),
        "UNPROCESSABLE",
    );
    let firm = json!({ "amount": 3696.00, "tier": "lump_sum" });
    let offer = server.admin.post(&offers, &firm).await.expect(201);
    let accept = format!(
        "/api/v1/creditor/settlements/{}/accept",
        offer["id"].as_str().unwrap()
    );
    server.admin.post(&accept, &json!({})).await.expect(200);
    says(
        &server.admin.post(&accept, &json!({})).await.expect(409),
        "CONFLICT",
    );
}

/// The unversioned form still works and says that it will not for long.
#[tokio::test]
async fn the_unversioned_paths_carry_their_end() {
    let server = TestServer::start().await;
    let placed = server
        .admin
        .post_raw("/api/creditor/place-account", FLAT)
        .await;
    placed.expect(201);
    assert_eq!(placed.header("deprecation"), Some("@1777766400"));
    assert_eq!(
        placed.header("sunset"),
        Some("Mon, 03 May 2027 00:00:00 GMT")
    );
    let link = "</api/v1/creditor/place-account>; rel=\"successor-version\"";
    assert_eq!(placed.header("link"), Some(link));
    let versioned = server.admin.get("/api/v1/creditor/accounts?limit=1").await;
    versioned.expect(200);
    let alias = server.admin.get("/api/creditor/accounts?limit=1").await;
    assert_eq!(alias.body, versioned.body);
    let login = json!({ "email": "nobody@example.com", "password": "x" });
    let login = server.admin.post("/api/auth/creditor/login", &login).await;
    login.expect(401);
    assert!(login.header("sunset").is_some());
    for path in [
        "/api/v1/creditor/accounts",
        "/external/v1/me",
        "/api/v1/loans",
        "/api/v1/accounts.php",
        "/healthz",
    ] {
        let reply = server.admin.get(path).await;
        for header in ["deprecation", "sunset", "link"] {
            assert!(reply.header(header).is_none(), "{header} of {path}");
        }
    }
    server.admin.get("/api/loans").await.expect(404);
}

/// A request id has one answer, under the alias as under the versioned path.
#[tokio::test]
async fn a_request_id_is_answered_once() {
    let server = TestServer::start().await;
    let client = server
        .admin
        .with("X-Request-Id", "01h8k2rjm7c3q4v5w6x7y8z9ab");
    let first = client.post_raw(PLACE, FLAT).await;
    first.expect(201);
    let again = client.post_raw("/api/creditor/place-account", FLAT).await;
    assert_eq!((again.status, &again.body), (first.status, &first.body));
    let other = client.post_raw(PLACE, NESTED).await.expect(409);
    assert_eq!(other["code"], "CONFLICT");
    assert_eq!(server.count_events("account.placed").await, 1);
}

/// "60 requests/min/IP on general API", "5 requests/min/IP on /api/auth/*".
#[tokio::test]
async fn an_address_has_sixty_requests_and_five_logins_a_minute() {
    let server = documented().await;
    let login = json!({ "email": "nobody@example.com", "password": "x" });
    for (allowed, code) in [(60, 200), (5, 401)] {
        let send = async || match code {
            200 => server.admin.get("/api/v1/creditor/accounts").await,
            _ => server.admin.post("/api/auth/creditor/login", &login).await,
        };
        for _ in 0..allowed {
            send().await.expect(code);
        }
        let mut last = send().await;
        for _ in 0..30 {
            if last.status.as_u16() == 429 {
                break;
            }
            last = send().await;
        }
        assert_eq!(last.expect(429)["code"], "RATE_LIMITED");
        assert_eq!(last.header("retry-after"), Some("60"));
    }
}
