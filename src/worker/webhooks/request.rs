//! One attempt: a request to an address that has been looked at, and what came of it.

use super::tls::Tls;
use bytes::Bytes;
use chrono::{DateTime, Utc};
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::client::conn::http1::handshake;
use hyper::header::{CONTENT_TYPE, HOST, LOCATION, RETRY_AFTER, USER_AGENT};
use hyper::{Request, Response, Uri};
use hyper_util::rt::TokioIo;
use quittance_store::egress::Reach;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;

/// Redirects that are followed at most, where they are.
const REDIRECTS: usize = 5;
/// Bytes of a reply that are read; what it says does not matter, that it is whole does.
const REPLY: usize = 64 << 10;

/// What is sent, and where to.
#[derive(Clone, Debug)]
pub(super) struct Outgoing {
    pub url: String,
    pub headers: Vec<(&'static str, String)>,
    pub body: Bytes,
    pub follows_redirects: bool,
    pub timeout: Duration,
}

/// What came back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Answer {
    pub status: Option<u16>,
    /// Why there is no status, or why it does not count.
    pub error: Option<String>,
    pub retry_after: Option<Duration>,
}

/// How messages are sent.
#[derive(Clone, Debug)]
pub(super) struct Post {
    pub reach: Reach,
    pub tls: Tls,
}

impl Post {
    /// Sends a message and waits for the whole of the reply, within the time that it may take.
    pub async fn send(&self, outgoing: &Outgoing) -> Answer {
        let sent = tokio::time::timeout(outgoing.timeout, self.follow(outgoing)).await;
        let sent = sent.unwrap_or_else(|_| Err("no reply in time".to_owned()));
        sent.unwrap_or_else(|error| Answer {
            error: Some(error),
            ..Answer::default()
        })
    }

    async fn follow(&self, outgoing: &Outgoing) -> Result<Answer, String> {
        let mut url = outgoing.url.clone();
        for _ in 0..=REDIRECTS {
            let uri: Uri = url.parse().map_err(|_| "the address is malformed")?;
            let response = self.request(&uri, outgoing).await?;
            let status = response.status();
            if !(status.is_redirection() && outgoing.follows_redirects) {
                return answer(response).await;
            }
            let location = response.headers().get(LOCATION);
            let location = location.and_then(|value| value.to_str().ok());
            let location = location.ok_or_else(|| format!("{status} without a location"))?;
            url = target(&uri, location).ok_or("the redirect's address is malformed")?;
        }
        Err(format!("more than {REDIRECTS} redirects"))
    }

    async fn request(&self, uri: &Uri, outgoing: &Outgoing) -> Result<Response<Incoming>, String> {
        let host = uri.host().ok_or("the address has no host")?;
        let secure = match uri.scheme_str() {
            Some("https") => true,
            // Where private networks are within reach, their plain servers are too.
            Some("http") if self.reach == Reach::Anywhere => false,
            _ => return Err("the address is not https".to_owned()),
        };
        let port = uri.port_u16().unwrap_or(if secure { 443 } else { 80 });
        let found = self.reach.addresses(host, port).await;
        let found = found.map_err(|error| error.to_string())?;
        let tcp = connect(&found).await?;
        let request = request(uri, outgoing).map_err(|error| error.to_string())?;
        if secure {
            exchange(self.tls.secure(host, tcp).await?, request).await
        } else {
            exchange(tcp, request).await
        }
    }
}

/// Connects to the first of the addresses that answers, and to no other.
async fn connect(addresses: &[SocketAddr]) -> Result<TcpStream, String> {
    let mut failure = "there is no address".to_owned();
    for address in addresses {
        match TcpStream::connect(address).await {
            Ok(tcp) => {
                // A message is one write, which must not wait for an acknowledgement.
                let _ = tcp.set_nodelay(true);
                return Ok(tcp);
            }
            Err(error) => failure = format!("cannot connect: {error}"),
        }
    }
    Err(failure)
}

fn request(uri: &Uri, outgoing: &Outgoing) -> Result<Request<Full<Bytes>>, hyper::http::Error> {
    let path = uri.path_and_query().map_or("/", |path| path.as_str());
    let authority = uri.authority().map_or("", |authority| authority.as_str());
    let mut request = Request::post(path)
        .header(HOST, authority)
        .header(CONTENT_TYPE, "application/json")
        .header(USER_AGENT, concat!("Quittance/", env!("CARGO_PKG_VERSION")));
    for (name, value) in &outgoing.headers {
        request = request.header(*name, value);
    }
    request.body(Full::new(outgoing.body.clone()))
}

async fn exchange<T>(
    transport: T,
    request: Request<Full<Bytes>>,
) -> Result<Response<Incoming>, String>
where
    T: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let broken = |error: hyper::Error| format!("the connection broke: {error}");
    let (mut sender, connection) = handshake(TokioIo::new(transport)).await.map_err(broken)?;
    // It ends with the reply, or when nobody reads that any more.
    tokio::spawn(connection);
    sender.send_request(request).await.map_err(broken)
}

/// The answer in a reply, once all of it has come or as much as is read.
async fn answer(response: Response<Incoming>) -> Result<Answer, String> {
    let (parts, mut body) = response.into_parts();
    let mut read = 0;
    while read < REPLY {
        match body.frame().await {
            None => break,
            Some(Ok(frame)) => read += frame.data_ref().map_or(0, Bytes::len),
            Some(Err(_)) => {
                return Err(format!("{}, and the reply broke off", parts.status));
            }
        }
    }
    let wish = parts.headers.get(RETRY_AFTER);
    let wish = wish.and_then(|value| value.to_str().ok());
    Ok(Answer {
        status: Some(parts.status.as_u16()),
        error: None,
        retry_after: wish.and_then(|text| retry_after(text, Utc::now())),
    })
}

/// Seconds or a date (RFC 9110, section 10.2.3); what is neither says nothing.
fn retry_after(text: &str, now: DateTime<Utc>) -> Option<Duration> {
    let text = text.trim();
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = DateTime::parse_from_rfc2822(text).ok()?;
    // A date that has passed asks for nothing.
    Some((date.to_utc() - now).to_std().unwrap_or_default())
}

/// Where a redirect leads: to another address, or to another path of this one.
fn target(from: &Uri, location: &str) -> Option<String> {
    if location.starts_with('/') && !location.starts_with("//") {
        let (scheme, authority) = (from.scheme_str()?, from.authority()?);
        return Some(format!("{scheme}://{authority}{location}"));
    }
    let uri: Uri = location.parse().ok()?;
    uri.scheme().and(uri.host()).map(|_| location.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retry_after_is_seconds_or_a_date() {
        let now = "2026-10-21T07:27:00Z".parse().unwrap();
        let seconds = |text| retry_after(text, now).map(|wish| wish.as_secs());
        assert_eq!(seconds("120"), Some(120));
        assert_eq!(seconds("Wed, 21 Oct 2026 07:28:00 GMT"), Some(60));
        assert_eq!(seconds("Wed, 21 Oct 2015 07:28:00 GMT"), Some(0));
        assert_eq!(seconds("soon"), None);
        assert_eq!(seconds("-5"), None);
    }

    #[test]
    fn a_redirect_leads_to_an_address_or_a_path() {
        let from: Uri = "https://example.com:8443/hooks?x=1".parse().unwrap();
        let cases = [
            ("/next?y=2", Some("https://example.com:8443/next?y=2")),
            ("https://other.example/x", Some("https://other.example/x")),
            ("//other.example/x", None),
            ("next", None),
            ("", None),
        ];
        for (location, expected) in cases {
            assert_eq!(target(&from, location).as_deref(), expected, "{location}");
        }
    }
}
