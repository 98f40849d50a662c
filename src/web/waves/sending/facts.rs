//! How a wave's mail stands, as the database has it.

use crate::ballots::REMINDER;
use crate::db::{BatchId, Conn, Moment, Result};
use crate::invitations::mail::INVITATION;
use crate::mail::outbox::{self, Later, Progress, Standstill};
use crate::settings;
use crate::waves::Wave;

/// How a wave's mail stands at a moment. The same for every reader, so it is read once for all who look.
#[derive(Debug, Clone)]
pub struct Facts {
    /// The wave.
    pub wave: Wave,
    /// When it was read.
    pub now: Moment,
    /// Its invitations.
    pub invitations: Progress,
    /// Rows of its reminders that are not handled yet.
    pub reminders_left: u64,
    /// When those of them go out that wait for working time.
    pub reminders_later: Option<Later>,
    /// All rows of reminders that were handled so far, sent and skipped alike.
    reminders_handled: u64,
    /// Invitations that receiving servers have put off.
    pub later: Option<Later>,
    /// Since when an admin has paused it.
    pub held: Option<Moment>,
    /// Why no mail at all goes out for now.
    pub standstill: Option<Standstill>,
    /// Whether there is an address that mail comes from.
    pub has_sender: bool,
}

impl Facts {
    /// Reads them.
    ///
    /// # Errors
    /// When the database cannot be asked.
    pub fn read(conn: &mut Conn, wave: Wave, now: Moment) -> Result<Self> {
        let batch = BatchId::from_uuid(wave.id.uuid());
        let reminders = outbox::progress(conn, batch, REMINDER)?;
        Ok(Self {
            now,
            invitations: outbox::progress(conn, batch, INVITATION)?,
            reminders_left: reminders.queued,
            reminders_later: outbox::later(conn, batch, REMINDER, now)?,
            reminders_handled: reminders.total() - reminders.queued,
            later: outbox::later(conn, batch, INVITATION, now)?,
            held: outbox::held_since(conn, batch)?,
            standstill: outbox::standstill(conn, now)?,
            has_sender: !settings::load(conn)?.sender_address.is_empty(),
            wave,
        })
    }

    /// Whether anything waits to be sent that can still be of use.
    #[must_use]
    pub fn is_going(&self) -> bool {
        self.wave.takes_answers(self.now) && self.left() > 0
    }

    /// When the first of a reminder goes out, if all that is left to send waits for working time.
    #[must_use]
    pub fn off_hours(&self) -> Option<Moment> {
        let later = self.reminders_later.filter(|later| later.messages == self.left());
        later.map(|later| later.first_at)
    }

    /// Messages and rows that wait.
    #[must_use]
    pub fn left(&self) -> u64 {
        self.invitations.queued + self.reminders_left
    }

    /// Messages and rows that were handled, however that ended.
    #[must_use]
    pub fn handled(&self) -> u64 {
        self.invitations.total() - self.invitations.queued + self.reminders_handled
    }
}
