//! Other ways to write a path, rewritten before routing.
//!
//! A slash at the end of a path is as none: clients that join a base URL and a path put one there.
//!
//! The creditor portal's unversioned paths, which go away, become the versioned ones, and are
//! answered with what takes their place.
//! Only `/api/creditor/` and `/api/auth/creditor/` are such paths: nothing else under `/api/` has
//! ever had another name.

use axum::extract::Request;
use axum::http::uri::PathAndQuery;
use axum::http::{HeaderName, HeaderValue, Uri};
use axum::response::Response;

/// Beginnings of unversioned paths, and of those that take their place.
const ALIASES: [(&str, &str); 2] = [
    ("/api/creditor/", "/api/v1/creditor/"),
    ("/api/auth/creditor/", "/api/v1/auth/creditor/"),
];

/// Deprecated since 3 May 2026, as RFC 9745 writes a date.
const DEPRECATION: &str = "@1777766400";
/// Gone after 365 days of grace, as RFC 8594 writes a date.
const SUNSET: &str = "Mon, 03 May 2027 00:00:00 GMT";

/// Says what takes the place of the path that was asked for.
#[derive(Debug)]
pub(crate) struct Successor(HeaderValue);

/// Rewrites the path of a request; with what to say of it in the reply, if it is an unversioned one.
pub(crate) fn rewrite(request: &mut Request) -> Option<Successor> {
    if let Some(uri) = without_slash(request.uri()) {
        *request.uri_mut() = uri;
    }
    let successor = successor(request.uri())?;
    let link = format!("<{}>; rel=\"successor-version\"", successor.path());
    *request.uri_mut() = successor;
    // A path that was parsed can be a header.
    HeaderValue::from_str(&link).ok().map(Successor)
}

impl Successor {
    pub fn tell(self, response: &mut Response) {
        let Successor(link) = self;
        for (name, value) in [
            ("deprecation", HeaderValue::from_static(DEPRECATION)),
            ("sunset", HeaderValue::from_static(SUNSET)),
            ("link", link),
        ] {
            let name = HeaderName::from_static(name);
            response.headers_mut().insert(name, value);
        }
    }
}

/// The address that takes the place of an unversioned one.
fn successor(uri: &Uri) -> Option<Uri> {
    let given = uri.path_and_query()?.as_str();
    let (old, new) = ALIASES.iter().find(|(old, _)| given.starts_with(old))?;
    with_path(uri, &format!("{new}{}", &given[old.len()..]))
}

/// The address without the one slash that its path ends with.
fn without_slash(uri: &Uri) -> Option<Uri> {
    let path = uri
        .path()
        .strip_suffix('/')
        .filter(|path| !path.is_empty())?;
    match uri.query() {
        Some(query) => with_path(uri, &format!("{path}?{query}")),
        None => with_path(uri, path),
    }
}

fn with_path(uri: &Uri, path_and_query: &str) -> Option<Uri> {
    let path: PathAndQuery = path_and_query.parse().ok()?;
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = Some(path);
    Uri::from_parts(parts).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_portals_own_paths_have_an_alias() {
        let of = |text: &str| successor(&text.parse().unwrap()).map(|uri| uri.to_string());
        let is = |text: &str| Some(text.to_owned());
        assert_eq!(
            of("/api/creditor/accounts?limit=2&x=%2F"),
            is("/api/v1/creditor/accounts?limit=2&x=%2F")
        );
        assert_eq!(
            of("/api/auth/creditor/login"),
            is("/api/v1/auth/creditor/login")
        );
        for other in [
            "/api/v1/creditor/accounts",
            "/api/creditors/1",
            "/api/creditor",
            "/api/payments",
            "/api/auth/login",
            "/external/v1/me",
        ] {
            assert_eq!(of(other), None, "{other}");
        }
    }

    #[test]
    fn a_slash_at_the_end_is_as_none() {
        let of = |text: &str| without_slash(&text.parse().unwrap()).map(|uri| uri.to_string());
        assert_eq!(of("/external/v1/me/").as_deref(), Some("/external/v1/me"));
        let query = of("/v1/payment_plans/?ids=1/");
        assert_eq!(query.as_deref(), Some("/v1/payment_plans?ids=1/"));
        for other in ["/", "/external/v1/me", "/v1/payment_plans?ids=1/"] {
            assert_eq!(of(other), None, "{other}");
        }
    }
}
