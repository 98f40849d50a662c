//! The stream under a conversation with a mailbox's server.

use std::fmt::Debug;
use std::sync::Arc;

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::ServerName;

use super::source::{ReadError, Security, Server};
use crate::mail::{encryption, network};

/// Plain or encrypted.
pub(super) trait Stream: AsyncRead + AsyncWrite + Unpin + Send + Debug {}
impl<S: AsyncRead + AsyncWrite + Unpin + Send + Debug> Stream for S {}

/// A stream of either kind.
pub(super) type Wire = Box<dyn Stream>;

/// Connects to a mailbox's server; encrypted if it is so from the first byte.
pub(super) async fn connect(server: &Server) -> Result<Wire, ReadError> {
    let stream = network::connect(&server.host, server.port, server.patience).await;
    let stream = stream.map_err(|error| ReadError(error.to_string()))?;
    match server.security {
        Security::Implicit => encrypt(server, Box::new(stream)).await,
        Security::Required | Security::None => Ok(Box::new(stream)),
    }
}

/// Encrypts a stream from here on; the certificate must be one that this machine trusts, or that was given.
pub(super) async fn encrypt(server: &Server, stream: Wire) -> Result<Wire, ReadError> {
    let config = match &server.ca {
        None => encryption::verified(None),
        Some(file) => encryption::verified_only_by(file),
    };
    let connector = TlsConnector::from(Arc::new(config.map_err(|error| ReadError::new("TLS", error))?));
    let name = ServerName::try_from(server.host.clone()).map_err(|error| ReadError::new("TLS", error))?;
    let encrypted = patiently(server, connector.connect(name, stream)).await?;
    Ok(Box::new(encrypted.map_err(|error| ReadError::new("TLS", error))?))
}

/// One step of a conversation.
pub(super) async fn patiently<T>(server: &Server, step: impl Future<Output = T>) -> Result<T, ReadError> {
    timeout(server.patience, step).await.map_err(|_| ReadError("no answer in time".to_owned()))
}
