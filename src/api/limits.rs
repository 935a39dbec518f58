//! Rate limits, as the published APIs document theirs.
//!
//! Shape: a [`Rule`] names what is limited and by what; [`Limits`] holds a limiter for each rule that
//! is in force; [`layer`] asks it ahead of every handler.
//! A limiter is a leaky bucket (GCRA, by `governor`): a caller may use the whole quota at once, and
//! it fills again evenly over its window.

pub mod address;
mod layer;
mod quota;

pub use address::{Network, TrustedProxies};
pub use layer::layer;
pub use quota::Quota;

use axum::http::Method;
use governor::clock::MonotonicClock;
use governor::middleware::StateInformationMiddleware;
use governor::state::keyed::HashMapStateStore;
use governor::{NotUntil, RateLimiter};
use quittance_domain::CreditorId;
use std::collections::BTreeMap;
use std::fmt;
use std::net::IpAddr;
use std::sync::atomic::{AtomicU32, Ordering};

/// Something that is limited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    Creditor,
    CreditorLists,
    CreditorLogin,
    External,
    Plans,
    Receivables,
    ServicingLogin,
}

/// What a rule counts by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// The address that a request comes from.
    Address,
    /// The key or token that it carries; one that is not valid is refused anyway.
    Credential,
    /// The creditor whom the key or token is good for, whichever of them it is.
    Creditor,
}

/// Whoever is counted.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Key {
    Address(IpAddr),
    /// By its hash.
    Credential([u8; 32]),
    Creditor(CreditorId),
}

impl Rule {
    /// Every rule, by its name, with the quota that the published API documents.
    pub const ALL: [(&'static str, Rule, Quota); 7] = [
        ("creditor", Rule::Creditor, Quota::new(60, 60)),
        ("creditor-lists", Rule::CreditorLists, Quota::new(100, 60)),
        ("creditor-login", Rule::CreditorLogin, Quota::new(5, 60)),
        ("external", Rule::External, Quota::new(100, 900)),
        ("plans", Rule::Plans, Quota::new(10, 1)),
        ("receivables", Rule::Receivables, Quota::new(100, 60)),
        ("servicing-login", Rule::ServicingLogin, Quota::new(10, 60)),
    ];

    /// The rule that a path falls under.
    pub fn of(path: &str) -> Option<Rule> {
        // The longer prefix before the shorter one.
        const PREFIXES: [(&str, Rule); 8] = [
            ("/api/v1/auth/creditor/", Rule::CreditorLogin),
            ("/api/auth/creditor/", Rule::CreditorLogin),
            ("/api/v1/auth/login", Rule::ServicingLogin),
            ("/api/v1/creditor/", Rule::Creditor),
            ("/api/creditor/", Rule::Creditor),
            ("/api/v1/external/", Rule::Receivables),
            ("/external/v1/", Rule::External),
            ("/v1/", Rule::Plans),
        ];
        PREFIXES
            .iter()
            .find(|(prefix, _)| path.starts_with(prefix))
            .map(|(_, rule)| *rule)
    }

    /// The rules that a request falls under, in the order in which they count it; `route` is its path
    /// as it is declared.
    pub fn all_of(
        method: &Method,
        path: &str,
        route: Option<&str>,
    ) -> impl Iterator<Item = Rule> + use<> {
        let lists = method.is_safe() && route.is_some_and(|route| LISTS.contains(&route));
        let of_list = lists.then_some(Rule::CreditorLists);
        Rule::of(path).into_iter().chain(of_list)
    }

    pub const fn by(self) -> By {
        match self {
            Rule::Creditor | Rule::CreditorLogin | Rule::ServicingLogin => By::Address,
            Rule::External | Rule::Plans | Rule::Receivables => By::Credential,
            Rule::CreditorLists => By::Creditor,
        }
    }

    pub fn name(self) -> &'static str {
        Rule::ALL
            .iter()
            .find(|(_, rule, _)| *rule == self)
            .map_or("", |(name, ..)| name)
    }
}

/// The lists of the portal.
const LISTS: [&str; 7] = [
    "/api/v1/creditor/accounts",
    "/api/v1/creditor/accounts/{id}/settlements",
    "/api/v1/creditor/api-keys",
    "/api/v1/creditor/audit-log",
    "/api/v1/creditor/denied-attempts",
    "/api/v1/creditor/users",
    "/api/v1/creditor/webhooks",
];

/// The limits in force; none unless said otherwise.
#[derive(Debug, Default)]
pub struct Limits(BTreeMap<Rule, Limiter>);

/// What a caller has left, for the headers of a reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    pub rule: Rule,
    pub quota: Quota,
    /// Requests that may come at once.
    pub left: u32,
    pub refused: bool,
}

impl Limits {
    /// The limits that a text describes: `documented`, `off`, or changes to what is documented,
    /// such as `external=1000/15m,plans=off`.
    ///
    /// # Errors
    /// What is wrong with the text, in words for its sender.
    pub fn parse(text: &str) -> Result<Limits, String> {
        let documented = Rule::ALL.map(|(_, rule, quota)| (rule, quota));
        let mut quotas: BTreeMap<Rule, Quota> = documented.into_iter().collect();
        match text {
            "off" => quotas.clear(),
            "documented" => {}
            changes => {
                for change in changes.split(',') {
                    apply(&mut quotas, change.trim())?;
                }
            }
        }
        let limiters = quotas.into_iter();
        Ok(Limits(
            limiters
                .map(|(rule, quota)| (rule, Limiter::new(quota)))
                .collect(),
        ))
    }

    /// Whether there is nothing to ask.
    pub fn are_off(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a rule is in force.
    pub fn has(&self, rule: Rule) -> bool {
        self.0.contains_key(&rule)
    }

    /// Counts a request; `None` when the rule is not in force.
    pub fn count(&self, rule: Rule, key: &Key) -> Option<Standing> {
        let limiter = self.0.get(&rule)?;
        let (left, refused) = match limiter.check(key) {
            Ok(left) => (left, false),
            Err(()) => (0, true),
        };
        Some(Standing {
            rule,
            quota: limiter.quota,
            left,
            refused,
        })
    }
}

fn apply(quotas: &mut BTreeMap<Rule, Quota>, change: &str) -> Result<(), String> {
    let known = || Rule::ALL.map(|(name, ..)| name).join(", ");
    let (name, quota) = change
        .split_once('=')
        .ok_or_else(|| format!("{change:?} is neither off, documented nor NAME=QUOTA"))?;
    let (_, rule, _) = Rule::ALL
        .iter()
        .find(|(known, ..)| *known == name)
        .ok_or_else(|| format!("there is no limit {name:?}; there are {}", known()))?;
    if quota == "off" {
        quotas.remove(rule);
    } else {
        quotas.insert(*rule, quota.parse()?);
    }
    Ok(())
}

/// Counts every so many requests before forgetting whoever has a whole quota again.
const SWEPT_EVERY: u32 = 1_024;

struct Limiter {
    quota: Quota,
    buckets: RateLimiter<Key, HashMapStateStore<Key>, MonotonicClock, StateInformationMiddleware>,
    counted: AtomicU32,
}

impl fmt::Debug for Limiter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Limiter({:?})", self.quota)
    }
}

impl Limiter {
    fn new(quota: Quota) -> Limiter {
        let buckets = RateLimiter::hashmap(quota.to_governor());
        Limiter {
            quota,
            buckets: buckets.with_middleware(),
            counted: AtomicU32::new(0),
        }
    }

    /// What is left after this request; nothing when it is one too many.
    fn check(&self, key: &Key) -> Result<u32, ()> {
        let counted = self.counted.fetch_add(1, Ordering::Relaxed);
        if counted % SWEPT_EVERY == SWEPT_EVERY - 1 {
            // A bucket that has filled up again is as good as none: memory is bounded by the callers
            // of one window.
            self.buckets.retain_recent();
        }
        match self.buckets.check_key(key) {
            Ok(snapshot) => Ok(snapshot.remaining_burst_capacity()),
            Err(NotUntil { .. }) => Err(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn caller(last: u8) -> Key {
        Key::Address([192, 0, 2, last].into())
    }

    #[test]
    fn a_quota_is_each_callers_own() {
        let limits = Limits::parse("plans=3/1h").unwrap();
        let left = |key: &Key| limits.count(Rule::Plans, key).unwrap();
        assert_eq!([2, 1, 0].map(|_| left(&caller(1)).left), [2, 1, 0]);
        let refused = left(&caller(1));
        assert!(refused.refused && refused.left == 0);
        assert_eq!(left(&caller(2)).left, 2);
    }

    #[test]
    fn limits_are_read_from_text() {
        let has = |text: &str, rule| Limits::parse(text).unwrap().has(rule);
        assert!(has("documented", Rule::External));
        assert!(!has("off", Rule::External));
        assert!(!has("external=off", Rule::External));
        assert!(has("external=off", Rule::Plans));
        for wrong in [
            "",
            "on",
            "portal=1/s",
            "plans=",
            "plans=0/s",
            "plans=5",
            "plans=5/d",
        ] {
            assert!(Limits::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn callers_who_have_gone_are_forgotten() {
        let limits = Limits::parse("plans=1000/1s").unwrap();
        let limiter = &limits.0[&Rule::Plans];
        for caller in 0..SWEPT_EVERY - 1 {
            limiter
                .check(&Key::Address(caller.to_be_bytes().into()))
                .unwrap();
        }
        assert_eq!(limiter.buckets.len(), SWEPT_EVERY as usize - 1);
        // Each has used one of a thousand a second, so each has its whole quota again by now.
        std::thread::sleep(std::time::Duration::from_millis(20));
        limiter.check(&caller(1)).unwrap();
        assert!(limiter.buckets.len() <= 1, "{}", limiter.buckets.len());
    }

    /// What is said of a path that is not declared would be said of nothing.
    #[test]
    fn lists_are_declared() {
        let portal = crate::surfaces::creditor::surface();
        let declared = |path: &str| {
            let mut endpoints = portal.endpoints.iter();
            endpoints.any(|endpoint| endpoint.method == Method::GET && endpoint.path == path)
        };
        for path in LISTS {
            assert!(declared(path), "{path}");
        }
        // Whatever takes a limit is a list.
        for endpoint in &portal.endpoints {
            let mut parameters = endpoint.parameters.iter();
            if parameters.any(|parameter| parameter.name == "limit") {
                assert!(LISTS.contains(&endpoint.path), "{}", endpoint.path);
            }
        }
    }

    #[test]
    fn only_reading_a_list_counts_as_such() {
        let rules = |method: Method, path: &str| {
            let all: Vec<Rule> = Rule::all_of(&method, path, Some(path)).collect();
            all
        };
        let list = "/api/v1/creditor/accounts";
        let both = [Rule::Creditor, Rule::CreditorLists];
        assert_eq!(rules(Method::GET, list), both);
        assert_eq!(rules(Method::HEAD, list), both);
        assert_eq!(rules(Method::POST, list), [Rule::Creditor]);
        let one = "/api/v1/creditor/accounts/{id}";
        assert_eq!(rules(Method::GET, one), [Rule::Creditor]);
        assert_eq!(rules(Method::GET, "/api/v1/loans"), []);
    }

    #[test]
    fn paths_fall_under_the_rule_of_their_surface() {
        let cases = [
            ("/api/auth/creditor/login", Some(Rule::CreditorLogin)),
            ("/api/v1/auth/creditor/login", Some(Rule::CreditorLogin)),
            ("/api/v1/auth/login", Some(Rule::ServicingLogin)),
            ("/api/v1/auth/session", None),
            ("/api/v1/creditor/accounts", Some(Rule::Creditor)),
            ("/api/creditor/accounts", Some(Rule::Creditor)),
            (
                "/api/v1/external/accounts/x/payment",
                Some(Rule::Receivables),
            ),
            ("/external/v1/me", Some(Rule::External)),
            ("/v1/payment_plans", Some(Rule::Plans)),
            ("/api/v1/loans/x/payments", None),
            ("/api/v1/accounts.php", None),
            ("/health", None),
        ];
        for (path, rule) in cases {
            assert_eq!(Rule::of(path), rule, "{path}");
        }
    }
}
