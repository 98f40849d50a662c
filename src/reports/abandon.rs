//! Giving up a wave that can never be counted: nothing is opened, and it closes without results.

use super::Facts;
use super::publish::publish_abandoned;
use crate::app::App;
use crate::audit::{self, Actor};
use crate::ballots::{self, CancelError, REMINDER};
use crate::db::{self, Conn, Moment, WaveId};
use crate::invitations;
use crate::keys::{KeyFolder, LoadError};
use crate::mail::outbox;
use crate::settings;
use crate::waves::{self, Wave, WaveState, local_time};

/// What would be destroyed.
#[derive(Debug)]
pub struct Doomed {
    /// What admins call the wave.
    pub title: String,
    /// Ballots in its box.
    pub ballots: usize,
    /// Whether its key can be used.
    pub key: Result<(), LoadError>,
}

/// Why a wave was not given up.
#[derive(Debug, thiserror::Error)]
pub enum AbandonError {
    /// There is no such wave.
    #[error("there is no such wave")]
    NotFound,
    /// It has not opened, or has ended.
    #[error("the wave is not open: nothing of it is left to destroy")]
    NotOpen,
    /// Nothing is wrong with it.
    #[error("the wave is open and has its key: call it off on its page, if that is meant")]
    NotHopeless,
    /// It has ended; only its key is left, which is tried again.
    #[error(transparent)]
    End(#[from] CancelError),
    /// The database.
    #[error(transparent)]
    Database(#[from] db::Error),
}

/// What giving a wave up would destroy.
///
/// # Errors
/// When it cannot be given up.
pub fn look(conn: &mut Conn, keys: &KeyFolder, now: Moment, id: WaveId) -> Result<Doomed, AbandonError> {
    let (wave, key) = hopeless(conn, keys, now, id)?;
    Ok(Doomed { ballots: ballots::store::count(conn, id)?, title: wave.title, key })
}

/// An open wave and its key's state; one that takes answers and has its key is not given up but called off.
fn hopeless(
    conn: &mut Conn,
    keys: &KeyFolder,
    now: Moment,
    id: WaveId,
) -> Result<(Wave, Result<(), LoadError>), AbandonError> {
    let wave = waves::store::find(conn, id)?.ok_or(AbandonError::NotFound)?;
    if wave.state != WaveState::Open {
        return Err(AbandonError::NotOpen);
    }
    let key = keys.load(id, wave.key_check.as_deref().unwrap_or_default()).map(drop);
    if key.is_ok() && wave.takes_answers(now) {
        return Err(AbandonError::NotHopeless);
    }
    Ok((wave, key))
}

/// Deletes the ballots of a wave unopened and closes it with a report that says so, in one transaction; after its
/// commit what is left of the key is destroyed. How many ballots there were.
///
/// # Errors
/// Why it was not given up; after [`AbandonError::End`] it was, and the key is tried again.
pub async fn abandon(app: &App, wave: WaveId, actor: Actor) -> Result<usize, AbandonError> {
    let (keys, now) = (app.keys.clone(), app.clock.now());
    let deleted = app.db.write_large(move |conn| abandon_now(conn, &keys, now, wave, actor)).await?;
    ballots::finish_ended(&app.db, &app.keys).await?;
    Ok(deleted)
}

fn abandon_now(
    conn: &mut Conn,
    keys: &KeyFolder,
    now: Moment,
    id: WaveId,
    actor: Actor,
) -> Result<usize, AbandonError> {
    conn.lock_wave_exclusive(id)?;
    let (mut wave, _) = hopeless(conn, keys, now, id)?;
    if now < wave.closes_at {
        wave.closes_at = now;
        wave.closes_local = local_time::to_local(wave.time_zone, now);
        let pace = settings::pace(conn)?;
        waves::repace(conn, &wave, &pace)?;
    }
    wave.state = WaveState::Closed;
    wave.ended_at = Some(now);
    if !waves::store::save(conn, &wave, WaveState::Open, now)? {
        return Err(AbandonError::NotOpen);
    }
    outbox::withdraw(conn, id.cast(), REMINDER)?;
    let unreachable = invitations::store::deliveries(conn, id)?.lost();
    let headcount = wave.headcount.unwrap_or_default();
    publish_abandoned(conn, Facts { wave: &wave, headcount, unreachable, set_aside: 0 })?;
    let deleted = ballots::empty_box(conn, id)?;
    audit::record(conn, now, actor, "wave.abandoned", &id.to_string(), &format!("deleted={deleted}"))?;
    Ok(deleted)
}
