//! Listening, serving, and stopping without cutting anyone off.

use super::signals::Signals;
use anyhow::Context;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use quittance_api::Entrance;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tower::Service;

/// How long requests in flight may take once the server has been asked to stop.
const GRACE: Duration = Duration::from_secs(10);
/// Time until another connection is tried after one could not be taken.
const RETRY: Duration = Duration::from_millis(200);

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

/// Lets this process have as many open files as it is allowed to ask for.
///
/// Each connection is one, and where they begin with the customary 1,024 a client with as many idle
/// connections would keep everybody else out.
pub fn raise_open_files() {
    let Rlimit { maximum, .. } = getrlimit(Resource::Nofile);
    let current = maximum;
    if let Err(error) = setrlimit(Resource::Nofile, Rlimit { current, maximum }) {
        tracing::debug!(%error, "open files stay limited as they are");
    }
}

/// Serves until a signal comes, then lets requests in flight finish, for [`GRACE`] at most or
/// until a second signal; `serving` runs once requests are served, and `stopping` ends requests that
/// would wait for something to happen.
/// Connections end when no headers have come for the time `idle`, or nothing that was sent was taken.
///
/// # Errors
/// When connections are no longer taken, or `serving` fails.
pub async fn serve(
    listener: TcpListener,
    entrance: Entrance,
    idle: Duration,
    serving: impl Future<Output = anyhow::Result<()>>,
    signals: &mut Signals,
    stopping: impl FnOnce(),
) -> anyhow::Result<()> {
    let connections = Arc::new(GracefulShutdown::new());
    let mut accepting = tokio::spawn(accept(listener, entrance, idle, Arc::clone(&connections)));
    serving.await?;
    let signal = tokio::select! {
        _ = &mut accepting => anyhow::bail!("connections are no longer taken"),
        signal = signals.next() => signal,
    };
    tracing::info!(
        signal,
        "stopping: no new connections, requests in flight may finish"
    );
    accepting.abort();
    // Ends without a result, having been told to; the listener and its share of connections end with it.
    let _ = accepting.await;
    let Some(connections) = Arc::into_inner(connections) else {
        return Ok(());
    };
    stopping();
    tokio::select! {
        () = connections.shutdown() => {}
        () = tokio::time::sleep(GRACE) => tracing::warn!("requests are still in flight; cutting them off"),
        _ = signals.next() => tracing::warn!("asked again; cutting requests off"),
    }
    Ok(())
}

/// Takes connections for ever.
async fn accept(
    listener: TcpListener,
    entrance: Entrance,
    idle: Duration,
    connections: Arc<GracefulShutdown>,
) {
    let mut builder = http1::Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(idle);
    loop {
        let (stream, peer) = match listener.accept().await {
            Ok(accepted) => accepted,
            Err(error) => {
                // Most often there are no file descriptors left, and some come back.
                tracing::warn!(%error, "a connection could not be taken");
                tokio::time::sleep(RETRY).await;
                continue;
            }
        };
        if let Err(error) = prepare(&stream, idle) {
            tracing::debug!(%error, "a connection keeps its delays");
        }
        let entrance = entrance.clone();
        let service = service_fn(move |request: Request<Incoming>| {
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(ConnectInfo(peer));
            entrance.clone().call(request)
        });
        let connection = builder.serve_connection(TokioIo::new(stream), service);
        let connection = connections.watch(connection);
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, %peer, "a connection ended early");
            }
        });
    }
}

/// Sets how long a connection waits for its client.
fn prepare(stream: &TcpStream, idle: Duration) -> std::io::Result<()> {
    // A reply is one write, which must not wait for the acknowledgement of the one before.
    stream.set_nodelay(true)?;
    // A client that has vanished or reads no further would keep what its reply holds, such as a
    // place among the exports and the database's snapshot, for as long as the network lets it.
    #[cfg(target_os = "linux")]
    {
        let millis = u32::try_from(idle.as_millis()).unwrap_or(u32::MAX);
        rustix::net::sockopt::set_tcp_user_timeout(stream, millis)?;
    }
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
