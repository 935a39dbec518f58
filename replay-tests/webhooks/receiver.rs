//! A receiver on this machine that keeps what it gets and answers as it is told.

use axum::Router;
use axum::body::Bytes;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use http_body_util::BodyExt;
use serde_json::Value;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// A request as it came.
#[derive(Clone, Debug)]
pub struct Received {
    /// Where it came from.
    pub peer: SocketAddr,
    pub path: String,
    pub headers: HeaderMap,
    pub body: Bytes,
    pub at: Instant,
}

impl Received {
    #[track_caller]
    pub fn header(&self, name: &str) -> &str {
        let value = self
            .headers
            .get(name)
            .unwrap_or_else(|| panic!("no {name}"));
        value.to_str().unwrap()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }
}

/// What a request is answered with, by how many have come before it.
pub type Answers = Arc<dyn Fn(usize, &Received) -> Response + Send + Sync>;

/// A receiver.
#[derive(Clone)]
pub struct Receiver {
    pub address: SocketAddr,
    log: Arc<Mutex<Vec<Received>>>,
    answers: Arc<Mutex<Answers>>,
}

impl Receiver {
    /// One that takes everything.
    pub async fn start() -> Receiver {
        Receiver::answering(|_, _| StatusCode::OK.into_response()).await
    }

    pub async fn answering(
        answers: impl Fn(usize, &Received) -> Response + Send + Sync + 'static,
    ) -> Receiver {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let receiver = Receiver {
            address: listener.local_addr().unwrap(),
            log: Arc::default(),
            answers: Arc::new(Mutex::new(Arc::new(answers))),
        };
        let router = Router::new().fallback(take).with_state(receiver.clone());
        let service = router.into_make_service_with_connect_info::<SocketAddr>();
        tokio::spawn(async move { axum::serve(listener, service).await });
        receiver
    }

    /// Answers otherwise from here on.
    pub fn answer(&self, answers: impl Fn(usize, &Received) -> Response + Send + Sync + 'static) {
        *self.answers.lock().unwrap() = Arc::new(answers);
    }

    pub fn url(&self) -> String {
        format!("http://{}/hooks", self.address)
    }

    pub fn received(&self) -> Vec<Received> {
        self.log.lock().unwrap().clone()
    }

    /// Waits until so many have come.
    pub async fn wait(&self, count: usize) -> Vec<Received> {
        let begun = Instant::now();
        loop {
            let received = self.received();
            if received.len() >= count {
                return received;
            }
            let waited = begun.elapsed();
            assert!(
                waited < Duration::from_secs(20),
                "{} of {count} have come",
                received.len()
            );
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }
}

async fn take(
    State(receiver): State<Receiver>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request,
) -> Response {
    let (parts, body) = request.into_parts();
    let received = Received {
        peer,
        path: parts.uri.path().to_owned(),
        headers: parts.headers,
        body: body.collect().await.unwrap().to_bytes(),
        at: Instant::now(),
    };
    let before = {
        let mut log = receiver.log.lock().unwrap();
        log.push(received.clone());
        log.len() - 1
    };
    let answers = Arc::clone(&receiver.answers.lock().unwrap());
    answers(before, &received)
}
