//! The count: ballots are opened once, become tallies, comments and a report, and are gone; then the key is.

use std::time::Duration;

use chrono::TimeDelta;

use super::publish::{PublishError, publish, publish_too_few};
use super::{Answer, Facts, closing};
use crate::app::App;
use crate::audit::{self, Actor};
use crate::ballots::{self, BrokenBallot, CancelError, Seal};
use crate::db::{self, Conn, Moment, WaveId};
use crate::failpoints::fail_point;
use crate::invitations;
use crate::keys::{KeyFolder, LoadError};
use crate::waves::{self, Tree, Wave, WaveState};

/// A wave's key is destroyed this many days after its planned close at the latest.
const KEY_DAYS: i64 = 30;

/// A count that was stopped is tried again so much later; a new start tries at once.
pub const COUNT_AGAIN: Duration = Duration::from_mins(10);

/// What to do with ballots that do not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SetAside {
    /// Stop: an admin is told, and nothing is dropped in silence.
    Nothing,
    /// Go on without them, by an admin's word; the report says how many.
    Broken,
}

/// What a count did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    /// The wave.
    pub wave: WaveId,
    /// Ballots that were in the box.
    pub ballots: usize,
    /// Those of them that did not open and were set aside.
    pub set_aside: usize,
    /// Whether there were fewer than the threshold: then none was opened.
    pub too_few: bool,
}

/// Why a wave was not counted; then nothing has changed.
#[derive(Debug, thiserror::Error)]
pub enum CountError {
    /// There is no such wave.
    #[error("there is no such wave")]
    NotFound,
    /// It is not open, or its close has not come: perhaps another process has counted it a moment ago.
    #[error("the wave is not due to be counted")]
    NotDue,
    /// Its key was destroyed at an earlier count: this is an old copy of the database, and is never counted again.
    #[error("the wave was counted before, and this is an old copy of the database: it is not counted again")]
    CountedBefore,
    /// Its key cannot be used.
    #[error(transparent)]
    Key(#[from] LoadError),
    /// The key folder cannot be read.
    #[error("the key folder cannot be read: {0}")]
    KeyFolder(#[from] std::io::Error),
    /// Ballots do not open: the count waits for an admin's word.
    #[error(
        "{broken} of {ballots} ballots do not open: candor count --set-aside goes on without them, and what they said is lost"
    )]
    Broken {
        /// Ballots that do not open.
        broken: usize,
        /// All ballots.
        ballots: usize,
    },
    /// Ballots were opened, counted and deleted, and the numbers are not the same.
    #[error("{opened} ballots were opened and {deleted} deleted")]
    Mismatch {
        /// Opened or set aside.
        opened: usize,
        /// Deleted.
        deleted: usize,
    },
    /// The report could not be stored.
    #[error(transparent)]
    Publish(#[from] PublishError),
    /// The wave is counted; only its key is left, which is tried again.
    #[error(transparent)]
    End(#[from] CancelError),
    /// The database.
    #[error(transparent)]
    Database(#[from] db::Error),
}

/// Counts every wave whose close has come, after finishing what a crash has left of earlier counts. To be called
/// at every start and every tick; a wave that cannot be counted is reported and tried again after [`COUNT_AGAIN`].
///
/// # Errors
/// When the database cannot be asked.
pub async fn count_due(app: &App) -> Result<Vec<(WaveId, Result<Counted, CountError>)>, CountError> {
    ballots::finish_ended(&app.db, &app.keys).await?;
    let now = app.clock.now();
    let due = app.db.read(move |conn| waves::store::due_to_close(conn, now)).await?;
    let mut results = Vec::new();
    for wave in due {
        let pause = format!("count {wave}");
        if app.pauses.has(&pause, app.clock.ticks()) {
            expire(app, wave).await?;
            continue;
        }
        let result = count(app, wave, SetAside::Nothing, Actor::Schedule).await;
        if let Err(error) = &result
            && !matches!(error, CountError::NotDue)
        {
            tracing::error!(%wave, "a wave cannot be counted: {error}");
            app.pauses.until(&pause, app.clock.ticks() + COUNT_AGAIN);
            expire(app, wave).await?;
        }
        results.push((wave, result));
    }
    Ok(results)
}

/// Counts a wave whose close has come: one transaction, and right after its commit the key is destroyed.
/// Idempotent: a second call finds nothing to do.
///
/// # Errors
/// Why it was not counted. After [`CountError::End`] it is counted, and the key is destroyed by [`count_due`].
pub async fn count(app: &App, wave: WaveId, set_aside: SetAside, actor: Actor) -> Result<Counted, CountError> {
    let (keys, now) = (app.keys.clone(), app.clock.now());
    let counted = app.db.write_large(move |conn| count_now(conn, &keys, now, wave, set_aside, actor)).await?;
    fail_point!("count-committed");
    ballots::finish_ended(&app.db, &app.keys).await?;
    Ok(counted)
}

/// Gives up a wave that could not be counted for [`KEY_DAYS`] days after its planned close: its ballots are
/// deleted unopened and its key is destroyed.
async fn expire(app: &App, wave: WaveId) -> Result<(), CountError> {
    let now = app.clock.now();
    let expired = app.db.write_large(move |conn| expire_now(conn, now, wave)).await?;
    if expired {
        tracing::error!(%wave, "a wave could not be counted in time: its key was destroyed");
        ballots::finish_ended(&app.db, &app.keys).await?;
    }
    Ok(())
}

fn expire_now(conn: &mut Conn, now: Moment, id: WaveId) -> Result<bool, CountError> {
    conn.lock_wave_exclusive(id)?;
    let mut wave = waves::store::find(conn, id)?.ok_or(CountError::NotFound)?;
    if wave.state != WaveState::Open || now < last_day(&wave) {
        return Ok(false);
    }
    wave.state = WaveState::Cancelled;
    wave.ended_at = Some(now);
    if !waves::store::save(conn, &wave, WaveState::Open, now)? {
        return Ok(false);
    }
    let deleted = ballots::empty_box(conn, id)?;
    let details = format!("days={KEY_DAYS} deleted={deleted}");
    audit::record(conn, now, Actor::Schedule, "wave.expired", &id.to_string(), &details)?;
    Ok(true)
}

/// When the wave's key is destroyed, counted or not.
#[must_use]
pub fn last_day(wave: &Wave) -> Moment {
    wave.planned_close_at + TimeDelta::days(KEY_DAYS)
}

/// The count's one transaction, without the destruction of the key and the housekeeping that follow it in [`count`].
///
/// # Errors
/// Why it was not counted; nothing has changed then.
pub fn count_now(
    conn: &mut Conn,
    keys: &KeyFolder,
    now: Moment,
    id: WaveId,
    set_aside: SetAside,
    actor: Actor,
) -> Result<Counted, CountError> {
    // Casts that were acknowledged have committed when this returns, and no other comes after it.
    conn.lock_wave_exclusive(id)?;
    fail_point!("count-locked");
    let mut wave = waves::store::find(conn, id)?.ok_or(CountError::NotFound)?;
    if wave.state != WaveState::Open || wave.closes_at > now {
        return Err(CountError::NotDue);
    }
    if keys.is_destroyed(id)? {
        return Err(CountError::CountedBefore);
    }
    let ballots = ballots::store::count(conn, id)?;
    let too_few = is_too_few(&wave, ballots);
    let box_of = if too_few { Opened::default() } else { open(conn, keys, &wave, ballots, set_aside)? };
    fail_point!("count-opened");
    wave.state = WaveState::Closed;
    wave.ended_at = Some(now);
    let broken = box_of.broken;
    let opened = if too_few { ballots } else { box_of.answers.len() + broken };
    store_report(conn, &wave, too_few, box_of)?;
    fail_point!("count-reported");
    let deleted = ballots::empty_box(conn, id)?;
    if deleted != opened || deleted != ballots {
        return Err(CountError::Mismatch { opened, deleted });
    }
    if !waves::store::save(conn, &wave, WaveState::Open, now)? {
        return Err(CountError::NotDue);
    }
    fail_point!("count-closed");
    if wave.closing_message {
        closing::queue(conn, now, &wave)?;
    }
    fail_point!("count-announced");
    let details = if too_few { "too_few".to_owned() } else { format!("ballots={ballots} set_aside={broken}") };
    audit::record(conn, now, actor, "wave.counted", &id.to_string(), &details)?;
    fail_point!("count-recorded");
    Ok(Counted { wave: id, ballots, set_aside: broken, too_few })
}

/// Why a wave whose close has come would not be counted now, if so. Opens what a count would open, and keeps nothing.
///
/// # Errors
/// Why not.
pub fn rehearse(conn: &mut Conn, keys: &KeyFolder, id: WaveId) -> Result<(), CountError> {
    let wave = waves::store::find(conn, id)?.ok_or(CountError::NotFound)?;
    let ballots = ballots::store::count(conn, id)?;
    if is_too_few(&wave, ballots) { Ok(()) } else { open(conn, keys, &wave, ballots, SetAside::Nothing).map(drop) }
}

/// Whether a wave has fewer ballots than its threshold: then none is ever opened.
fn is_too_few(wave: &Wave, ballots: usize) -> bool {
    ballots < usize::try_from(wave.threshold).unwrap_or(usize::MAX)
}

/// What was in the box.
#[derive(Default)]
struct Opened {
    answers: Vec<Answer>,
    broken: usize,
}

/// Opens every ballot.
fn open(
    conn: &mut Conn,
    keys: &KeyFolder,
    wave: &Wave,
    ballots: usize,
    set_aside: SetAside,
) -> Result<Opened, CountError> {
    let key = keys.load(wave.id, wave.key_check.as_deref().unwrap_or_default())?;
    let (seal, tree) = (Seal::of(&key), waves::store::tree(conn, wave.id)?);
    let mut opened = Opened::default();
    ballots::store::each_sealed(conn, wave.id, |spent, sealed| {
        match seal.open(&sealed, &spent, wave.ballot_length()).and_then(|ballot| answer(ballot, &tree)) {
            Ok(answer) => opened.answers.push(answer),
            Err(BrokenBallot) => opened.broken += 1,
        }
        Ok::<_, CountError>(())
    })?;
    if opened.broken > 0 && set_aside == SetAside::Nothing {
        return Err(CountError::Broken { broken: opened.broken, ballots });
    }
    Ok(opened)
}

/// A ballot without its seal. One that names no group of the wave is as good as one that does not open.
fn answer(mut ballot: ballots::Ballot, tree: &Tree) -> Result<Answer, BrokenBallot> {
    tree.group(ballot.group).ok_or(BrokenBallot)?;
    let comment = std::mem::take(&mut ballot.comment);
    Ok(Answer {
        group: ballot.group,
        score: ballot.score,
        comment: Some(comment).filter(|comment| !comment.is_empty()),
    })
}

fn store_report(conn: &mut Conn, wave: &Wave, too_few: bool, opened: Opened) -> Result<(), CountError> {
    let facts = Facts {
        wave,
        headcount: wave.headcount.unwrap_or_default(),
        unreachable: invitations::store::deliveries(conn, wave.id)?.lost(),
        set_aside: u32::try_from(opened.broken).unwrap_or(u32::MAX),
    };
    if too_few {
        publish_too_few(conn, facts)?;
    } else {
        let tree = waves::store::tree(conn, wave.id)?;
        publish(conn, facts, &tree, opened.answers)?;
    }
    Ok(())
}
