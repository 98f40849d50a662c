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

/// Marks a reminder as queued; false if another process was first.
///
/// # Errors
/// When the database refuses.
pub fn mark_queued(conn: &mut Conn, wave: WaveId, number: i32, now: Moment) -> Result<bool> {
    let waiting = wave_reminders::table.find((wave, number)).filter(wave_reminders::queued_at.is_null());
    let rows = diesel::update(waiting).set(wave_reminders::queued_at.eq(Some(now))).execute(conn)?;
    Ok(rows == 1)
}
