//! TLS to receivers, whom the system's own certificate authorities vouch for.

use std::sync::Arc;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

/// Makes TLS connections; cheap to clone.
#[derive(Clone)]
pub(super) struct Tls(TlsConnector);

impl std::fmt::Debug for Tls {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Tls")
    }
}

impl Tls {
    /// Trusts the authorities that the system trusts, or those in the files that `SSL_CERT_FILE` and
    /// `SSL_CERT_DIR` name.
    pub fn of_system() -> Tls {
        let found = rustls_native_certs::load_native_certs();
        for error in &found.errors {
            tracing::warn!(%error, "a certificate of the system cannot be read");
        }
        let mut roots = RootCertStore::empty();
        let (trusted, _) = roots.add_parsable_certificates(found.certs);
        if trusted == 0 {
            tracing::warn!("the system trusts nobody: no webhook can be sent over TLS");
        }
        let config = ClientConfig::builder()
            .with_root_certificates(roots)
            .with_no_client_auth();
        Tls(TlsConnector::from(Arc::new(config)))
    }

    /// Secures a connection to a host.
    ///
    /// # Errors
    /// When the host is not who it says, in words for people.
    pub async fn secure(&self, host: &str, tcp: TcpStream) -> Result<TlsStream<TcpStream>, String> {
        let host = host
            .trim_start_matches('[')
            .trim_end_matches(']')
            .to_owned();
        let name = ServerName::try_from(host).map_err(|error| error.to_string())?;
        let secured = self.0.connect(name, tcp).await;
        secured.map_err(|error| format!("TLS: {error}"))
    }
}
