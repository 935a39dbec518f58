//! Many commands in one request, written in one transaction.
//!
//! Two ways, by where the request ids are:
//! - [`submit_each`] when every row of the request has an id of its own, as in bulk payments. The
//!   rows' answers are saved one by one, and a row that is sent again gets its answer again,
//!   whichever rows are sent with it.
//! - [`Whole`] when the request as a whole has one, as in a bulk upload or a plan over several
//!   accounts. Its one reply is saved, and it is composed once, of the rows' replies.

use crate::app::App;
use crate::auth::Actor;
use crate::command::{MakeReply, Submission, reply_of, respond};
use crate::problem::{Problem, Rendered, Surface};
use axum::http::StatusCode;
use axum::response::Response;
use bytes::Bytes;
use quittance_store::{Answer, Envelope, Mode, Reply, RequestKey, WholeResponder};
use std::fmt;
use std::marker::PhantomData;

pub use quittance_store::writer::GROUP_LIMIT;

/// One command of a group, and how its part of the reply is made.
pub struct Member {
    submission: Submission,
    status: StatusCode,
    reply: Box<dyn MakeReply>,
}

impl fmt::Debug for Member {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.submission.fmt(f)
    }
}

impl Member {
    /// A command whose acceptance is answered with `status` and the body that `reply` makes.
    pub fn new(submission: Submission, status: StatusCode, reply: impl MakeReply) -> Member {
        Member {
            submission,
            status,
            reply: Box::new(reply),
        }
    }
}

/// What one command of a group became, in the surface's own shape.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    pub status: StatusCode,
    /// JSON text.
    pub body: Bytes,
    /// Whether this is the answer that its request id was given before.
    pub replayed: bool,
}

impl Part {
    /// Whether the command was accepted.
    pub fn is_accepted(&self) -> bool {
        self.status.as_u16() < 400
    }

    /// A row that never became a command.
    pub fn problem<S: Surface>(problem: &Problem, request_id: &str) -> Part {
        let Rendered { status, body } = S::render(problem, request_id);
        Part {
            status,
            body: body.into(),
            replayed: false,
        }
    }

    fn of<S: Surface>(answer: Answer, request_id: &str) -> Part {
        match reply_of(answer) {
            Ok((reply, replayed)) => Part {
                status: StatusCode::from_u16(reply.status)
                    .unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
                body: reply.body,
                replayed,
            },
            Err(problem) => Part::problem::<S>(&problem, request_id),
        }
    }
}

/// Submits commands that have an answer each; a refusal of one does not touch the others.
///
/// At most [`GROUP_LIMIT`].
///
/// # Errors
/// [`Problem::Unavailable`] when the outcome of any of them is unknown: sending the same request
/// again finds out.
pub async fn submit_each<S: Surface>(
    app: &App,
    actor: &Actor,
    members: Vec<Member>,
) -> Result<Vec<Part>, Problem> {
    let (mut request_ids, mut envelopes) = (Vec::new(), Vec::new());
    for member in members {
        request_ids.push(member.submission.request_id.clone());
        let Member {
            submission,
            status,
            reply,
        } = member;
        envelopes.push(submission.envelope::<S>(actor, status, reply));
    }
    let answers = app.writer.submit_each(envelopes).await;
    if answers.contains(&Answer::Unavailable) {
        return Err(Problem::Unavailable);
    }
    let answered = answers.into_iter().zip(&request_ids);
    Ok(answered
        .map(|(answer, request_id)| Part::of::<S>(answer, request_id))
        .collect())
}

/// A group of commands with one reply.
#[derive(Debug)]
pub struct Whole {
    /// Whether a refusal of one keeps the others from being recorded.
    pub mode: Mode,
    /// At most [`GROUP_LIMIT`].
    pub members: Vec<Member>,
    /// The request id under which the one reply is saved.
    pub request: Option<RequestKey>,
    pub request_id: String,
}

impl Whole {
    /// Submits the group; `compose` makes the reply out of what each command became, in order.
    ///
    /// `None` is a command that was not recorded because another one was refused.
    ///
    /// # Errors
    /// [`Problem`] when the group was not taken, or its request id is another request's.
    pub async fn submit<S: Surface>(
        self,
        app: &App,
        actor: &Actor,
        compose: impl Fn(&[Option<Part>]) -> Rendered + Send + Sync + 'static,
    ) -> Result<Response, Problem> {
        let members = self.members.into_iter();
        let envelopes = members.map(|member| {
            let submission = member.submission;
            submission.envelope::<S>(actor, member.status, member.reply)
        });
        let request = (self.request, self.request_id);
        submit_whole::<S>(app, self.mode, envelopes.collect(), request, compose).await
    }
}

/// [`Whole::submit`] for commands of any kind.
///
/// # Errors
/// Those of [`Whole::submit`].
pub(crate) async fn submit_whole<S: Surface>(
    app: &App,
    mode: Mode,
    envelopes: Vec<Envelope>,
    (request, request_id): (Option<RequestKey>, String),
    compose: impl Fn(&[Option<Part>]) -> Rendered + Send + Sync + 'static,
) -> Result<Response, Problem> {
    let responder = Compose::<S, _> {
        compose,
        request_id,
        surface: PhantomData,
    };
    let whole = quittance_store::Whole {
        mode,
        envelopes,
        request,
        responder: Box::new(responder),
    };
    respond(app.writer.submit_whole(whole).await)
}

struct Compose<S, F> {
    compose: F,
    request_id: String,
    surface: PhantomData<fn() -> S>,
}

impl<S, F> WholeResponder for Compose<S, F>
where
    S: Surface,
    F: Fn(&[Option<Part>]) -> Rendered + Send + Sync,
{
    fn reply(&self, answers: &[Option<Answer>]) -> Reply {
        let part = |answer: &Answer| Part::of::<S>(answer.clone(), &self.request_id);
        let parts: Vec<Option<Part>> = answers
            .iter()
            .map(|answer| answer.as_ref().map(part))
            .collect();
        let Rendered { status, body } = (self.compose)(&parts);
        Reply {
            status: status.as_u16(),
            body: body.into(),
        }
    }
}
