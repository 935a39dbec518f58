//! The creditor portal's unversioned paths, which go away: rewritten to the versioned ones before
//! routing, and answered with what takes their place.
//!
//! Only `/api/creditor/` and `/api/auth/creditor/` are such paths: nothing else under `/api/` has
//! ever had another name.

use axum::extract::Request;
use axum::http::uri::PathAndQuery;
use axum::http::{HeaderName, HeaderValue, Uri};
use axum::middleware::Next;
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

/// Rewrites an unversioned path and says so in the reply.
pub(crate) async fn layer(mut request: Request, next: Next) -> Response {
    let Some(successor) = successor(request.uri()) else {
        return next.run(request).await;
    };
    let link = format!("<{}>; rel=\"successor-version\"", successor.path());
    *request.uri_mut() = successor;
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in [("deprecation", DEPRECATION), ("sunset", SUNSET)] {
        headers.insert(
            HeaderName::from_static(name),
            HeaderValue::from_static(value),
        );
    }
    if let Ok(link) = HeaderValue::from_str(&link) {
        headers.insert(HeaderName::from_static("link"), link);
    }
    response
}

/// The address that takes the place of an unversioned one.
fn successor(uri: &Uri) -> Option<Uri> {
    let given = uri.path_and_query()?.as_str();
    let (old, new) = ALIASES.iter().find(|(old, _)| given.starts_with(old))?;
    let path: PathAndQuery = format!("{new}{}", &given[old.len()..]).parse().ok()?;
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
}
