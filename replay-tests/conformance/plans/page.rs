//! The debtor's page behind `public_url`.

use super::{PLANS, invoice, loan_of, path_of, pay, plan};
use quittance_replay_tests::TestServer;
use serde_json::json;

#[tokio::test]
async fn the_link_opens_the_plan_for_whoever_has_it() {
    let server = TestServer::start().await;
    invoice(&server, "INV-<b>1</b>&").await;
    let terms = [("100", "2030-01-01"), ("23.50", "2030-02-01")];
    let body = plan(&server, "INV-<b>1</b>&", &terms);
    let created = server.admin.post(PLANS, &body).await.expect(201);
    assert!(created.get("public_url").is_none());
    let only = "&fields=%7B%22only%22%3A%5B%22public_url%22%5D%7D";
    let path = path_of(&server, &created) + only;
    let link = server.admin.get(&path).await.expect(200);
    assert_eq!(link.as_object().unwrap().len(), 1);
    let url = link["public_url"].as_str().unwrap();
    let path = url
        .strip_prefix(&format!("http://{}", server.address))
        .unwrap();
    let secret = path.strip_prefix("/plans/").unwrap();
    assert_eq!(secret.len(), 64);

    let anybody = server.admin.anonymous();
    pay(&server, &loan_of(&server, "INV-<b>1</b>&").await, "110.00").await;
    let page = anybody.get(path).await;
    assert_eq!(page.status, 200);
    assert_eq!(
        page.header("content-type"),
        Some("text/html; charset=utf-8")
    );
    let policy = page.header("content-security-policy").unwrap();
    assert!(
        policy.starts_with("default-src 'none'; style-src 'sha256-"),
        "{policy}"
    );
    assert!(!policy.contains("unsafe"), "{policy}");
    assert_eq!(page.header("referrer-policy"), Some("no-referrer"));
    assert_eq!(page.header("cache-control"), Some("no-store"));
    let html = page.text();
    for shown in [
        "<strong>Test Creditor</strong>",
        "INV-&lt;b&gt;1&lt;/b&gt;&amp;",
        "It is active.",
        "<td>2030-01-01</td><td class=\"money\">100.00 USD</td><td class=\"money\">100.00 USD</td>\
         <td class=\"money\">0.00 USD</td>",
        "<td>2030-02-01</td><td class=\"money\">23.50 USD</td><td class=\"money\">10.00 USD</td>\
         <td class=\"money\">13.50 USD</td>",
        "<td class=\"money\">123.50 USD</td>",
    ] {
        assert!(html.contains(shown), "{shown} is not in\n{html}");
    }
    for hidden in ["Jane", "Doe", "<b>", "<script", "http:", "https:"] {
        assert!(!html.contains(hidden), "{hidden} is in\n{html}");
    }
    well_formed(&html);
}

#[tokio::test]
async fn no_other_text_opens_anything() {
    let server = TestServer::start().await;
    for secret in [&"0".repeat(64), "1", "x'; DROP TABLE", "%00"] {
        let path = format!("/plans/{}", secret.replace(' ', "%20"));
        let page = server.admin.get(&path).await;
        assert_eq!(page.status, 404, "{secret}");
        assert!(page.text().contains("does not open a payment plan"));
    }
    let refused = server.admin.post("/plans/0", &json!({})).await;
    refused.expect(405);
}

/// Every element that is opened is closed, in order.
#[track_caller]
fn well_formed(html: &str) {
    let mut open: Vec<&str> = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        let end = rest[start..].find('>').unwrap() + start;
        let tag = &rest[start + 1..end];
        rest = &rest[end + 1..];
        let name = tag.split_whitespace().next().unwrap();
        match name.strip_prefix('/') {
            Some(name) => assert_eq!(open.pop(), Some(name)),
            None if ["!doctype", "meta"].contains(&name) => {}
            None => open.push(name),
        }
    }
    assert!(open.is_empty(), "{open:?}");
}
