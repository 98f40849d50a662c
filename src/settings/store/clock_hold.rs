//! The mark that the wall clock has jumped: while it stands, nothing opens or closes by itself.

use diesel::prelude::*;

use crate::db::{Conn, Moment, Result, on_backend};
use crate::schema::settings;

/// The setting's key.
const KEY: &str = "clock_hold";

/// A jump of the wall clock that no admin has confirmed yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ClockHold {
    /// The wall clock after the jump.
    pub at: Moment,
    /// How far it jumped, in seconds; negative: back.
    pub seconds: i64,
}

/// The jump that nobody has confirmed yet, if there is one.
///
/// # Errors
/// When the database cannot be asked.
pub fn clock_hold(conn: &mut Conn) -> Result<Option<ClockHold>> {
    let value: Option<String> = settings::table.find(KEY).select(settings::value).first(conn).optional()?;
    let read = |text: String| serde_json::from_str(&text);
    value.map(read).transpose().map_err(|error| diesel::result::Error::DeserializationError(Box::new(error)))
}

/// Notes a jump; an older one that nobody has confirmed stays.
///
/// # Errors
/// When the database refuses.
pub fn hold_clock(conn: &mut Conn, hold: ClockHold) -> Result<()> {
    let value =
        serde_json::to_string(&hold).map_err(|error| diesel::result::Error::SerializationError(Box::new(error)))?;
    on_backend!(conn => diesel::insert_into(settings::table)
        .values((settings::key.eq(KEY), settings::value.eq(&value)))
        .on_conflict_do_nothing()
        .execute(conn))
    .map(drop)
}

/// Takes the mark away: the time is right. Answers whether there was one.
///
/// # Errors
/// When the database refuses.
pub fn release_clock(conn: &mut Conn) -> Result<bool> {
    diesel::delete(settings::table.find(KEY)).execute(conn).map(|rows| rows == 1)
}
