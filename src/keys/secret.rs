//! The installation's secret: signs session cookies and the like. Opens no ballot.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::Zeroizing;

use super::random_bytes;

/// The length of the secret in bytes.
const SECRET_BYTES: usize = 32;

/// 32 random bytes made at the first start, in `<data>/secret` (0600). Cheap to clone.
#[derive(Clone)]
pub struct Secret(Zeroizing<[u8; SECRET_BYTES]>);

/// Why the secret cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SecretError {
    /// It cannot be read or made.
    #[error("the secret cannot be read or made: {0}")]
    Io(#[from] io::Error),
    /// The file has another length.
    #[error("the secret is damaged: remove it, and everyone signs in again")]
    Damaged,
}

impl Secret {
    /// Reads the secret in the data folder, making it at the first start.
    ///
    /// # Errors
    /// When it can be neither read nor made, or is damaged.
    pub fn open(data_folder: &Path) -> Result<Self, SecretError> {
        let path = data_folder.join("secret");
        match OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path) {
            Ok(mut file) => {
                let bytes = Zeroizing::new(random_bytes::<SECRET_BYTES>());
                file.write_all(bytes.as_ref())?;
                file.sync_all()?;
                Ok(Self(bytes))
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                let bytes = Zeroizing::new(fs::read(&path)?);
                let bytes = bytes.as_slice().try_into().map_err(|_| SecretError::Damaged)?;
                Ok(Self(Zeroizing::new(bytes)))
            }
            Err(error) => Err(error.into()),
        }
    }

    /// A key for one purpose, by HKDF-SHA256.
    #[must_use]
    pub fn derive<const N: usize>(&self, purpose: &str) -> Zeroizing<[u8; N]> {
        let mut derived = Zeroizing::new([0; N]);
        #[expect(clippy::expect_used, reason = "purposes ask for at most 64 bytes; HKDF-SHA256 gives 8160")]
        Hkdf::<Sha256>::new(None, self.0.as_ref())
            .expand_multi_info(&[b"candor/1/installation/", purpose.as_bytes()], derived.as_mut())
            .expect("HKDF-SHA256 gives this length");
        derived
    }
}
