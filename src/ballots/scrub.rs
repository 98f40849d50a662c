//! What deleted ballots left behind in the database's files: remembered until it is gone.

use super::store;
use crate::db::{Conn, Db, Error, Result, WaveId};
use crate::failpoints::fail_point;
use crate::settings;

/// The setting that stands while something is left; its value is the wave whose ballots went last.
const DUE: &str = "scrub_due";

/// Empties the box of a wave that has ended; says how many ballots were in it. What deletion leaves behind is removed by
/// [`scrub_due`], after the commit and after the key.
///
/// # Errors
/// When the database refuses.
pub fn empty_box(conn: &mut Conn, wave: WaveId) -> Result<usize> {
    let deleted = conn.delete_much(|conn| store::delete_all(conn, wave))?;
    fail_point!("box-emptied");
    scrub_later(conn, wave)?;
    Ok(deleted)
}

/// Remembers that a wave's ballots have left something behind. To be called in the transaction that deletes them,
/// so that neither a crash nor a reader in the way makes it forgotten.
///
/// # Errors
/// When the database refuses.
pub fn scrub_later(conn: &mut Conn, wave: WaveId) -> Result<()> {
    settings::set_value(conn, DUE, &wave.to_string())
}

/// The wave whose deleted ballots have still left something behind, if there is one.
///
/// # Errors
/// When the database cannot be asked.
pub fn scrub_waits(conn: &mut Conn) -> Result<Option<WaveId>> {
    Ok(settings::value(conn, DUE)?.and_then(|wave| wave.parse().ok()))
}

/// Removes what deleted ballots left behind, if anything is left; answers whether there was. Blocks meanwhile.
///
/// # Errors
/// When the database refuses, or readers are in the way: it stays remembered, call again later.
pub fn scrub_due(db: &Db) -> Result<bool> {
    let Some(due) = db.read_now(|conn| settings::value(conn, DUE))? else { return Ok(false) };
    fail_point!("key-gone");
    db.scrub()?;
    fail_point!("scrubbed");
    // Ballots that were deleted meanwhile have put another wave there: their turn comes.
    db.write_now::<_, Error, _>(move |conn| settings::remove_value_if(conn, DUE, &due))?;
    Ok(true)
}
