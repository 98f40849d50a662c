//! Taking rows out of the queue for one sender, and noting what became of them.

use chrono::TimeDelta;
use diesel::dsl::exists;
use diesel::prelude::*;

use super::{DONE, FAILED, LEASED, QUEUED, TOO_LATE, held_batches};
use crate::db::{BatchId, Conn, Id, MailId, Moment, Result, load_to_change, named};
use crate::keys::random_id;
use crate::mail::Failure;
use crate::schema::outbox;

/// Nothing, put after the state where rows are named by their ids: SQLite would look through all rows of the state
/// instead, of which there may be a hundred thousand.
const BY_ID: &str = "";

/// The id of a lease.
type LeaseId = Id<named::Mail>;

/// A leased row.
#[derive(Debug, Clone, Queryable)]
pub(in crate::mail) struct Row {
    pub id: MailId,
    pub kind: String,
    pub reference: Id<named::Mail>,
    pub at_most_once: bool,
    pub attempts: i32,
    pub failing_since: Option<Moment>,
    due_at: Moment,
}

/// What becomes of a row that was sent, or not.
#[derive(Debug, Clone)]
pub(in crate::mail) enum Fate {
    Done,
    Failed(Failure),
    TooLate,
    Again(Again),
}

/// What is noted about a row that is tried again.
#[derive(Debug, Clone)]
pub(in crate::mail) struct Again {
    pub at: Moment,
    pub failing_since: Moment,
    pub attempts: i32,
    pub failure: Failure,
}

/// A row and what becomes of it, for the one who holds its lease.
#[derive(Debug, Clone)]
pub(in crate::mail) struct Settled {
    pub row: Row,
    pub lease: LeaseId,
    pub fate: Fate,
}

/// Which due rows are taken first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::mail) enum First {
    /// Those that have been due for the longest.
    Due,
    /// Those that were refused for now before, as newcomers are by a server that greylists: if anything is taken, they
    /// are.
    Refused,
}

/// Rows to be taken for one sender.
#[derive(Debug, Clone, Copy)]
pub(in crate::mail) struct Wanted<'a> {
    pub kinds: &'a [&'static str],
    /// How long the lease lasts.
    pub length: TimeDelta,
    pub most: usize,
    pub first: First,
}

/// Takes due rows for one sender, but none of a batch that is paused, nor those that another is taking at this moment.
pub(in crate::mail) fn lease(conn: &mut Conn, now: Moment, wanted: Wanted<'_>) -> Result<(LeaseId, Vec<Row>)> {
    let (id, until) = (random_id::<named::Mail>(), now + wanted.length);
    let waiting = outbox::state.eq(QUEUED).and(outbox::due_at.le(now));
    let is_free = outbox::batch.is_null().or(outbox::batch.ne_all(held_batches(conn)?));
    let found = outbox::table
        .filter(waiting.and(outbox::kind.eq_any(wanted.kinds.to_vec())).and(is_free))
        .limit(i64::try_from(wanted.most).unwrap_or(i64::MAX))
        .select(outbox::id);
    let chosen: Vec<MailId> = match wanted.first {
        First::Due => load_to_change!(&mut *conn, found.order((outbox::due_at, outbox::id)))?,
        First::Refused => {
            let order = (outbox::failing_since.is_null(), outbox::due_at, outbox::id);
            load_to_change!(&mut *conn, found.order(order))?
        }
    };
    if chosen.is_empty() {
        return Ok((id, Vec::new()));
    }
    let mut rows: Vec<Row> = diesel::update(outbox::table.filter(outbox::id.eq_any(chosen)))
        .set((outbox::state.eq(LEASED), outbox::lease.eq(Some(id)), outbox::leased_until.eq(Some(until))))
        .returning((
            outbox::id,
            outbox::kind,
            outbox::reference,
            outbox::at_most_once,
            outbox::attempts,
            outbox::failing_since,
            outbox::due_at,
        ))
        .get_results(conn)?;
    rows.sort_unstable_by_key(|row| (row.due_at, row.id));
    Ok((id, rows))
}

/// A lease as it stands in the database: by whom, and until when.
pub(in crate::mail) type Standing = (LeaseId, Moment);

/// All leases under which rows are held.
pub(in crate::mail) fn standing(conn: &mut Conn) -> Result<Vec<Standing>> {
    let found: Vec<(Option<LeaseId>, Option<Moment>)> = outbox::table
        .filter(outbox::state.eq(LEASED))
        .select((outbox::lease, outbox::leased_until))
        .distinct()
        .load(conn)?;
    Ok(found.into_iter().filter_map(|(lease, until)| lease.zip(until)).collect())
}

/// Puts the rows of a lease back in the queue whose sender has not said in time what became of them. None if it
/// has been renewed since it was found standing.
pub(in crate::mail) fn take_back(conn: &mut Conn, (lease, until): Standing, now: Moment) -> Result<usize> {
    let abandoned = outbox::table.filter(held_by(lease).and(outbox::leased_until.eq(until))).select(outbox::id);
    let rows: Vec<MailId> = load_to_change!(&mut *conn, abandoned)?;
    let named = || outbox::table.filter(outbox::id.eq_any(rows.clone()));
    // What was due once is due, though the clock has been put back since.
    diesel::update(named().filter(outbox::due_at.gt(now))).set(outbox::due_at.eq(now)).execute(conn)?;
    diesel::update(named()).set(to_state(QUEUED)).execute(conn)
}

/// Prolongs leases.
pub(in crate::mail) fn renew(conn: &mut Conn, leases: &[LeaseId], until: Moment) -> Result<usize> {
    let held = outbox::state.eq(LEASED).and(outbox::lease.eq_any(leases.to_vec()));
    diesel::update(outbox::table.filter(held)).set(outbox::leased_until.eq(Some(until))).execute(conn)
}

/// Which rows are still held under these leases and not paused: the others were withdrawn, taken back, or their
/// sending was paused meanwhile.
pub(in crate::mail) fn still_in_hand(conn: &mut Conn, leases: &[LeaseId]) -> Result<Vec<MailId>> {
    let held: Vec<BatchId> = held_batches(conn)?;
    outbox::table
        .filter(outbox::state.eq(LEASED).and(outbox::lease.eq_any(leases.to_vec())))
        .filter(outbox::batch.is_null().or(outbox::batch.ne_all(held)))
        .select(outbox::id)
        .load(conn)
}

/// The rows of a lease. The state is named so that the index on it is used.
#[diesel::dsl::auto_type(no_type_alias)]
fn held_by(lease: LeaseId) -> _ {
    let leased: &'static str = LEASED;
    outbox::state.eq(leased).and(outbox::lease.eq(lease))
}

/// [`held_by`] for rows that are named by their ids.
#[diesel::dsl::auto_type(no_type_alias)]
fn named_held_by(lease: LeaseId) -> _ {
    let (nothing, leased): (&'static str, &'static str) = (BY_ID, LEASED);
    outbox::state.concat(nothing).eq(leased).and(outbox::lease.eq(lease))
}

/// A state in which nobody has a lease.
#[diesel::dsl::auto_type(no_type_alias)]
fn to_state(state: &'static str) -> _ {
    let (no_lease, no_end): (Option<Id<named::Mail>>, Option<Moment>) = (None, None);
    (outbox::state.eq(state), outbox::lease.eq(no_lease), outbox::leased_until.eq(no_end))
}

/// Gives rows back that were leased and not tried; with a moment, not before that.
pub(in crate::mail) fn release(
    conn: &mut Conn,
    lease: LeaseId,
    rows: &[MailId],
    until: Option<Moment>,
) -> Result<usize> {
    diesel::update(outbox::table.filter(outbox::id.eq_any(rows.to_vec()).and(named_held_by(lease))))
        // None leaves the moment as it is.
        .set((to_state(QUEUED), until.map(|at| outbox::due_at.eq(at))))
        .execute(conn)
}

/// What was refused before and waits for longer than anything ever does: the clock has been put back.
#[diesel::dsl::auto_type(no_type_alias)]
fn misdated(after: Moment) -> _ {
    let queued: &'static str = QUEUED;
    outbox::state.eq(queued).and(outbox::due_at.gt(after)).and(outbox::failing_since.is_not_null())
}

/// Whether anything waits for longer than anything ever does.
pub(in crate::mail) fn is_misdated(conn: &mut Conn, now: Moment, longest: TimeDelta) -> Result<bool> {
    diesel::select(exists(outbox::table.filter(misdated(now + longest)))).get_result(conn)
}

/// Brings forward what waits for longer than anything ever does.
pub(in crate::mail) fn bring_forward(conn: &mut Conn, now: Moment, longest: TimeDelta) -> Result<usize> {
    diesel::update(outbox::table.filter(misdated(now + longest))).set(outbox::due_at.eq(now)).execute(conn)
}

/// Ends the rows of a lease that are sent at most once, all alike and before any is sent, and says which these
/// were. Rows that are missing were withdrawn, or the lease was lost: then somebody else sends them.
pub(in crate::mail) fn end_at_most_once(conn: &mut Conn, lease: LeaseId) -> Result<Vec<MailId>> {
    let once = held_by(lease).and(outbox::at_most_once.eq(true));
    diesel::update(outbox::table.filter(once)).set(to_state(DONE)).returning(outbox::id).get_results(conn)
}

/// Notes what became of rows, and says of which: the others have lost their lease or were withdrawn meanwhile.
pub(in crate::mail) fn settle(conn: &mut Conn, settled: &[Settled]) -> Result<Vec<MailId>> {
    let mut noted = Vec::with_capacity(settled.len());
    for (state, is_it) in [(DONE, is_done as fn(&Fate) -> bool), (TOO_LATE, is_too_late)] {
        let (rows, leases): (Vec<MailId>, Vec<LeaseId>) =
            settled.iter().filter(|one| is_it(&one.fate)).map(|one| (one.row.id, one.lease)).unzip();
        if !rows.is_empty() {
            noted.extend(end(conn, state, rows, leases)?);
        }
    }
    for one in settled {
        let changed = match &one.fate {
            Fate::Failed(failure) => fail(conn, one, failure)?,
            Fate::Again(again) => put_back(conn, one, again)?,
            Fate::Done | Fate::TooLate => false,
        };
        if changed {
            noted.push(one.row.id);
        }
    }
    Ok(noted)
}

fn is_done(fate: &Fate) -> bool {
    matches!(fate, Fate::Done)
}

fn is_too_late(fate: &Fate) -> bool {
    matches!(fate, Fate::TooLate)
}

fn end(conn: &mut Conn, state: &'static str, rows: Vec<MailId>, mut leases: Vec<LeaseId>) -> Result<Vec<MailId>> {
    leases.sort_unstable();
    leases.dedup();
    let held = outbox::state.concat(BY_ID).eq(LEASED).and(outbox::lease.eq_any(leases));
    let nothing: Option<&'static str> = None;
    diesel::update(outbox::table.filter(outbox::id.eq_any(rows).and(held)))
        .set((
            to_state(state),
            outbox::attempts.eq(outbox::attempts + 1),
            outbox::failure.eq(nothing),
            outbox::failure_kind.eq(nothing),
        ))
        .returning(outbox::id)
        .get_results(conn)
}

fn fail(conn: &mut Conn, one: &Settled, failure: &Failure) -> Result<bool> {
    let changed = diesel::update(outbox::table.filter(outbox::id.eq(one.row.id).and(named_held_by(one.lease))))
        .set((
            to_state(FAILED),
            outbox::attempts.eq(one.row.attempts + 1),
            outbox::failure.eq(&failure.words),
            outbox::failure_kind.eq(failure.kind.word()),
        ))
        .execute(conn)?;
    Ok(changed == 1)
}

fn put_back(conn: &mut Conn, one: &Settled, again: &Again) -> Result<bool> {
    let changed = diesel::update(outbox::table.filter(outbox::id.eq(one.row.id).and(named_held_by(one.lease))))
        .set((
            to_state(QUEUED),
            outbox::attempts.eq(again.attempts),
            outbox::failing_since.eq(again.failing_since),
            outbox::due_at.eq(again.at),
            outbox::failure.eq(&again.failure.words),
            outbox::failure_kind.eq(again.failure.kind.word()),
        ))
        .execute(conn)?;
    Ok(changed == 1)
}
