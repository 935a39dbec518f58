//! A creditor with one of everything that ids can name.

use crate::operation::{self, Operation, Sample};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use chrono::Months;
use hyper::Method;
use quittance_domain::CreditorId;
use quittance_replay_tests::server::key;
use quittance_replay_tests::{Client, Response, TestServer};
use quittance_store::ids;
use quittance_store::keys::KeyRole;
use serde_json::{Value, json};
use std::collections::HashMap;

const KEYS: &str = "/api/v1/creditor/api-keys";

/// The one thing with an id that belongs to nobody.
pub const LEDGER_ACCOUNT: &str = "ledger account";

/// Whom passwords belong to.
const USER: &str = "user";

/// The password of every user in examples.
const PASSWORD: &str = "correct horse battery staple";

/// A creditor of a server, its admin, and what it has.
#[derive(Debug)]
pub struct World<'a> {
    server: &'a TestServer,
    pub creditor: CreditorId,
    pub admin: Client,
    /// The id of each noun's thing.
    ids: HashMap<String, String>,
    /// What stands for this creditor's own in examples, beside ids.
    others: HashMap<&'static str, String>,
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

impl<'a> World<'a> {
    /// A creditor with one of everything but users, whose passwords take their time.
    pub async fn new(server: &'a TestServer) -> World<'a> {
        World::after(server, 0).await
    }

    /// One whose book is longer than others, so that its integer ids are none of theirs.
    pub async fn with_a_long_book(server: &'a TestServer) -> World<'a> {
        World::after(server, 60).await
    }

    /// One with so many loans before everything else.
    async fn after(server: &'a TestServer, loans: usize) -> World<'a> {
        let creditor = server.creditor_named("World").await;
        let admin = Client {
            key: Some(key(&server.database, creditor, KeyRole::Admin, &[]).await),
            ..server.admin.clone()
        };
        let mut world = World {
            server,
            creditor,
            admin,
            ids: HashMap::new(),
            others: HashMap::new(),
        };
        for _ in 0..loans {
            world.loan().await;
        }
        let administration = creditor.0.as_u128().to_string();
        world.others.insert("340282366920938463", administration);
        // What others belong to comes first.
        let nouns = operation::nouns();
        let nouns = nouns
            .keys()
            .map(String::as_str)
            .filter(|noun| *noun != USER);
        let first = [
            "loan",
            "offered loan",
            "settling loan",
            "placed account",
            "webhook endpoint",
        ];
        for noun in first.into_iter().chain(nouns) {
            if !world.ids.contains_key(noun) {
                let id = world.make(noun).await;
                world.ids.insert(noun.to_owned(), id);
            }
        }
        world
    }

    /// With the users that examples name, or who log in in them.
    pub async fn with_users(mut self) -> World<'a> {
        let id = self.make(USER).await;
        self.ids.insert(USER.to_owned(), id);
        self.user("ann@lender.example").await;
        self.user("ann@creditor.example").await;
        self
    }

    /// The world that a sample of the operation needs.
    pub async fn for_one(server: &'a TestServer, operation: &Operation) -> World<'a> {
        let world = World::new(server).await;
        let name = operation.name();
        if name.contains("user") || name.contains("log_in") {
            world.with_users().await
        } else {
            world
        }
    }

    async fn api_key(&self) -> Value {
        let key = json!({ "name": "spare" });
        self.admin.post(KEYS, &key).await.expect(201)
    }

    /// A settlement offer, which is accepted where its name says so.
    async fn offer(&self, noun: &str) -> Value {
        let amount = json!({ "amount": 3960.00 });
        let (offer, offers) = match noun {
            "offer" => {
                let path = "/api/v1/creditor/accounts/{}/settlements";
                return self.post_to("placed account", path, &amount).await;
            }
            "accepted offer" => {
                let offer = self.post_to_new("settlements", &amount).await;
                (offer, "/api/v1/creditor/settlements".to_owned())
            }
            _ => {
                let loan = match noun {
                    "loan offer" => "offered loan",
                    _ => "settling loan",
                };
                let path = "/api/v1/loans/{}/settlements";
                let body = json!({ "amount": "7500.00" });
                let offer = self.post_to(loan, path, &body).await;
                (offer, path.replace("{}", self.id(loan)))
            }
        };
        if !noun.starts_with("accepted") {
            return offer;
        }
        let path = format!("{offers}/{}/accept", text(&offer["id"]));
        self.admin.post(&path, &json!({})).await.expect(200)
    }

    /// The newest.
    async fn audit_entry(&self) -> Value {
        let log = self.admin.get("/api/v1/creditor/audit-log").await;
        json!({ "id": log.expect(200)["entries"][0]["sequence"] })
    }

    /// Makes a thing that an id in a path can name.
    async fn make(&self, noun: &str) -> String {
        let made = match noun {
            "loan" | "offered loan" | "settling loan" => {
                let loan = self.loan().await;
                let path = format!("/api/v1/loans/{}/disburse", text(&loan["id"]));
                let day = json!({ "effective_date": loan["start_date"] });
                self.admin.post(&path, &day).await.expect(200)
            }
            "pending loan" => self.loan().await,
            "pending payment" => {
                let body = json!({
                    "amount": "500.00", "payment_method": "ach", "status": "pending",
                    "effective_date": "2026-01-20",
                });
                let path = "/api/v1/loans/{}/payments";
                self.post_to("loan", path, &body).await
            }
            "payment" => {
                let body = json!({
                    "amount": "500.00", "payment_method": "ach", "effective_date": "2026-01-20",
                });
                self.post_to("loan", "/api/v1/loans/{}/payments", &body)
                    .await
            }
            "overpaid loan" => self.overpaid_loan().await,
            "fee waiver" => self.fee_waiver().await,
            "fee" => {
                let body = json!({ "amount": "25.00", "fee_type": "late" });
                self.post_to("loan", "/api/v1/loans/{}/fees", &body).await
            }
            "placed account" => self.placed().await,
            "placed loan" => {
                let placed = text(&self.placed().await["id"]);
                json!({ "id": placed.trim_start_matches("a-") })
            }
            "offer" | "accepted offer" | "loan offer" | "accepted loan offer" => {
                self.offer(noun).await
            }
            "dispute" => {
                let body = json!({ "reason": "Not my account." });
                self.post_to_new("disputes", &body).await
            }
            "webhook" => {
                let body = json!({ "url": "https://example.com/hooks" });
                let path = "/api/v1/creditor/webhooks";
                self.admin.post(path, &body).await.expect(201)
            }
            "webhook endpoint" => self.endpoint().await,
            "audit entry" => self.audit_entry().await,
            "API key" => self.api_key().await,
            "contract" => self.contract().await,
            "invoice" => self.invoice("INV-1").await,
            "invoice payment" => {
                let path = format!("/api/v1/external/accounts/{}", self.id("invoice"));
                let body = json!({ "amount": 250, "payment_method": "check" });
                let pay = self.admin.post(&format!("{path}/payment"), &body).await;
                pay.expect(200);
                let status = self.admin.get(&format!("{path}/payment-status")).await;
                status.expect(200)["data"]["payments"][0].clone()
            }
            "customer" => {
                let mut invoice = self.invoice("INV-2").await;
                invoice["id"] = invoice["customer_id"].clone();
                invoice
            }
            "recurring payment" => {
                let body = json!({
                    "amount": "312.50", "frequency": "monthly", "start_date": "2026-02-01",
                });
                let path = "/api/v1/loans/{}/recurring-payments";
                self.post_to("loan", path, &body).await
            }
            "loan entry" => self.credit().await,
            "program" => self.program().await,
            "late loan" => self.late_loan().await,
            "payment plan" => self.plan("PLAN-1", None).await,
            "proposed payment plan" => self.plan("PLAN-2", Some("Lost my job")).await,
            "payment plan link" => {
                let plan = self.plan("PLAN-3", None).await;
                let url = text(&plan["public_url"]);
                json!({ "id": url.rsplit('/').next() })
            }
            // The chart of accounts is everyone's.
            LEDGER_ACCOUNT => json!({ "id": "1100" }),
            "ledger entry" => {
                let entries = self.admin.get("/api/v1/ledger/entries").await;
                entries.expect(200)[0].clone()
            }
            USER => self.user("carol@creditor.example").await,
            unknown => panic!("say in {} how a {unknown} is made", file!()),
        };
        text(&made["id"])
    }

    async fn credit(&self) -> Value {
        let body = json!({ "amount": "5.00", "reason": "goodwill" });
        let path = "/api/v1/loans/{}/credits";
        self.post_to("loan", path, &body).await
    }

    async fn program(&self) -> Value {
        let body = json!({ "code": "spare", "name": "Spare", "interest_rate": "0.085" });
        self.admin.post("/api/v1/programs", &body).await.expect(201)
    }

    async fn endpoint(&self) -> Value {
        let body = json!({ "url": "https://example.com/hooks" });
        self.admin.post("/api/v1/webhooks", &body).await.expect(201)
    }

    async fn contract(&self) -> Value {
        let body = json!({
            "account_number": "CONTRACT-1", "debtor_name": "Acme Corp",
            "debtor_phone": "555-123-4567", "original_balance": 10000,
            "current_balance": 8500,
        });
        let mut made = self
            .admin
            .post("/api/v1/accounts.php", &body)
            .await
            .expect(201);
        made["id"] = made["account_id"].clone();
        made
    }

    /// A plan for an invoice of its own.
    async fn plan(&self, number: &str, reason: Option<&str>) -> Value {
        let invoice = json!({
            "account_number": number, "debtor_name": "Acme Corp", "debtor_phone": "555-123-4567",
            "original_balance": 500, "current_balance": 500,
        });
        let placed = self.admin.post("/api/v1/accounts.php", &invoice).await;
        placed.expect(201);
        let body = json!({
            "administration_id": self.creditor.0.as_u128().to_string(),
            "terms": [{ "amount": 123, "due_date": "2030-12-25" }],
            "invoice_numbers": [number],
            "reason": reason,
            "fields": r#"{"only":["id","public_url"]}"#,
        });
        self.admin
            .post("/v1/payment_plans", &body)
            .await
            .expect(201)
    }

    /// A loan with a credit balance.
    async fn overpaid_loan(&self) -> Value {
        let loan = self.loan().await;
        let path = format!("/api/v1/loans/{}", text(&loan["id"]));
        let day = json!({ "effective_date": loan["start_date"] });
        let disburse = format!("{path}/disburse");
        self.admin.post(&disburse, &day).await.expect(200);
        let body = json!({
            "amount": "10500.00", "payment_method": "ach", "effective_date": "2026-01-20",
        });
        let pay = format!("{path}/payments");
        self.admin.post(&pay, &body).await.expect(201);
        loan
    }

    /// A loan that has paid three instalments of many, so that it may be re-aged.
    async fn late_loan(&self) -> Value {
        let today = ids::now().date_naive();
        let start = today - Months::new(12);
        let body = json!({ "principal_amount": "1200.00", "start_date": start });
        let loan = self.admin.post("/api/v1/loans", &body).await.expect(201);
        let path = format!("/api/v1/loans/{}", text(&loan["id"]));
        let day = json!({ "effective_date": start });
        self.admin
            .post(&format!("{path}/disburse"), &day)
            .await
            .expect(200);
        let schedule = json!({
            "first_due_date": start, "frequency": "monthly", "number_of_instalments": 12,
            "effective_date": start,
        });
        self.admin
            .put(&format!("{path}/schedule"), &schedule)
            .await
            .expect(200);
        let payment = json!({ "amount": "300.00", "payment_method": "ach" });
        self.admin
            .post(&format!("{path}/payments"), &payment)
            .await
            .expect(201);
        loan
    }

    async fn fee_waiver(&self) -> Value {
        let body = json!({ "amount": "25.00", "fee_type": "late" });
        let fee = self.post_to("loan", "/api/v1/loans/{}/fees", &body).await;
        let loan = self.id("loan");
        let path = format!("/api/v1/loans/{loan}/fees/{}/waive", text(&fee["id"]));
        let body = json!({ "reason": "courtesy" });
        let waived = self.admin.post(&path, &body).await.expect(200);
        waived["waivers"][0].clone()
    }

    /// Posts to something of another noun.
    async fn post_to(&self, noun: &str, path: &str, body: &Value) -> Value {
        let path = path.replace("{}", self.id(noun));
        self.admin.post(&path, body).await.expect(201)
    }

    /// Posts to a placed account of its own.
    async fn post_to_new(&self, nouns: &str, body: &Value) -> Value {
        let account = text(&self.placed().await["id"]);
        let path = format!("/api/v1/creditor/accounts/{account}/{nouns}");
        self.admin.post(&path, body).await.expect(201)
    }

    async fn placed(&self) -> Value {
        let body = json!({
            "consumerEmail": "member@example.com", "principalBalance": 5280.00,
        });
        let path = "/api/v1/creditor/place-account";
        let mut placed = self.admin.post(path, &body).await.expect(201);
        placed["id"] = placed["accountId"].clone();
        placed
    }

    async fn loan(&self) -> Value {
        let body = json!({
            "principal_amount": "10000.00",
            "interest_rate": "0.085",
            "start_date": "2026-01-05",
            "nsf_fee": "35.00",
        });
        self.admin.post("/api/v1/loans", &body).await.expect(201)
    }

    async fn invoice(&self, number: &str) -> Value {
        let body = json!({
            "invoice_number": number,
            "customer": { "email": "ap@acme.example" },
            "amount": 1500,
            "issue_date": "2026-01-01",
            "due_date": "2026-01-31",
        });
        let path = "/api/v1/external/accounts";
        let made = self.admin.post(path, &body).await.expect(201);
        made["data"].clone()
    }

    async fn user(&self, email: &str) -> Value {
        let body = json!({
            "email": email, "name": "Ann Example", "role": "admin", "password": PASSWORD,
        });
        self.admin
            .post("/api/v1/creditor/users", &body)
            .await
            .expect(201)
    }

    /// A client with this role and these scopes.
    pub async fn client(&self, role: KeyRole, scopes: &[String]) -> Client {
        Client {
            key: Some(key(&self.server.database, self.creditor, role, scopes).await),
            ..self.admin.clone()
        }
    }

    /// The id of a noun's thing.
    pub fn id(&self, noun: &str) -> &str {
        &self.ids[noun]
    }

    /// The sample about what this creditor has.
    pub fn own(&self, sample: &Sample) -> Sample {
        let others = self.others.iter();
        let sample = others.fold(sample.clone(), |sample, (example, own)| {
            sample.about(example, own)
        });
        operation::nouns()
            .iter()
            .fold(sample, |sample, (noun, example)| {
                let id = self.ids.get(noun);
                let example = example.as_str().unwrap();
                match id {
                    Some(id) => sample.about(example, id),
                    None => sample,
                }
            })
    }

    /// The client of an operation that asks for no credential.
    pub async fn outsider(&mut self, operation: &Operation) -> Client {
        match operation.name() {
            "oauth_give_token" => self.machine().await,
            _ => self.visitor().await,
        }
    }

    /// A machine that has a token to refresh.
    async fn machine(&mut self) -> Client {
        let body = json!({ "name": "machine" });
        let minted = self.admin.post(KEYS, &body).await.expect(201);
        let id = text(&minted["id"]);
        let basic = format!("{}:{}", id.trim_start_matches("k-"), text(&minted["key"]));
        let basic = format!("Basic {}", STANDARD.encode(basic));
        let machine = self.admin.anonymous().with("authorization", &basic);
        let grant = json!({ "grant_type": "client_credentials" });
        let token = machine.post("/oauth/token", &grant).await.expect(200);
        self.others.insert("qr_5f0c", text(&token["refresh_token"]));
        machine
    }

    /// A visitor whose browser may log in.
    async fn visitor(&self) -> Client {
        let visitor = self.admin.anonymous();
        let session = visitor.get("/api/v1/auth/session").await;
        let cookie = session
            .header("set-cookie")
            .unwrap()
            .split(';')
            .next()
            .unwrap();
        let token = cookie.split_once('=').unwrap().1;
        visitor.with("cookie", cookie).with("x-csrftoken", token)
    }
}

/// Sends a sample.
pub async fn send(client: &Client, method: &Method, sample: &Sample) -> Response {
    let body = sample
        .body
        .as_ref()
        .map_or(Bytes::new(), |body| body.to_string().into());
    client
        .send(method.clone(), &sample.path_and_query, body)
        .await
        .unwrap()
}
