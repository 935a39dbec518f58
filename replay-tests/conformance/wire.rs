//! What clients do to a wire: each published API answers it in its own shape, and nothing happens.

use bytes::Bytes;
use hyper::Method;
use quittance_replay_tests::{Client, Response, TestServer};
use serde_json::{Value, json};

/// A published API, as far as it has a list and something to add to it at one path.
struct Api {
    path: &'static str,
    /// A path of nothing, with an id for some.
    nothing: &'static str,
    /// The status of a body that cannot be read.
    malformed: u16,
    /// Whether a body is an error of this status in its shape.
    is_error: fn(&Value, u16) -> bool,
    /// Where what is wrong is told, with the name of the field.
    told: fn(&Value) -> String,
}

fn has_keys(body: &Value, keys: &[&str]) -> bool {
    let members = body.as_object().unwrap();
    members.len() == keys.len() && keys.iter().all(|key| members.contains_key(*key))
}

fn is_portal_error(body: &Value, status: u16) -> bool {
    let details = (status == 400).then_some("details");
    let keys: Vec<&str> = ["error", "code", "requestId"]
        .into_iter()
        .chain(details)
        .collect();
    has_keys(body, &keys)
}

const APIS: [Api; 6] = [
    Api {
        path: "/api/v1/accounts.php",
        nothing: "/api/v1/nothing.php",
        malformed: 400,
        is_error: |body, _| body["error"].is_string(),
        told: |body| body["error"].to_string(),
    },
    Api {
        path: "/api/v1/creditor/accounts",
        nothing: "/api/v1/creditor/accounts/%zz",
        malformed: 400,
        is_error: is_portal_error,
        told: |body| body["details"].to_string(),
    },
    Api {
        path: "/external/v1/accounts",
        nothing: "/external/v1/accounts/%ff",
        malformed: 400,
        is_error: is_portal_error,
        told: |body| body["details"].to_string(),
    },
    Api {
        path: "/v1/payment_plans",
        nothing: "/v1/nothing",
        malformed: 422,
        is_error: |body, _| has_keys(body, &["code", "message"]),
        told: |body| body["message"].to_string(),
    },
    Api {
        path: "/api/v1/external/accounts",
        nothing: "/api/v1/external/accounts/%00/status",
        malformed: 422,
        is_error: |body, status| {
            let keys = ["success", "status_code", "message", "errors", "meta"];
            has_keys(body, &keys) && body["success"] == false && body["status_code"] == status
        },
        told: |body| body["errors"].to_string(),
    },
    Api {
        path: "/api/v1/loans",
        nothing: "/api/v1/loans/%F0%28%8C%28",
        malformed: 400,
        is_error: |body, _| has_keys(body, &["detail"]),
        told: |body| body["detail"].to_string(),
    },
];

impl Api {
    /// Where accounts are added: the portal has a path of its own for it.
    fn adds_at(&self) -> &'static str {
        match self.path {
            "/api/v1/creditor/accounts" => "/api/v1/creditor/place-account",
            path => path,
        }
    }

    #[track_caller]
    fn refuses(&self, reply: &Response, status: u16, what: &str) -> Value {
        let path = self.path;
        assert_eq!(
            reply.status.as_u16(),
            status,
            "{path}: {what}: {}",
            reply.text()
        );
        assert_eq!(reply.header("content-type"), Some("application/json"));
        assert!(reply.header("x-request-id").is_some(), "{path}: {what}");
        let body = reply.json();
        assert!((self.is_error)(&body, status), "{path}: {what}: {body}");
        body
    }
}

/// The list, with the query without which it is not given.
fn list(server: &TestServer, api: &Api) -> String {
    match api.path {
        "/v1/payment_plans" => {
            let of = server.creditor.0.as_u128();
            format!("{}?administration_id={of}", api.path)
        }
        path => path.to_owned(),
    }
}

async fn send(client: &Client, method: &str, path: &str) -> Response {
    let method = Method::from_bytes(method.as_bytes()).unwrap();
    client.send(method, path, Bytes::new()).await.unwrap()
}

#[tokio::test]
async fn methods_and_paths_that_are_not_there() {
    let server = TestServer::start().await;
    for api in &APIS {
        let path = list(&server, api);
        for method in ["DELETE", "PATCH", "OPTIONS", "TRACE", "UNHEARD"] {
            let reply = send(&server.admin, method, &path).await;
            api.refuses(&reply, 405, method);
            let allowed = reply.header("allow").unwrap();
            assert!(allowed.starts_with("GET,HEAD"), "{}: {allowed}", api.path);
        }
        let head = send(&server.admin, "HEAD", &path).await;
        assert_eq!((head.status.as_u16(), head.body.len()), (200, 0), "{path}");
        let reply = server.admin.get(api.nothing).await;
        api.refuses(&reply, 404, api.nothing);
    }
}

/// A slash at the end, another case of a header's name, what is accepted: none of it matters.
#[tokio::test]
async fn what_makes_no_difference() {
    let server = TestServer::start().await;
    for api in &APIS {
        let path = list(&server, api);
        let plain = server.admin.get(&path).await;
        plain.expect(200);
        let slashed = match path.split_once('?') {
            Some((path, query)) => format!("{path}/?{query}"),
            None => format!("{path}/"),
        };
        assert_eq!(server.admin.get(&slashed).await.body, plain.body);
        let key = server.admin.key.clone().unwrap();
        let by_header = server
            .admin
            .anonymous()
            .with("x-API-kEy", &format!(" {key} "));
        for client in [
            by_header,
            server.admin.with("accept", "text/html"),
            server.admin.with("accept", "application/vnd.api+json"),
        ] {
            let reply = client.get(&path).await;
            assert_eq!(reply.body, plain.body, "{path}: {:?}", client.headers);
        }
        // What a body is called does not matter where it can be but one thing.
        let text = server.admin.with("content-type", "text/plain");
        let reply = text.post_raw(api.adds_at(), "{}").await;
        let plain = server.admin.post_raw(api.adds_at(), "{}").await;
        assert_eq!(reply.status, plain.status);
        assert!(plain.status.is_client_error(), "{}", plain.text());
    }
}

#[tokio::test]
async fn bodies_that_cannot_be_read() {
    let server = TestServer::start().await;
    let deep = format!("{{\"a\":{}", "[".repeat(1_000));
    let bodies: [(&[u8], &str); 12] = [
        (b"{", "EOF"),
        (b"[]", "must be a JSON object"),
        (b"5", "must be a JSON object"),
        (b"null", "must be a JSON object"),
        (b"{} x", "trailing characters"),
        (b"{\"a\":NaN}", "expected value"),
        (b"{\"a\":1e}", "invalid number"),
        (b"{\"a\":\"\xff\"}", "invalid unicode"),
        (b"{\"a\":\"\\ud800\"}", "hex escape"),
        (b"{\"amount\":1,\"amount\":2}", "\"amount\" stands twice"),
        (b"{\"a\":{\"b\":[{\"c\":1,\"c\":1}]}}", "\"c\" stands twice"),
        (deep.as_bytes(), "recursion limit"),
    ];
    for api in &APIS {
        for (body, message) in &bodies {
            let reply = server.admin.post_raw(api.adds_at(), body.to_vec()).await;
            let what = String::from_utf8_lossy(&body[..body.len().min(40)]);
            let told = (api.told)(&api.refuses(&reply, api.malformed, &what));
            let told = told.replace('\\', "");
            assert!(told.contains(message), "{what}: {told}");
        }
        let large = format!("{{\"notes\":\"{}\"}}", "x".repeat(1024 * 1024));
        let reply = server.admin.post_raw(api.adds_at(), large).await;
        api.refuses(&reply, 413, "a large body");
    }
    for event in ["account.placed", "loan.created", "plan.created"] {
        assert_eq!(server.count_events(event).await, 0, "{event}");
    }
}

/// What is sent compressed is refused before it is read, and the reply says what would be taken.
#[tokio::test]
async fn bodies_that_are_compressed() {
    let server = TestServer::start().await;
    let compressed = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03";
    let upload = "/api/v1/creditor/upload-accounts";
    for api in &APIS {
        let also = (api.path == "/api/v1/creditor/accounts").then_some(upload);
        for path in [api.adds_at()].into_iter().chain(also) {
            for encoding in ["gzip", "GZIP", "br", "identity, gzip"] {
                let client = server.admin.with("content-encoding", encoding);
                let reply = client.post_raw(path, compressed.as_slice()).await;
                api.refuses(&reply, 415, encoding);
                assert_eq!(reply.header("accept-encoding"), Some("identity"));
            }
        }
        let plain = server.admin.post_raw(api.adds_at(), "{}").await;
        let named = server.admin.with("content-encoding", "identity");
        let named = named.post_raw(api.adds_at(), "{}").await;
        assert_eq!(named.status, plain.status, "{}", api.path);
        assert!(plain.header("accept-encoding").is_none());
    }
}

/// Numbers beyond any amount, in whatever spelling, are refused by the name of their field.
#[tokio::test]
async fn numbers_beyond_all_bounds() {
    let server = TestServer::start().await;
    let of = server.creditor.0.as_u128();
    crate::plans::invoice(&server, "1").await;
    let fields = [
        r#"{"account_number":"2","debtor_name":"J","debtor_phone":"5","original_balance":1,"current_balance":$}"#,
        r#"{"consumerEmail":"j@example.com","principalBalance":$}"#,
        r#"{"consumerEmail":"j@example.com","principalBalance":$}"#,
        &format!(
            r#"{{"administration_id":"{of}","terms":[{{"amount":$,"due_date":"2030-01-01"}}],"invoice_numbers":["1"]}}"#
        ),
        r#"{"invoice_number":"2","customer":{"email":"j@example.com"},"amount":$,"issue_date":"2026-01-01","due_date":"2026-01-31"}"#,
        r#"{"principal_amount":$}"#,
    ];
    let names = [
        "current_balance",
        "principalBalance",
        "principalBalance",
        "terms[0].amount",
        "amount",
        "principal_amount",
    ];
    let nines = "9".repeat(4_000);
    for ((api, body), name) in APIS.iter().zip(fields).zip(names) {
        for number in [
            "1e400",
            "-1e400",
            &nines,
            "1e-400",
            "0.001",
            "-0.01",
            "\"1,000\"",
            "\"\"",
            "true",
            "[]",
        ] {
            let body = body.replace('$', number);
            let reply = server.admin.post_raw(api.adds_at(), body).await;
            let status = if api.malformed == 400 && api.path != "/api/v1/loans" {
                400
            } else {
                422
            };
            let told = (api.told)(&api.refuses(&reply, status, number));
            assert!(told.contains(name), "{}: {number}: {told}", api.path);
        }
    }
    for (event, count) in [
        ("account.placed", 1),
        ("loan.created", 0),
        ("plan.created", 0),
    ] {
        assert_eq!(server.count_events(event).await, count, "{event}");
    }
}

/// A request id that is none is a wrong value, named as the header that it is.
#[tokio::test]
async fn request_ids_that_are_none() {
    let server = TestServer::start().await;
    for api in &APIS[1..] {
        let status = if api.path == "/api/v1/loans" {
            422
        } else {
            api.malformed
        };
        for name in ["Idempotency-Key", "X-Request-Id", "Request-Id"] {
            for id in ["", "\"\"", &"x".repeat(256)] {
                let reply = server
                    .admin
                    .with(name, id)
                    .post(api.adds_at(), &json!({}))
                    .await;
                let told = (api.told)(&api.refuses(&reply, status, name));
                assert!(told.contains(&name.to_lowercase()), "{told}");
            }
            let two = server.admin.with(name, "one").with(name, "two");
            let reply = two.post(api.adds_at(), &json!({})).await;
            let told = (api.told)(&api.refuses(&reply, status, name));
            assert!(told.contains("must have one value"), "{told}");
        }
    }
}
