//! Pausing a wave's mail, letting it go on, and taking back what was not sent.

use super::mail::INVITATION;
use super::store;
use crate::audit::{self, Actor};
use crate::db::{BatchId, Conn, Moment, WaveId};
use crate::mail::outbox;
use crate::waves::{self, Wave};

/// Why a wave's mail was left as it is.
#[derive(Debug, thiserror::Error)]
pub enum SendingError {
    /// There is no such wave.
    #[error("there is no such wave")]
    NotFound,
    /// It takes no answers any more, so nothing of it is sent.
    #[error("the wave is not open")]
    NotOpen,
    /// The database.
    #[error(transparent)]
    Database(#[from] crate::db::Error),
}

/// A wave whose mail can be of use.
///
/// # Errors
/// When there is none, or it does not take answers.
pub fn open(conn: &mut Conn, now: Moment, id: WaveId) -> Result<Wave, SendingError> {
    let wave = waves::store::find(conn, id)?.ok_or(SendingError::NotFound)?;
    if wave.takes_answers(now) { Ok(wave) } else { Err(SendingError::NotOpen) }
}

/// Pauses the mail of a wave: invitations and reminders alike. What is in hand still goes out. Says whether it was
/// going before.
///
/// # Errors
/// When the wave is not open.
pub fn pause(conn: &mut Conn, now: Moment, id: WaveId, actor: Actor) -> Result<bool, SendingError> {
    let wave = open(conn, now, id)?;
    let was_going = outbox::hold(conn, wave.id.cast(), now)?;
    if was_going {
        audit::record(conn, now, actor, "wave.mail-paused", &id.to_string(), "")?;
    }
    Ok(was_going)
}

/// Lets the mail of a wave go on. Says whether it was paused.
///
/// # Errors
/// When there is no such wave.
pub fn resume(conn: &mut Conn, now: Moment, id: WaveId, actor: Actor) -> Result<bool, SendingError> {
    waves::store::find(conn, id)?.ok_or(SendingError::NotFound)?;
    let was_paused = outbox::let_go(conn, id.cast())?;
    if was_paused {
        audit::record(conn, now, actor, "wave.mail-resumed", &id.to_string(), "")?;
    }
    Ok(was_paused)
}

/// Takes the invitations that were not sent out of the queue, and says how many. Their people stay in the headcount.
/// A message that is in hand still goes out, and its invitation counts as sent then.
///
/// # Errors
/// When the database refuses.
pub fn withdraw(conn: &mut Conn, wave: WaveId) -> crate::db::Result<usize> {
    outbox::withdraw(conn, BatchId::from_uuid(wave.uuid()), INVITATION)?;
    store::withdraw(conn, wave)
}
