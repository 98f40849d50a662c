//! The installation's secret: signs session cookies and the like. Opens no ballot.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::Zeroizing;

use super::{MacKey, random_bytes, random_token};

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
        if !path.try_exists()? {
            make(data_folder, &path)?;
        }
        let bytes = Zeroizing::new(fs::read(&path)?);
        let bytes = bytes.as_slice().try_into().map_err(|_| SecretError::Damaged)?;
        Ok(Self(Zeroizing::new(bytes)))
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

    /// A key for the MACs of one purpose.
    #[must_use]
    pub fn mac_key(&self, purpose: &str) -> MacKey {
        MacKey::new(self.derive::<SECRET_BYTES>(purpose).as_ref())
    }
}

/// Makes the secret under another name first: whoever sees it under its own name sees all of it, after a
/// crash here too, and of two processes that start at once one makes it and both read the same.
fn make(folder: &Path, path: &Path) -> io::Result<()> {
    let draft = folder.join(format!("secret.{}", random_token()));
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&draft)?;
    let bytes = Zeroizing::new(random_bytes::<SECRET_BYTES>());
    file.write_all(bytes.as_ref())?;
    file.sync_all()?;
    let linked = fs::hard_link(&draft, path);
    fs::remove_file(&draft)?;
    match linked {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        _ => fs::File::open(folder)?.sync_all(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_secret_is_made_once_and_read_ever_after() {
        let folder = tempfile::tempdir().unwrap();
        let first = Secret::open(folder.path()).unwrap().derive::<32>("test");
        assert_eq!(Secret::open(folder.path()).unwrap().derive::<32>("test"), first);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn of_two_that_make_it_at_once_both_read_the_same() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secret");
        make(folder.path(), &path).unwrap();
        let first = fs::read(&path).unwrap();
        make(folder.path(), &path).unwrap();
        assert_eq!(fs::read(&path).unwrap(), first);
    }

    #[test]
    fn purposes_have_keys_of_their_own() {
        let folder = tempfile::tempdir().unwrap();
        let secret = Secret::open(folder.path()).unwrap();
        assert_ne!(secret.derive::<32>("one"), secret.derive::<32>("two"));
    }

    #[test]
    fn a_damaged_secret_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("secret"), b"short").unwrap();
        assert!(matches!(Secret::open(folder.path()), Err(SecretError::Damaged)));
    }
}
