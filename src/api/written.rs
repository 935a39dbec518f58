//! A body that is written while it is sent, in constant memory.

use axum::body::Body;
use bytes::Bytes;
use futures_util::stream;
use quittance_evidence::error::ExportError;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, mpsc};
use tokio::task::JoinHandle;

/// Pieces that may wait for the caller.
const WAITING: usize = 8;

/// How long a caller may take for a piece.
const PATIENCE: Duration = Duration::from_secs(60);

/// What a task writes, piece by piece; a failure cuts the body off, which the caller sees.
///
/// `leave` is kept until all is written or nobody reads.
pub fn written<F>(leave: OwnedSemaphorePermit, write: impl FnOnce(mpsc::Sender<Bytes>) -> F) -> Body
where
    F: Future<Output = Result<(), ExportError>> + Send + 'static,
{
    let (to, pieces) = mpsc::channel(WAITING);
    let taken = Arc::new(AtomicU64::new(0));
    let stalled = stalled(to.downgrade(), Arc::clone(&taken));
    let writing = write(to);
    let writing = tokio::spawn(async move {
        let _leave = leave;
        tokio::select! {
            written = writing => written.map_err(io::Error::other),
            error = stalled => Err(error),
        }
    });
    let pieces = stream::unfold((pieces, Some(writing)), move |(mut pieces, writing)| {
        let taken = Arc::clone(&taken);
        async move {
            match pieces.recv().await {
                Some(piece) => {
                    taken.fetch_add(1, Ordering::Relaxed);
                    Some((Ok::<Bytes, io::Error>(piece), (pieces, writing)))
                }
                None => {
                    let failure = failure(writing?).await?;
                    Some((Err(failure), (pieces, None)))
                }
            }
        }
    });
    Body::from_stream(pieces)
}

/// Ends when pieces wait and none has been taken for [`PATIENCE`].
async fn stalled(to: mpsc::WeakSender<Bytes>, taken: Arc<AtomicU64>) -> io::Error {
    let mut before = None;
    loop {
        tokio::time::sleep(PATIENCE).await;
        let full = to.upgrade().is_some_and(|to| to.capacity() == 0);
        let now = full.then(|| taken.load(Ordering::Relaxed));
        if full && now == before {
            return io::Error::new(io::ErrorKind::TimedOut, "the caller has stopped reading");
        }
        before = now;
    }
}

/// Why it was not written to its end, if it was not.
async fn failure(writing: JoinHandle<io::Result<()>>) -> Option<io::Error> {
    let error = match writing.await {
        Ok(Ok(())) => return None,
        Ok(Err(error)) => error,
        Err(error) => io::Error::other(error),
    };
    tracing::error!(%error, "an export was cut off");
    Some(error)
}
