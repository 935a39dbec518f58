//! A client of one keep-alive connection: one request in flight, nothing allocated for a request.

use anyhow::{Context, bail};
use std::net::SocketAddr;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// The longest reply that is understood.
const LONGEST: usize = 64 * 1024 * 1024;
const HEADERS: usize = 32;

/// One connection to the server.
#[derive(Debug)]
pub struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

/// A reply, in the connection's own buffer.
#[derive(Clone, Copy, Debug)]
pub struct Reply<'a> {
    pub status: u16,
    /// Whether it is the saved answer of an earlier request.
    pub replayed: bool,
    pub body: &'a [u8],
}

/// What the head of a reply says.
struct Head {
    status: u16,
    replayed: bool,
    body_start: usize,
    end: usize,
}

impl Connection {
    pub async fn open(address: SocketAddr) -> anyhow::Result<Connection> {
        let stream = TcpStream::connect(address)
            .await
            .context("cannot connect to the server")?;
        stream.set_nodelay(true)?;
        Ok(Connection {
            stream,
            buffer: vec![0; 4_096],
        })
    }

    /// Sends a request and reads its reply to the end.
    pub async fn exchange(&mut self, request: &[u8]) -> anyhow::Result<Reply<'_>> {
        self.stream
            .write_all(request)
            .await
            .context("the server took no more")?;
        let mut filled = 0;
        loop {
            if filled == self.buffer.len() {
                if filled >= LONGEST {
                    bail!("the reply has more than {LONGEST} bytes");
                }
                self.buffer.resize(filled * 2, 0);
            }
            let read = self.stream.read(&mut self.buffer[filled..]).await?;
            if read == 0 {
                bail!("the server closed the connection");
            }
            filled += read;
            let Some(head) = head(&self.buffer[..filled])? else {
                continue;
            };
            if filled > head.end {
                bail!("the server sent more than one reply");
            }
            if filled == head.end {
                return Ok(Reply {
                    status: head.status,
                    replayed: head.replayed,
                    body: &self.buffer[head.body_start..filled],
                });
            }
        }
    }
}

/// Reads the head of a reply, if it has arrived.
fn head(bytes: &[u8]) -> anyhow::Result<Option<Head>> {
    let mut headers = [httparse::EMPTY_HEADER; HEADERS];
    let mut reply = httparse::Response::new(&mut headers);
    let httparse::Status::Complete(body_start) = reply.parse(bytes)? else {
        return Ok(None);
    };
    let (mut length, mut replayed) = (None, false);
    for header in reply.headers.iter() {
        if header.name.eq_ignore_ascii_case("content-length") {
            length = std::str::from_utf8(header.value)
                .ok()
                .and_then(|text| text.parse().ok());
        } else if header.name.eq_ignore_ascii_case("idempotent-replayed") {
            replayed = header.value == b"true";
        }
    }
    let length: usize = length.context("the reply has no content-length")?;
    let status = reply.code.context("the reply has no status")?;
    Ok(Some(Head {
        status,
        replayed,
        body_start,
        end: body_start + length,
    }))
}

#[cfg(test)]
#[test]
fn heads_are_read_when_they_are_whole() {
    let reply = b"HTTP/1.1 201 Created\r\nContent-Length: 2\r\nidempotent-replayed: true\r\n\r\n{}";
    assert!(head(&reply[..30]).unwrap().is_none());
    let whole = head(reply).unwrap().unwrap();
    assert_eq!(
        (whole.status, whole.replayed, whole.end),
        (201, true, reply.len())
    );
    assert_eq!(&reply[whole.body_start..], b"{}");
    assert!(head(b"HTTP/1.1 200 OK\r\n\r\n").is_err());
    assert!(head(b"garbage\r\n\r\n").is_err());
}
