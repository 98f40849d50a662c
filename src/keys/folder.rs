//! The folder of wave keys: one file per open wave, one mark per destroyed key.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use super::{WaveKey, fill_random};
use crate::db::WaveId;
use crate::failpoints::fail_point;

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

/// What became of a key that was to be put back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PutBack {
    /// It is in its place, on disk.
    Done,
    /// It was there already.
    WasThere,
    /// Another whole key is in its place and stays there.
    Another,
    /// The wave's key was destroyed: it is never accepted again.
    Destroyed,
}

impl KeyFolder {
    /// Opens the folder, making it (0700) where it is not.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn open(path: &Path) -> io::Result<Self> {
        if !path.is_dir() {
            fs::DirBuilder::new().recursive(true).mode(0o700).create(path)?;
            let above = path.parent().filter(|above| !above.as_os_str().is_empty()).unwrap_or(Path::new("."));
            sync_folder(above)?;
        }
        Ok(Self { path: path.to_owned() })
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Makes the key of a wave that is being launched, on disk before this returns. To be called inside the
    /// launch's transaction after its conditional update, so that one launch at a time makes it.
    ///
    /// A whole key that is there already is taken, never replaced: an earlier launch may have come to its
    /// commit without learning so, or an old copy of the database is being launched beside the real one.
    /// A file that is not whole was never anybody's key.
    ///
    /// # Errors
    /// When the file cannot be written and synced, or the wave's key was destroyed.
    pub fn create(&self, wave: WaveId) -> io::Result<WaveKey> {
        if self.is_destroyed(wave)? {
            return Err(io::Error::other("the key of this wave was destroyed"));
        }
        if let Some(bytes) = self.whole_or_nothing(wave)? {
            self.sync()?;
            return Ok(WaveKey::new(wave, bytes));
        }
        let mut bytes = Box::new(Zeroizing::new([0; WaveKey::BYTES]));
        fill_random(bytes.as_mut_slice());
        self.write_new(wave, &bytes)?;
        Ok(WaveKey::new(wave, bytes))
    }

    /// Puts a copy of a key back where its file is missing or torn, on disk before this returns. Can be repeated.
    ///
    /// # Errors
    /// When the folder cannot be read, or the file not be written and synced.
    pub fn put_back(&self, key: &WaveKey) -> io::Result<PutBack> {
        let wave = key.wave();
        if self.is_destroyed(wave)? {
            return Ok(PutBack::Destroyed);
        }
        if let Some(bytes) = self.whole_or_nothing(wave)? {
            self.sync()?;
            let is_it = bool::from(bytes.as_slice().ct_eq(key.bytes()));
            return Ok(if is_it { PutBack::WasThere } else { PutBack::Another });
        }
        self.write_new(wave, key.bytes())?;
        // A destruction that began meanwhile may have looked for the file before it was there; its mark came first.
        if self.is_destroyed(wave)? {
            remove_if_there(&self.key_path(wave))?;
            self.sync()?;
            return Ok(PutBack::Destroyed);
        }
        Ok(PutBack::Done)
    }

    /// The key in a wave's file. A file that is not whole was never anybody's key, and goes.
    fn whole_or_nothing(&self, wave: WaveId) -> io::Result<Option<Box<Zeroizing<[u8; WaveKey::BYTES]>>>> {
        let path = self.key_path(wave);
        match read_whole(&path) {
            Ok(Some(bytes)) => Ok(Some(bytes)),
            Ok(None) => remove_if_there(&path).map(|()| None),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn write_new(&self, wave: WaveId, bytes: &[u8; WaveKey::BYTES]) -> io::Result<()> {
        let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(self.key_path(wave))?;
        file.write_all(bytes)?;
        file.sync_all()?;
        self.sync()
    }

    /// Reads the key of an open wave and compares it with the wave's check value.
    ///
    /// # Errors
    /// When it is missing, another one, destroyed or unreadable.
    pub fn load(&self, wave: WaveId, check: &[u8]) -> Result<WaveKey, LoadError> {
        let unreadable = |error: io::Error| match error.kind() {
            io::ErrorKind::NotFound => LoadError::Missing(wave),
            _ => LoadError::Io(wave, error),
        };
        if self.is_destroyed(wave).map_err(unreadable)? {
            return Err(LoadError::Destroyed(wave));
        }
        let bytes = read_whole(&self.key_path(wave)).map_err(unreadable)?.ok_or(LoadError::Wrong(wave))?;
        let key = WaveKey::new(wave, bytes);
        if bool::from(key.check_value().ct_eq(check)) { Ok(key) } else { Err(LoadError::Wrong(wave)) }
    }

    /// Destroys a wave's key: the mark first, so that a key that survives a crash here is never used;
    /// then overwrite, unlink, sync; then looks whether it is so. Can be repeated, also by two at once.
    ///
    /// # Errors
    /// When the disk refuses, or the key is there still: call again.
    pub fn destroy(&self, wave: WaveId) -> io::Result<()> {
        let mark =
            OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(self.mark_path(wave))?;
        fail_point!("key-mark-made");
        mark.sync_all()?;
        self.sync()?;
        fail_point!("key-marked");
        remove_if_there(&self.key_path(wave))?;
        fail_point!("key-removed");
        self.sync()?;
        if self.is_gone(wave)? { Ok(()) } else { Err(io::Error::other("it is still there")) }
    }

    /// Whether the wave's key was destroyed, or its destruction begun: nobody uses it any more.
    ///
    /// # Errors
    /// When the folder cannot be examined; then nothing may be taken for granted.
    pub fn is_destroyed(&self, wave: WaveId) -> io::Result<bool> {
        self.mark_path(wave).try_exists()
    }

    /// Whether the destruction of the wave's key has come to its end.
    ///
    /// # Errors
    /// When the folder cannot be examined.
    pub fn is_gone(&self, wave: WaveId) -> io::Result<bool> {
        Ok(self.is_destroyed(wave)? && !self.key_path(wave).try_exists()?)
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
        sync_folder(&self.path)
    }
}

fn sync_folder(path: &Path) -> io::Result<()> {
    File::open(path)?.sync_all()
}

/// The bytes of a key file; none if it has another length.
fn read_whole(path: &Path) -> io::Result<Option<Box<Zeroizing<[u8; WaveKey::BYTES]>>>> {
    let mut file = File::open(path)?;
    // One byte more than a key, to see whether the file ends there.
    let (mut read, mut filled) = (Zeroizing::new([0; WaveKey::BYTES + 1]), 0);
    while filled < WaveKey::BYTES {
        match file.read(&mut read[filled..]) {
            Ok(0) => return Ok(None),
            Ok(more) => filled += more,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    if filled > WaveKey::BYTES {
        return Ok(None);
    }
    let mut bytes = Box::new(Zeroizing::new([0; WaveKey::BYTES]));
    bytes.copy_from_slice(&read[..WaveKey::BYTES]);
    Ok(Some(bytes))
}

/// Overwrites a file and removes it. What cannot be overwritten is removed all the same: a file that anyone can
/// open is worse than what a removed one leaves on the disk, and another attempt would find neither.
fn remove_if_there(path: &Path) -> io::Result<()> {
    match overwrite(path) {
        Ok(()) => fail_point!("key-overwritten"),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => tracing::warn!("a key is removed that could not be overwritten before: {error}"),
    }
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn overwrite(path: &Path) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).open(path)?;
    let length = file.metadata()?.len();
    io::copy(&mut io::repeat(0).take(length), &mut file)?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::random_id;

    fn folder() -> (tempfile::TempDir, KeyFolder) {
        let outer = tempfile::tempdir().unwrap();
        let folder = KeyFolder::open(&outer.path().join("keys")).unwrap();
        (outer, folder)
    }

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn a_key_is_readable_by_its_owner_only() {
        let (_outer, folder) = folder();
        let wave = random_id();
        folder.create(wave).unwrap();
        assert_eq!((mode(folder.path()), mode(&folder.key_path(wave))), (0o700, 0o600));
    }

    #[test]
    fn a_key_is_loaded_only_where_the_check_value_fits() {
        let (_outer, folder) = folder();
        let (wave, other) = (random_id(), random_id());
        let check = folder.create(wave).unwrap().check_value();
        let other_check = folder.create(other).unwrap().check_value();
        assert_eq!(folder.load(wave, &check).unwrap().check_value(), check);
        assert!(matches!(folder.load(wave, &other_check), Err(LoadError::Wrong(_))));
        assert!(matches!(folder.load(wave, &[]), Err(LoadError::Wrong(_))));
        assert!(matches!(folder.load(random_id(), &check), Err(LoadError::Missing(_))));
    }

    #[test]
    fn another_waves_file_under_this_waves_name_is_refused() {
        let (_outer, folder) = folder();
        let (wave, other) = (random_id(), random_id());
        let check = folder.create(wave).unwrap().check_value();
        folder.create(other).unwrap();
        fs::copy(folder.key_path(other), folder.key_path(wave)).unwrap();
        assert!(matches!(folder.load(wave, &check), Err(LoadError::Wrong(_))));
    }

    #[test]
    fn a_file_of_another_length_is_no_key() {
        let (_outer, folder) = folder();
        let wave = random_id();
        let check = folder.create(wave).unwrap().check_value();
        let bytes = fs::read(folder.key_path(wave)).unwrap();
        for wrong in [&bytes[..31], &[bytes.as_slice(), b"\n"].concat(), b""] {
            fs::write(folder.key_path(wave), wrong).unwrap();
            assert!(matches!(folder.load(wave, &check), Err(LoadError::Wrong(_))));
        }
    }

    #[test]
    fn a_whole_key_is_never_replaced_and_a_torn_one_always() {
        let (_outer, folder) = folder();
        let wave = random_id();
        let first = folder.create(wave).unwrap().check_value();
        assert_eq!(folder.create(wave).unwrap().check_value(), first);
        fs::write(folder.key_path(wave), b"torn").unwrap();
        assert_ne!(folder.create(wave).unwrap().check_value(), first);
    }

    #[test]
    fn a_destroyed_key_is_gone_and_is_never_accepted_or_made_again() {
        let (_outer, folder) = folder();
        let wave = random_id();
        let check = folder.create(wave).unwrap().check_value();
        let copy = fs::read(folder.key_path(wave)).unwrap();
        assert!(!folder.is_gone(wave).unwrap());
        folder.destroy(wave).unwrap();
        folder.destroy(wave).unwrap();
        assert!(folder.is_gone(wave).unwrap());
        assert!(folder.create(wave).is_err());
        fs::write(folder.key_path(wave), copy).unwrap();
        assert!(matches!(folder.load(wave, &check), Err(LoadError::Destroyed(_))));
        assert!(!folder.is_gone(wave).unwrap());
    }

    #[test]
    fn a_copy_is_put_back_where_the_key_is_missing_or_torn_and_nowhere_else() {
        let (_outer, folder) = folder();
        let wave = random_id();
        let key = folder.create(wave).unwrap();
        assert_eq!(folder.put_back(&key).unwrap(), PutBack::WasThere);
        for torn in [None, Some(b"torn")] {
            fs::remove_file(folder.key_path(wave)).unwrap();
            if let Some(torn) = torn {
                fs::write(folder.key_path(wave), torn).unwrap();
            }
            assert_eq!(folder.put_back(&key).unwrap(), PutBack::Done);
            assert_eq!(folder.load(wave, &key.check_value()).unwrap().check_value(), key.check_value());
            assert_eq!(mode(&folder.key_path(wave)), 0o600);
        }
        fs::write(folder.key_path(wave), [7; 32]).unwrap();
        assert_eq!(folder.put_back(&key).unwrap(), PutBack::Another);
        assert_eq!(fs::read(folder.key_path(wave)).unwrap(), [7; 32]);
        folder.destroy(wave).unwrap();
        assert_eq!(folder.put_back(&key).unwrap(), PutBack::Destroyed);
        assert!(folder.is_gone(wave).unwrap());
    }

    #[test]
    fn a_key_that_cannot_be_removed_is_not_taken_for_destroyed() {
        let (_outer, folder) = folder();
        let wave = random_id();
        // A folder cannot be removed as a file is.
        fs::create_dir(folder.key_path(wave)).unwrap();
        assert!(folder.destroy(wave).is_err());
        assert!(folder.is_destroyed(wave).unwrap() && !folder.is_gone(wave).unwrap());
    }

    #[test]
    fn a_destruction_that_stopped_after_its_mark_is_finished_by_the_next() {
        let (_outer, folder) = folder();
        let wave = random_id();
        folder.create(wave).unwrap();
        fs::write(folder.mark_path(wave), b"").unwrap();
        assert!(folder.is_destroyed(wave).unwrap() && !folder.is_gone(wave).unwrap());
        folder.destroy(wave).unwrap();
        assert!(folder.is_gone(wave).unwrap());
    }
}
