//! Working time among the settings.

use diesel::prelude::*;

use super::set_value;
use crate::db::{Conn, Result};
use crate::i18n::Lang;
use crate::schema::settings;
use crate::settings::pace::{days, time, written};
use crate::settings::{Holidays, Pace};

const DAYS: &str = "working_days";
const FROM: &str = "working_from";
const TO: &str = "working_to";
const HOLIDAYS: &str = "holidays";
const QUIET_HOURS: &str = "quiet_hours";

/// When people work, with the defaults where nothing was saved.
///
/// # Errors
/// When the database cannot be asked.
pub fn pace(conn: &mut Conn) -> Result<Pace> {
    let keys = settings::key.eq_any([DAYS, FROM, TO, HOLIDAYS, QUIET_HOURS]);
    let rows: Vec<(String, String)> =
        settings::table.filter(keys).select((settings::key, settings::value)).load(conn)?;
    let mut found = Pace::default();
    for (key, value) in rows {
        match key.as_str() {
            DAYS => found.days = days(&value),
            FROM => found.from = time(&value).unwrap_or(found.from),
            TO => found.to = time(&value).unwrap_or(found.to),
            HOLIDAYS => found.holidays = Holidays::read(&value).unwrap_or_default(),
            _ => found.quiet_hours = value.parse().unwrap_or(found.quiet_hours),
        }
    }
    Ok(found)
}

/// Writes when people work. What follows from it for waves is `waves::set_pace`.
///
/// # Errors
/// When the database refuses.
pub fn save_pace(conn: &mut Conn, new: &Pace) -> Result<()> {
    set_value(conn, DAYS, &new.written_days())?;
    set_value(conn, FROM, &written(new.from))?;
    set_value(conn, TO, &written(new.to))?;
    set_value(conn, HOLIDAYS, &new.holidays.written(Lang::En))?;
    set_value(conn, QUIET_HOURS, &new.quiet_hours.to_string())
}
