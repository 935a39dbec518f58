//! Where the server is.

use anyhow::{Context, bail, ensure};
use std::net::{SocketAddr, ToSocketAddrs};

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

#[cfg(test)]
#[test]
fn only_this_machine_is_loaded() {
    assert_eq!(of_server("http://127.0.0.1:8080/").unwrap().port(), 8080);
    assert_eq!(of_server("http://127.0.0.1").unwrap().port(), 80);
    assert!(of_server("http://192.0.2.1:80").is_err());
    assert!(of_server("https://127.0.0.1").is_err());
}
