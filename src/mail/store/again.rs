//! What is sent again: because an admin wishes it, or because a server has put it off.

use diesel::dsl::{count_star, exists, min};
use diesel::prelude::*;
use uuid::Uuid;

use super::{CAME_BACK, DONE, FAILED, QUEUED, ROWS_PER_INSERT, TOO_LATE, enqueue};
use crate::db::{BatchId, Conn, Id, Moment, Result, named};
use crate::mail::outbox::{Later, NewMail};
use crate::schema::outbox;

/// Puts mails of a kind in the queue anew, whatever became of them before: what is left of that is removed, so that
/// the batch has one row for each.
///
/// # Errors
/// When the database refuses.
pub fn send_anew(conn: &mut Conn, batch: BatchId, kind: &'static str, references: &[Uuid], now: Moment) -> Result<()> {
    for chunk in references.chunks(ROWS_PER_INSERT) {
        let chunk: Vec<Id<named::Mail>> = chunk.iter().copied().map(Id::from_uuid).collect();
        let ended = outbox::state.eq_any([DONE, FAILED, TOO_LATE, CAME_BACK]).and(outbox::reference.eq_any(chunk));
        diesel::delete(outbox::table.filter(outbox::batch.eq(batch).and(outbox::kind.eq(kind)).and(ended)))
            .execute(conn)?;
    }
    let new = |reference: &Uuid| NewMail {
        kind,
        reference: *reference,
        at_most_once: false,
        due_at: now,
        batch: Some(batch),
    };
    enqueue(conn, &references.iter().map(new).collect::<Vec<_>>())
}

/// The mails of a kind in a batch that are not to be tried before a later moment, if there are any.
///
/// # Errors
/// When the database cannot be asked.
pub fn later(conn: &mut Conn, batch: BatchId, kind: &str, now: Moment) -> Result<Option<Later>> {
    let put_off = outbox::state.eq(QUEUED).and(outbox::due_at.gt(now));
    let put_off = outbox::batch.eq(batch).and(outbox::kind.eq(kind)).and(put_off);
    let (messages, first): (i64, Option<Moment>) =
        outbox::table.filter(put_off).select((count_star(), min(outbox::due_at))).first(conn)?;
    Ok(first.map(|first_at| Later { messages: messages.unsigned_abs(), first_at }))
}

/// Whether the mail server has taken the mail about something, whatever came back later.
///
/// # Errors
/// When the database cannot be asked.
pub fn was_taken(conn: &mut Conn, batch: BatchId, kind: &str, reference: Uuid) -> Result<bool> {
    let about =
        outbox::reference.eq(Id::<named::Mail>::from_uuid(reference)).and(outbox::state.eq_any([DONE, CAME_BACK]));
    let taken = outbox::table.filter(outbox::batch.eq(batch).and(outbox::kind.eq(kind)).and(about));
    diesel::select(exists(taken)).get_result(conn)
}
