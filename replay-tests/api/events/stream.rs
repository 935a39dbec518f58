use super::{EVENTS, loan, pay, sequences};
use bytes::Bytes;
use http_body_util::BodyExt;
use hyper::Method;
use hyper::body::Incoming;
use quittance_replay_tests::{Client, TestServer};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// A stream being read as the format says: fields in lines, events ended by an empty line.
pub struct Stream {
    body: Incoming,
    text: String,
}

/// What an empty line ends.
#[derive(Debug, PartialEq)]
enum Block {
    Event { id: u64, data: Value },
    Comment,
    Retry(u64),
}

impl Stream {
    pub async fn open(client: &Client) -> Stream {
        let path = format!("{EVENTS}/stream");
        let response = client.open(Method::GET, &path, Bytes::new()).await.unwrap();
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        let body = response.into_body();
        let mut stream = Stream {
            body,
            text: String::new(),
        };
        assert!(matches!(stream.next().await, Some(Block::Retry(_))));
        stream
    }

    /// The next block; nothing once the stream has ended.
    async fn next(&mut self) -> Option<Block> {
        loop {
            if let Some((block, rest)) = self.text.split_once("\n\n") {
                let block = parsed(block);
                self.text = rest.to_owned();
                return Some(block);
            }
            let frame = self.body.frame().await?.unwrap();
            let data = frame.into_data().unwrap();
            self.text.push_str(std::str::from_utf8(&data).unwrap());
        }
    }

    /// So many events, whatever comes between them.
    pub async fn take(&mut self, count: usize) -> Vec<Value> {
        let mut events = Vec::new();
        while events.len() < count {
            match self.next().await.expect("the stream has ended") {
                Block::Event { id, data } => {
                    assert_eq!(json!(id), data["sequence"]);
                    events.push(data);
                }
                Block::Comment => {}
                Block::Retry(_) => panic!("only at the beginning"),
            }
        }
        events
    }
}

fn parsed(block: &str) -> Block {
    let lines: Vec<(&str, &str)> = block
        .lines()
        .map(|line| line.split_once(':').unwrap())
        .collect();
    match lines[..] {
        [("", _)] => Block::Comment,
        [("retry", pause)] => Block::Retry(pause.trim().parse().unwrap()),
        [("id", id), ("data", data)] => Block::Event {
            id: id.trim().parse().unwrap(),
            data: serde_json::from_str(data).unwrap(),
        },
        _ => panic!("{block}"),
    }
}

/// Connections break all the time while two servers take payments; what was seen over all of them
/// is the book, each event once.
#[tokio::test(flavor = "multi_thread")]
async fn a_consumer_that_comes_back_misses_nothing() {
    const PAYMENTS: usize = 60;
    let server = TestServer::start().await;
    let loans = [loan(&server).await, loan(&server).await];
    let before = server.count_events("payment.received").await;
    assert_eq!(before, 0);
    let paying: Vec<_> = [server.admin.clone(), server.second().await]
        .into_iter()
        .zip(loans)
        .map(|(client, loan)| {
            tokio::spawn(async move {
                for _ in 0..PAYMENTS / 2 {
                    pay(&client, &loan, "1.00").await;
                }
            })
        })
        .collect();
    let mut seen: Vec<Value> = Vec::new();
    let paid = |seen: &[Value]| {
        let paid = seen
            .iter()
            .filter(|event| event["type"] == "payment.received");
        paid.count()
    };
    let mut connections = 0;
    while paid(&seen) < PAYMENTS {
        let last = seen
            .last()
            .map_or(0, |event| event["sequence"].as_u64().unwrap());
        let client = server.admin.with("last-event-id", &last.to_string());
        let mut stream = Stream::open(&client).await;
        connections += 1;
        // Never all of what is on its way, so that something is lost with the connection.
        for _ in 0..=connections % 7 {
            if paid(&seen) < PAYMENTS {
                seen.extend(stream.take(1).await);
            }
        }
    }
    for paying in paying {
        paying.await.unwrap();
    }
    assert!(connections > 5, "{connections}");
    let dense: Vec<u64> = (1..=seen.len() as u64).collect();
    assert_eq!(sequences(&seen), dense);
    let listed = server.admin.get(&format!("{EVENTS}?limit=1000")).await;
    assert_eq!(listed.expect(200)["events"], Value::from(seen));
}

#[tokio::test]
async fn a_silent_stream_beats() {
    let server = TestServer::start().await;
    let client = server.admin.with("last-event-id", "1000000");
    let mut stream = Stream::open(&client).await;
    let begun = Instant::now();
    assert_eq!(stream.next().await, Some(Block::Comment));
    assert!(begun.elapsed() < Duration::from_secs(8));
}

/// A stream must not outlive the right to it.
#[tokio::test]
async fn a_stream_ends_with_its_key() {
    let server = TestServer::start().await;
    let keys = "/api/v1/creditor/api-keys";
    let body = json!({ "name": "feed", "role": "viewer", "scopes": ["events:read"] });
    let made = server.admin.post(keys, &body).await.expect(201);
    let client = Client {
        key: Some(made["key"].as_str().unwrap().to_owned()),
        ..server.admin.clone()
    };
    let mut stream = Stream::open(&client).await;
    stream.take(1).await;
    let path = format!("{keys}/{}", made["id"].as_str().unwrap());
    server.admin.delete(&path).await.expect(200);
    let ended = async { while stream.next().await.is_some() {} };
    let within = tokio::time::timeout(Duration::from_secs(10), ended).await;
    assert!(within.is_ok(), "the stream goes on");
}
