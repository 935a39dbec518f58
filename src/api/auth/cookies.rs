//! Cookies, read and set.

use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use chrono::TimeDelta;

/// The value of a cookie that a request carries; of several with the name the first counts.
pub fn get<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .into_iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(known, _)| *known == name)
        .map(|(_, value)| value)
}

/// A cookie for the whole host, sent along by top-level navigation from other sites at most.
#[derive(Clone, Copy, Debug)]
pub struct Cookie<'a> {
    pub name: &'static str,
    pub value: &'a str,
    /// Zero makes a browser forget it.
    pub life: TimeDelta,
    /// Hidden from scripts.
    pub http_only: bool,
    /// Sent over TLS only.
    pub secure: bool,
}

impl Cookie<'_> {
    /// Adds the cookie to a reply.
    pub fn set(&self, response: &mut Response) {
        let Cookie { name, value, .. } = self;
        let life = self.life.num_seconds();
        let hidden = if self.http_only { "; HttpOnly" } else { "" };
        let secure = if self.secure { "; Secure" } else { "" };
        let text = format!("{name}={value}; Path=/; Max-Age={life}; SameSite=Lax{hidden}{secure}");
        if let Ok(text) = HeaderValue::from_str(&text) {
            response.headers_mut().append(header::SET_COOKIE, text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_is_found_among_others() {
        let mut headers = HeaderMap::new();
        let add = |headers: &mut HeaderMap, value: &'static str| {
            headers.append(header::COOKIE, HeaderValue::from_static(value));
        };
        add(&mut headers, "theme=dark; xsessionid=no");
        add(&mut headers, "sessionid=qs_1;csrftoken=ab=cd");
        assert_eq!(get(&headers, "sessionid"), Some("qs_1"));
        assert_eq!(get(&headers, "csrftoken"), Some("ab=cd"));
        assert_eq!(get(&headers, "session"), None);
    }

    #[test]
    fn a_session_cookie_is_hidden_from_scripts() {
        let mut response = Response::default();
        let cookie = Cookie {
            name: "sessionid",
            value: "qs_1",
            life: TimeDelta::hours(12),
            http_only: true,
            secure: true,
        };
        cookie.set(&mut response);
        assert_eq!(
            response.headers()[header::SET_COOKIE],
            "sessionid=qs_1; Path=/; Max-Age=43200; SameSite=Lax; HttpOnly; Secure"
        );
    }
}
