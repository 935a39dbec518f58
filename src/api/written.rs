//! A body that is written while it is sent, in constant memory.

use axum::body::Body;
use bytes::Bytes;
use futures_util::stream;
use quittance_evidence::error::ExportError;
use std::io;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

/// Pieces that may wait for the caller.
const WAITING: usize = 8;

/// What a task writes, piece by piece; a failure cuts the body off, which the caller sees.
pub fn written<F>(write: impl FnOnce(mpsc::Sender<Bytes>) -> F) -> Body
where
    F: Future<Output = Result<(), ExportError>> + Send + 'static,
{
    let (to, pieces) = mpsc::channel(WAITING);
    let writing = tokio::spawn(write(to));
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

/// Why it was not written to its end, if it was not.
async fn failure(writing: JoinHandle<Result<(), ExportError>>) -> Option<io::Error> {
    let error = match writing.await {
        Ok(Ok(())) => return None,
        Ok(Err(error)) => io::Error::other(error),
        Err(error) => io::Error::other(error),
    };
    tracing::error!(%error, "an export was cut off");
    Some(error)
}
