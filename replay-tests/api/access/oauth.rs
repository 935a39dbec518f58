//! OAuth tokens of machines.

use super::bearing;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use hyper::Method;
use quittance_replay_tests::{Client, Response, TestServer};
use serde_json::{Value, json};

const TOKEN: &str = "/oauth/token";
const KEYS: &str = "/api/v1/creditor/api-keys";
const LOANS: &str = "/api/v1/loans";

/// A client of the server's creditor with these scopes.
async fn register(server: &TestServer, scopes: Value) -> (Client, Value) {
    let new = json!({ "name": "billing", "role": "loan_officer", "scopes": scopes });
    let minted = server.admin.post(KEYS, &new).await.expect(201);
    let id = minted["id"].as_str().unwrap().trim_start_matches("k-");
    let basic = format!("{id}:{}", minted["key"].as_str().unwrap());
    let basic = format!("Basic {}", STANDARD.encode(basic));
    let client = server.admin.anonymous().with("Authorization", &basic);
    (client, minted)
}

async fn ask(client: &Client, body: Value) -> Response {
    client.post(TOKEN, &body).await
}

async fn begin(client: &Client) -> Value {
    let reply = ask(client, json!({ "grant_type": "client_credentials" })).await;
    assert_eq!(reply.header("cache-control"), Some("no-store"));
    reply.expect(200)
}

async fn refresh(client: &Client, token: &Value) -> Response {
    let body = json!({ "grant_type": "refresh_token", "refresh_token": token["refresh_token"] });
    ask(client, body).await
}

fn access(server: &TestServer, token: &Value) -> Client {
    bearing(&server.admin, token["access_token"].as_str().unwrap())
}

#[tokio::test]
async fn a_client_gets_a_token_with_its_scopes() {
    let server = TestServer::start().await;
    let (client, _) = register(&server, json!(["loans:read", "payments:read"])).await;
    let token = begin(&client).await;
    let keys: Vec<&String> = token.as_object().unwrap().keys().collect();
    let documented = [
        "access_token",
        "created_at",
        "expires_in",
        "refresh_token",
        "scope",
        "token_type",
    ];
    assert_eq!(keys, documented);
    assert_eq!(token["expires_in"], 7_200);
    assert_eq!(token["token_type"], "Bearer");
    assert_eq!(token["scope"], "loans:read payments:read");
    assert!(token["created_at"].is_i64());
    let caller = access(&server, &token);
    caller.get(LOANS).await.expect(200);
    let loan = json!({ "principal_amount": "100.00" });
    caller.post(LOANS, &loan).await.expect(403);
    let narrow = json!({ "grant_type": "client_credentials", "scope": "payments:read" });
    let narrow = ask(&client, narrow).await.expect(200);
    assert_eq!(narrow["scope"], "payments:read");
    access(&server, &narrow).get(LOANS).await.expect(403);
    // A refresh token opens nothing but the next pair.
    let wrong = token["refresh_token"].as_str().unwrap();
    bearing(&server.admin, wrong).get(LOANS).await.expect(401);
}

#[tokio::test]
async fn a_body_may_be_a_form() {
    let server = TestServer::start().await;
    let (client, _) = register(&server, json!([])).await;
    let form = client.with("Content-Type", "application/x-www-form-urlencoded");
    let body = Bytes::from("grant_type=client_credentials&scope=loans%3Aread+loans%3Awrite");
    let token = form.send(Method::POST, TOKEN, body).await.unwrap();
    assert_eq!(token.expect(200)["scope"], "loans:read loans:write");
}

/// RFC 6749, 2.3.1.
#[tokio::test]
async fn a_client_may_name_itself_in_the_body() {
    let server = TestServer::start().await;
    let (basic, minted) = register(&server, json!(["loans:read"])).await;
    let (other, _) = register(&server, json!([])).await;
    let anonymous = server.admin.anonymous();
    let form = anonymous.with("Content-Type", "application/x-www-form-urlencoded");
    let (prefixed, secret) = (minted["id"].as_str().unwrap(), &minted["key"]);
    let bare = prefixed.trim_start_matches("k-");
    let text = secret.as_str().unwrap();
    let wish = |id: &str, secret: &Value| json!({ "grant_type": "client_credentials", "client_id": id, "client_secret": secret });

    let mut tokens = Vec::new();
    for id in [bare, prefixed] {
        tokens.push(ask(&anonymous, wish(id, secret)).await.expect(200));
        let body = format!("client_id={id}&client_secret={text}&grant_type=client_credentials");
        let sent = form.send(Method::POST, TOKEN, Bytes::from(body)).await;
        tokens.push(sent.unwrap().expect(200));
    }
    for token in &tokens {
        access(&server, token).get(LOANS).await.expect(200);
    }
    let next = json!({
        "grant_type": "refresh_token",
        "refresh_token": tokens[0]["refresh_token"],
        "client_id": bare,
        "client_secret": secret,
    });
    ask(&anonymous, next).await.expect(200);

    for (id, secret) in [
        (bare, &json!("0")),
        (bare, &json!("")),
        (bare, &json!(null)),
        ("me", secret),
        ("", secret),
        ("019a0000-0000-7000-8000-000000000000", secret),
    ] {
        let refused = ask(&anonymous, wish(id, secret)).await;
        assert_eq!(
            refused.expect(401)["error"],
            "invalid_client",
            "{id} {secret}"
        );
        assert_eq!(
            refused.header("www-authenticate"),
            Some("Basic realm=\"oauth\"")
        );
    }

    // One way at a time, whichever is right; the id alone is a name and no secret.
    let both = ask(&basic, wish(bare, secret)).await;
    assert_eq!(both.expect(400)["error"], "invalid_request");
    let bearer = bearing(&server.admin, text);
    let both = ask(&bearer, wish(bare, secret)).await;
    assert_eq!(both.expect(400)["error"], "invalid_request");
    let named = json!({ "grant_type": "client_credentials", "client_id": prefixed });
    ask(&basic, named.clone()).await.expect(200);
    let refused = ask(&other, named).await;
    assert_eq!(refused.expect(400)["error"], "invalid_request");
}

#[tokio::test]
async fn a_refresh_token_is_good_once_and_its_copy_ends_the_grant() {
    let server = TestServer::start().await;
    let (client, _) = register(&server, json!([])).await;
    let first = begin(&client).await;
    let second = refresh(&client, &first).await.expect(200);
    assert_ne!(second["refresh_token"], first["refresh_token"]);
    access(&server, &second).get(LOANS).await.expect(200);
    let third = refresh(&client, &second).await.expect(200);
    // Somebody has kept the first one.
    let replayed = refresh(&client, &first).await;
    assert_eq!(replayed.expect(400)["error"], "invalid_grant");
    for token in [&second, &third] {
        access(&server, token).get(LOANS).await.expect(401);
        refresh(&client, token).await.expect(400);
    }
    // The client itself is not shut out.
    begin(&client).await;
}

#[tokio::test]
async fn a_refresh_token_is_its_own_clients_alone() {
    let server = TestServer::start().await;
    let (client, _) = register(&server, json!([])).await;
    let (other, _) = register(&server, json!([])).await;
    let token = begin(&client).await;
    let stolen = refresh(&other, &token).await;
    assert_eq!(stolen.expect(400)["error"], "invalid_grant");
    refresh(&client, &token).await.expect(200);
}

#[tokio::test]
async fn tokens_end_with_the_key_of_their_client() {
    let server = TestServer::start().await;
    let (client, minted) = register(&server, json!([])).await;
    let token = begin(&client).await;
    access(&server, &token).get(LOANS).await.expect(200);
    let path = format!("{KEYS}/{}", minted["id"].as_str().unwrap());
    let revoked = server.admin.send(Method::DELETE, &path, Bytes::new()).await;
    revoked.unwrap().expect(200);
    access(&server, &token).get(LOANS).await.expect(401);
    let refused = refresh(&client, &token).await;
    assert_eq!(refused.expect(401)["error"], "invalid_client");
}

#[tokio::test]
async fn what_is_wrong_is_said_as_the_standard_has_it() {
    let server = TestServer::start().await;
    let (client, minted) = register(&server, json!(["loans:read"])).await;
    let cases = [
        (json!({}), "invalid_request"),
        (
            json!({ "grant_type": "password" }),
            "unsupported_grant_type",
        ),
        (json!({ "grant_type": "refresh_token" }), "invalid_request"),
        (
            json!({ "grant_type": "refresh_token", "refresh_token": "qr_0" }),
            "invalid_grant",
        ),
        (
            json!({ "grant_type": "client_credentials", "scope": "loans:write" }),
            "invalid_scope",
        ),
    ];
    for (body, expected) in cases {
        let refused = ask(&client, body.clone()).await.expect(400);
        assert_eq!(refused["error"], expected, "{body}");
    }
    let anonymous = server.admin.anonymous();
    let basic = |id: &str, secret: &str| {
        let encoded = STANDARD.encode(format!("{id}:{secret}"));
        anonymous.with("Authorization", &format!("Basic {encoded}"))
    };
    let id = minted["id"].as_str().unwrap().trim_start_matches("k-");
    let secret = minted["key"].as_str().unwrap();
    let strangers = [
        anonymous.clone(),
        basic(id, "0"),
        basic("019a0000-0000-7000-8000-000000000000", secret),
        basic("me", secret),
    ];
    for stranger in strangers {
        let refused = ask(&stranger, json!({ "grant_type": "client_credentials" })).await;
        assert_eq!(refused.expect(401)["error"], "invalid_client");
        let challenge = refused.header("www-authenticate");
        assert_eq!(challenge, Some("Basic realm=\"oauth\""));
    }
    client.get(TOKEN).await.expect(405);
}
