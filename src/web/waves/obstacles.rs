//! What stands in the way of a plan, with the form's field that it is about.

use super::errors;
use crate::db::{Conn, Moment, Result};
use crate::i18n::{Message, say};
use crate::invitations::anew::asked_anew;
use crate::invitations::launch;
use crate::waves::{Wave, WaveState, plan};

/// Why a draft or scheduled wave could not open as it is planned; nothing of a wave that has been open.
///
/// # Errors
/// When the database cannot be asked.
pub fn obstacles(conn: &mut Conn, wave: &Wave, now: Moment) -> Result<Vec<(&'static str, Message)>> {
    let mut obstacles = Vec::new();
    if !matches!(wave.state, WaveState::Draft | WaveState::Scheduled) {
        return Ok(obstacles);
    }
    if launch::expected(conn, wave, wave.opens_at)?.people == 0 {
        obstacles.push(("audience", say("wave-conflict-nobody")));
    }
    if let Some((with, people)) = plan::overlap(conn, wave, wave.opens_at)? {
        obstacles.push(("opens", say("wave-conflict-overlap").with("title", &with.title).with("people", people)));
    }
    if let Some(anew) = asked_anew(conn, wave, wave.opens_at)? {
        obstacles.push(("opens", errors::asked_anew(&anew)));
    }
    if wave.closes_at <= now {
        obstacles.push(("closes", say("wave-conflict-close-passed")));
    } else if wave.state == WaveState::Draft && wave.opens_at <= now {
        obstacles.push(("opens", say("wave-conflict-opening-passed")));
    }
    Ok(obstacles)
}
