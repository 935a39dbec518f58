//! `GET /plans/{secret}`: the plan as its debtor sees it, for whoever has the link.
//!
//! It shows whose claim it is, the terms and what is paid, and nothing about the debtor.
//! It has no script and asks for nothing but itself.

use super::link;
use super::plan_view::PlanView;
use super::read;
use super::render::Plans;
use crate::app::App;
use crate::openapi::{Endpoint, Noun, Schema};
use crate::path::Ids;
use crate::problem::{Problem, Rejected};
use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use quittance_domain::account::PlanStatus;
use quittance_domain::{CreditorId, Money};
use sha2::{Digest, Sha256};
use std::fmt::Write;
use std::sync::LazyLock;

/// Headers of every such page, beside its policy.
const HEADERS: [(HeaderName, &str); 5] = [
    (header::CONTENT_TYPE, "text/html; charset=utf-8"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::CACHE_CONTROL, "no-store"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (HeaderName::from_static("x-robots-tag"), "noindex"),
];

/// Nothing but the one style sheet that is on the page, by its hash.
static POLICY: LazyLock<String> = LazyLock::new(|| {
    let hash = STANDARD.encode(Sha256::digest(STYLE));
    format!(
        "default-src 'none'; style-src 'sha256-{hash}'; form-action 'none'; base-uri 'none'; \
         frame-ancestors 'none'"
    )
});

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;max-width:40rem;margin:2rem auto;\
    padding:0 1rem;color:#1b1b1b}table{border-collapse:collapse;width:100%}\
    th,td{padding:.5rem;border-bottom:1px solid #ccc;text-align:left}\
    .money{text-align:right;font-variant-numeric:tabular-nums}tfoot{font-weight:600}";

pub fn endpoint() -> Endpoint {
    Endpoint::get(link::ROUTE, "show_payment_plan", show)
        .says(
            "The debtor's page",
            "A plan for whoever has its link: the terms, and what is paid of them.",
        )
        .id("secret", &LINK)
        .as_content("text/html; charset=utf-8")
        .not_found_as("text/html; charset=utf-8")
        .replies(StatusCode::OK, "The page.", Schema::text("<!doctype html>"))
}

/// What the path names.
static LINK: Noun = Noun {
    name: "payment plan link",
    example: "bb6a0e2de9084f0656411a5c35860c91c173c21b11fd9bd04c6e716e73bb87a1",
};

async fn show(State(app): State<App>, path: Ids<Plans>) -> Result<Response, Rejected<Plans>> {
    let Some((creditor, plan)) = find(&app, path.get("secret")).await? else {
        let text = "<h1>Not found</h1><p>This link does not open a payment plan.</p>";
        return Ok(page(StatusCode::NOT_FOUND, "Not found", text));
    };
    let profile = app.profile(creditor).await?;
    let mut reader = app.readers.of(creditor).await?;
    let plans = read::plans(&app, &mut reader, creditor, &[plan]).await?;
    let plan = plans.first().ok_or(Problem::not_found("payment plan"))?;
    let body = body(plan, &profile.name);
    Ok(page(StatusCode::OK, "Payment plan", &body))
}

/// The plan that a secret opens, and whose it is.
async fn find(app: &App, secret: &str) -> Result<Option<(CreditorId, uuid::Uuid)>, Problem> {
    let sql = include_str!("sql/find_link.sql");
    let rows = app
        .readers
        .holding("quittance.link_hash", &link::hash(secret), sql)
        .await?;
    let found = rows.first();
    Ok(found.map(|row| (CreditorId(row.get(0)), row.get(1))))
}

fn page(status: StatusCode, title: &str, body: &str) -> Response {
    let html = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    );
    let mut response = (status, html).into_response();
    for (name, value) in HEADERS {
        let value = HeaderValue::from_static(value);
        response.headers_mut().insert(name, value);
    }
    if let Ok(policy) = HeaderValue::from_str(&POLICY) {
        let name = header::CONTENT_SECURITY_POLICY;
        response.headers_mut().insert(name, policy);
    }
    response
}

fn body(plan: &PlanView, creditor: &str) -> String {
    let money = |amount: Money| {
        let (amount, code) = (amount.to_decimal(plan.currency), plan.currency.code());
        format!("{amount} {code}")
    };
    let mut html = String::new();
    let invoices = plan.accounts.iter().map(|(_, number)| escaped(number));
    let invoices: Vec<String> = invoices.collect();
    // Writing to a string cannot fail.
    let _ = writeln!(
        html,
        "<h1>Payment plan {}</h1>\n<p>With <strong>{}</strong>, for {}. {}</p>\n<table>\n\
         <thead><tr><th>Due</th><th class=\"money\">Amount</th><th class=\"money\">Paid</th>\
         <th class=\"money\">Still due</th><th>Paid on</th></tr></thead>\n<tbody>",
        plan.id,
        escaped(creditor),
        invoices.join(", "),
        words(plan.status),
    );
    for term in &plan.terms {
        let paid_on = term.paid_on.map(|day| day.to_string()).unwrap_or_default();
        let _ = writeln!(
            html,
            "<tr><td>{}</td><td class=\"money\">{}</td><td class=\"money\">{}</td>\
             <td class=\"money\">{}</td><td>{paid_on}</td></tr>",
            term.due,
            money(term.amount),
            money(term.paid),
            money(term.amount - term.paid),
        );
    }
    let amount: Money = plan.terms.iter().map(|term| term.amount).sum();
    let paid: Money = plan.terms.iter().map(|term| term.paid).sum();
    let _ = writeln!(
        html,
        "</tbody>\n<tfoot><tr><td>Total</td><td class=\"money\">{}</td><td class=\"money\">{}</td>\
         <td class=\"money\">{}</td><td></td></tr></tfoot>\n</table>",
        money(amount),
        money(paid),
        money(amount - paid),
    );
    html
}

const fn words(status: PlanStatus) -> &'static str {
    match status {
        PlanStatus::Proposed => "It has been proposed and waits for approval.",
        PlanStatus::Rejected => "It was not accepted.",
        PlanStatus::Active => "It is active.",
        PlanStatus::Broken => "It is active, and a payment is overdue.",
        PlanStatus::Finished => "It has been paid in full.",
        PlanStatus::Deactivated => "It has ended.",
    }
}

/// Text as HTML.
fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            _ => html.push(character),
        }
    }
    html
}
