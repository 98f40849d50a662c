//! Sendings that an admin has paused, and sending that has paused by itself.

use chrono::TimeDelta;
use diesel::dsl::exists;
use diesel::prelude::*;

use crate::db::{BatchId, Conn, Id, Moment, Result, named, on_backend};
use crate::mail::outbox::Standstill;
use crate::schema::{mail_holds, mail_standstills};

/// A sender that has not said for so long that it still stands has gone away.
const GONE: TimeDelta = TimeDelta::minutes(5);

/// Pauses the sending of a batch; what is in hand is still sent. False if it is paused already.
///
/// # Errors
/// When the database refuses.
pub fn hold(conn: &mut Conn, batch: BatchId, now: Moment) -> Result<bool> {
    let row = (mail_holds::batch.eq(batch), mail_holds::since.eq(now));
    let rows =
        on_backend!(conn => diesel::insert_into(mail_holds::table).values(row).on_conflict_do_nothing().execute(conn))?;
    Ok(rows == 1)
}

/// Lets a paused sending go on. False if it was not paused.
///
/// # Errors
/// When the database refuses.
pub fn let_go(conn: &mut Conn, batch: BatchId) -> Result<bool> {
    Ok(diesel::delete(mail_holds::table.find(batch)).execute(conn)? == 1)
}

/// Whether the sending of a batch is paused.
///
/// # Errors
/// When the database cannot be asked.
pub fn is_held(conn: &mut Conn, batch: BatchId) -> Result<bool> {
    diesel::select(exists(mail_holds::table.find(batch))).get_result(conn)
}

/// Since when the sending of a batch is paused, if it is.
///
/// # Errors
/// When the database cannot be asked.
pub fn held_since(conn: &mut Conn, batch: BatchId) -> Result<Option<Moment>> {
    mail_holds::table.find(batch).select(mail_holds::since).first(conn).optional()
}

/// All batches that are paused.
///
/// # Errors
/// When the database cannot be asked.
pub fn held_batches(conn: &mut Conn) -> Result<Vec<BatchId>> {
    mail_holds::table.select(mail_holds::batch).load(conn)
}

/// Why sending stands still by itself, if it does: of several senders the one that tries again last.
///
/// # Errors
/// When the database cannot be asked.
pub fn standstill(conn: &mut Conn, now: Moment) -> Result<Option<Standstill>> {
    let found: Option<(Moment, Moment, String)> = mail_standstills::table
        .filter(mail_standstills::until.gt(now - GONE))
        .order(mail_standstills::until.desc())
        .select((mail_standstills::since, mail_standstills::until, mail_standstills::why))
        .first(conn)
        .optional()?;
    Ok(found.map(|(since, until, why)| Standstill { since, until, why }))
}

/// Notes that a sender stands still; what senders have left that went away is forgotten.
pub(in crate::mail) fn stand_still(
    conn: &mut Conn,
    sender: Id<named::Mail>,
    now: Moment,
    new: &Standstill,
) -> Result<()> {
    let gone = mail_standstills::until.le(now - GONE).or(mail_standstills::sender.eq(sender));
    diesel::delete(mail_standstills::table.filter(gone)).execute(conn)?;
    let row = (
        mail_standstills::sender.eq(sender),
        mail_standstills::since.eq(new.since),
        mail_standstills::until.eq(new.until),
        mail_standstills::why.eq(&new.why),
    );
    diesel::insert_into(mail_standstills::table).values(row).execute(conn).map(drop)
}

/// Notes that a sender goes on.
pub(in crate::mail) fn go_on(conn: &mut Conn, sender: Id<named::Mail>) -> Result<()> {
    diesel::delete(mail_standstills::table.find(sender)).execute(conn).map(drop)
}
