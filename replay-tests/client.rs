//! A plain HTTP client: one connection a request, everything looked at.

use bytes::{Bytes, BytesMut};
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::header::{AUTHORIZATION, CONTENT_TYPE};
use hyper::{HeaderMap, Method, Request, StatusCode};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::TcpStream;

/// How long a stream may be silent while its beginning is read.
const MOMENT: Duration = Duration::from_millis(300);

/// A client with an identity.
#[derive(Clone, Debug)]
pub struct Client {
    pub address: SocketAddr,
    /// Sent as a bearer token.
    pub key: Option<String>,
    /// Sent with every request.
    pub headers: Vec<(String, String)>,
}

/// Why no whole reply came.
pub type Broken = Box<dyn std::error::Error + Send + Sync>;

/// A reply, whole.
#[derive(Clone, Debug)]
pub struct Response {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Response {
    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// The body, after the status has been looked at.
    #[track_caller]
    pub fn expect(&self, status: u16) -> Value {
        assert_eq!(self.status.as_u16(), status, "{}", self.text());
        if self.body.is_empty() {
            Value::Null
        } else {
            self.json()
        }
    }
}

/// What a stream without an end has sent when nothing has come for a moment.
async fn beginning(mut body: Incoming) -> Result<Bytes, hyper::Error> {
    let mut begun = BytesMut::new();
    while let Ok(Some(frame)) = tokio::time::timeout(MOMENT, body.frame()).await {
        begun.extend_from_slice(frame?.data_ref().map_or(&[][..], |data| data));
    }
    Ok(begun.freeze())
}

impl Client {
    /// The same client with one more header.
    pub fn with(&self, name: &str, value: &str) -> Client {
        let mut client = self.clone();
        client.headers.push((name.to_owned(), value.to_owned()));
        client
    }

    /// The same client without a credential.
    pub fn anonymous(&self) -> Client {
        Client {
            key: None,
            ..self.clone()
        }
    }

    pub async fn get(&self, path: &str) -> Response {
        self.send(Method::GET, path, Bytes::new()).await.unwrap()
    }

    pub async fn post(&self, path: &str, body: &Value) -> Response {
        self.send(Method::POST, path, body.to_string().into())
            .await
            .unwrap()
    }

    pub async fn put(&self, path: &str, body: &Value) -> Response {
        self.send(Method::PUT, path, body.to_string().into())
            .await
            .unwrap()
    }

    pub async fn patch(&self, path: &str, body: &Value) -> Response {
        self.patch_raw(path, body.to_string()).await
    }

    pub async fn patch_raw(&self, path: &str, body: impl Into<Bytes>) -> Response {
        self.send(Method::PATCH, path, body.into()).await.unwrap()
    }

    pub async fn delete(&self, path: &str) -> Response {
        self.send(Method::DELETE, path, Bytes::new()).await.unwrap()
    }

    /// Posts text as it is, JSON or not.
    pub async fn post_raw(&self, path: &str, body: impl Into<Bytes>) -> Response {
        self.send(Method::POST, path, body.into()).await.unwrap()
    }

    /// The same client, sending its bodies as forms.
    pub fn forms(&self) -> Client {
        self.with("content-type", "application/x-www-form-urlencoded")
    }

    /// Sends a request; an error means that no whole reply came.
    pub async fn send(&self, method: Method, path: &str, body: Bytes) -> Result<Response, Broken> {
        let (parts, body) = self.open(method, path, body).await?.into_parts();
        let body = match parts.headers.get(CONTENT_TYPE) {
            Some(kind) if kind == "text/event-stream" => beginning(body).await?,
            _ => body.collect().await?.to_bytes(),
        };
        Ok(Response {
            status: parts.status,
            headers: parts.headers,
            body,
        })
    }

    /// Sends a request and leaves the reply's body to be read as it comes.
    pub async fn open(
        &self,
        method: Method,
        path: &str,
        body: Bytes,
    ) -> Result<hyper::Response<Incoming>, Broken> {
        let stream = TcpStream::connect(self.address).await?;
        let (mut sender, connection) =
            hyper::client::conn::http1::handshake(TokioIo::new(stream)).await?;
        tokio::spawn(connection);
        let mut request = Request::builder().method(method).uri(path);
        request = request.header("host", self.address.to_string());
        let named = |(name, _): &(String, String)| name.eq_ignore_ascii_case("content-type");
        if !self.headers.iter().any(named) {
            request = request.header(CONTENT_TYPE, "application/json");
        }
        if let Some(key) = &self.key {
            request = request.header(AUTHORIZATION, format!("Bearer {key}"));
        }
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        Ok(sender.send_request(request.body(Full::new(body))?).await?)
    }
}
