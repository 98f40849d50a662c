//! Reminding: a mail is queued for everyone alike; who gets it is decided in memory when it is written.

use std::collections::HashMap;

use chrono_tz::Tz;

use super::mail::REMINDER;
use super::store::reminders;
use crate::audit::{self, Actor};
use crate::db::{BatchId, Conn, InvitationId, Moment, Result};
use crate::invitations::store::Delivery;
use crate::mail::outbox::{self, NewMail};
use crate::settings::{self, Pace};
use crate::waves::Wave;
use crate::waves::pace::{self, Due};
use crate::{invitations, waves};

/// Queues the reminders that are due, and says of how many waves. Of several that one wave missed while the
/// program was down only the latest goes out; shortly before the close and after it none does. One that was missed
/// waits for working time again.
///
/// Safe to call at any time and by several processes: each reminder is queued once.
///
/// # Errors
/// When the database refuses.
pub fn queue_due(conn: &mut Conn, now: Moment) -> Result<usize> {
    rest(conn, now)?;
    let due = reminders::due(conn, now)?;
    if due.is_empty() {
        return Ok(0);
    }
    let (pace, mut queued) = (settings::pace(conn)?, 0);
    for (place, (wave, number)) in due.iter().enumerate() {
        let is_latest = due.get(place + 1).is_none_or(|(next, _)| next != wave);
        let Some(wave) = waves::store::find(conn, *wave)? else { continue };
        if is_put_off(conn, &pace, &wave, *number, now)? {
            continue;
        }
        if reminders::mark_queued(conn, wave.id, *number, now)? && is_latest {
            queue(conn, &pace, &wave, *number, now)?;
            queued += 1;
        }
    }
    Ok(queued)
}

/// What was not sent by the end of working time waits for the next, for everyone alike, or until it would be too late.
fn rest(conn: &mut Conn, now: Moment) -> Result<()> {
    for wave in reminders::sending(conn, now)? {
        let batch: BatchId = wave.cast();
        if !outbox::is_waiting(conn, batch, REMINDER, now)? {
            continue;
        }
        let Some(wave) = waves::store::find(conn, wave)? else { continue };
        let (pace, zones) = (settings::pace(conn)?, invitations::store::zones(conn, wave.id)?);
        let due = due_times(&pace, &wave, &zones, now);
        if zones.is_empty() && due(None) <= now {
            continue;
        }
        outbox::put_off(conn, batch, REMINDER, now, |mail| due(Some(InvitationId::from_uuid(mail))))?;
    }
    Ok(())
}

/// Puts a reminder off to the next working moment if it is not working time any more.
fn is_put_off(conn: &mut Conn, pace: &Pace, wave: &Wave, number: i32, now: Moment) -> Result<bool> {
    let Due { at, too_late_at } = pace::due(pace, wave.time_zone, now, wave.closes_at);
    if at <= now {
        return Ok(false);
    }
    waves::store::move_reminder(conn, wave.id, number, Due { at, too_late_at })?;
    Ok(true)
}

/// A row for every invitee, in the order of their random ids: due now, or for who has a time zone of their own in
/// their next working time. Whose invitation an admin has called off is not asked, and there is no link that a reminder
/// could repeat.
fn queue(conn: &mut Conn, pace: &Pace, wave: &Wave, number: i32, now: Moment) -> Result<()> {
    let (zones, batch): (_, BatchId) = (invitations::store::zones(conn, wave.id)?, wave.id.cast());
    let due_at = due_times(pace, wave, &zones, now);
    // What is left of the reminder before would arrive together with this one.
    let overtaken = outbox::withdraw(conn, batch, REMINDER)?;
    reminders::note_called_off(conn, wave.id, overtaken)?;
    let mails: Vec<NewMail> = invitations::store::of_wave(conn, wave.id)?
        .iter()
        .filter(|invitation| invitation.delivery != Delivery::Withdrawn)
        .map(|invitation| NewMail {
            kind: REMINDER,
            reference: invitation.id.uuid(),
            at_most_once: true,
            due_at: due_at(Some(invitation.id)),
            batch: Some(batch),
        })
        .collect();
    outbox::enqueue(conn, &mails)?;
    reminders::note_rows(conn, wave.id, number, mails.len())?;
    let details = format!("reminder={number} invited={}", mails.len());
    audit::record(conn, now, Actor::Schedule, "wave.reminded", &wave.id.to_string(), &details)
}

/// When whose reminder goes out that is queued or waits at a moment: in the working time of the wave's zone, or of their
/// own.
fn due_times(
    pace: &Pace,
    wave: &Wave,
    zones: &HashMap<InvitationId, Tz>,
    now: Moment,
) -> impl Fn(Option<InvitationId>) -> Moment {
    let too_late_at = wave.closes_at - pace.quiet();
    let due: HashMap<Tz, Moment> = zones
        .values()
        .chain([&wave.time_zone])
        .map(|zone| (*zone, pace::due_in_zone(pace, *zone, now, too_late_at)))
        .collect();
    let in_general = wave.time_zone;
    move |invitation| {
        let zone = invitation.and_then(|invitation| zones.get(&invitation)).unwrap_or(&in_general);
        due.get(zone).copied().unwrap_or(now)
    }
}
