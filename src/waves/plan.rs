//! Planning: drafts, scheduling and going back, cancelling what has not opened, closing early.
//!
//! Every change holds the wave's lock and is conditional on the state it began from, so that two
//! admins, or an admin and the clock, do not undo each other's work.

use std::collections::{BTreeSet, HashMap};

use super::pace::Due;
use super::repace::repace;
use super::warning::TIRING_DAYS;
use super::{
    BackToDraftError, COMMENT_LIMIT, CancelError, CloseEarlyError, Draft, Invitee, LONG_COMMENT_LIMIT, METHOD_VERSION,
    ScheduleRefusal, Surroundings, Warning, Wave, WaveState, store,
};
use crate::audit::{self, Actor};
use crate::db::{Conn, DepartmentId, Moment, SurveyId, WaveId};
use crate::i18n::FormErrors;
use crate::keys::ordered_id;
use crate::people::{self, Departments};
use crate::settings::{self, Pace};

/// Why a draft cannot be kept.
#[derive(Debug, thiserror::Error)]
pub enum DraftError {
    /// There is no such wave.
    #[error("there is no such wave")]
    NotFound,
    /// It is no draft any more.
    #[error("the wave is not a draft")]
    NotADraft,
    /// What was written is wrong.
    #[error("the draft has mistakes")]
    Invalid(FormErrors),
    /// The database.
    #[error(transparent)]
    Database(#[from] crate::db::Error),
}

/// Why a wave was not scheduled.
#[derive(Debug, thiserror::Error)]
pub enum ScheduleError {
    /// There is no such wave.
    #[error("there is no such wave")]
    NotFound,
    /// Its state or time does not allow it.
    #[error(transparent)]
    Refused(#[from] ScheduleRefusal),
    /// Some of its people are in another wave at the same time.
    #[error("it overlaps with another wave")]
    Overlap {
        /// The other wave.
        with: Box<Wave>,
        /// How many people are in both.
        people: usize,
    },
    /// Nobody is in its audience.
    #[error("nobody would be invited")]
    NobodyToInvite,
    /// The database.
    #[error(transparent)]
    Database(#[from] crate::db::Error),
}

/// Why a wave did not change.
#[derive(Debug, thiserror::Error)]
pub enum ChangeError<Refusal> {
    /// There is no such wave.
    #[error("there is no such wave")]
    NotFound,
    /// Its state or the time does not allow it.
    #[error("refused")]
    Refused(Refusal),
    /// An open wave is cancelled with its ballots, elsewhere.
    #[error("the wave is open")]
    Open,
    /// The database.
    #[error(transparent)]
    Database(#[from] crate::db::Error),
}

/// Keeps a new draft.
///
/// # Errors
/// When it has mistakes, or the database refuses.
pub fn create(conn: &mut Conn, now: Moment, draft: &Draft, actor: Actor) -> Result<WaveId, DraftError> {
    draft.check().map_err(DraftError::Invalid)?;
    // Working time stays as it is until the draft is kept.
    conn.lock_wave_exclusive(super::all_waves())?;
    let (id, survey) = (ordered_id(), ordered_id());
    store::insert_survey(conn, survey, &draft.survey, now)?;
    let wave = planned(id, survey, draft);
    store::insert(conn, &wave, now)?;
    let pace = settings::pace(conn)?;
    store::replace_reminders(conn, id, &reminder_times(draft, &pace))?;
    audit::record(conn, now, actor, "wave.drafted", &id.to_string(), &wave.title)?;
    Ok(id)
}

/// A draft as a wave: what is set at the launch and at the end is not there yet.
#[must_use]
pub fn planned(id: WaveId, survey: SurveyId, draft: &Draft) -> Wave {
    Wave {
        id,
        survey,
        title: draft.title.trim().to_owned(),
        state: WaveState::Draft,
        audience: draft.audience.clone(),
        time_zone: draft.time_zone,
        opens_local: draft.opens_local,
        closes_local: draft.closes_local,
        opens_at: draft.opens_at(),
        closes_at: draft.closes_at(),
        planned_close_at: draft.closes_at(),
        threshold: draft.threshold,
        comment_limit: comment_limit(draft),
        remind_everyone: draft.remind_everyone,
        closing_message: draft.closing_message,
        comments_by: draft.comments_by,
        method_version: METHOD_VERSION,
        key_check: None,
        headcount: None,
        left_out: None,
        launched_at: None,
        ended_at: None,
    }
}

/// Changes a draft.
///
/// # Errors
/// When it is no draft any more, has mistakes, or the database refuses.
pub fn change(conn: &mut Conn, now: Moment, id: WaveId, draft: &Draft, actor: Actor) -> Result<(), DraftError> {
    draft.check().map_err(DraftError::Invalid)?;
    conn.lock_wave_exclusive(super::all_waves())?;
    conn.lock_wave_exclusive(id)?;
    let before = store::find(conn, id)?.ok_or(DraftError::NotFound)?;
    if before.state != WaveState::Draft {
        return Err(DraftError::NotADraft);
    }
    let wave = Wave { method_version: before.method_version, ..planned(before.id, before.survey, draft) };
    if !store::save(conn, &wave, WaveState::Draft, now)? {
        return Err(DraftError::NotADraft);
    }
    store::save_survey(conn, wave.survey, &draft.survey)?;
    let pace = settings::pace(conn)?;
    store::replace_reminders(conn, id, &reminder_times(draft, &pace))?;
    audit::record(conn, now, actor, "wave.changed", &id.to_string(), &wave.title)?;
    Ok(())
}

fn comment_limit(draft: &Draft) -> u32 {
    if draft.long_comments { LONG_COMMENT_LIMIT } else { COMMENT_LIMIT }
}

/// The reminders in their order, each once: as the admin wrote it, and when it goes out.
fn reminder_times(draft: &Draft, pace: &Pace) -> Vec<(chrono::NaiveDateTime, Due)> {
    draft.in_order().into_iter().zip(draft.due(pace)).collect()
}

/// A draft as the form shows it.
///
/// # Errors
/// When the database cannot be asked.
pub fn as_draft(conn: &mut Conn, wave: &Wave) -> crate::db::Result<Draft> {
    Ok(Draft {
        title: wave.title.clone(),
        audience: wave.audience.clone(),
        time_zone: wave.time_zone,
        opens_local: wave.opens_local,
        closes_local: wave.closes_local,
        reminders: store::reminders(conn, wave.id)?.into_iter().map(|reminder| reminder.due_local).collect(),
        threshold: wave.threshold,
        long_comments: wave.comment_limit > COMMENT_LIMIT,
        remind_everyone: wave.remind_everyone,
        closing_message: wave.closing_message,
        comments_by: wave.comments_by,
        survey: store::survey(conn, wave.survey)?,
    })
}

/// The first wave, scheduled or open, that has some of the same people at the same time, and how many.
///
/// # Errors
/// When the database cannot be asked.
pub fn overlap(conn: &mut Conn, wave: &Wave, opens_at: Moment) -> crate::db::Result<Option<(Wave, usize)>> {
    let mut others = store::others(conn, wave.id, WaveState::Open)?;
    others.extend(store::others(conn, wave.id, WaveState::Scheduled)?);
    others.retain(|other| opens_at < other.closes_at && other.opens_at < wave.closes_at);
    if others.is_empty() {
        return Ok(None);
    }
    let ours: BTreeSet<_> = store::invitees(conn, &wave.audience)?.into_iter().map(|invitee| invitee.person).collect();
    for other in others {
        let theirs = store::invitees(conn, &other.audience)?;
        let both = theirs.iter().filter(|invitee| ours.contains(&invitee.person)).count();
        if both > 0 {
            return Ok(Some((other, both)));
        }
    }
    Ok(None)
}

/// Everything worth a second thought about a draft, also its nearness to other waves.
///
/// # Errors
/// When the database cannot be asked.
pub fn warnings(conn: &mut Conn, draft: &Draft, of: Option<WaveId>) -> crate::db::Result<Vec<Warning>> {
    let invitees = store::invitees(conn, &draft.audience)?;
    let tree = Departments::new(people::store::departments(conn)?);
    let mut direct: HashMap<Option<DepartmentId>, usize> = HashMap::new();
    for invitee in &invitees {
        *direct.entry(invitee.department).or_default() += 1;
    }
    let totals = tree.totals(&direct);
    let groups = tree.iter().filter_map(|group| Some((group.name.clone(), *totals.get(&group.id)?)));
    let around = Surroundings {
        people: invitees.len(),
        company: people::store::headcounts(conn)?.values().sum(),
        groups: groups.collect(),
        nearest: nearest(conn, draft, &invitees, of)?,
        pace: settings::pace(conn)?,
    };
    Ok(draft.warnings(&around))
}

/// The wave that opens nearest in time, before or after, and has some of the same people: its title, how many of
/// them, and the days between the openings. One that was called off or is only a draft tires nobody.
fn nearest(
    conn: &mut Conn,
    draft: &Draft,
    invitees: &[Invitee],
    of: Option<WaveId>,
) -> crate::db::Result<Option<(String, usize, i64)>> {
    let opens_at = draft.opens_at();
    let distance = |wave: &Wave| (wave.opens_at - opens_at).abs();
    let mut others = store::all(conn)?;
    others.retain(|other| {
        let counts = matches!(other.state, WaveState::Scheduled | WaveState::Open | WaveState::Closed);
        counts && Some(other.id) != of && distance(other).num_days() < TIRING_DAYS
    });
    others.sort_by_key(distance);
    let ours: BTreeSet<_> = invitees.iter().map(|invitee| invitee.person).collect();
    for other in others {
        let theirs = store::invitees(conn, &other.audience)?;
        let both = theirs.iter().filter(|invitee| ours.contains(&invitee.person)).count();
        if both > 0 {
            let days = distance(&other).num_days();
            return Ok(Some((other.title, both, days)));
        }
    }
    Ok(None)
}

/// Draft → scheduled: it opens by itself.
///
/// # Errors
/// When it cannot be scheduled, would invite nobody, or overlaps with another wave.
pub fn schedule(conn: &mut Conn, now: Moment, id: WaveId, actor: Actor) -> Result<(), ScheduleError> {
    conn.lock_wave_exclusive(super::all_waves())?;
    conn.lock_wave_exclusive(id)?;
    let mut wave = store::find(conn, id)?.ok_or(ScheduleError::NotFound)?;
    let was = wave.state;
    may_schedule(conn, now, &wave)?;
    wave.schedule(now)?;
    if !store::save(conn, &wave, was, now)? {
        return Err(ScheduleRefusal::NotADraft.into());
    }
    audit::record(conn, now, actor, "wave.scheduled", &id.to_string(), &wave.title)?;
    Ok(())
}

/// Whether [`schedule`] would go well now; nothing is changed.
///
/// # Errors
/// Why it would be refused.
pub fn may_schedule(conn: &mut Conn, now: Moment, wave: &Wave) -> Result<(), ScheduleError> {
    wave.clone().schedule(now)?;
    if store::invitees(conn, &wave.audience)?.is_empty() {
        return Err(ScheduleError::NobodyToInvite);
    }
    if let Some((with, people)) = overlap(conn, wave, wave.opens_at)? {
        return Err(ScheduleError::Overlap { with: Box::new(with), people });
    }
    Ok(())
}

/// Scheduled → draft.
///
/// # Errors
/// When it is not scheduled (any more).
pub fn back_to_draft(
    conn: &mut Conn,
    now: Moment,
    id: WaveId,
    actor: Actor,
) -> Result<(), ChangeError<BackToDraftError>> {
    let (mut wave, was) = locked(conn, id)?.ok_or(ChangeError::NotFound)?;
    wave.back_to_draft().map_err(ChangeError::Refused)?;
    if !store::save(conn, &wave, was, now)? {
        return Err(ChangeError::Refused(BackToDraftError::NotScheduled));
    }
    audit::record(conn, now, actor, "wave.unscheduled", &id.to_string(), &wave.title)?;
    Ok(())
}

/// Draft or scheduled → cancelled. An open wave is cancelled together with its ballots and key.
///
/// # Errors
/// When it is open or has ended.
pub fn cancel(
    conn: &mut Conn,
    now: Moment,
    id: WaveId,
    actor: Actor,
    why: &str,
) -> Result<(), ChangeError<CancelError>> {
    let (mut wave, was) = locked(conn, id)?.ok_or(ChangeError::NotFound)?;
    if was == WaveState::Open {
        return Err(ChangeError::Open);
    }
    wave.cancel(now).map_err(ChangeError::Refused)?;
    if !store::save(conn, &wave, was, now)? {
        return Err(ChangeError::Refused(CancelError::Ended));
    }
    audit::record(conn, now, actor, "wave.cancelled", &id.to_string(), why)?;
    Ok(())
}

/// Moves the close of an open wave forward, a day from now at the soonest.
///
/// # Errors
/// When it is not open, or the moment is too near or no earlier than planned.
pub fn close_early(
    conn: &mut Conn,
    now: Moment,
    id: WaveId,
    at: Moment,
    actor: Actor,
) -> Result<(), ChangeError<CloseEarlyError>> {
    conn.lock_wave_exclusive(super::all_waves())?;
    let (mut wave, was) = locked(conn, id)?.ok_or(ChangeError::NotFound)?;
    wave.close_early(at, now).map_err(ChangeError::Refused)?;
    if !store::save(conn, &wave, was, now)? {
        return Err(ChangeError::Refused(CloseEarlyError::NotOpen));
    }
    let pace = settings::pace(conn)?;
    repace(conn, &wave, &pace)?;
    audit::record(conn, now, actor, "wave.close-moved", &id.to_string(), &at.to_string())?;
    Ok(())
}

fn locked(conn: &mut Conn, id: WaveId) -> crate::db::Result<Option<(Wave, WaveState)>> {
    conn.lock_wave_exclusive(id)?;
    Ok(store::find(conn, id)?.map(|wave| {
        let was = wave.state;
        (wave, was)
    }))
}
