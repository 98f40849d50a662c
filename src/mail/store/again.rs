//! What is sent again: because an admin wishes it, or because a server has put it off.

use std::collections::BTreeMap;

use diesel::dsl::{count_star, exists, min};
use diesel::prelude::*;
use uuid::Uuid;

use super::{CAME_BACK, DONE, FAILED, QUEUED, ROWS_PER_INSERT, TOO_LATE, enqueue};
use crate::db::{BatchId, Conn, Id, MailId, Moment, Result, named};
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

/// Whether mails of a kind in a batch are due that no sender has in hand.
///
/// # Errors
/// When the database cannot be asked.
pub fn is_waiting(conn: &mut Conn, batch: BatchId, kind: &str, now: Moment) -> Result<bool> {
    let waiting = outbox::state.eq(QUEUED).and(outbox::due_at.le(now));
    let waiting = outbox::table.filter(outbox::batch.eq(batch).and(outbox::kind.eq(kind)).and(waiting));
    diesel::select(exists(waiting)).get_result(conn)
}

/// Puts off the mails of a kind in a batch that are due and that no sender has in hand, each to a moment that is
/// worked out from what it is about; one that has come already changes nothing. How many are put off.
///
/// # Errors
/// When the database refuses.
pub fn put_off(
    conn: &mut Conn,
    batch: BatchId,
    kind: &str,
    now: Moment,
    until: impl Fn(Uuid) -> Moment,
) -> Result<usize> {
    let waiting = outbox::state.eq(QUEUED).and(outbox::due_at.le(now));
    let rows: Vec<(MailId, Id<named::Mail>)> = outbox::table
        .filter(outbox::batch.eq(batch).and(outbox::kind.eq(kind)).and(waiting))
        .select((outbox::id, outbox::reference))
        .load(conn)?;
    let mut later: BTreeMap<Moment, Vec<MailId>> = BTreeMap::new();
    for (id, reference) in rows {
        let until = until(reference.uuid());
        if until > now {
            later.entry(until).or_default().push(id);
        }
    }
    let mut moved = 0;
    for (until, rows) in later {
        for chunk in rows.chunks(ROWS_PER_INSERT) {
            let rows = outbox::table.filter(outbox::id.eq_any(chunk.to_vec()).and(outbox::state.eq(QUEUED)));
            moved += diesel::update(rows).set(outbox::due_at.eq(until)).execute(conn)?;
        }
    }
    Ok(moved)
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
