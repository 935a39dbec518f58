//! `kill -9` of a whole server between sending a message and writing that down, with another server
//! on the same database.

use crate::office::{HOOKS, ledger, serve};
use crate::receiver::{Received, Receiver};
use axum::http::StatusCode;
use axum::response::IntoResponse;
use quittance_replay_tests::program::signal;
use rustix::process::Signal;
use serde_json::json;
use std::net::SocketAddr;
use std::path::Path;
use std::process::Child;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

const PATIENCE: Duration = Duration::from_secs(60);

/// Whether this process has the other end of the connection that a request came by.
fn has_sent(pid: u32, received: &Received, receiver: SocketAddr) -> bool {
    let [from, to] = [received.peer, receiver].map(|end| format!("0100007F:{:04X}", end.port()));
    let connections = std::fs::read_to_string("/proc/net/tcp").unwrap();
    let inode = connections.lines().find_map(|line| {
        let fields: Vec<&str> = line.split_whitespace().collect();
        (fields[1] == from && fields[2] == to).then(|| fields[9].to_owned())
    });
    let socket = format!("socket:[{}]", inode.expect("the sender's end"));
    let files = std::fs::read_dir(format!("/proc/{pid}/fd")).unwrap();
    let mut links = files.filter_map(|file| std::fs::read_link(file.ok()?.path()).ok());
    links.any(|link| link == Path::new(&socket))
}

/// Whichever of two servers has sent a message is killed while the receiver still holds the reply:
/// the other sends it again, once, and the same message.
#[tokio::test(flavor = "multi_thread")]
async fn a_message_whose_server_was_killed_comes_once_more_from_another() {
    let server = ledger().await;
    let servers = Arc::new(Mutex::new(vec![
        serve(&server, "2s").await,
        serve(&server, "2s").await,
    ]));
    let among = Arc::clone(&servers);
    let receiver = Receiver::start().await;
    let address = receiver.address;
    receiver.answer(move |before, received| {
        if before == 0 {
            let mut servers = among.lock().unwrap();
            let has_sent = |server: &Child| has_sent(server.id(), received, address);
            let sender = servers.iter().position(has_sent);
            let mut sender = servers.remove(sender.expect("one of the two has sent it"));
            sender.kill().unwrap();
            sender.wait().unwrap();
        }
        StatusCode::OK.into_response()
    });
    let hook = json!({
        "url": receiver.url(), "format": "standard", "events": ["payment.received"],
    });
    let hook = server.admin.post(HOOKS, &hook).await.expect(201);
    let loan = server.loan("1000.00", "0", "2026-01-01").await;
    let path = format!("/api/v1/loans/{}/payments", loan["id"].as_str().unwrap());
    let pay = json!({ "amount": "1.00", "payment_method": "ach", "effective_date": "2026-02-01" });
    server.admin.post(&path, &pay).await.expect(201);

    let received = receiver.wait(2).await;
    let killed = servers.lock().unwrap().len() == 1;
    assert!(killed, "it was sent again before its server was killed");
    let [first, second] = [0, 1].map(|place| &received[place]);
    for header in ["webhook-id", "content-type"] {
        assert_eq!(first.header(header), second.header(header));
    }
    assert_eq!(first.body, second.body);

    // A third server, and time for what must not come.
    let third = serve(&server, "2s").await;
    servers.lock().unwrap().push(third);
    let log = format!("{HOOKS}/{}/deliveries", hook["id"].as_str().unwrap());
    let begun = Instant::now();
    let delivery = loop {
        let log = server.admin.get(&log).await.expect(200);
        if log[0]["state"] == "delivered" {
            break log[0].clone();
        }
        assert!(begun.elapsed() < PATIENCE, "{log:#?}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    };
    assert_eq!(delivery["attempts"], 2, "{delivery:#?}");
    tokio::time::sleep(Duration::from_secs(8)).await;
    assert_eq!(receiver.received().len(), 2, "it came a third time");
    for mut child in servers.lock().unwrap().drain(..) {
        signal(child.id(), Signal::TERM);
        assert!(child.wait().unwrap().success());
    }
    server.verify().await;
}
