//! Queries on waves, their surveys, reminders, audiences and frozen trees.

mod actions;
mod audience;
mod note;
mod record;
mod tree;

pub use actions::{
    action, actions, actions_done_after, forget_actions, insert_action, last_launch, remove_action, restore_action,
    save_action, set_action_done,
};
pub use audience::{departments, invitees, zones};
pub use note::{note, notes, set_note};
pub use record::{all, due_to_close, due_to_open, find, insert, last_opening, others, save};
pub use tree::{freeze_tree, note_turnover, tree, turnovers};

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::pace::Due;
use super::{Survey, WaveState};
use crate::db::{Conn, Moment, Result, SurveyId, WaveId, on_backend};
use crate::schema::{surveys, wave_reminders, waves};

/// A reminder of a wave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Queryable)]
pub struct Reminder {
    /// 1 for the first.
    pub number: i32,
    /// When the admin wishes it, on the wave's wall.
    pub due_local: NaiveDateTime,
    /// When it is due, UTC: in working time.
    pub due_at: Moment,
    /// From this moment on it is not sent, UTC.
    pub too_late_at: Moment,
    /// When its mails were queued.
    pub queued_at: Option<Moment>,
    /// How many rows these were; none where a later reminder went out in its place.
    pub queued_rows: Option<i32>,
    /// How many of them were called off before they were handled.
    pub called_off_rows: i32,
}

impl Reminder {
    /// Whether it has gone out, or still does.
    #[must_use]
    pub fn comes(&self, now: Moment) -> bool {
        self.queued_at.is_some() || self.due_at.max(now) < self.too_late_at
    }

    /// Whether it has not gone out yet, and still does.
    #[must_use]
    pub fn is_ahead(&self, now: Moment) -> bool {
        self.queued_at.is_none() && self.comes(now)
    }
}

/// How many mails each invited person gets at most: of reminders that come at one moment only one goes out.
#[must_use]
pub fn most_mails(reminders: &[Reminder], now: Moment) -> usize {
    let comes = reminders.iter().filter(|reminder| reminder.comes(now));
    1 + comes.map(|reminder| reminder.due_at).collect::<BTreeSet<_>>().len()
}

/// The columns of a [`Reminder`].
type ReminderColumns = (
    wave_reminders::number,
    wave_reminders::due_local,
    wave_reminders::due_at,
    wave_reminders::too_late_at,
    wave_reminders::queued_at,
    wave_reminders::queued_rows,
    wave_reminders::called_off_rows,
);
const REMINDER: ReminderColumns = (
    wave_reminders::number,
    wave_reminders::due_local,
    wave_reminders::due_at,
    wave_reminders::too_late_at,
    wave_reminders::queued_at,
    wave_reminders::queued_rows,
    wave_reminders::called_off_rows,
);

/// The texts of a wave.
///
/// # Errors
/// When the database cannot be asked, or has no such survey.
pub fn survey(conn: &mut Conn, id: SurveyId) -> Result<Survey> {
    let texts: String = surveys::table.find(id).select(surveys::texts).first(conn)?;
    serde_json::from_str(&texts).map_err(|error| diesel::result::Error::DeserializationError(Box::new(error)))
}

fn written(survey: &Survey) -> Result<String> {
    serde_json::to_string(survey).map_err(|error| diesel::result::Error::SerializationError(Box::new(error)))
}

/// Adds the texts of a new wave.
///
/// # Errors
/// When the database refuses.
pub fn insert_survey(conn: &mut Conn, id: SurveyId, survey: &Survey, now: Moment) -> Result<()> {
    let texts = written(survey)?;
    diesel::insert_into(surveys::table)
        .values((surveys::id.eq(id), surveys::texts.eq(texts), surveys::created_at.eq(now)))
        .execute(conn)
        .map(drop)
}

/// Changes the texts of a draft.
///
/// # Errors
/// When the database refuses.
pub fn save_survey(conn: &mut Conn, id: SurveyId, survey: &Survey) -> Result<()> {
    let texts = written(survey)?;
    diesel::update(surveys::table.find(id)).set(surveys::texts.eq(texts)).execute(conn).map(drop)
}

/// The reminders of a wave, in their order.
///
/// # Errors
/// When the database cannot be asked.
pub fn reminders(conn: &mut Conn, wave: WaveId) -> Result<Vec<Reminder>> {
    wave_reminders::table
        .filter(wave_reminders::wave_id.eq(wave))
        .order(wave_reminders::number)
        .select(REMINDER)
        .load(conn)
}

/// The reminders of every wave that has not ended, each wave's in their order.
///
/// # Errors
/// When the database cannot be asked.
pub fn all_reminders(conn: &mut Conn) -> Result<HashMap<WaveId, Vec<Reminder>>> {
    let lasting = waves::state.ne_all([WaveState::Closed.word(), WaveState::Cancelled.word()]);
    let rows: Vec<(WaveId, Reminder)> = wave_reminders::table
        .inner_join(waves::table)
        .filter(lasting)
        .order((wave_reminders::wave_id, wave_reminders::number))
        .select((wave_reminders::wave_id, REMINDER))
        .load(conn)?;
    let mut found: HashMap<WaveId, Vec<Reminder>> = HashMap::new();
    for (wave, reminder) in rows {
        found.entry(wave).or_default().push(reminder);
    }
    Ok(found)
}

/// Puts a draft's reminders in the place of those it had.
///
/// # Errors
/// When the database refuses.
pub fn replace_reminders(conn: &mut Conn, wave: WaveId, due: &[(NaiveDateTime, Due)]) -> Result<()> {
    diesel::delete(wave_reminders::table.filter(wave_reminders::wave_id.eq(wave))).execute(conn)?;
    let rows: Vec<_> = (1..)
        .zip(due)
        .map(|(number, (due_local, due))| {
            (
                wave_reminders::wave_id.eq(wave),
                wave_reminders::number.eq(number),
                wave_reminders::due_local.eq(*due_local),
                wave_reminders::due_at.eq(due.at),
                wave_reminders::too_late_at.eq(due.too_late_at),
            )
        })
        .collect();
    if rows.is_empty() {
        return Ok(());
    }
    on_backend!(conn => diesel::insert_into(wave_reminders::table).values(&rows).execute(conn)).map(drop)
}

/// Writes when a reminder is due now: working time or the close have changed. When it has gone out already, that stays.
///
/// # Errors
/// When the database refuses.
pub fn move_reminder(conn: &mut Conn, wave: WaveId, number: i32, due: Due) -> Result<()> {
    let reminder = wave_reminders::table.find((wave, number));
    diesel::update(reminder).set(wave_reminders::too_late_at.eq(due.too_late_at)).execute(conn)?;
    let waiting = reminder.filter(wave_reminders::queued_at.is_null());
    diesel::update(waiting).set(wave_reminders::due_at.eq(due.at)).execute(conn).map(drop)
}

/// Drops the reminders that were due up to a moment: a launch that comes late does not remind at once.
///
/// # Errors
/// When the database refuses.
pub fn drop_reminders_until(conn: &mut Conn, wave: WaveId, until: Moment) -> Result<usize> {
    diesel::delete(
        wave_reminders::table.filter(wave_reminders::wave_id.eq(wave)).filter(wave_reminders::due_at.le(until)),
    )
    .execute(conn)
}
