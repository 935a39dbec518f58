//! Listening, serving, and stopping without cutting anyone off.

use super::signals::Signals;
use anyhow::Context;
use axum::Router;
use axum::serve::ListenerExt;
use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

/// How long requests in flight may take once the server has been asked to stop.
const GRACE: Duration = Duration::from_secs(10);

/// Binds the address, which may name a host; port 0 lets the system choose.
///
/// # Errors
/// When the address is malformed, unknown or taken.
pub async fn bind(address: &str) -> anyhow::Result<(TcpListener, SocketAddr)> {
    let listener = TcpListener::bind(address)
        .await
        .with_context(|| format!("cannot listen on {address}; --listen names another address"))?;
    let bound = listener
        .local_addr()
        .context("cannot read the address that was bound")?;
    Ok((listener, bound))
}

/// Serves until a signal comes, then lets requests in flight finish, for [`GRACE`] at most or
/// until a second signal; `serving` runs once requests are served, and `stopping` ends requests that
/// would wait for something to happen.
///
/// # Errors
/// When the server ends without having been asked to, or `serving` fails.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    serving: impl Future<Output = anyhow::Result<()>>,
    signals: &mut Signals,
    stopping: impl FnOnce(),
) -> anyhow::Result<()> {
    // A reply is one write, which must not wait for the acknowledgement of the one before.
    let listener = listener.tap_io(|stream| {
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "a connection keeps its delay");
        }
    });
    let (stop, stopped) = oneshot::channel::<()>();
    let server = axum::serve(
        listener,
        router.into_make_service_with_connect_info::<SocketAddr>(),
    )
    .with_graceful_shutdown(async move {
        // Either way it is time to stop.
        let _ = stopped.await;
    });
    let mut server = tokio::spawn(server.into_future());
    serving.await?;
    let signal = tokio::select! {
        ended = &mut server => return Ok(ended??),
        signal = signals.next() => signal,
    };
    tracing::info!(
        signal,
        "stopping: no new connections, requests in flight may finish"
    );
    let _ = stop.send(());
    stopping();
    tokio::select! {
        ended = &mut server => ended??,
        () = tokio::time::sleep(GRACE) => tracing::warn!("requests are still in flight; cutting them off"),
        _ = signals.next() => tracing::warn!("asked again; cutting requests off"),
    }
    server.abort();
    Ok(())
}

/// Writes the address for whoever waits for it: the file is there complete or not at all.
///
/// # Errors
/// When the file cannot be written.
pub fn announce(path: &Path, bound: SocketAddr) -> anyhow::Result<()> {
    let doing = || format!("cannot write the ready file {}", path.display());
    let mut name = path.file_name().with_context(doing)?.to_owned();
    name.push(format!(".{}", std::process::id()));
    let temporary = path.with_file_name(name);
    std::fs::write(&temporary, format!("{bound}\n")).with_context(doing)?;
    std::fs::rename(&temporary, path).with_context(doing)
}
