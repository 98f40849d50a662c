//! What the schedule does next, from the same data that it goes by.

use crate::db::{Conn, Moment, Result, WaveId};
use crate::waves::{self, Wave, WaveState};

/// Something that happens by itself at a moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// When, UTC.
    pub at: Moment,
    /// To which wave.
    pub wave: WaveId,
    /// What admins call the wave.
    pub title: String,
    /// What.
    pub what: What,
}

/// What happens to a wave by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// It opens, and invitations go out.
    Opens,
    /// A reminder goes out, 1 for the first.
    Reminder(i32),
    /// It closes and is counted.
    Closes,
}

/// The first event after a moment.
///
/// # Errors
/// When the database cannot be asked.
pub(super) fn next(conn: &mut Conn, after: Moment) -> Result<Option<Event>> {
    let mut next: Option<Event> = None;
    for wave in waves::store::all(conn)? {
        for (at, what) in ahead(conn, &wave, after)? {
            if at > after && next.as_ref().is_none_or(|event| at < event.at) {
                next = Some(Event { at, wave: wave.id, title: wave.title.clone(), what });
            }
        }
    }
    Ok(next)
}

fn ahead(conn: &mut Conn, wave: &Wave, after: Moment) -> Result<Vec<(Moment, What)>> {
    Ok(match wave.state {
        WaveState::Scheduled => vec![(wave.opens_at, What::Opens)],
        WaveState::Open => {
            let reminders = waves::store::reminders(conn, wave.id)?;
            let reminders = reminders.into_iter().filter(|reminder| reminder.is_ahead(after));
            let reminders = reminders.map(|reminder| (reminder.due_at, What::Reminder(reminder.number)));
            reminders.chain([(wave.closes_at, What::Closes)]).collect()
        }
        WaveState::Draft | WaveState::Closed | WaveState::Cancelled => Vec::new(),
    })
}

/// Whether an event whose moment has come took place: an opening waits for somebody to invite.
///
/// # Errors
/// When the database cannot be asked.
pub(super) fn has_happened(conn: &mut Conn, event: &Event) -> Result<bool> {
    let Some(wave) = waves::store::find(conn, event.wave)? else { return Ok(false) };
    Ok(match event.what {
        What::Opens => wave.state == WaveState::Open,
        What::Reminder(number) => waves::store::reminders(conn, wave.id)?
            .iter()
            .any(|reminder| reminder.number == number && reminder.queued_at.is_some()),
        What::Closes => wave.state == WaveState::Closed,
    })
}
