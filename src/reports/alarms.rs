//! What an admin must look at: open waves whose answers cannot be taken or counted.

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

/// Everything that is wrong with open waves now. Looks at keys, states and times; opens no ballot.
///
/// # Errors
/// When the database cannot be asked.
pub fn alarms(conn: &mut Conn, keys: &KeyFolder, now: Moment) -> Result<Vec<Alarm>> {
    let open = waves::store::all(conn)?.into_iter().filter(|wave| wave.state == WaveState::Open);
    let found = open.filter_map(|wave| Some(Alarm { wave: wave.id, message: alarm(&wave, keys, now)? }));
    Ok(found.collect())
}

fn alarm(wave: &Wave, keys: &KeyFolder, now: Moment) -> Option<Message> {
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
