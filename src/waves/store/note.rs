//! Notes of waves: a column that no other change of a wave writes.

use std::collections::HashMap;

use diesel::prelude::*;

use crate::db::{Conn, Moment, Result, WaveId};
use crate::schema::waves;

/// A wave's note, if it has one.
///
/// # Errors
/// When the database cannot be asked, or has no such wave.
pub fn note(conn: &mut Conn, wave: WaveId) -> Result<Option<String>> {
    waves::table.find(wave).select(waves::note).first(conn)
}

/// The notes of those of some waves that have one.
///
/// # Errors
/// When the database cannot be asked.
pub fn notes(conn: &mut Conn, of: &[WaveId]) -> Result<HashMap<WaveId, String>> {
    let rows: Vec<(WaveId, Option<String>)> =
        waves::table.filter(waves::id.eq_any(of.to_vec())).select((waves::id, waves::note)).load(conn)?;
    Ok(rows.into_iter().filter_map(|(wave, note)| Some((wave, note?))).collect())
}

/// Puts a note in the place of the one before.
///
/// # Errors
/// When the database refuses.
pub fn set_note(conn: &mut Conn, wave: WaveId, note: Option<&str>, now: Moment) -> Result<()> {
    diesel::update(waves::table.find(wave))
        .set((waves::note.eq(note), waves::updated_at.eq(now)))
        .execute(conn)
        .map(drop)
}
