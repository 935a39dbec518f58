//! Where the ledger may connect to on a caller's behalf.
//!
//! Whoever configures an address could name one inside the ledger's own network, or give a name
//! another address after it was looked at.
//! So a name is resolved, every address it has is looked at, and the connection goes to one of those
//! very addresses.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

/// How long a name may take to resolve.
const PATIENCE: Duration = Duration::from_secs(5);

/// Whether addresses that are not public may be connected to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reach {
    #[default]
    PublicOnly,
    /// Those of this machine and of private networks too: for development and tests.
    Anywhere,
}

/// Why nothing is connected to.
#[derive(Debug, thiserror::Error)]
pub enum Unreachable {
    #[error("{0} is not a public address")]
    NotPublic(IpAddr),
    #[error("the name has no address")]
    NoAddress,
    #[error("the name cannot be resolved: {0}")]
    Unresolved(#[from] io::Error),
    #[error("the name takes too long to resolve")]
    Slow,
}

impl Reach {
    /// The addresses of a host that may be connected to: all that it has, or none.
    ///
    /// # Errors
    /// [`Unreachable`]; one address that is not public is enough to refuse the name.
    pub async fn addresses(self, host: &str, port: u16) -> Result<Vec<SocketAddr>, Unreachable> {
        // Brackets belong to an address in a URL, not to the address.
        let host = host.trim_start_matches('[').trim_end_matches(']');
        let found = tokio::time::timeout(PATIENCE, tokio::net::lookup_host((host, port))).await;
        let found: Vec<SocketAddr> = found.map_err(|_| Unreachable::Slow)??.collect();
        if found.is_empty() {
            return Err(Unreachable::NoAddress);
        }
        let refused = found.iter().find(|address| !self.covers(address.ip()));
        match refused {
            Some(address) => Err(Unreachable::NotPublic(address.ip())),
            None => Ok(found),
        }
    }

    fn covers(self, ip: IpAddr) -> bool {
        self == Reach::Anywhere || is_public(ip)
    }
}

/// The networks of the IANA registries of special-purpose addresses (RFC 6890) that no message to a
/// creditor can be meant for, as (network, bits).
const SPECIAL_V4: [(Ipv4Addr, u32); 15] = [
    (Ipv4Addr::new(0, 0, 0, 0), 8),
    (Ipv4Addr::new(10, 0, 0, 0), 8),
    (Ipv4Addr::new(100, 64, 0, 0), 10),
    (Ipv4Addr::new(127, 0, 0, 0), 8),
    // Metadata services of clouds are here.
    (Ipv4Addr::new(169, 254, 0, 0), 16),
    (Ipv4Addr::new(172, 16, 0, 0), 12),
    (Ipv4Addr::new(192, 0, 0, 0), 24),
    (Ipv4Addr::new(192, 0, 2, 0), 24),
    (Ipv4Addr::new(192, 88, 99, 0), 24),
    (Ipv4Addr::new(192, 168, 0, 0), 16),
    (Ipv4Addr::new(198, 18, 0, 0), 15),
    (Ipv4Addr::new(198, 51, 100, 0), 24),
    (Ipv4Addr::new(203, 0, 113, 0), 24),
    (Ipv4Addr::new(224, 0, 0, 0), 4),
    (Ipv4Addr::new(240, 0, 0, 0), 4),
];

fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => !SPECIAL_V4
            .iter()
            .any(|(network, bits)| ip.to_bits() >> (32 - bits) == network.to_bits() >> (32 - bits)),
        IpAddr::V6(ip) => is_public_v6(ip),
    }
}

/// Only 2000::/3 is given out to anybody, and not all of it.
fn is_public_v6(ip: Ipv6Addr) -> bool {
    let [a, b, c, d, ..] = ip.segments();
    let [.., e, f] = ip.segments();
    let embedded = Ipv4Addr::from_bits(u32::from(e) << 16 | u32::from(f));
    match (a, b) {
        // Translated to IPv4 (RFC 6052): what is behind it counts.
        (0x64, 0xff9b) if c == 0 && d == 0 => is_public(embedded.into()),
        // Teredo, benchmarking, ORCHID and other protocols' own.
        (0x2001, 0..0x200) => false,
        // Documentation.
        (0x2001, 0xdb8) | (0x3fff, _) => false,
        // 6to4: IPv4 in the next 32 bits.
        (0x2002, _) => is_public(Ipv4Addr::from_bits(u32::from(b) << 16 | u32::from(c)).into()),
        _ => a & 0xe000 == 0x2000,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_nobody_in_particular_are_not_public() {
        for refused in [
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.1",
            "100.127.255.255",
            "127.0.0.1",
            "127.9.9.9",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.8",
            "192.0.2.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.19.255.255",
            "198.51.100.7",
            "203.0.113.9",
            "224.0.0.1",
            "239.1.1.1",
            "255.255.255.255",
            "240.0.0.1",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:8.8.8.8",
            "64:ff9b::a00:1",
            "fe80::1",
            "fc00::1",
            "fd12:3456::1",
            "ff02::1",
            "2001:db8::1",
            "2001::1",
            "2002:7f00:1::",
            "2002:a00:1::1",
            "3fff::1",
            "4000::1",
        ] {
            assert!(!is_public(refused.parse().unwrap()), "{refused}");
        }
        for public in [
            "1.1.1.1",
            "8.8.8.8",
            "100.63.255.255",
            "100.128.0.0",
            "172.15.0.1",
            "172.32.0.1",
            "192.0.1.1",
            "198.17.0.1",
            "198.20.0.1",
            "223.255.255.255",
            "2606:4700::1111",
            "2a00:1450::1",
            "64:ff9b::808:808",
            "2002:808:808::1",
        ] {
            assert!(is_public(public.parse().unwrap()), "{public}");
        }
    }

    #[tokio::test]
    async fn a_name_of_this_machine_is_refused_however_it_is_written() {
        for host in [
            "localhost",
            "127.0.0.1",
            "[::1]",
            "0",
            "127.1",
            "2130706433",
            "0x7f000001",
        ] {
            let found = Reach::PublicOnly.addresses(host, 443).await;
            assert!(found.is_err(), "{host}: {found:?}");
        }
        let found = Reach::Anywhere.addresses("127.0.0.1", 443).await.unwrap();
        assert_eq!(found, ["127.0.0.1:443".parse().unwrap()]);
    }
}
