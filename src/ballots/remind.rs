//! Reminding: a mail is queued for everyone alike; who gets it is decided in memory when it is written.

use super::mail::REMINDER;
use super::store::reminders;
use crate::audit::{self, Actor};
use crate::db::{BatchId, Conn, Moment, Result, WaveId};
use crate::invitations;
use crate::mail::outbox::{self, NewMail};

/// Queues the reminders that are due, and says of how many waves. Of several that one wave missed while the
/// program was down only the latest goes out; after the close none does.
///
/// Safe to call at any time and by several processes: each reminder is queued once.
///
/// # Errors
/// When the database refuses.
pub fn queue_due(conn: &mut Conn, now: Moment) -> Result<usize> {
    let due = reminders::due(conn, now)?;
    let mut waves = 0;
    for (place, (wave, number)) in due.iter().enumerate() {
        let is_latest = due.get(place + 1).is_none_or(|(next, _)| next != wave);
        if reminders::mark_queued(conn, *wave, *number, now)? && is_latest {
            queue(conn, *wave, *number, now)?;
            waves += 1;
        }
    }
    Ok(waves)
}

/// A row for every invitee, in the order of their random ids.
fn queue(conn: &mut Conn, wave: WaveId, number: i32, now: Moment) -> Result<()> {
    let batch: BatchId = wave.cast();
    // What is left of the reminder before would arrive together with this one.
    outbox::withdraw(conn, batch, REMINDER)?;
    let mails: Vec<NewMail> = invitations::store::of_wave(conn, wave)?
        .iter()
        .map(|invitation| NewMail {
            kind: REMINDER,
            reference: invitation.id.uuid(),
            at_most_once: true,
            due_at: now,
            batch: Some(batch),
        })
        .collect();
    outbox::enqueue(conn, &mails)?;
    let details = format!("reminder={number} invited={}", mails.len());
    audit::record(conn, now, Actor::Schedule, "wave.reminded", &wave.to_string(), &details)
}
