//! The ballot box. Marks are read as a whole set only, never by one value, but for the insert's own key.

pub mod rates;
pub mod reminders;

use std::collections::HashSet;

use diesel::connection::DefaultLoadingMode;
use diesel::prelude::*;

use super::Spent;
use crate::db::{Conn, Result, WaveId, on_backend};
use crate::schema::ballots;

/// Puts a sealed ballot into the box; says whether it was the first under its mark. A second one leaves
/// nothing behind.
///
/// # Errors
/// When the database refuses.
pub fn insert(conn: &mut Conn, wave: WaveId, spent: &Spent, sealed: &[u8]) -> Result<bool> {
    let row = (ballots::wave_id.eq(wave), ballots::spent.eq(spent.as_slice()), ballots::sealed.eq(sealed));
    let inserted = on_backend!(conn => diesel::insert_into(ballots::table)
        .values(row)
        .on_conflict_do_nothing()
        .execute(conn))?;
    Ok(inserted == 1)
}

/// The marks of everyone who has answered, all at once.
///
/// # Errors
/// When the database cannot be asked.
pub fn spent(conn: &mut Conn, wave: WaveId) -> Result<HashSet<Spent>> {
    let marks: Vec<Vec<u8>> = ballots::table.filter(ballots::wave_id.eq(wave)).select(ballots::spent).load(conn)?;
    marks.into_iter().map(mark).collect()
}

/// Hands every sealed ballot of a wave to a closure, one by one: a large wave does not fit twice in memory.
///
/// # Errors
/// When the database cannot be asked, or the closure's.
pub fn each_sealed<E: From<crate::db::Error>>(
    conn: &mut Conn,
    wave: WaveId,
    mut visit: impl FnMut(Spent, Vec<u8>) -> Result<(), E>,
) -> Result<(), E> {
    let query = ballots::table.filter(ballots::wave_id.eq(wave)).select((ballots::spent, ballots::sealed));
    on_backend!(conn => {
        let rows = query.load_iter::<(Vec<u8>, Vec<u8>), DefaultLoadingMode>(conn)?;
        for row in rows {
            let (spent, sealed) = row?;
            visit(mark(spent)?, sealed)?;
        }
        Ok(())
    })
}

/// How many ballots are in the box.
///
/// # Errors
/// When the database cannot be asked.
pub fn count(conn: &mut Conn, wave: WaveId) -> Result<usize> {
    let count: i64 = ballots::table.filter(ballots::wave_id.eq(wave)).count().get_result(conn)?;
    Ok(usize::try_from(count).unwrap_or_default())
}

/// Empties the box; says how many ballots were in it.
///
/// # Errors
/// When the database refuses.
pub fn delete_all(conn: &mut Conn, wave: WaveId) -> Result<usize> {
    diesel::delete(ballots::table.filter(ballots::wave_id.eq(wave))).execute(conn)
}

fn mark(bytes: Vec<u8>) -> Result<Spent> {
    bytes.try_into().map_err(|_| diesel::result::Error::DeserializationError("ballots.spent".into()))
}
