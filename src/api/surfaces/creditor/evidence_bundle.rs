//! `GET /api/v1/creditor/evidence`: the book and the tables that follow from it, signed.

use super::evidence_head::key;
use super::render::Creditor;
use crate::app::App;
use crate::auth::Caller;
use crate::openapi::{Endpoint, Schema};
use crate::problem::{Problem, Rejected};
use crate::query::Parameters;
use axum::body::Body;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures_util::stream;
use quittance_evidence::bundle::{Bundle, BundleError, Days};
use quittance_store::events::ReadError;
use quittance_store::ids;
use quittance_store::keys::KeyRole;
use quittance_store::signing::SigningKey;
use std::io;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

const ZIP: &str = "application/zip";
/// Pieces that may wait for the caller.
const WAITING: usize = 8;

pub fn endpoint() -> Endpoint {
    Endpoint::get("/api/v1/creditor/evidence", "export_evidence", export)
        .says(
            "Export evidence for an examiner",
            "A ZIP archive with every event of the book as it is hashed, the tables that follow \
             from them, and a list of SHA-256 sums signed with the creditor's key (Ed25519). Its \
             README.txt says how anybody checks it. With `from` or `to` it holds a part of the \
             book: its hash chain can be verified, and replaying the facts needs the whole.",
        )
        .needs(KeyRole::Admin, "audit:read")
        .query(
            "from",
            Schema::date("2026-01-01"),
            "The first day of recording, in UTC.",
        )
        .query(
            "to",
            Schema::date("2099-12-31"),
            "The last day of recording, in UTC.",
        )
        .replies(StatusCode::OK, "The archive.", Schema::text("PK"))
        .as_content(ZIP)
}

async fn export(
    State(app): State<App>,
    caller: Caller<Creditor>,
    parameters: Parameters<Creditor>,
) -> Result<Response, Rejected<Creditor>> {
    let days = Days {
        from: parameters.date("from")?,
        to: parameters.date("to")?,
    };
    let key = key(&app, &caller).await?;
    let bundle = Bundle::of(app.readers.database(), caller.creditor, days);
    let bundle = bundle.await.map_err(problem)?;
    let name = format!("attachment; filename=\"evidence-{}.zip\"", caller.creditor);
    let headers = [(CONTENT_TYPE, ZIP.to_owned()), (CONTENT_DISPOSITION, name)];
    Ok((headers, body(bundle, key)).into_response())
}

fn problem(error: BundleError) -> Problem {
    match error {
        BundleError::Empty => Problem::invalid("to", "nothing was recorded in these days"),
        BundleError::Read(ReadError::Database(error)) => error.into(),
        error => Problem::defect(error),
    }
}

/// The archive as it is written; a failure cuts it off, and what is cut off is no archive.
fn body(bundle: Bundle, key: SigningKey) -> Body {
    let (to, pieces) = mpsc::channel(WAITING);
    let writing = tokio::spawn(async move {
        let written = bundle.write(&key, ids::now(), to, |_| {}).await;
        written.map(|_| ())
    });
    let pieces = stream::unfold(
        (pieces, Some(writing)),
        |(mut pieces, writing)| async move {
            match pieces.recv().await {
                Some(piece) => Some((Ok::<Bytes, io::Error>(piece), (pieces, writing))),
                None => {
                    let failure = failure(writing?).await?;
                    Some((Err(failure), (pieces, None)))
                }
            }
        },
    );
    Body::from_stream(pieces)
}

/// Why the archive was not written to its end, if it was not.
async fn failure(writing: JoinHandle<Result<(), BundleError>>) -> Option<io::Error> {
    let error = match writing.await {
        Ok(Ok(())) => return None,
        Ok(Err(error)) => io::Error::other(error),
        Err(error) => io::Error::other(error),
    };
    tracing::error!(%error, "a bundle was cut off");
    Some(error)
}
