//! Following the books of many endpoints and creditors.

use crate::office::{HOOKS, Office, quick, work};
use crate::receiver::Receiver;
use quittance_replay_tests::Client;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// Writes down each step of each endpoint.
const STEPS: &str = "
    CREATE TABLE steps (number serial, webhook uuid, sequence bigint);
    GRANT ALL ON steps TO quittance_writer;
    GRANT ALL ON steps_number_seq TO quittance_writer;
    CREATE FUNCTION step() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NEW.sequence <> OLD.sequence THEN
            INSERT INTO steps (webhook, sequence) VALUES (NEW.webhook_id, NEW.sequence);
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER step AFTER UPDATE ON delivery.endpoints FOR EACH ROW EXECUTE FUNCTION step()";

async fn hook(client: &Client, receiver: &Receiver) -> Value {
    let body = json!({ "url": receiver.url(), "events": ["payment.received"] });
    client.post(HOOKS, &body).await.expect(201)
}

/// So many payments of a cent on a new loan.
async fn pay(client: &Client, count: usize) {
    let loan = json!({
        "principal_amount": "1000.00", "interest_rate": "0", "start_date": "2026-01-01",
    });
    let loan = client.post("/api/v1/loans", &loan).await.expect(201);
    let path = format!("/api/v1/loans/{}/disburse", loan["id"].as_str().unwrap());
    let day = json!({ "effective_date": "2026-01-01" });
    client.post(&path, &day).await.expect(200);
    let payment = |place: usize| {
        json!({
            "request_id": format!("{}-{place}", loan["id"]), "loan_id": loan["id"], "amount": "0.01", "payment_method": "ach",
            "effective_date": "2026-02-01",
        })
    };
    let payments: Vec<Value> = (0..count).map(payment).collect();
    let body = json!({ "payments": payments });
    let reply = client.post("/api/v1/payments/bulk", &body).await;
    let results = reply.expect(200)["results"].as_array().unwrap().clone();
    assert!(
        results.iter().all(|one| one["status"] == 201),
        "{results:?}"
    );
}

/// Of two endpoints with much to be told, each comes to its turn before the other has it all.
#[tokio::test(flavor = "multi_thread")]
async fn an_endpoint_with_a_long_past_lets_others_have_their_turn() {
    let office = Office::open().await;
    office.worker.abort();
    let receiver = Receiver::start().await;
    hook(office.admin(), &receiver).await;
    hook(office.admin(), &receiver).await;
    for _ in 0..2 {
        pay(office.admin(), 1_000).await;
    }
    let admin = office.server.database.admin().await;
    admin.batch_execute(STEPS).await.unwrap();
    let worker = work(&office.server, quick());
    let sql = "SELECT webhook::text FROM steps ORDER BY number";
    let begun = Instant::now();
    let steps = loop {
        let steps = admin.query(sql, &[]).await.unwrap();
        if steps.len() >= 6 {
            break steps;
        }
        assert!(begun.elapsed() < Duration::from_secs(20), "{steps:?}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    };
    worker.abort();
    let steps: Vec<&str> = steps.iter().map(|row| row.get(0)).collect();
    for pair in steps[..6].chunks(2) {
        assert_ne!(pair[0], pair[1], "{steps:?}");
    }
}

/// A book that cannot be read is its creditor's misfortune alone.
#[tokio::test(flavor = "multi_thread")]
async fn a_book_that_cannot_be_read_holds_up_no_other_creditor() {
    let office = Office::open().await;
    let receiver = Receiver::start().await;
    let spoilt = office.admin();
    let stranger = office.server.stranger().await;
    hook(spoilt, &receiver).await;
    let admin = office.server.database.admin().await;
    let sql = "WITH moved AS (
            UPDATE book.books SET sequence = sequence + 1 WHERE creditor_id = $1
            RETURNING sequence)
        INSERT INTO book.events (creditor_id, sequence, stream_id, version, effective_date,
            recorded_at, type, actor, payload, hash)
        SELECT $1, sequence, gen_random_uuid(), 1, now(), now(), 'unheard.of', 'nobody', '{}', ''
        FROM moved";
    let creditor = office.server.creditor.0;
    admin.execute(sql, &[&creditor]).await.unwrap();
    // Whichever of the two is looked at first.
    for _ in 0..3 {
        hook(&stranger, &receiver).await;
    }
    pay(&stranger, 2).await;
    receiver.wait(3 * 2).await;
}
