//! How long deliveries are kept.

use crate::office::Office;
use std::time::{Duration, Instant};

/// Messages to one endpoint of a creditor who has none any more, all of one age in days.
const MESSAGES: &str = "
    INSERT INTO delivery.messages (creditor_id, message_id, webhook_id, topic, body, state, due_at,
        created_at, finished_at)
    SELECT $1, gen_random_uuid(), $2, 'payment.received', '{}', $3, at, at,
        CASE WHEN $3 <> 'pending' THEN at END
    FROM generate_series(1, $4::integer), (SELECT now() - make_interval(days => $5) AS at) AS a";

/// More than one statement forgets, and of a creditor who has no endpoint that is sent to.
#[tokio::test]
async fn all_that_is_old_is_forgotten_whosever_it_was() {
    let office = Office::open().await;
    office.worker.abort();
    let admin = office.server.database.admin().await;
    let (creditor, webhook) = (office.server.creditor.0, uuid::Uuid::from_u128(7));
    let removed = "INSERT INTO views.webhooks VALUES ($1, $2, 1, NULL, now())";
    admin
        .execute(removed, &[&creditor, &webhook])
        .await
        .unwrap();
    for (state, count, days) in [
        ("delivered", 2_500, 31),
        ("dead", 10, 31),
        ("delivered", 3, 29),
        ("pending", 1_200, 31),
        ("pending", 4, 29),
    ] {
        let columns: [&(dyn tokio_postgres::types::ToSql + Sync); 5] =
            [&creditor, &webhook, &state, &count, &days];
        admin.execute(MESSAGES, &columns).await.unwrap();
    }
    let worker = crate::office::work(&office.server, crate::office::quick());
    let begun = Instant::now();
    loop {
        let sql = "SELECT count(*) FROM delivery.messages";
        let left: i64 = admin.query_one(sql, &[]).await.unwrap().get(0);
        if left == 3 + 4 {
            break;
        }
        assert!(begun.elapsed() < Duration::from_secs(10), "{left} are left");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    worker.abort();
}
