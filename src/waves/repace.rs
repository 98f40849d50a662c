//! When people work is set, or a close moves: reminders that have not gone out yet move with it.

use super::{Wave, WaveState, all_waves, local_time, pace, store};
use crate::audit::{self, Actor};
use crate::db::{Conn, Moment, Result};
use crate::settings::{self, Pace};

/// Sets when people work. Answers what has changed, by the names of the settings.
///
/// # Errors
/// When the database refuses.
pub fn set_pace(conn: &mut Conn, now: Moment, new: &Pace, actor: Actor) -> Result<Vec<&'static str>> {
    conn.lock_wave_exclusive(all_waves())?;
    let changed = changes(&settings::pace(conn)?, new);
    if changed.is_empty() {
        return Ok(changed);
    }
    settings::save_pace(conn, new)?;
    for wave in store::all(conn)? {
        if matches!(wave.state, WaveState::Draft | WaveState::Scheduled | WaveState::Open) {
            repace(conn, &wave, new)?;
        }
    }
    audit::record(conn, now, actor, "settings.changed", &changed.join(", "), "")?;
    Ok(changed)
}

/// The names of the settings that differ.
fn changes(old: &Pace, new: &Pace) -> Vec<&'static str> {
    let all = [
        ("working_hours", (old.from, old.to) != (new.from, new.to)),
        ("working_days", old.days != new.days),
        ("quiet_hours", old.quiet_hours != new.quiet_hours),
        ("holidays", old.holidays != new.holidays),
    ];
    all.into_iter().filter(|(_, differs)| *differs).map(|(name, _)| name).collect()
}

/// Works out again when a wave's reminders go out.
///
/// # Errors
/// When the database refuses.
pub fn repace(conn: &mut Conn, wave: &Wave, pace: &Pace) -> Result<()> {
    for reminder in store::reminders(conn, wave.id)? {
        let planned_at = local_time::to_utc(wave.time_zone, reminder.due_local);
        let due = pace::due(pace, wave.time_zone, planned_at, wave.closes_at);
        store::move_reminder(conn, wave.id, reminder.number, due)?;
    }
    Ok(())
}
