//! The feed while payments come in as fast as the ledger takes them.

use super::stream::Stream;
use super::{EVENTS, loan, sequences};
use quittance_replay_tests::{Client, TestServer};
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// How long payments come in.
const BUSY: Duration = Duration::from_secs(4);
/// Payers at once.
const PAYERS: usize = 4;
/// Payments in one request.
const BULK: u64 = 50;
/// How long a consumer may take for the rest once nothing comes in any more.
const BEHIND: Duration = Duration::from_secs(3);

/// What a consumer has seen: the last sequence, which says how many there were, since each event is
/// checked to be the next.
#[derive(Default)]
struct Seen(AtomicU64);

impl Seen {
    fn last(&self) -> u64 {
        self.0.load(Ordering::SeqCst)
    }

    fn take(&self, events: &[Value]) {
        for sequence in sequences(events) {
            assert_eq!(sequence, self.last() + 1, "a gap, or one told twice");
            self.0.store(sequence, Ordering::SeqCst);
        }
    }
}

/// Follows by the stream, and comes back again and again with the last id it has.
async fn streaming(client: Client, seen: Arc<Seen>) {
    loop {
        let client = client.with("last-event-id", &seen.last().to_string());
        let mut stream = Stream::open(&client).await;
        // The rest of what is on its way is lost with the connection.
        for _ in 0..700 {
            seen.take(&stream.take(1).await);
        }
    }
}

/// Follows by requests that wait.
async fn polling(client: Client, seen: Arc<Seen>) {
    loop {
        let path = format!("{EVENTS}?after={}&limit=1000&wait=5", seen.last());
        let page = client.get(&path).await.expect(200);
        seen.take(page["events"].as_array().unwrap());
    }
}

async fn paying(client: Client, loan: Value, stop: Arc<AtomicBool>) -> u64 {
    let mut paid = 0;
    let payment = |place: u64| {
        json!({
            "request_id": format!("{}-{place}", loan["id"]), "loan_id": loan["id"],
            "amount": "0.01", "payment_method": "ach", "effective_date": "2026-02-01",
        })
    };
    while !stop.load(Ordering::SeqCst) {
        let payments: Vec<Value> = (paid..paid + BULK).map(payment).collect();
        let body = json!({ "payments": payments });
        let reply = client.post("/api/v1/payments/bulk", &body).await;
        let results = reply.expect(200)["results"].as_array().unwrap().clone();
        assert!(
            results.iter().all(|one| one["status"] == 201),
            "{results:?}"
        );
        paid += BULK;
    }
    paid
}

/// Neither consumer skips an event or is told one twice, and both have everything soon after the
/// last payment, however many there were.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn consumers_keep_up_with_payments_at_full_rate() {
    let server = TestServer::start().await;
    let stop = Arc::new(AtomicBool::new(false));
    let (streamed, polled) = (Arc::new(Seen::default()), Arc::new(Seen::default()));
    let consumers = [
        tokio::spawn(streaming(server.admin.clone(), Arc::clone(&streamed))),
        tokio::spawn(polling(server.admin.clone(), Arc::clone(&polled))),
    ];
    let mut payers = tokio::task::JoinSet::new();
    for _ in 0..PAYERS {
        let loan = loan(&server).await;
        payers.spawn(paying(server.admin.clone(), loan, Arc::clone(&stop)));
    }
    tokio::time::sleep(BUSY).await;
    stop.store(true, Ordering::SeqCst);
    let paid: u64 = payers.join_all().await.into_iter().sum();
    let ended = Instant::now();
    let behind = [&streamed, &polled].map(|seen| paid.saturating_sub(seen.last()));
    let head = {
        let admin = server.database.admin().await;
        let sql = "SELECT sequence FROM book.books WHERE creditor_id = $1";
        let row = admin.query_one(sql, &[&server.creditor.0]).await.unwrap();
        row.get::<_, i64>(0).unsigned_abs()
    };
    while streamed.last().min(polled.last()) < head {
        for consumer in &consumers {
            assert!(!consumer.is_finished(), "a consumer has given up");
        }
        let (stream, poll) = (streamed.last(), polled.last());
        assert!(
            ended.elapsed() < BEHIND,
            "of {head} events the stream has told {stream}, the pages {poll}"
        );
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    println!(
        "{paid} payments in {BUSY:?}; behind at the end, in events: {behind:?}; all told {:?} later",
        ended.elapsed()
    );
    assert!(paid > 500, "hardly any load: {paid} payments");
    consumers.iter().for_each(|consumer| consumer.abort());
}
