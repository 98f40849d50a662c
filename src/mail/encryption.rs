//! TLS: whom we believe.

use std::io;
use std::path::Path;
use std::sync::Arc;

use tokio_rustls::rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use tokio_rustls::rustls::crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature};
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use tokio_rustls::rustls::{ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme};

/// Encryption with servers whose certificate is signed by someone this machine trusts, or by someone in a file of
/// PEM certificates.
///
/// # Errors
/// When the file cannot be read or holds no certificate.
pub(super) fn verified(authorities: Option<&Path>) -> io::Result<ClientConfig> {
    let mut roots = known();
    if let Some(file) = authorities {
        add(&mut roots, file)?;
    }
    trusting(roots)
}

fn trusting(roots: RootCertStore) -> io::Result<ClientConfig> {
    Ok(builder()?.with_root_certificates(roots).with_no_client_auth())
}

/// Whom this machine trusts.
fn known() -> RootCertStore {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    roots
}

fn add(roots: &mut RootCertStore, file: &Path) -> io::Result<()> {
    for certificate in read(file)? {
        roots.add(certificate).map_err(|error| unusable(file, &error))?;
    }
    Ok(())
}

/// Encryption with servers whose certificate is signed by someone in a file of PEM certificates, and by nobody else.
///
/// # Errors
/// When the file cannot be read or holds no certificate.
pub(super) fn verified_only_by(authorities: &Path) -> io::Result<ClientConfig> {
    let mut roots = RootCertStore::empty();
    add(&mut roots, authorities)?;
    trusting(roots)
}

/// Encryption with whoever answers: better than none against those who only listen.
pub(super) fn unverified() -> io::Result<ClientConfig> {
    let verifier = Arc::new(Anyone(Arc::new(ring::default_provider())));
    Ok(builder()?.dangerous().with_custom_certificate_verifier(verifier).with_no_client_auth())
}

fn builder() -> io::Result<tokio_rustls::rustls::ConfigBuilder<ClientConfig, tokio_rustls::rustls::WantsVerifier>> {
    ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(io::Error::other)
}

/// The certificates of a file.
///
/// # Errors
/// When it cannot be read or holds none.
pub(super) fn read(file: &Path) -> io::Result<Vec<CertificateDer<'static>>> {
    let certificates: Result<Vec<_>, _> =
        CertificateDer::pem_slice_iter(&std::fs::read(file).map_err(|error| unusable(file, &error))?).collect();
    match certificates {
        Ok(certificates) if certificates.is_empty() => Err(unusable(file, &"there is no certificate in it")),
        Ok(certificates) => Ok(certificates),
        Err(error) => Err(unusable(file, &error)),
    }
}

fn unusable(file: &Path, why: &dyn std::fmt::Display) -> io::Error {
    io::Error::other(format!("{}: {why}", file.display()))
}

/// Takes every certificate, but wants it to be theirs who show it.
#[derive(Debug)]
struct Anyone(Arc<CryptoProvider>);

impl ServerCertVerifier for Anyone {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, certificate, signed, &self.0.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, certificate, signed, &self.0.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}
