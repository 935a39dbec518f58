//! Starting, being found, stopping without cutting anyone off, and starting again.

use crate::process::Folder;
use bytes::Bytes;
use http_body_util::BodyExt;
use hyper::Method;
use rustix::process::{Resource, Rlimit, Signal, getrlimit, setrlimit};
use serde_json::json;
use std::os::unix::fs::PermissionsExt;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};

#[tokio::test]
async fn a_first_start_has_something_to_show_and_a_second_has_it_still() {
    let folder = Folder::new("first");
    let mut server = folder.serve(&[]).await;
    let address = server.client.address.to_string();
    let key = server.client.key.clone().unwrap();
    let banner = folder.read("server.out");
    assert!(banner.contains(&format!("http://{address}")), "{banner}");
    assert!(banner.contains(&key), "{banner}");
    let mode = std::fs::metadata(folder.file("ledger/api.key"))
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);

    let path = "/api/v1/accounts.php?limit=100";
    let before = server.client.get(path).await.expect(200);
    assert_eq!(before["total"], 20);
    server.signal(Signal::INT);
    assert!(server.ended().await.success());

    let server = folder.serve(&[]).await;
    assert_eq!(server.client.key.as_ref(), Some(&key));
    assert_eq!(server.client.get(path).await.expect(200), before);
    server.stop().await;
}

#[tokio::test]
async fn a_fresh_ledger_can_start_without_sample_accounts() {
    let folder = Folder::new("empty");
    let server = folder
        .serve(&["--no-sample-data", "--log-requests", "off"])
        .await;
    let listed = server.client.get("/api/v1/accounts.php").await.expect(200);
    assert_eq!(listed["total"], 0);
    server.stop().await;
    assert!(!folder.read("server.log").contains("accounts.php"));
}

#[tokio::test]
async fn a_folder_has_one_server() {
    let folder = Folder::new("twice");
    let server = folder.serve(&["--no-sample-data"]).await;
    let second = folder.run(&["serve", "--listen", "127.0.0.1:0"]);
    let said = String::from_utf8_lossy(&second.stderr).into_owned();
    assert_eq!(second.status.code(), Some(1));
    assert!(said.contains("is in use by another process"), "{said}");
    server.client.get("/readyz").await.expect(200);
    server.stop().await;
}

#[tokio::test]
async fn a_taken_address_is_said_and_leaves_nothing_running() {
    let folder = Folder::new("taken");
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let refused = folder.run(&["serve", "--listen", &address, "--no-sample-data"]);
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert_eq!(refused.status.code(), Some(1));
    assert!(
        said.contains(&format!("cannot listen on {address}")),
        "{said}"
    );
    assert!(!folder.file("ledger/postgres/postmaster.pid").exists());
}

/// One client says nothing, another never ends its headers.
#[tokio::test]
async fn connections_that_do_not_come_to_the_point_are_closed() {
    let folder = Folder::new("idle");
    let server = folder
        .serve(&["--no-sample-data", "--idle-timeout", "1"])
        .await;
    for begun in ["", "GET /health/live HTTP/1.1\r\nhost: te"] {
        let mut stream = TcpStream::connect(server.client.address).await.unwrap();
        stream.write_all(begun.as_bytes()).await.unwrap();
        let mut reply = String::new();
        let closed = tokio::time::timeout(Duration::from_secs(10), async {
            stream.read_to_string(&mut reply).await
        });
        closed.await.expect("still open").unwrap();
        assert!(!reply.contains("200"), "{reply}");
    }
    server.client.get("/api/v1/accounts.php").await.expect(200);
    server.stop().await;
}

/// More connections than the open files with which programs begin.
#[tokio::test]
async fn idle_connections_keep_nobody_out() {
    let folder = Folder::new("crowd");
    let own = getrlimit(Resource::Nofile);
    let few = Rlimit {
        current: Some(128),
        ..own
    };
    setrlimit(Resource::Nofile, few).unwrap();
    let server = folder.serve(&["--no-sample-data"]).await;
    setrlimit(Resource::Nofile, own).unwrap();
    let mut crowd = Vec::new();
    for _ in 0..200 {
        crowd.push(TcpStream::connect(server.client.address).await.unwrap());
    }
    let asked = server.client.get("/api/v1/accounts.php");
    let reply = tokio::time::timeout(Duration::from_secs(20), asked).await;
    reply.expect("kept out").expect(200);
    server.stop().await;
}

/// Replies beyond what the network takes by itself, to a client that reads on and to one that does
/// not.
#[tokio::test]
async fn a_client_that_reads_no_further_is_let_go() {
    const ASKED: usize = 50;
    let folder = Folder::new("unread");
    let server = folder
        .serve(&["--no-sample-data", "--idle-timeout", "1"])
        .await;
    let whole = server.client.get("/openapi.json").await.body.len();
    let asks = "GET /openapi.json HTTP/1.1\r\nhost: test\r\n\r\n".repeat(ASKED);
    for (pause, is_whole) in [(0, true), (6, false)] {
        let socket = TcpSocket::new_v4().unwrap();
        socket.set_recv_buffer_size(65_536).unwrap();
        let mut stream = socket.connect(server.client.address).await.unwrap();
        stream.write_all(asks.as_bytes()).await.unwrap();
        tokio::time::sleep(Duration::from_secs(pause)).await;
        let mut replies = Vec::new();
        // Ends with an error where the connection was given up.
        let _ = stream.read_to_end(&mut replies).await;
        let received = replies.len() >= whole * ASKED;
        assert_eq!(received, is_whole, "{} of {whole} each", replies.len());
    }
    server.stop().await;
}

/// The body of a request arrives slowly; the signal comes in the middle of it.
#[tokio::test]
async fn a_request_in_flight_is_answered_before_the_server_ends() {
    let folder = Folder::new("flight");
    let mut server = folder.serve(&["--no-sample-data"]).await;
    let body = json!({ "principal_amount": "100.00", "start_date": "2026-01-02" }).to_string();
    let key = server.client.key.clone().unwrap();
    let head = format!(
        "POST /api/v1/loans HTTP/1.1\r\nhost: test\r\nauthorization: Bearer {key}\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    let mut stream = TcpStream::connect(server.client.address).await.unwrap();
    let (first, rest) = body.split_at(body.len() / 2);
    stream
        .write_all(format!("{head}{first}").as_bytes())
        .await
        .unwrap();
    tokio::time::sleep(Duration::from_millis(300)).await;
    server.signal(Signal::TERM);
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert!(
        TcpStream::connect(server.client.address).await.is_err(),
        "still accepting"
    );
    stream.write_all(rest.as_bytes()).await.unwrap();
    let mut reply = String::new();
    stream.read_to_string(&mut reply).await.unwrap();
    assert!(reply.starts_with("HTTP/1.1 201"), "{reply}");
    assert!(server.ended().await.success());

    // What was answered is there.
    let server = folder.serve(&[]).await;
    let listed = server.client.get("/api/v1/accounts.php").await.expect(200);
    assert_eq!(listed["total"], 1);
    server.stop().await;
}

/// What works beside the requests is stopped before the database is, and so never misses it.
#[tokio::test]
async fn a_stop_in_order_warns_of_nothing() {
    let folder = Folder::new("quiet");
    let server = folder.serve(&["--no-sample-data"]).await;
    // Long enough for webhooks and the daily close to have begun.
    tokio::time::sleep(Duration::from_secs(1)).await;
    server.stop().await;
    let log = folder.read("server.log");
    assert!(log.trim_end().ends_with("stopped"), "{log}");
    assert!(!log.contains("WARN") && !log.contains("ERROR"), "{log}");
}

/// Whoever waits for something to happen is told at once that nothing more will.
#[tokio::test]
async fn those_who_wait_for_events_do_not_hold_up_the_end() {
    let folder = Folder::new("waiting");
    let mut server = folder.serve(&["--no-sample-data"]).await;
    let client = server.client.clone();
    let stream = client.open(Method::GET, "/api/v1/events/stream", Bytes::new());
    let stream = stream.await.unwrap().into_body();
    let waiting = tokio::spawn(async move {
        let page = client.get("/api/v1/events?after=now&wait=60").await;
        page.expect(200)
    });
    tokio::time::sleep(Duration::from_millis(500)).await;
    let begun = Instant::now();
    server.signal(Signal::TERM);
    assert!(server.ended().await.success());
    assert!(
        begun.elapsed() < Duration::from_secs(8),
        "{:?}",
        begun.elapsed()
    );
    assert_eq!(waiting.await.unwrap()["events"], json!([]));
    // Ended as such a stream ends, not cut off in the middle of a chunk.
    assert!(stream.collect().await.is_ok());
}
