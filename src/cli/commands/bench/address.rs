//! Where the server and its database are.

use anyhow::{Context, bail, ensure};
use std::fs;
use std::net::{SocketAddr, ToSocketAddrs};
use std::path::Path;

/// The address of a server on this machine from `http://HOST:PORT`.
///
/// Another machine's is refused: its processor time could not be read, and nobody should be loaded
/// by accident.
///
/// # Errors
/// When the URL is something else.
pub fn of_server(url: &str) -> anyhow::Result<SocketAddr> {
    let Some(authority) = url.strip_prefix("http://") else {
        bail!("{url} is not of the form http://HOST:PORT");
    };
    let authority = authority.trim_end_matches('/');
    let with_port = if authority.contains(':') {
        authority.into()
    } else {
        format!("{authority}:80")
    };
    let addresses = with_port.to_socket_addrs();
    let address = addresses.ok().and_then(|mut addresses| addresses.next());
    let address = address.with_context(|| format!("{url} names no address"))?;
    ensure!(
        address.ip().is_loopback(),
        "{url} is not on this machine, where alone load is made"
    );
    Ok(address)
}

/// How to reach the private cluster that a running server keeps in its data folder.
///
/// # Errors
/// When no cluster runs there.
pub fn of_cluster(data: &Path) -> anyhow::Result<String> {
    let file = data.join("postgres").join("postmaster.pid");
    let text = fs::read_to_string(file).with_context(|| {
        format!(
            "no cluster runs in {}; start the server, or give --database-url",
            data.display()
        )
    })?;
    // Postgres writes: process, data folder, start, port, folder of the socket, …
    let mut lines = text.lines().skip(3);
    let (port, socket) = (lines.next(), lines.next());
    let (port, socket) = port.zip(socket).context("the cluster is still starting")?;
    let socket = socket.replace('\\', "\\\\").replace('\'', "\\'");
    Ok(format!(
        "host='{socket}' port={port} user=quittance dbname=quittance"
    ))
}

#[cfg(test)]
#[test]
fn only_this_machine_is_loaded() {
    assert_eq!(of_server("http://127.0.0.1:8080/").unwrap().port(), 8080);
    assert_eq!(of_server("http://127.0.0.1").unwrap().port(), 80);
    assert!(of_server("http://192.0.2.1:80").is_err());
    assert!(of_server("https://127.0.0.1").is_err());
}
