//! The address that a request comes from, seen through proxies that are trusted.

use axum::http::HeaderMap;
use std::net::{IpAddr, Ipv6Addr};
use std::str::FromStr;

/// Proxies whose `X-Forwarded-For` is believed; from anyone else it is what a caller chose to say.
#[derive(Clone, Debug, Default)]
pub struct TrustedProxies(pub Vec<Network>);

/// An address, or a range of them such as `10.0.0.0/8`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    address: u128,
    /// Leading bits that are the network's, of 128.
    prefix: u32,
}

impl TrustedProxies {
    /// The address of the caller behind the proxies, each of which adds the address that it was
    /// called from at the end.
    pub fn caller(&self, socket: IpAddr, headers: &HeaderMap) -> IpAddr {
        let trusted = |address: IpAddr| self.0.iter().any(|network| network.holds(address));
        if !trusted(socket) {
            return socket;
        }
        let forwarded: Vec<IpAddr> = headers
            .get_all("x-forwarded-for")
            .into_iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
            // What cannot be read ends the chain: nobody vouches for what is before it.
            .map(|text| text.trim().parse().ok())
            .rev_until_none();
        let outside = forwarded.iter().find(|address| !trusted(**address));
        let farthest = forwarded.last();
        *outside.or(farthest).unwrap_or(&socket)
    }
}

/// The last values, from the end, as far as they could be read.
trait RevUntilNone {
    fn rev_until_none(self) -> Vec<IpAddr>;
}

impl<I: Iterator<Item = Option<IpAddr>>> RevUntilNone for I {
    fn rev_until_none(self) -> Vec<IpAddr> {
        let all: Vec<Option<IpAddr>> = self.collect();
        all.into_iter().rev().map_while(|address| address).collect()
    }
}

/// Whoever has an IPv6 address has the other 2^64 of its network too, so they count as one.
pub fn counted(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => address.into(),
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() & (u128::MAX << 64)).into(),
    }
}

impl Network {
    fn holds(self, address: IpAddr) -> bool {
        let mask = u128::MAX.checked_shl(128 - self.prefix).unwrap_or(0);
        (bits(address) ^ self.address) & mask == 0
    }
}

/// An IPv4 address as the IPv6 address that it is mapped to.
fn bits(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(address) => address.to_ipv6_mapped().to_bits(),
        IpAddr::V6(address) => address.to_bits(),
    }
}

impl FromStr for Network {
    type Err = String;

    fn from_str(text: &str) -> Result<Network, String> {
        let wrong = || format!("{text:?} is neither an IP address nor a range such as 10.0.0.0/8");
        let (address, length) = match text.split_once('/') {
            Some((address, length)) => (address, Some(length)),
            None => (text, None),
        };
        let address: IpAddr = address.parse().map_err(|_| wrong())?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        let length: u32 = match length {
            None => most,
            Some(text) => text
                .parse()
                .ok()
                .filter(|bits| *bits <= most)
                .ok_or_else(wrong)?,
        };
        Ok(Network {
            address: bits(address),
            prefix: 128 - most + length,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    fn forwarded(text: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", text.parse().unwrap());
        headers
    }

    #[test]
    fn only_trusted_proxies_are_believed() {
        let proxies = TrustedProxies(vec!["10.0.0.0/8".parse().unwrap()]);
        let caller = |socket: &str, text: &str| proxies.caller(ip(socket), &forwarded(text));
        assert_eq!(caller("192.0.2.1", "198.51.100.7"), ip("192.0.2.1"));
        assert_eq!(caller("10.1.2.3", "198.51.100.7"), ip("198.51.100.7"));
        // What the caller itself says stands before what the proxy saw.
        assert_eq!(
            caller("10.1.2.3", "1.1.1.1, 198.51.100.7"),
            ip("198.51.100.7")
        );
        assert_eq!(
            caller("10.1.2.3", "198.51.100.7, 10.9.9.9"),
            ip("198.51.100.7")
        );
        assert_eq!(caller("10.1.2.3", "10.8.8.8, 10.9.9.9"), ip("10.8.8.8"));
        assert_eq!(caller("10.1.2.3", "nonsense"), ip("10.1.2.3"));
        assert_eq!(
            caller("10.1.2.3", "1.1.1.1, nonsense, 10.9.9.9"),
            ip("10.9.9.9")
        );
        assert_eq!(
            proxies.caller(ip("10.1.2.3"), &HeaderMap::new()),
            ip("10.1.2.3")
        );
    }

    #[test]
    fn ranges_hold_what_they_say() {
        let holds =
            |range: &str, address: &str| range.parse::<Network>().unwrap().holds(ip(address));
        assert!(holds("127.0.0.1", "127.0.0.1"));
        assert!(!holds("127.0.0.1", "127.0.0.2"));
        assert!(holds("10.0.0.0/8", "10.255.0.1"));
        assert!(!holds("10.0.0.0/8", "11.0.0.1"));
        assert!(holds("0.0.0.0/0", "203.0.113.9"));
        assert!(!holds("0.0.0.0/0", "2001:db8::1"));
        assert!(holds("2001:db8::/32", "2001:db8:5::1"));
        assert!(holds("::/0", "203.0.113.9"));
        for wrong in ["", "10", "10.0.0.0/33", "::/129", "10.0.0.0/x"] {
            assert!(wrong.parse::<Network>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_network_of_ipv6_counts_as_one() {
        assert_eq!(counted(ip("2001:db8::1")), counted(ip("2001:db8::ffff:1")));
        assert_ne!(counted(ip("2001:db8::1")), counted(ip("2001:db8:0:1::1")));
        assert_eq!(counted(ip("::ffff:192.0.2.1")), ip("192.0.2.1"));
    }
}
