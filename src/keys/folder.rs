//! The folder of wave keys: one file per open wave, one mark per destroyed key.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use super::{WaveKey, random_bytes};
use crate::db::WaveId;

/// Where wave keys are kept. Cheap to clone.
#[derive(Debug, Clone)]
pub struct KeyFolder {
    path: PathBuf,
}

/// Why a wave's key cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// There is no file.
    #[error("the key of wave {0} is missing")]
    Missing(WaveId),
    /// The file is not the key the wave was launched with.
    #[error("the key of wave {0} is not the one it was launched with")]
    Wrong(WaveId),
    /// The mark says that the key was destroyed: it is never accepted again.
    #[error("the key of wave {0} was destroyed")]
    Destroyed(WaveId),
    /// The folder or file cannot be read.
    #[error("the key of wave {0} cannot be read: {1}")]
    Io(WaveId, io::Error),
}

impl KeyFolder {
    /// Opens the folder, making it (0700) where it is not.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn open(path: &Path) -> io::Result<Self> {
        if !path.is_dir() {
            fs::DirBuilder::new().recursive(true).mode(0o700).create(path)?;
        }
        Ok(Self { path: path.to_owned() })
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Makes the key of a wave about to be launched. A file left by a launch that did not come to its
    /// commit is overwritten by a new key; a key whose wave is open is never made anew, since the
    /// launch calls this only for waves that are not.
    ///
    /// # Errors
    /// When the file cannot be written and synced to disk, or the wave's key was destroyed.
    pub fn create(&self, wave: WaveId) -> io::Result<WaveKey> {
        if self.is_destroyed(wave) {
            return Err(io::Error::other("the key of this wave was destroyed"));
        }
        let bytes = Zeroizing::new(random_bytes::<32>());
        let path = self.key_path(wave);
        if path.exists() {
            overwrite_and_remove(&path)?;
        }
        let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path)?;
        file.write_all(bytes.as_ref())?;
        file.sync_all()?;
        self.sync()?;
        Ok(WaveKey::from_bytes(wave, *bytes))
    }

    /// Reads the key of an open wave and compares it with the wave's check value.
    ///
    /// # Errors
    /// When it is missing, another one, destroyed or unreadable.
    pub fn load(&self, wave: WaveId, check: &[u8]) -> Result<WaveKey, LoadError> {
        if self.is_destroyed(wave) {
            return Err(LoadError::Destroyed(wave));
        }
        let mut bytes = Zeroizing::new([0; 32]);
        let mut file = File::open(self.key_path(wave)).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => LoadError::Missing(wave),
            _ => LoadError::Io(wave, error),
        })?;
        file.read_exact(bytes.as_mut()).map_err(|_| LoadError::Wrong(wave))?;
        let key = WaveKey::from_bytes(wave, *bytes);
        if bool::from(key.check_value().ct_eq(check)) { Ok(key) } else { Err(LoadError::Wrong(wave)) }
    }

    /// Destroys a wave's key: the mark first, so that a key that survives a crash here is never used;
    /// then overwrite, unlink, sync. Can be repeated.
    ///
    /// # Errors
    /// When the disk refuses: call again.
    pub fn destroy(&self, wave: WaveId) -> io::Result<()> {
        let mark =
            OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(self.mark_path(wave))?;
        mark.sync_all()?;
        self.sync()?;
        let path = self.key_path(wave);
        if path.exists() {
            overwrite_and_remove(&path)?;
            self.sync()?;
        }
        Ok(())
    }

    /// Whether the wave's key was destroyed.
    #[must_use]
    pub fn is_destroyed(&self, wave: WaveId) -> bool {
        self.mark_path(wave).exists()
    }

    /// Whether the destruction of the wave's key has come to its end.
    #[must_use]
    pub fn is_gone(&self, wave: WaveId) -> bool {
        self.is_destroyed(wave) && !self.key_path(wave).exists()
    }

    /// The permission bits of the folder, of which group and others should have none.
    ///
    /// # Errors
    /// When the folder cannot be examined.
    pub fn permissions(&self) -> io::Result<u32> {
        Ok(fs::metadata(&self.path)?.permissions().mode() & 0o777)
    }

    /// The user that owns the folder.
    ///
    /// # Errors
    /// When the folder cannot be examined.
    pub fn owner(&self) -> io::Result<u32> {
        Ok(fs::metadata(&self.path)?.uid())
    }

    fn key_path(&self, wave: WaveId) -> PathBuf {
        self.path.join(format!("{wave}.key"))
    }

    fn mark_path(&self, wave: WaveId) -> PathBuf {
        self.path.join(format!("{wave}.destroyed"))
    }

    fn sync(&self) -> io::Result<()> {
        File::open(&self.path)?.sync_all()
    }
}

fn overwrite_and_remove(path: &Path) -> io::Result<()> {
    let length = fs::metadata(path)?.len();
    let mut file = OpenOptions::new().write(true).open(path)?;
    io::copy(&mut io::repeat(0).take(length), &mut file)?;
    file.sync_all()?;
    fs::remove_file(path)
}
