//! What an admin must look at, above every page that shows waves. To be included by `waves/_alarms.html`, in a page
//! that has a field `alarms` beside its `page`.

use chrono::TimeDelta;

use crate::db::{Conn, Moment, Result, WaveId};
use crate::i18n::{Lang, Message, say, weekday_date_time};
use crate::keys::KeyFolder;
use crate::reports::alarms::{self, Alarm};
use crate::settings::{self, ClockHold};
use crate::waves::{Standing, store};

/// A wave opens within seconds of its moment; after this long something is in the way.
const OPENED_WITHIN: TimeDelta = TimeDelta::minutes(5);

/// What is wrong with the clock and with waves.
#[derive(Debug, Clone, Default)]
pub struct Alarms {
    clock: Option<ClockHold>,
    waves: Vec<Alarm>,
    /// Whether they are shown on their wave's own page, so that no link is needed.
    is_at_home: bool,
}

impl Alarms {
    /// Everything that is wrong now.
    ///
    /// # Errors
    /// When the database cannot be asked.
    pub fn find(conn: &mut Conn, keys: &KeyFolder, now: Moment) -> Result<Self> {
        let clock = settings::clock_hold(conn)?;
        let mut waves = alarms::alarms(conn, keys, now)?;
        if clock.is_none() {
            let all = store::all(conn)?;
            let late = all.iter().filter(|wave| wave.standing(now) == Standing::Late);
            let late = late.filter(|wave| now - wave.opens_at > OPENED_WITHIN);
            waves.extend(
                late.map(|wave| Alarm { wave: wave.id, message: say("alarm-not-opened").with("title", &wave.title) }),
            );
        }
        Ok(Self { clock, waves, is_at_home: false })
    }

    /// What of it a wave's own page says.
    #[must_use]
    pub fn of(mut self, wave: WaveId) -> Self {
        self.waves.retain(|alarm| alarm.wave == wave);
        Self { is_at_home: true, ..self }
    }

    /// Whether anything is wrong.
    #[must_use]
    pub fn are_there(&self) -> bool {
        self.clock.is_some() || !self.waves.is_empty()
    }

    /// What is wrong with waves.
    #[must_use]
    pub fn waves(&self) -> &[Alarm] {
        &self.waves
    }

    /// How the clock jumped, in words.
    #[must_use]
    pub fn clock(&self, lang: Lang) -> Option<String> {
        let hold = self.clock?;
        let hours = (hold.seconds.abs() / 3600).max(1);
        let key = if hold.seconds < 0 { "clock-jumped-back" } else { "clock-jumped-forward" };
        Some(lang.say(key).with("hours", hours).with("now", weekday_date_time(lang, hold.at)).to_string())
    }

    /// Each message, with the wave to go to.
    pub fn lines(&self) -> impl Iterator<Item = (&Message, Option<WaveId>)> {
        self.waves.iter().map(|alarm| (&alarm.message, (!self.is_at_home).then_some(alarm.wave)))
    }
}
