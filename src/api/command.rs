//! From a parsed request to the writer and back: a file for each kind of stream that is written to.

mod account;
mod consumer;
mod settings;

pub use account::{MakeReply, OfEvent, Submission};
pub use consumer::ConsumerSubmission;
pub use settings::SettingsSubmission;

use crate::problem::{Problem, Rendered, Surface, json_response};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::Response;
use quittance_domain::account::Refusal;
use quittance_store::{Answer, Reply};

/// The reply in an answer, and whether it was given before.
///
/// # Errors
/// [`Problem`] for an answer that is no reply.
pub(crate) fn reply_of(answer: Answer) -> Result<(Reply, bool), Problem> {
    match answer {
        Answer::Fresh(reply) => Ok((reply, false)),
        Answer::Replayed(reply) => Ok((reply, true)),
        Answer::RequestIdReused => Err(Problem::RequestIdReused),
        Answer::AccountUnknown => Err(Problem::not_found("account")),
        Answer::ConsumerErased => Err(Refusal::ConsumerErased.into()),
        Answer::Taken(claim, holder) => Err(Problem::Taken(claim, Some(holder))),
        Answer::Unavailable => Err(Problem::Unavailable),
        Answer::Failed => Err(Problem::Internal),
    }
}

/// The response to a request that had this answer.
///
/// # Errors
/// [`Problem`] for an answer that is no reply.
pub(crate) fn respond(answer: Answer) -> Result<Response, Problem> {
    let (reply, replayed) = reply_of(answer)?;
    Ok(response(reply, replayed))
}

/// A reply as a response, which says whether it was given before.
pub(crate) fn response(reply: Reply, replayed: bool) -> Response {
    let status = StatusCode::from_u16(reply.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let response = json_response(status, reply.body);
    match replayed {
        true => marked_replayed(response),
        false => response,
    }
}

/// The response, marked as one that was given before.
pub(crate) fn marked_replayed(mut response: Response) -> Response {
    let name = HeaderName::from_static("idempotent-replayed");
    let headers = response.headers_mut();
    headers.insert(name, HeaderValue::from_static("true"));
    response
}

/// A problem as the reply that surface `S` gives to it.
fn rendered<S: Surface>(problem: &Problem, request_id: &str) -> Reply {
    let Rendered { status, body } = S::render(problem, request_id);
    Reply {
        status: status.as_u16(),
        body: body.into(),
    }
}

/// A reply body as JSON text.
pub fn json(body: &impl serde::Serialize) -> Vec<u8> {
    serde_json::to_vec(body).unwrap_or_default()
}
