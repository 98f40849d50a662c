//! Reminders that are due. Nothing here knows who gets one.

use diesel::prelude::*;

use crate::db::{Conn, Moment, Result, WaveId};
use crate::schema::{wave_reminders, waves};

/// Reminders of waves that still take answers, due, not too late and not queued yet: by wave, the latest last.
///
/// # Errors
/// When the database cannot be asked.
pub fn due(conn: &mut Conn, now: Moment) -> Result<Vec<(WaveId, i32)>> {
    let open = waves::table
        .filter(waves::state.eq("open").and(waves::closes_at.gt(now)))
        .order((waves::closes_at, waves::id))
        .select(waves::id);
    let mut found = Vec::new();
    for wave in open.load::<WaveId>(conn)? {
        let numbers: Vec<i32> = wave_reminders::table
            .filter(wave_reminders::wave_id.eq(wave))
            .filter(wave_reminders::due_at.le(now).and(wave_reminders::too_late_at.gt(now)))
            .filter(wave_reminders::queued_at.is_null())
            .order((wave_reminders::due_at, wave_reminders::number))
            .select(wave_reminders::number)
            .load(conn)?;
        found.extend(numbers.into_iter().map(|number| (wave, number)));
    }
    Ok(found)
}

/// Waves that take answers and have sent a reminder: some of it may be in the queue.
///
/// # Errors
/// When the database cannot be asked.
pub fn sending(conn: &mut Conn, now: Moment) -> Result<Vec<WaveId>> {
    waves::table
        .inner_join(wave_reminders::table)
        .filter(waves::state.eq("open").and(waves::closes_at.gt(now)).and(wave_reminders::queued_rows.is_not_null()))
        .select(waves::id)
        .distinct()
        .load(conn)
}

/// Marks a reminder as queued; false if another process was first.
///
/// # Errors
/// When the database refuses.
pub fn mark_queued(conn: &mut Conn, wave: WaveId, number: i32, now: Moment) -> Result<bool> {
    let waiting = wave_reminders::table.find((wave, number)).filter(wave_reminders::queued_at.is_null());
    let rows = diesel::update(waiting).set(wave_reminders::queued_at.eq(Some(now))).execute(conn)?;
    Ok(rows == 1)
}

/// Notes how many rows a reminder has in the queue.
///
/// # Errors
/// When the database refuses.
pub fn note_rows(conn: &mut Conn, wave: WaveId, number: i32, rows: usize) -> Result<()> {
    let reminder = wave_reminders::table.find((wave, number));
    diesel::update(reminder).set(wave_reminders::queued_rows.eq(Some(number_of(rows)))).execute(conn).map(drop)
}

/// Notes that rows of the reminder that went out last were taken from the queue before they were handled.
///
/// # Errors
/// When the database refuses.
pub fn note_called_off(conn: &mut Conn, wave: WaveId, rows: usize) -> Result<()> {
    if rows == 0 {
        return Ok(());
    }
    let went_out = wave_reminders::wave_id.eq(wave).and(wave_reminders::queued_rows.is_not_null());
    let last: Option<i32> = wave_reminders::table
        .filter(went_out)
        .order((wave_reminders::queued_at.desc(), wave_reminders::number.desc()))
        .select(wave_reminders::number)
        .first(conn)
        .optional()?;
    let Some(last) = last else { return Ok(()) };
    diesel::update(wave_reminders::table.find((wave, last)))
        .set(wave_reminders::called_off_rows.eq(wave_reminders::called_off_rows + number_of(rows)))
        .execute(conn)
        .map(drop)
}

fn number_of(rows: usize) -> i32 {
    i32::try_from(rows).unwrap_or(i32::MAX)
}
