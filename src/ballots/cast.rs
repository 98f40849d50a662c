//! Casting: one answer into the box, acknowledged after it is on disk.

use super::{Answer, Ballot, DoesNotFit, Seal, store};
use crate::clock::Clock;
use crate::db::{self, Conn, Db, WaveId};
use crate::invitations::link::{self, Claim};
use crate::keys::{KeyFolder, LoadError, WaveKey};
use crate::waves::{self, Wave, WaveState};

/// Why an answer was not taken.
#[derive(Debug, thiserror::Error)]
pub enum CastError {
    /// There is no such wave, or the token was not written with its key.
    #[error("the link is not one of an open wave")]
    UnknownLink,
    /// The wave has not been launched.
    #[error("the wave is not open yet")]
    NotYetOpen,
    /// The wave's time is over: the same for every token, genuine or not.
    #[error("the wave has closed")]
    Closed,
    /// The wave was called off: the same for every token, too.
    #[error("the wave was cancelled")]
    Cancelled,
    /// An answer is in the box under this link.
    #[error("this link has answered")]
    AlreadyAnswered,
    /// The wave's key is missing or another one: answers are refused until it is back.
    #[error(transparent)]
    KeyMissing(LoadError),
    /// The comment needs more bytes than a ballot has.
    #[error(transparent)]
    DoesNotFit(#[from] DoesNotFit),
    /// The database.
    #[error(transparent)]
    Database(#[from] db::Error),
}

/// Puts an answer into the box of a wave, by a link that [`check`] has found genuine. When this returns `Ok`, the ballot
/// is on disk and will be counted. The wave may be a while old: it is read again in the transaction.
///
/// Nothing is looked up about a person, and no row but the ballot's changes.
///
/// # Errors
/// Why it was not taken; nothing has changed then.
pub async fn cast(
    db: &Db,
    clock: &Clock,
    wave: &Wave,
    key: &WaveKey,
    claim: Claim,
    answer: &Answer,
) -> Result<(), CastError> {
    let seal = Seal::of(key);
    let spent = seal.spent(claim.invitation);
    let sealed = seal.seal(&Ballot::new(claim.group, answer), &spent, wave.ballot_length())?;
    let (clock, id) = (clock.clone(), wave.id);
    let first = db
        .write_unshown(move |conn| {
            // A count waits for this lock or holds it: the wave is read again under it.
            conn.lock_wave_shared(id)?;
            takes_answers(&find(conn, id)?, &clock)?;
            Ok::<_, CastError>(store::insert(conn, id, &spent, &sealed)?)
        })
        .await?;
    if first { Ok(()) } else { Err(CastError::AlreadyAnswered) }
}

/// Whether a link may answer now, as far as can be known without looking into the box: the wave's key
/// and what the token says. The state comes first, so that after the close a wrong token is as good as a
/// genuine one.
///
/// # Errors
/// [`CastError::NotYetOpen`], [`CastError::Closed`], [`CastError::Cancelled`], [`CastError::KeyMissing`] or
/// [`CastError::UnknownLink`]. A destroyed key means closed, whatever an old backup says.
pub fn check(keys: &KeyFolder, clock: &Clock, wave: &Wave, token: &str) -> Result<(WaveKey, Claim), CastError> {
    takes_answers(wave, clock)?;
    let check_value = wave.key_check.as_deref().unwrap_or_default();
    let key = keys.load(wave.id, check_value).map_err(|error| match error {
        LoadError::Destroyed(_) => CastError::Closed,
        other => CastError::KeyMissing(other),
    })?;
    let claim = link::verify(&key, token).ok_or(CastError::UnknownLink)?;
    Ok((key, claim))
}

fn takes_answers(wave: &Wave, clock: &Clock) -> Result<(), CastError> {
    match wave.state {
        WaveState::Draft | WaveState::Scheduled => Err(CastError::NotYetOpen),
        WaveState::Open if wave.takes_answers(clock.now()) => Ok(()),
        WaveState::Open | WaveState::Closed => Err(CastError::Closed),
        WaveState::Cancelled => Err(CastError::Cancelled),
    }
}

fn find(conn: &mut Conn, wave: WaveId) -> Result<Wave, CastError> {
    waves::store::find(conn, wave)?.ok_or(CastError::UnknownLink)
}
