//! A plan over several invoices of one debtor.

use super::{PLANS, administration, due, invoice, loan_of, path_of, pay, plan};
use quittance_domain::account::{Command, Details, Opening, Product, Refusal, Terms};
use quittance_domain::{AccountId, ConsumerId, Money};
use quittance_replay_tests::TestServer;
use quittance_store::{Accepted, Answer, Claim, Envelope, Order, Reply, Responder, ids};
use serde_json::json;

struct Silent;

impl Responder for Silent {
    fn accepted(&self, _: &Accepted<'_>) -> Reply {
        Reply {
            status: 201,
            body: Default::default(),
        }
    }

    fn refused(&self, refusal: &Refusal) -> Reply {
        panic!("{refusal}")
    }
}

/// A younger account of 300.00, of the debtor who owes another one.
async fn younger(server: &TestServer, of: &str, number: &str) {
    let admin = server.database.admin().await;
    let sql = "SELECT consumer_id FROM views.accounts WHERE number = $1";
    let consumer = admin.query_one(sql, &[&of]).await.unwrap().get(0);
    let at = ids::now();
    let account = AccountId(ids::new_id(at));
    let opening = Opening {
        account,
        consumer: ConsumerId(consumer),
        number: number.into(),
        product: Product::Placed,
        terms: Terms::default(),
        opened_on: at.date_naive(),
        principal: Money::from_minor(30_000),
        interest: Money::ZERO,
        fees: Money::ZERO,
        details: Details::default(),
        sealed: "".into(),
        consumer_known: false,
    };
    let envelope = Envelope {
        creditor: server.creditor,
        order: Order::Account {
            account,
            command: Command::PlaceAccount(Box::new(opening)),
            responder: Box::new(Silent),
        },
        by: "test".into(),
        request: None,
        claims: vec![Claim {
            kind: "account_number",
            name: number.into(),
        }],
        erasable: None,
    };
    let answer = server.writer.submit(envelope).await;
    assert!(matches!(answer, Answer::Fresh(_)), "{answer:?}");
}

/// INV-1 owes 500.00 and is older; INV-2 owes 300.00.
async fn two(server: &TestServer) {
    invoice(server, "INV-1").await;
    younger(server, "INV-1", "INV-2").await;
}

#[tokio::test]
async fn each_invoice_gets_its_part_and_the_plan_is_their_sum() {
    let server = TestServer::start().await;
    two(&server).await;
    let terms = [
        ("400", "2030-01-01"),
        ("200", "2030-02-01"),
        ("200", "2030-03-01"),
    ];
    let mut body = plan(&server, "INV-2", &terms);
    body["invoice_numbers"] = json!(["INV-2", "INV-1"]);
    let created = server.admin.post(PLANS, &body).await.expect(201);
    assert_eq!(
        due(&created),
        [("400.00", false), ("200.00", false), ("200.00", false)]
    );
    let path = path_of(&server, &created);
    assert_eq!(server.admin.get(&path).await.expect(200), created);
    assert_eq!(server.count_events("plan.created").await, 2);

    // The second term is 100.00 on each of the two, and is paid when both are.
    let (first, second) = (
        loan_of(&server, "INV-1").await,
        loan_of(&server, "INV-2").await,
    );
    pay(&server, &second, "100.00").await;
    let read = server.admin.get(&path).await.expect(200);
    assert_eq!(
        due(&read),
        [("400.00", false), ("100.00", false), ("200.00", false)]
    );
    pay(&server, &first, "500.00").await;
    let read = server.admin.get(&path).await.expect(200);
    assert_eq!(
        due(&read),
        [("0.00", true), ("0.00", true), ("200.00", false)]
    );
    assert_eq!(read["active"], true);
    pay(&server, &second, "200.00").await;
    let read = server.admin.get(&path).await.expect(200);
    assert_eq!(read["active"], false);
    let list = format!(
        "{PLANS}?administration_id={}",
        administration(server.creditor)
    );
    let page = server.admin.get(&list).await.expect(200);
    assert_eq!(page, json!({ "data": [read] }));
    server.verify().await;
}

/// One invoice that refuses keeps the plan from all of them.
#[tokio::test]
async fn a_plan_is_made_for_all_invoices_or_for_none() {
    let server = TestServer::start().await;
    two(&server).await;
    let only = plan(&server, "INV-2", &[("50", "2030-01-01")]);
    server.admin.post(PLANS, &only).await.expect(201);
    let mut body = plan(&server, "INV-1", &[("800", "2030-01-01")]);
    body["invoice_numbers"] = json!(["INV-1", "INV-2"]);
    let client = server.admin.with("Idempotency-Key", "both");
    let refused = client.post(PLANS, &body).await;
    assert_eq!(refused.expect(422)["code"], "unprocessable_entity");
    assert_eq!(client.post(PLANS, &body).await.body, refused.body);
    assert_eq!(server.count_events("plan.created").await, 1);
    assert_eq!(server.count_events("command.refused").await, 1);
    server.verify().await;
}

#[tokio::test]
async fn a_plan_over_two_is_decided_on_as_one() {
    let server = TestServer::start().await;
    two(&server).await;
    let mut body = plan(&server, "INV-1", &[("800", "2030-01-01")]);
    body["invoice_numbers"] = json!(["INV-1", "INV-2"]);
    body["reason"] = json!("Lost my job");
    let created = server.admin.post(PLANS, &body).await.expect(201);
    let form = format!("administration_id={}", administration(server.creditor));
    for action in ["approve", "deactivate"] {
        let path = format!("{PLANS}/{}/{action}", created["id"].as_str().unwrap());
        let done = server
            .admin
            .forms()
            .patch_raw(&path, form.clone())
            .await
            .expect(200);
        assert_eq!(done["active"], action == "approve");
        let read = server
            .admin
            .get(&path_of(&server, &created))
            .await
            .expect(200);
        assert_eq!(read, done);
    }
    assert_eq!(server.count_events("plan.approved").await, 2);
    assert_eq!(server.count_events("plan.deactivated").await, 2);
    server.verify().await;
}
