//! What an admin must look at: open waves whose answers cannot be taken or counted, keys that outlive their wave.

use chrono::TimeDelta;

use super::count::last_day;
use crate::db::{Conn, Moment, Result, WaveId};
use crate::i18n::{Message, say};
use crate::keys::{KeyFolder, LoadError};
use crate::waves::{self, Wave, WaveState};

/// A wave is counted within seconds of its close; after this long something is wrong.
const COUNTED_WITHIN: TimeDelta = TimeDelta::minutes(5);
/// From this many days before a key is destroyed uncounted, the alarm says when.
const WARN_DAYS: i64 = 14;

/// What is wrong with a wave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alarm {
    /// The wave.
    pub wave: WaveId,
    /// In words, for the health check and the banner above admin pages.
    pub message: Message,
}

/// A key is destroyed right after its wave has ended; after this long something is in the way.
pub const DESTROYED_WITHIN: TimeDelta = TimeDelta::minutes(5);

/// Everything that is wrong with open waves now, and with what is left of ended ones. Looks at keys, states and
/// times; opens no ballot.
///
/// # Errors
/// When the database cannot be asked.
pub fn alarms(conn: &mut Conn, keys: &KeyFolder, now: Moment) -> Result<Vec<Alarm>> {
    let all = waves::store::all(conn)?.into_iter();
    let found = all.filter_map(|wave| {
        let message = match wave.state {
            WaveState::Open => of_open(&wave, keys, now)?,
            WaveState::Closed | WaveState::Cancelled => of_ended(&wave, keys, now)?,
            WaveState::Draft | WaveState::Scheduled => return None,
        };
        Some(Alarm { wave: wave.id, message })
    });
    Ok(found.collect())
}

/// A folder that cannot be looked into counts as one with the key in it.
fn of_ended(wave: &Wave, keys: &KeyFolder, now: Moment) -> Option<Message> {
    wave.key_check.as_ref()?;
    let ended = wave.ended_at?;
    let is_left = now - ended > DESTROYED_WITHIN && !keys.is_gone(wave.id).unwrap_or_default();
    is_left.then(|| say("alarm-key-left").with("title", &wave.title))
}

fn of_open(wave: &Wave, keys: &KeyFolder, now: Moment) -> Option<Message> {
    let title = wave.title.as_str();
    let days = (last_day(wave) - now).num_days() + 1;
    if now - wave.closes_at > COUNTED_WITHIN && days <= WARN_DAYS {
        return Some(say("alarm-key-expires").with("title", title).with("days", days.max(0)));
    }
    match keys.load(wave.id, wave.key_check.as_deref().unwrap_or_default()) {
        Ok(_) if now - wave.closes_at > COUNTED_WITHIN => Some(say("alarm-not-counted").with("title", title)),
        Ok(_) => None,
        Err(LoadError::Destroyed(_)) => Some(say("alarm-counted-before").with("title", title)),
        Err(LoadError::Missing(_) | LoadError::Wrong(_) | LoadError::Io(..)) => {
            let missing =
                if wave.closes_at <= now { say("alarm-key-missing-to-count") } else { say("alarm-key-missing") };
            Some(missing.with("title", title).with("file", format!("{}.key", wave.id)))
        }
    }
}
