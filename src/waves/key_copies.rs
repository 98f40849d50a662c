//! Copies of the keys of open waves: recorded before they are made, and put back only where they belong.

use super::{Wave, WaveState, store};
use crate::audit::{self, Actor};
use crate::db::{self, Conn, Moment, WaveId};
use crate::keys::{KeyFolder, LoadError, PutBack, WaveKey};

/// The keys of all open waves, and why some are not there. A wave that is not open any more has none to copy.
#[derive(Debug, Default)]
pub struct OpenKeys {
    /// Waves with their keys.
    pub whole: Vec<(Wave, WaveKey)>,
    /// Waves whose keys cannot be used.
    pub missing: Vec<(Wave, LoadError)>,
}

/// Why a copy was not put back.
#[derive(Debug, thiserror::Error)]
pub enum RestoreError {
    /// Another installation's, or older than this database.
    #[error("the database knows no such wave")]
    UnknownWave,
    /// It is counted, or was called off; or has not opened.
    #[error("the wave is not open")]
    NotOpen,
    /// Not the key that the wave was launched with.
    #[error("the copy is not the key that the wave was launched with")]
    Wrong,
    /// The mark says so.
    #[error("the key was destroyed, and is never accepted again")]
    Destroyed,
    /// Something else is in its place.
    #[error("another key is in its place: move that file away first, if it is the wrong one")]
    Another,
    /// The disk.
    #[error("the key folder cannot be written: {0}")]
    Io(#[from] std::io::Error),
    /// The database.
    #[error(transparent)]
    Database(#[from] db::Error),
}

/// Reads the keys of all open waves.
///
/// # Errors
/// When the database cannot be asked.
pub fn of_open(conn: &mut Conn, keys: &KeyFolder) -> db::Result<OpenKeys> {
    let mut found = OpenKeys::default();
    for wave in store::all(conn)?.into_iter().filter(|wave| wave.state == WaveState::Open) {
        match keys.load(wave.id, wave.key_check.as_deref().unwrap_or_default()) {
            Ok(key) => found.whole.push((wave, key)),
            Err(error) => found.missing.push((wave, error)),
        }
    }
    Ok(found)
}

/// Records that the keys of some waves are being copied. To be called before there is a copy, so that there is
/// none without its record.
///
/// # Errors
/// When the database refuses.
pub fn record(conn: &mut Conn, now: Moment, waves: &[WaveId], actor: Actor) -> db::Result<()> {
    waves.iter().try_for_each(|wave| audit::record(conn, now, actor, "wave.key-copied", &wave.to_string(), ""))
}

/// Puts a copy of an open wave's key back into the folder, if its file is missing or torn. Can be repeated.
/// Answers whether anything was missing.
///
/// # Errors
/// Why it was not put back; nothing has changed then.
pub fn put_back(
    conn: &mut Conn,
    keys: &KeyFolder,
    now: Moment,
    key: &WaveKey,
    actor: Actor,
) -> Result<bool, RestoreError> {
    let id = key.wave();
    // No count ends between this look and the file.
    conn.lock_wave_exclusive(id)?;
    let wave = store::find(conn, id)?.ok_or(RestoreError::UnknownWave)?;
    if keys.is_destroyed(id)? {
        return Err(RestoreError::Destroyed);
    }
    if wave.state != WaveState::Open {
        return Err(RestoreError::NotOpen);
    }
    if wave.key_check.as_deref() != Some(key.check_value().as_slice()) {
        return Err(RestoreError::Wrong);
    }
    match keys.put_back(key)? {
        PutBack::Done => {
            audit::record(conn, now, actor, "wave.key-restored", &id.to_string(), "")?;
            Ok(true)
        }
        PutBack::WasThere => Ok(false),
        PutBack::Another => Err(RestoreError::Another),
        PutBack::Destroyed => Err(RestoreError::Destroyed),
    }
}
