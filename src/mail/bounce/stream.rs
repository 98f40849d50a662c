//! The stream under a conversation with a mailbox's server.

use std::fmt::Debug;
use std::io;
use std::sync::Arc;

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpStream, lookup_host};
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

use super::source::{ReadError, Security, Server};

/// Plain or encrypted.
pub(super) trait Stream: AsyncRead + AsyncWrite + Unpin + Send + Debug {}
impl<S: AsyncRead + AsyncWrite + Unpin + Send + Debug> Stream for S {}

/// A stream of either kind.
pub(super) type Wire = Box<dyn Stream>;

/// Connects to the first of the server's addresses that answers; encrypted if it is so from the first byte.
pub(super) async fn connect(server: &Server) -> Result<Wire, ReadError> {
    let addresses = lookup_host((server.host.as_str(), server.port));
    let mut last = io::Error::new(io::ErrorKind::NotFound, "its name has no address");
    for address in patiently(server, addresses).await?.map_err(|error| ReadError::new("its name", error))? {
        match timeout(server.patience, TcpStream::connect(address)).await {
            Ok(Ok(stream)) => {
                stream.set_nodelay(true).map_err(|error| ReadError::new("the connection", error))?;
                return match server.security {
                    Security::Implicit => encrypt(server, Box::new(stream)).await,
                    Security::Required | Security::None => Ok(Box::new(stream)),
                };
            }
            Ok(Err(error)) => last = error,
            Err(_) => last = io::Error::new(io::ErrorKind::TimedOut, "no answer"),
        }
    }
    Err(ReadError(last.to_string()))
}

/// Encrypts a stream from here on; the certificate must be one that this machine trusts, or that was given.
pub(super) async fn encrypt(server: &Server, stream: Wire) -> Result<Wire, ReadError> {
    let connector = connector(server).map_err(|error| ReadError::new("TLS", error))?;
    let name = ServerName::try_from(server.host.clone()).map_err(|error| ReadError::new("TLS", error))?;
    let encrypted = patiently(server, connector.connect(name, stream)).await?;
    Ok(Box::new(encrypted.map_err(|error| ReadError::new("TLS", error))?))
}

fn connector(server: &Server) -> io::Result<TlsConnector> {
    let mut roots = RootCertStore::empty();
    match &server.ca {
        None => drop(roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs)),
        Some(file) => {
            for certificate in CertificateDer::pem_file_iter(file).map_err(io::Error::other)? {
                roots.add(certificate.map_err(io::Error::other)?).map_err(io::Error::other)?;
            }
        }
    }
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(io::Error::other)?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(TlsConnector::from(Arc::new(config)))
}

/// One step of a conversation.
pub(super) async fn patiently<T>(server: &Server, step: impl Future<Output = T>) -> Result<T, ReadError> {
    timeout(server.patience, step).await.map_err(|_| ReadError("no answer in time".to_owned()))
}
