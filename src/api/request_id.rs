//! The request id: taken from the caller or made here, echoed on every reply.

use crate::problem::Deferred;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use quittance_store::ids;
use std::time::Instant;

const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// The id of this request, for error bodies and logs.
#[derive(Clone, Debug)]
pub struct RequestId(pub String);

/// Headers that carry an idempotency key, the first present one counting.
const IDEMPOTENCY: [&str; 3] = ["idempotency-key", "x-request-id", "request-id"];

/// The longest idempotency key.
pub const KEY_LENGTH: usize = 255;

/// The idempotency key of a request, if it has one; `Err` when it cannot be one.
///
/// `Idempotency-Key` may be a quoted structured-field string, as the IETF draft has it.
pub fn idempotency_key(headers: &HeaderMap) -> Result<Option<String>, &'static str> {
    for name in IDEMPOTENCY {
        let Some(value) = headers.get(name) else {
            continue;
        };
        let text = value.to_str().map_err(|_| name)?.trim();
        let text = text
            .strip_prefix('"')
            .and_then(|t| t.strip_suffix('"'))
            .unwrap_or(text);
        if text.is_empty() || text.len() > KEY_LENGTH {
            return Err(name);
        }
        return Ok(Some(text.to_owned()));
    }
    Ok(None)
}

/// Gives every request an id, renders deferred problems with it, echoes it, logs the request.
pub(crate) async fn layer(mut request: Request, next: Next) -> Response {
    let started = Instant::now();
    let given = request
        .headers()
        .get(&HEADER)
        .and_then(|value| value.to_str().ok());
    let id = match given {
        Some(id) if !id.is_empty() && id.len() <= KEY_LENGTH => id.to_owned(),
        _ => ulid::Ulid::from_bytes(ids::new_id(ids::now()).into_bytes())
            .to_string()
            .to_lowercase(),
    };
    request.extensions_mut().insert(RequestId(id.clone()));
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let mut response = next.run(request).await;
    if let Some(deferred) = response.extensions_mut().remove::<Deferred>() {
        // What was put on the reply on its way here stays, such as the methods that a path has.
        let headers = std::mem::take(response.headers_mut());
        response = deferred.respond(&id);
        let told = response.headers().clone();
        response.headers_mut().extend(headers);
        response.headers_mut().extend(told);
    }
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(HEADER, value);
    }
    let micros = u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX);
    tracing::info!(%method, path, status = response.status().as_u16(), micros, id, "request");
    response
}
