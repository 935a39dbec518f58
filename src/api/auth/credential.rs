//! What a request carries to say who sends it.

use super::cookies;
use crate::problem::Surface;
use axum::http::{HeaderMap, header};
use quittance_store::tokens::TokenKind;

/// The cookie that holds a session.
pub const SESSION_COOKIE: &str = "sessionid";

/// A credential as it came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Credential<'a> {
    /// From `X-API-Key` or `Authorization: Bearer`.
    Bearer(Bearer<'a>),
    /// From a browser's cookie.
    Session(&'a str),
}

/// What a header can carry, told apart by its form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bearer<'a> {
    ApiKey(&'a str),
    AccessToken(&'a str),
    /// A JSON web token.
    Signed(&'a str),
}

impl<'a> Credential<'a> {
    /// The credential in a header: `X-API-Key`, or else a bearer token.
    pub fn of_header(headers: &'a HeaderMap) -> Option<Credential<'a>> {
        let key = headers
            .get("x-api-key")
            .and_then(|value| value.to_str().ok())
            .map(str::trim);
        let text = match key.filter(|key| !key.is_empty()) {
            Some(key) => key,
            None => bearer(headers)?,
        };
        Some(Credential::Bearer(Bearer::of(text)))
    }

    /// The credential of a request to surface `S`: in a header, or else in a cookie where the
    /// surface has sessions.
    pub fn of<S: Surface>(headers: &'a HeaderMap) -> Option<Credential<'a>> {
        let of_cookie = || {
            let known = S::ABOUT.has_sessions();
            known.then(|| Credential::of_cookie(headers)).flatten()
        };
        Credential::of_header(headers).or_else(of_cookie)
    }

    /// The session in a cookie.
    pub fn of_cookie(headers: &'a HeaderMap) -> Option<Credential<'a>> {
        cookies::get(headers, SESSION_COOKIE).map(Credential::Session)
    }

    pub const fn text(self) -> &'a str {
        match self {
            Credential::Session(text)
            | Credential::Bearer(
                Bearer::ApiKey(text) | Bearer::AccessToken(text) | Bearer::Signed(text),
            ) => text,
        }
    }
}

impl<'a> Bearer<'a> {
    fn of(text: &'a str) -> Bearer<'a> {
        if text.starts_with(TokenKind::Access.prefix()) {
            Bearer::AccessToken(text)
        } else if text.contains('.') {
            Bearer::Signed(text)
        } else {
            Bearer::ApiKey(text)
        }
    }
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers
        .get(header::AUTHORIZATION)?
        .to_str()
        .ok()?
        .split_once(' ')?;
    let token = token.trim();
    (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty()).then_some(token)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let pair = |(name, value): &(&'static str, &'static str)| {
            (name.parse().unwrap(), value.parse().unwrap())
        };
        pairs.iter().map(pair).collect()
    }

    #[test]
    fn credentials_are_told_apart_by_their_form() {
        let cases = [
            ("Bearer 00ff", Some(Bearer::ApiKey("00ff"))),
            ("bearer  00ff ", Some(Bearer::ApiKey("00ff"))),
            ("Bearer qa_00ff", Some(Bearer::AccessToken("qa_00ff"))),
            ("Bearer e30.e30.AA", Some(Bearer::Signed("e30.e30.AA"))),
            ("Bearer ", None),
            ("Basic 00ff", None),
            ("00ff", None),
        ];
        for (value, expected) in cases {
            let headers = of(&[("authorization", value)]);
            let expected = expected.map(Credential::Bearer);
            assert_eq!(Credential::of_header(&headers), expected, "{value}");
        }
        let both = of(&[("authorization", "Bearer aa"), ("x-api-key", "bb")]);
        let expected = Credential::Bearer(Bearer::ApiKey("bb"));
        assert_eq!(Credential::of_header(&both), Some(expected));
    }
}
