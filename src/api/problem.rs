//! One edge for errors: typed inside, rendered once by the surface that the request came to.

use crate::body::{FieldError, Place};
use crate::openapi::{About, Schema};
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE,
};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use quittance_domain::account::{Refusal, RefusalKind};
use quittance_domain::creditor::{self, Api};
use quittance_evidence::error::ExportError;
use quittance_store::events::ReadError;
use quittance_store::{Claim, DatabaseError};
use std::fmt::Display;
use std::marker::PhantomData;
use uuid::Uuid;

/// Why a request is not answered as asked.
#[derive(Clone, Debug)]
pub enum Problem {
    CredentialMissing,
    /// Unknown, revoked or expired.
    CredentialWrong,
    /// No user has this address and password.
    LoginFailed,
    /// A browser's write without the token that shows that a page of ours asked for it.
    CsrfFailed,
    /// The caller's role or scopes do not cover this.
    Forbidden {
        needs: &'static str,
    },
    /// Absent, or another tenant's: callers cannot tell which.
    NotFound {
        what: &'static str,
    },
    /// The quota is used up; it is whole again after this many seconds.
    RateLimited {
        window: u32,
    },
    MethodNotAllowed,
    /// The body is not what its content type says.
    Malformed {
        message: String,
    },
    BodyTooLarge {
        limit: usize,
    },
    /// The body is encoded, which none may be.
    BodyEncoded,
    /// Values that cannot be accepted, each with its field.
    Invalid(Vec<FieldError>),
    Refused(Refusal),
    RequestIdReused,
    /// A name that must be unique is taken, by what has it where that is known.
    Taken(Claim, Option<Uuid>),
    /// Passing: try again later.
    Unavailable,
    /// A defect of ours; it has been logged where it was found.
    Internal,
}

impl Problem {
    pub fn not_found(what: &'static str) -> Problem {
        Problem::NotFound { what }
    }

    /// Whether trying again later can help.
    pub fn is_passing(&self) -> bool {
        matches!(self, Problem::Unavailable)
    }

    /// Logs what should not have happened and answers with an internal error.
    pub fn defect(error: impl Display) -> Problem {
        tracing::error!(%error, "a request failed for a reason of ours");
        Problem::Internal
    }

    /// A wrong value in the body.
    pub fn invalid(field: &str, message: impl Into<String>) -> Problem {
        Problem::Invalid(vec![FieldError::new(field, message)])
    }

    /// A wrong value of a parameter of the query.
    pub fn parameter(name: &str, message: impl Into<String>) -> Problem {
        Problem::invalid(name, message).found_in(Place::Query)
    }

    /// A wrong value of a header.
    pub fn header(name: &str, message: impl Into<String>) -> Problem {
        Problem::invalid(name, message).found_in(Place::Header)
    }

    /// The problem, of values that were there.
    #[must_use]
    pub fn found_in(mut self, place: Place) -> Problem {
        if let Problem::Invalid(errors) = &mut self {
            errors.iter_mut().for_each(|error| error.place = place);
        }
        self
    }
}

impl From<DatabaseError> for Problem {
    fn from(error: DatabaseError) -> Problem {
        if error.is_passing() {
            tracing::warn!(%error, "the database is away");
            Problem::Unavailable
        } else {
            Problem::defect(error)
        }
    }
}

impl From<ExportError> for Problem {
    fn from(error: ExportError) -> Problem {
        match error {
            ExportError::Empty => Problem::parameter("to", "nothing was recorded in these days"),
            ExportError::Read(ReadError::Database(error)) => error.into(),
            error => Problem::defect(error),
        }
    }
}

/// What is taken when another program of the creditor has the code.
const PROGRAM_CODE: &str = "program code";

impl From<creditor::Refusal> for Problem {
    fn from(refusal: creditor::Refusal) -> Problem {
        match refusal.kind() {
            RefusalKind::Unknown => Problem::not_found("setting"),
            // A name of the creditor's own is all that a setting can be at odds with.
            RefusalKind::Conflict => {
                let claim = Claim {
                    kind: PROGRAM_CODE,
                    name: refusal.name().into(),
                };
                Problem::Taken(claim, None)
            }
            RefusalKind::Invalid | RefusalKind::Rule => {
                Problem::invalid(refusal.field().unwrap_or("body"), refusal.to_string())
            }
        }
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Problem {
        Problem::Refused(refusal)
    }
}

/// A reply before it is sent: status and JSON text.
#[derive(Clone, Debug)]
pub struct Rendered {
    pub status: StatusCode,
    pub body: Vec<u8>,
}

impl Rendered {
    pub fn json(status: StatusCode, body: &impl serde::Serialize) -> Rendered {
        Rendered {
            status,
            body: serde_json::to_vec(body).unwrap_or_default(),
        }
    }
}

/// What a published API says when something is wrong.
pub trait Surface: Send + Sync + 'static {
    const ABOUT: About;

    /// Whether bodies may be forms too.
    const FORMS: bool = false;

    /// The API that it is, where one can be closed to a creditor.
    const API: Option<Api> = None;

    /// What a 401 asks for in `WWW-Authenticate`.
    const CHALLENGE: &str = "Bearer";

    /// The shape of every error's body.
    fn error() -> Schema;

    /// The reply to a problem, in the surface's own statuses and words.
    fn render(problem: &Problem, request_id: &str) -> Rendered;
}

/// A problem on its way out of a handler of surface `S`.
#[derive(Debug)]
pub struct Rejected<S> {
    problem: Problem,
    surface: PhantomData<S>,
}

impl<S, P: Into<Problem>> From<P> for Rejected<S> {
    fn from(problem: P) -> Rejected<S> {
        Rejected {
            problem: problem.into(),
            surface: PhantomData,
        }
    }
}

/// How a surface answers, without its type.
#[derive(Clone, Copy, Debug)]
pub struct Renderer {
    render: fn(&Problem, &str) -> Rendered,
    challenge: &'static str,
}

impl Renderer {
    pub const fn of<S: Surface>() -> Renderer {
        Renderer {
            render: S::render,
            challenge: S::CHALLENGE,
        }
    }
}

/// A problem waiting for the request id, which the outermost layer knows.
#[derive(Clone)]
pub(crate) struct Deferred {
    problem: Problem,
    renderer: Renderer,
}

impl Deferred {
    pub fn new(problem: Problem, renderer: Renderer) -> Deferred {
        Deferred { problem, renderer }
    }
}

impl IntoResponse for Deferred {
    fn into_response(self) -> Response {
        let mut response = StatusCode::INTERNAL_SERVER_ERROR.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

impl<S: Surface> IntoResponse for Rejected<S> {
    fn into_response(self) -> Response {
        Deferred::new(self.problem, Renderer::of::<S>()).into_response()
    }
}

impl Deferred {
    /// What went wrong.
    pub fn problem(&self) -> &Problem {
        &self.problem
    }

    /// The reply, with the headers that its status calls for.
    pub fn respond(&self, request_id: &str) -> Response {
        let rendered = (self.renderer.render)(&self.problem, request_id);
        let mut response = json_response(rendered.status, rendered.body);
        let headers = response.headers_mut();
        match self.problem {
            Problem::Unavailable => {
                headers.insert(RETRY_AFTER, HeaderValue::from_static("1"));
            }
            // RFC 9110 (15.5.16): what would have been taken.
            Problem::BodyEncoded => {
                headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("identity"));
            }
            // After the whole window, as published: by then every quota is whole.
            Problem::RateLimited { window } => {
                headers.insert(RETRY_AFTER, HeaderValue::from(window));
            }
            Problem::CredentialMissing | Problem::CredentialWrong | Problem::LoginFailed
                if rendered.status == StatusCode::UNAUTHORIZED =>
            {
                let challenge = HeaderValue::from_static(self.renderer.challenge);
                headers.insert(WWW_AUTHENTICATE, challenge);
            }
            _ => {}
        }
        response
    }
}

/// A JSON reply from text already written.
pub fn json_response(status: StatusCode, body: impl Into<axum::body::Body>) -> Response {
    let content_type = HeaderValue::from_static("application/json");
    (status, [(CONTENT_TYPE, content_type)], body.into()).into_response()
}

/// A JSON reply that holds a secret or somebody's own: no cache keeps it.
pub fn secret_response(status: StatusCode, body: Vec<u8>) -> Response {
    unstored(json_response(status, body))
}

/// A reply that no cache keeps.
pub fn unstored(mut response: Response) -> Response {
    let never = HeaderValue::from_static("no-store");
    response.headers_mut().insert(CACHE_CONTROL, never);
    response
}

/// For routers: a method that a path does not have.
pub async fn method_not_allowed<S: Surface>() -> Rejected<S> {
    Problem::MethodNotAllowed.into()
}
