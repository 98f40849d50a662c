//! The queries on the queue. Each change is one conditional statement, the same on both databases.

mod again;
mod holds;

use chrono::TimeDelta;
use diesel::dsl::{count_star, exists};
use diesel::prelude::*;
use uuid::Uuid;

use super::Failure;
use super::outbox::{NewMail, Progress};
use crate::db::{BatchId, Conn, Id, MailId, Moment, Result, named, on_backend};
use crate::keys::{ordered_id, random_id};
use crate::schema::outbox;

pub use again::{later, send_anew, was_taken};
pub(super) use holds::{go_on, stand_still};
pub use holds::{held_batches, held_since, hold, is_held, let_go, standstill};

/// Rows in one INSERT; below the smallest limit on bound values of either database.
const ROWS_PER_INSERT: usize = 500;

const QUEUED: &str = "queued";
const LEASED: &str = "leased";
const DONE: &str = "done";
const FAILED: &str = "failed";
const TOO_LATE: &str = "too_late";
const CAME_BACK: &str = "came_back";

/// The right to send some rows until a moment; nobody else gets these rows before.
#[derive(Debug, Clone)]
pub(super) struct Lease {
    pub id: Id<named::Mail>,
    pub until: Moment,
    pub rows: Vec<Row>,
}

/// A leased row.
#[derive(Debug, Clone, Queryable)]
pub(super) struct Row {
    pub id: MailId,
    pub kind: String,
    pub reference: Id<named::Mail>,
    pub at_most_once: bool,
    pub attempts: i32,
}

/// What becomes of a row that was sent, or not.
#[derive(Debug, Clone)]
pub(super) enum Fate {
    Done,
    Failed(Failure),
    TooLate,
    /// Try again at this moment; the server's words are kept.
    Again(Moment, Failure),
}

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
pub fn came_back(conn: &mut Conn, kind: &str, reference: Uuid, failure: &Failure) -> Result<()> {
    let reference = Id::<named::Mail>::from_uuid(reference);
    let taken = outbox::reference.eq(reference).and(outbox::kind.eq(kind)).and(outbox::state.eq(DONE));
    diesel::update(outbox::table.filter(taken))
        .set((
            outbox::state.eq(CAME_BACK),
            outbox::failure.eq(Some(failure.words.as_str())),
            outbox::failure_kind.eq(Some(failure.kind.word())),
        ))
        .execute(conn)
        .map(drop)
}

/// Whether a row of these kinds is due, or its lease has run out.
pub(super) fn is_due(conn: &mut Conn, kinds: &[&'static str], now: Moment) -> Result<bool> {
    let held = held_batches(conn)?;
    let waiting = outbox::state.eq(QUEUED).and(outbox::due_at.le(now));
    let abandoned = outbox::state.eq(LEASED).and(outbox::leased_until.le(now));
    let is_free = outbox::batch.is_null().or(outbox::batch.ne_all(held));
    let due = outbox::kind.eq_any(kinds.to_vec()).and(is_free).and(waiting.or(abandoned));
    diesel::select(exists(outbox::table.filter(due))).get_result(conn)
}

/// Takes up to `most` due rows for one sender, but none of a batch that is paused. Two senders never get the same row: the statement's own
/// condition is tested again by the database on rows that another statement has changed meanwhile.
pub(super) fn lease(
    conn: &mut Conn,
    kinds: &[&'static str],
    now: Moment,
    length: TimeDelta,
    most: usize,
) -> Result<Lease> {
    take_back_abandoned(conn, now)?;
    let (id, until) = (random_id::<named::Mail>(), now + length);
    let waiting = || outbox::state.eq(QUEUED).and(outbox::due_at.le(now));
    let is_free = outbox::batch.is_null().or(outbox::batch.ne_all(held_batches(conn)?));
    let chosen: Vec<MailId> = outbox::table
        .filter(waiting().and(outbox::kind.eq_any(kinds.to_vec())).and(is_free))
        .order((outbox::due_at, outbox::id))
        .limit(i64::try_from(most).unwrap_or(i64::MAX))
        .select(outbox::id)
        .load(conn)?;
    diesel::update(outbox::table.filter(outbox::id.eq_any(chosen).and(waiting())))
        .set((outbox::state.eq(LEASED), outbox::lease.eq(Some(id)), outbox::leased_until.eq(Some(until))))
        .execute(conn)?;
    let rows = outbox::table
        .filter(held_by(id))
        .order((outbox::due_at, outbox::id))
        .select((outbox::id, outbox::kind, outbox::reference, outbox::at_most_once, outbox::attempts))
        .load(conn)?;
    Ok(Lease { id, until, rows })
}

/// Puts rows back in the queue whose sender has not said in time what became of them.
fn take_back_abandoned(conn: &mut Conn, now: Moment) -> Result<usize> {
    let abandoned = outbox::state.eq(LEASED).and(outbox::leased_until.le(now));
    diesel::update(outbox::table.filter(abandoned)).set(to_state(QUEUED)).execute(conn)
}

/// The rows of a lease. The state is named so that the index on it is used.
#[diesel::dsl::auto_type(no_type_alias)]
fn held_by(lease: Id<named::Mail>) -> _ {
    let leased: &'static str = LEASED;
    outbox::state.eq(leased).and(outbox::lease.eq(lease))
}

/// A state in which nobody has a lease.
#[diesel::dsl::auto_type(no_type_alias)]
fn to_state(state: &'static str) -> _ {
    let (no_lease, no_end): (Option<Id<named::Mail>>, Option<Moment>) = (None, None);
    (outbox::state.eq(state), outbox::lease.eq(no_lease), outbox::leased_until.eq(no_end))
}

/// Gives rows back that were leased and not tried.
pub(super) fn release(conn: &mut Conn, lease: Id<named::Mail>) -> Result<usize> {
    diesel::update(outbox::table.filter(held_by(lease))).set(to_state(QUEUED)).execute(conn)
}

/// Ends the rows of a lease that are sent at most once, all alike and before any is sent, and says which these
/// were. Rows that are missing were withdrawn, or the lease was lost: then somebody else sends them.
pub(super) fn end_at_most_once(conn: &mut Conn, lease: Id<named::Mail>) -> Result<Vec<MailId>> {
    let once = held_by(lease).and(outbox::at_most_once.eq(true));
    diesel::update(outbox::table.filter(once)).set(to_state(DONE)).returning(outbox::id).get_results(conn)
}

/// Notes what became of a row. False if the lease was lost or the row withdrawn meanwhile.
pub(super) fn settle(conn: &mut Conn, lease: Id<named::Mail>, row: &Row, fate: &Fate) -> Result<bool> {
    let (state, again, failure) = match fate {
        Fate::Done => (DONE, None, None),
        Fate::Failed(failure) => (FAILED, None, Some(failure)),
        Fate::TooLate => (TOO_LATE, None, None),
        Fate::Again(at, failure) => (QUEUED, Some(*at), Some(failure)),
    };
    let changed = diesel::update(outbox::table.filter(outbox::id.eq(row.id).and(held_by(lease))))
        .set((
            to_state(state),
            outbox::attempts.eq(row.attempts + 1),
            // None leaves the moment as it is.
            again.map(|at| outbox::due_at.eq(at)),
            outbox::failure.eq(failure.map(|failure| failure.words.as_str())),
            outbox::failure_kind.eq(failure.map(|failure| failure.kind.word())),
        ))
        .execute(conn)?;
    Ok(changed == 1)
}
