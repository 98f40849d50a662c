//! Calling a wave off: nothing is opened, and soon nothing can be.

use super::mail::REMINDER;
use super::scrub::{empty_box, scrub_due};
use crate::audit::{self, Actor};
use crate::db::{self, BatchId, Conn, Db, Moment, WaveId};
use crate::invitations::mail::queue_cancellations;
use crate::keys::KeyFolder;
use crate::mail::outbox;
use crate::waves::{self, WaveState};

/// Why a wave was not called off.
#[derive(Debug, thiserror::Error)]
pub enum CancelError {
    /// There is no such wave.
    #[error("there is no such wave")]
    NotFound,
    /// It is closed or cancelled.
    #[error("the wave has ended")]
    Ended,
    /// Its close has passed: it is being counted.
    #[error("the wave is being counted")]
    BeingCounted,
    /// It is called off, but its key could not be destroyed yet: this is tried again.
    #[error("the wave's key could not be destroyed yet: {0}")]
    Key(#[from] std::io::Error),
    /// The database.
    #[error(transparent)]
    Database(#[from] db::Error),
}

impl From<waves::CancelError> for CancelError {
    fn from(refusal: waves::CancelError) -> Self {
        match refusal {
            waves::CancelError::Ended => Self::Ended,
            waves::CancelError::BeingCounted => Self::BeingCounted,
        }
    }
}

/// Calls a wave off. If it is open, its ballots are deleted unopened, mails that wait are withdrawn and the
/// invited are told, all in one transaction; after its commit the key is destroyed.
///
/// # Errors
/// When it has ended or is being counted; [`CancelError::Key`] when only the key is left, which
/// [`finish_ended`] takes care of.
pub async fn cancel(db: &Db, keys: &KeyFolder, now: Moment, wave: WaveId, actor: Actor) -> Result<(), CancelError> {
    let was_open = db.write_large(move |conn| cancel_now(conn, now, wave, actor)).await?;
    if was_open {
        end(db.clone(), keys.clone(), vec![wave]).await?;
    }
    Ok(())
}

fn cancel_now(conn: &mut Conn, now: Moment, id: WaveId, actor: Actor) -> Result<bool, CancelError> {
    conn.lock_wave_exclusive(id)?;
    let mut wave = waves::store::find(conn, id)?.ok_or(CancelError::NotFound)?;
    let was = wave.state;
    wave.cancel(now)?;
    if !waves::store::save(conn, &wave, was, now)? {
        return Err(CancelError::Ended);
    }
    let was_open = was == WaveState::Open;
    if was_open {
        let batch: BatchId = id.cast();
        outbox::withdraw(conn, batch, REMINDER)?;
        queue_cancellations(conn, now, id)?;
        empty_box(conn, id)?;
    }
    let details = if was_open { "while_open" } else { "before_opening" };
    audit::record(conn, now, actor, "wave.cancelled", &id.to_string(), details)?;
    Ok(was_open)
}

/// Destroys the keys of waves that have ended, where a crash came between the commit and the key, and says how
/// many. To be called at every start and every tick.
///
/// # Errors
/// When the database cannot be asked, or a key cannot be destroyed now.
pub async fn finish_ended(db: &Db, keys: &KeyFolder) -> Result<usize, CancelError> {
    let all = db.read(waves::store::all).await?;
    let ended = all.into_iter().filter(|wave| matches!(wave.state, WaveState::Closed | WaveState::Cancelled));
    let mut left = Vec::new();
    for wave in ended.filter(|wave| wave.key_check.is_some()) {
        if !keys.is_gone(wave.id)? {
            left.push(wave.id);
        }
    }
    let count = left.len();
    if count > 0 {
        end(db.clone(), keys.clone(), left).await?;
    }
    Ok(count)
}

/// The key first, before any housekeeping; then what deleted ballots left behind in the database's files.
async fn end(db: Db, keys: KeyFolder, waves: Vec<WaveId>) -> std::io::Result<()> {
    let ended = tokio::task::spawn_blocking(move || {
        let mut refused = Ok(());
        for wave in waves {
            if let Err(error) = keys.destroy(wave) {
                tracing::error!(%wave, "the key of a wave that has ended is not destroyed yet: {error}");
                refused = Err(error);
            }
        }
        if let Err(error) = scrub_due(&db) {
            tracing::warn!("deleted ballots are still in the database's files, unreadable, for now: {error}");
        }
        refused
    });
    ended.await.map_err(std::io::Error::other)?
}
