//! Sessions of browsers, and what keeps other sites from using them.

use super::{PASSWORD, cookie, user};
use quittance_replay_tests::{Client, TestServer};
use quittance_store::keys::KeyRole;
use serde_json::json;

const SESSION: &str = "/api/v1/auth/session";
const LOGIN: &str = "/api/v1/auth/login";
const LOGOUT: &str = "/api/v1/auth/logout";
const LOANS: &str = "/api/v1/loans";

/// A browser that is logged in.
struct Browser {
    client: Client,
    session: String,
    csrf: String,
}

impl Browser {
    async fn new(server: &TestServer, email: &str) -> Browser {
        let anonymous = server.admin.anonymous();
        let greeting = anonymous.get(SESSION).await;
        assert_eq!(greeting.expect(200)["authenticated"], false);
        let csrf = cookie(&greeting, "csrftoken").unwrap();
        let visitor = anonymous
            .with("Cookie", &format!("csrftoken={csrf}"))
            .with("X-CSRFToken", &csrf);
        let body = json!({ "email": email, "password": PASSWORD });
        let login = visitor.post(LOGIN, &body).await;
        login.expect(200);
        let session = cookie(&login, "sessionid").unwrap();
        let csrf = cookie(&login, "csrftoken").unwrap();
        let hidden = login.headers.get_all("set-cookie").into_iter();
        let mut hidden = hidden.filter_map(|value| value.to_str().ok());
        let hidden = hidden
            .find(|value| value.starts_with("sessionid="))
            .unwrap();
        assert!(
            hidden.contains("HttpOnly") && hidden.contains("SameSite=Lax"),
            "{hidden}"
        );
        Browser {
            client: anonymous,
            session,
            csrf,
        }
    }

    /// What the browser sends by itself, whoever asks it to.
    fn forged(&self) -> Client {
        let cookies = format!("sessionid={}; csrftoken={}", self.session, self.csrf);
        self.client.with("Cookie", &cookies)
    }

    /// What a page of ours sends.
    fn page(&self) -> Client {
        self.forged().with("X-CSRFToken", &self.csrf)
    }
}

#[tokio::test]
async fn a_write_needs_the_token_that_only_our_pages_can_read() {
    let server = TestServer::start().await;
    user(&server, "olga@lender.test", KeyRole::LoanOfficer).await;
    let browser = Browser::new(&server, "olga@lender.test").await;
    browser.forged().get(LOANS).await.expect(200);
    let loan = json!({ "principal_amount": "100.00" });
    let refused = browser.forged().post(LOANS, &loan).await;
    assert_eq!(
        refused.expect(403),
        json!({ "detail": "CSRF check failed" })
    );
    let wrong = browser.forged().with("X-CSRFToken", "0");
    wrong.post(LOANS, &loan).await.expect(403);
    // A token of one's own, planted in another's browser, is not his session's.
    let other = Browser::new(&server, "olga@lender.test").await;
    let planted = format!("sessionid={}; csrftoken={}", browser.session, other.csrf);
    let planted = browser.client.with("Cookie", &planted);
    let planted = planted.with("X-CSRFToken", &other.csrf);
    planted.post(LOANS, &loan).await.expect(403);
    browser.page().post(LOANS, &loan).await.expect(201);
}

#[tokio::test]
async fn a_login_needs_the_token_too() {
    let server = TestServer::start().await;
    user(&server, "olga@lender.test", KeyRole::Viewer).await;
    let body = json!({ "email": "olga@lender.test", "password": PASSWORD });
    let anonymous = server.admin.anonymous();
    anonymous.post(LOGIN, &body).await.expect(403);
    let greeting = anonymous.get(SESSION).await;
    let csrf = cookie(&greeting, "csrftoken").unwrap();
    let visitor = anonymous
        .with("Cookie", &format!("csrftoken={csrf}"))
        .with("X-CSRFToken", &csrf);
    let wrong = json!({ "email": "olga@lender.test", "password": "wrong" });
    let refused = visitor.post(LOGIN, &wrong).await;
    assert_eq!(
        refused.expect(401),
        json!({ "detail": "Invalid email or password" })
    );
    assert_eq!(cookie(&refused, "sessionid"), None);
    visitor.post(LOGIN, &body).await.expect(200);
}

#[tokio::test]
async fn a_user_is_told_who_he_is_and_what_he_may_do() {
    let server = TestServer::start().await;
    user(&server, "vera@lender.test", KeyRole::Viewer).await;
    let browser = Browser::new(&server, "vera@lender.test").await;
    let me = browser.page().get("/api/v1/users/me").await.expect(200);
    assert_eq!(me["email"], "vera@lender.test");
    assert_eq!(me["tenant_role"], "viewer");
    assert_eq!(me["tenant"]["id"], json!(server.creditor));
    let permissions = me["permissions"].as_array().unwrap();
    assert!(permissions.contains(&json!({ "action": "read", "resource": "payments" })));
    assert!(!permissions.contains(&json!({ "action": "write", "resource": "payments" })));
    let loan = json!({ "principal_amount": "100.00" });
    browser.page().post(LOANS, &loan).await.expect(403);
    let session = browser.page().get(SESSION).await;
    assert_eq!(session.expect(200)["user"], me);
    // The token is good, so the browser keeps it.
    assert_eq!(cookie(&session, "csrftoken"), None);
    let machine = server.admin.get("/api/v1/users/me").await.expect(200);
    assert_eq!(machine["tenant_role"], "admin");
    server
        .admin
        .anonymous()
        .get("/api/v1/users/me")
        .await
        .expect(401);
}

#[tokio::test]
async fn a_session_ends_with_its_logout() {
    let server = TestServer::start().await;
    user(&server, "olga@lender.test", KeyRole::LoanOfficer).await;
    let browser = Browser::new(&server, "olga@lender.test").await;
    let other = Browser::new(&server, "olga@lender.test").await;
    browser.forged().post(LOGOUT, &json!({})).await.expect(403);
    let bye = browser.page().post(LOGOUT, &json!({})).await;
    bye.expect(200);
    assert_eq!(cookie(&bye, "sessionid").as_deref(), Some(""));
    browser.page().get(LOANS).await.expect(401);
    other.page().get(LOANS).await.expect(200);
    let session = browser.page().get(SESSION).await;
    assert_eq!(session.expect(200)["authenticated"], false);
}

/// Who did it stands in the book.
#[tokio::test]
async fn what_a_user_does_is_recorded_as_hers() {
    let server = TestServer::start().await;
    let olga = user(&server, "olga@lender.test", KeyRole::LoanOfficer).await;
    let browser = Browser::new(&server, "olga@lender.test").await;
    let loan = json!({ "principal_amount": "100.00" });
    let loan = browser.page().post(LOANS, &loan).await.expect(201);
    let history = format!("{LOANS}/{}/history", loan["id"].as_str().unwrap());
    let history = browser.page().get(&history).await.expect(200);
    assert_eq!(history[0]["actor"], format!("user:{}", olga.id));
}

/// A session opens only the surface that guards it against other sites.
#[tokio::test]
async fn other_surfaces_do_not_look_at_cookies() {
    let server = TestServer::start().await;
    user(&server, "olga@lender.test", KeyRole::Admin).await;
    let browser = Browser::new(&server, "olga@lender.test").await;
    for path in ["/api/v1/creditor/accounts", "/api/v1/accounts.php"] {
        browser.page().get(path).await.expect(401);
    }
}
