//! The reminder, written for everyone and sent to those whose mark is not in the box.

use std::collections::{HashMap, HashSet};

use uuid::Uuid;

use super::{Seal, Spent, store};
use crate::db::{Conn, InvitationId, Moment, Result, WaveId};
pub use crate::invitations::mail::REMINDER;
use crate::invitations::mail::{LetterKind, Letters};
use crate::invitations::store::addressed;
use crate::keys::KeyFolder;
use crate::mail::{Compose, Composed};
use crate::waves;

/// Writes reminders with the links of the invitations.
#[derive(Debug, Clone)]
pub struct ReminderMail {
    keys: KeyFolder,
    letters: Letters,
}

/// Who has answered in a wave: known here only, only in memory, and only for as long as a batch takes.
struct Answered {
    seal: Seal,
    spent: HashSet<Spent>,
    /// Which reminder it is.
    number: i32,
}

impl ReminderMail {
    /// Reminders whose links begin with the public address.
    #[must_use]
    pub fn new(keys: KeyFolder, public_url: String) -> Self {
        Self { letters: Letters::new(keys.clone(), public_url), keys }
    }

    /// The marks of an open wave that may still remind; no marks where everyone is reminded alike.
    fn answered(&self, conn: &mut Conn, now: Moment, wave: WaveId) -> Result<Option<Answered>> {
        let Some(wave) = waves::store::find(conn, wave)? else { return Ok(None) };
        let reminders = waves::store::reminders(conn, wave.id)?;
        let queued = reminders.iter().filter(|reminder| reminder.queued_at.is_some());
        let latest = queued.max_by_key(|reminder| reminder.number);
        // Nothing is kept of it: the rows have ended, or end, like those of messages that are sent.
        if latest.is_some_and(|reminder| now >= reminder.too_late_at) {
            return Ok(None);
        }
        // The letters have been written with this key a moment ago; if it is gone now, the wave has ended.
        let key = self.keys.load(wave.id, wave.key_check.as_deref().unwrap_or_default()).ok();
        let Some(key) = key else { return Ok(None) };
        let spent = if wave.remind_everyone { HashSet::new() } else { store::spent(conn, wave.id)? };
        Ok(Some(Answered { seal: Seal::of(&key), spent, number: latest.map_or(0, |reminder| reminder.number) }))
    }
}

impl Compose for ReminderMail {
    fn kind(&self) -> &'static str {
        REMINDER
    }

    fn compose(&self, conn: &mut Conn, now: Moment, references: &[Uuid]) -> Result<Vec<Composed>> {
        // Written for everyone first, so that the work does not tell who is silent.
        let letters = self.letters.write(conn, now, LetterKind::Reminder, references)?;
        let waves: HashMap<Uuid, WaveId> =
            addressed(conn, references)?.into_iter().map(|to| (to.invitation.uuid(), to.wave)).collect();
        let mut answered: HashMap<WaveId, Option<Answered>> = HashMap::new();
        for wave in waves.values() {
            if !answered.contains_key(wave) {
                answered.insert(*wave, self.answered(conn, now, *wave)?);
            }
        }
        let decide = |(reference, letter): (&Uuid, Composed)| {
            let Composed::Send(mut message) = letter else { return letter };
            let Some(wave) = waves.get(reference).and_then(|wave| answered.get(wave)).and_then(Option::as_ref) else {
                return Composed::TooLate;
            };
            if wave.spent.contains(&wave.seal.spent(InvitationId::from_uuid(*reference))) {
                return Composed::Skip;
            }
            // Mail programs drop a message whose id they have seen: the second reminder has another one.
            message.id = format!("{}.{}", message.id, wave.number);
            Composed::Send(message)
        };
        Ok(references.iter().zip(letters).map(decide).collect())
    }
}
