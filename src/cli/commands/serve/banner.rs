//! What a person sees when the server is up.

use super::sample::Access;
use std::io::{self, Write};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

/// Prints where the server is, how to get in, where the data is, and a first request to try.
///
/// # Errors
/// When standard output cannot be written.
pub fn print(bound: SocketAddr, place: &str, access: Option<&Access>) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text(bound, place, access).as_bytes())?;
    out.flush()
}

fn text(bound: SocketAddr, place: &str, access: Option<&Access>) -> String {
    let url = format!("http://{}", reachable(bound));
    let (key, shown) = match access {
        Some(Access { key, file }) => (
            format!(
                "{key}\n              (kept in {}, for this private ledger only)",
                file.display()
            ),
            key.as_str(),
        ),
        None => (
            "`quittance creditor` makes a creditor, `quittance key` a key".to_owned(),
            "KEY",
        ),
    };
    format!(
        "\n  Quittance is serving.\n\n\
         \x20 listening   http://{bound}\n\
         \x20 API key     {key}\n\
         \x20 data        {place}\n\n\
         \x20 Try it:\n\n\
         \x20   curl -H 'X-API-Key: {shown}' '{url}/api/v1/accounts.php?limit=3'\n\n\
         \x20 ^C stops the server.\n\n"
    )
}

/// An address that a client on this machine can use: the one that listens everywhere is none.
fn reachable(bound: SocketAddr) -> SocketAddr {
    let ip = match bound.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, bound.port())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_request_to_try_goes_to_an_address_that_exists() {
        let access = Access {
            key: "abc".into(),
            file: "data/api.key".into(),
        };
        let text = text("0.0.0.0:80".parse().unwrap(), "./data", Some(&access));
        assert!(text.contains("http://0.0.0.0:80\n"));
        assert!(text.contains("curl -H 'X-API-Key: abc' 'http://127.0.0.1:80/api/v1/"));
    }
}
