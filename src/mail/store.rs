//! The queries on the queue. Each change is one conditional statement, the same on both databases.

mod again;
mod holds;
mod leases;

use diesel::dsl::{count_star, exists};
use diesel::prelude::*;
use uuid::Uuid;

use super::Failure;
use super::outbox::{NewMail, Progress};
use crate::db::{BatchId, Conn, Id, Moment, Result, named, on_backend};
use crate::keys::ordered_id;
use crate::schema::outbox;

pub use again::{is_waiting, later, put_off, send_anew, was_taken};
pub(super) use holds::{go_on, stand_still};
pub use holds::{held_batches, held_since, hold, is_held, let_go, standstill};
pub(super) use leases::{
    Again, Fate, First, Row, Settled, Standing, Wanted, bring_forward, end_at_most_once, is_misdated, lease, release,
    renew, settle, standing, still_in_hand, take_back,
};

/// Rows in one INSERT; below the smallest limit on bound values of either database.
const ROWS_PER_INSERT: usize = 500;

const QUEUED: &str = "queued";
const LEASED: &str = "leased";
const DONE: &str = "done";
const FAILED: &str = "failed";
const TOO_LATE: &str = "too_late";
const CAME_BACK: &str = "came_back";

/// Puts mails in the queue, in the caller's transaction.
///
/// # Errors
/// When the database refuses.
pub fn enqueue(conn: &mut Conn, mails: &[NewMail]) -> Result<()> {
    for chunk in mails.chunks(ROWS_PER_INSERT) {
        let rows: Vec<_> = chunk
            .iter()
            .map(|mail| {
                (
                    outbox::id.eq(ordered_id::<named::Mail>()),
                    outbox::kind.eq(mail.kind),
                    outbox::reference.eq(Id::<named::Mail>::from_uuid(mail.reference)),
                    outbox::at_most_once.eq(mail.at_most_once),
                    outbox::state.eq(QUEUED),
                    outbox::attempts.eq(0),
                    outbox::due_at.eq(mail.due_at),
                    outbox::batch.eq(mail.batch),
                )
            })
            .collect();
        on_backend!(conn => diesel::insert_into(outbox::table).values(&rows).execute(conn))?;
    }
    Ok(())
}

/// How far the mails of a kind in a batch are.
///
/// # Errors
/// When the database cannot be asked.
pub fn progress(conn: &mut Conn, batch: BatchId, kind: &str) -> Result<Progress> {
    let counts: Vec<(String, i64)> = outbox::table
        .filter(outbox::batch.eq(batch).and(outbox::kind.eq(kind)))
        .group_by(outbox::state)
        .select((outbox::state, count_star()))
        .load(conn)?;
    let mut progress = Progress::default();
    for (state, count) in counts {
        let count = u64::try_from(count).unwrap_or(0);
        match state.as_str() {
            DONE => progress.done += count,
            FAILED | CAME_BACK => progress.failed += count,
            TOO_LATE => progress.too_late += count,
            _ => progress.queued += count,
        }
    }
    Ok(progress)
}

/// How many mails have been waiting in the queue since before a moment, but for those that an admin has paused.
///
/// # Errors
/// When the database cannot be asked.
pub fn waiting_since(conn: &mut Conn, before: Moment) -> Result<u64> {
    let is_free = outbox::batch.is_null().or(outbox::batch.ne_all(held_batches(conn)?));
    let waiting = outbox::state.eq(QUEUED).and(outbox::due_at.lt(before)).and(is_free);
    let count: i64 = outbox::table.filter(waiting).count().get_result(conn)?;
    Ok(count.unsigned_abs())
}

/// Takes the mails of a kind that were not sent yet out of the queue, and says how many.
/// Those a sender has in hand may still go out.
///
/// # Errors
/// When the database refuses.
pub fn withdraw(conn: &mut Conn, batch: BatchId, kind: &str) -> Result<usize> {
    let waiting = outbox::state.eq(QUEUED).or(outbox::state.eq(LEASED));
    diesel::delete(outbox::table.filter(outbox::batch.eq(batch).and(outbox::kind.eq(kind)).and(waiting))).execute(conn)
}

/// Notes that a mail which the server had taken came back after all.
///
/// # Errors
/// When the database refuses.
pub fn came_back(conn: &mut Conn, batch: BatchId, kind: &str, reference: Uuid, failure: &Failure) -> Result<()> {
    let reference = Id::<named::Mail>::from_uuid(reference);
    let taken = outbox::batch.eq(batch).and(outbox::kind.eq(kind)).and(outbox::state.eq(DONE));
    let taken = taken.and(outbox::reference.eq(reference));
    diesel::update(outbox::table.filter(taken))
        .set((
            outbox::state.eq(CAME_BACK),
            outbox::failure.eq(Some(failure.words.as_str())),
            outbox::failure_kind.eq(Some(failure.kind.word())),
        ))
        .execute(conn)
        .map(drop)
}

/// Whether a row of these kinds is due, and its batch not paused.
pub(super) fn is_due(conn: &mut Conn, kinds: &[&'static str], now: Moment) -> Result<bool> {
    let is_free = outbox::batch.is_null().or(outbox::batch.ne_all(held_batches(conn)?));
    let waiting = outbox::state.eq(QUEUED).and(outbox::due_at.le(now));
    let due = waiting.and(outbox::kind.eq_any(kinds.to_vec())).and(is_free);
    diesel::select(exists(outbox::table.filter(due))).get_result(conn)
}
