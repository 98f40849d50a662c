//! Invitations that did not reach their people, and why.

use diesel::dsl::count_star;
use diesel::prelude::*;

use super::{DELIVERED, FAILED, QUEUED, TOO_LATE, WITHDRAWN, kind_of};
use crate::db::{Conn, InvitationId, PersonId, Result, WaveId};
use crate::mail::FailureKind;
use crate::schema::{invitations, people};

/// Why an invitation did not reach its person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// A mail server refused it, or it came back.
    Failed(FailureKind),
    /// An admin called it off before it was sent.
    Withdrawn,
    /// The wave closed before it was sent.
    TooLate,
}

/// An invitation that did not reach its person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undelivered {
    /// The invitation.
    pub id: InvitationId,
    /// Whose it is.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// The address it is sent to now (perhaps corrected since).
    pub address: String,
    /// Why.
    pub reason: Reason,
    /// The mail server's words; empty where there are none.
    pub words: String,
}

type Found = (InvitationId, PersonId, String, String, String, Option<String>, Option<String>);

fn read((id, person, name, address, delivery, words, kind): Found) -> Undelivered {
    Undelivered { id, person, name, address, reason: reason(&delivery, kind), words: words.unwrap_or_default() }
}

fn reason(delivery: &str, kind: Option<String>) -> Reason {
    match delivery {
        WITHDRAWN => Reason::Withdrawn,
        TOO_LATE => Reason::TooLate,
        _ => Reason::Failed(kind_of(kind)),
    }
}

/// Why an invitation did not arrive, if it did not.
pub(super) fn reason_of(delivery: &str, kind: Option<String>) -> Option<Reason> {
    NOT_ARRIVED.contains(&delivery).then(|| reason(delivery, kind))
}

/// The states of those that did not arrive.
const NOT_ARRIVED: [&str; 3] = [FAILED, WITHDRAWN, TOO_LATE];

/// A part of the invitations that did not reach their people, by name.
///
/// # Errors
/// When the database cannot be asked.
pub fn undelivered(conn: &mut Conn, wave: WaveId, offset: usize, limit: usize) -> Result<Vec<Undelivered>> {
    let found: Vec<Found> = invitations::table
        .inner_join(people::table)
        .filter(invitations::wave_id.eq(wave))
        .filter(invitations::delivery.eq_any(NOT_ARRIVED.to_vec()))
        .order((people::search_key, invitations::id))
        .offset(i64::try_from(offset).unwrap_or(i64::MAX))
        .limit(i64::try_from(limit).unwrap_or(i64::MAX))
        .select((
            invitations::id,
            people::id,
            people::full_name,
            people::email,
            invitations::delivery,
            invitations::failure,
            invitations::failure_kind,
        ))
        .load(conn)?;
    Ok(found.into_iter().map(read).collect())
}

/// How many invitations did not reach their people, for each reason.
///
/// # Errors
/// When the database cannot be asked.
pub fn reasons(conn: &mut Conn, wave: WaveId) -> Result<Vec<(Reason, usize)>> {
    let rows: Vec<(String, Option<String>, i64)> = invitations::table
        .filter(invitations::wave_id.eq(wave))
        .filter(invitations::delivery.eq_any(NOT_ARRIVED.to_vec()))
        .group_by((invitations::delivery, invitations::failure_kind))
        .select((invitations::delivery, invitations::failure_kind, count_star()))
        .load(conn)?;
    let count = |count: i64| usize::try_from(count).unwrap_or(0);
    let mut reasons: Vec<(Reason, usize)> = Vec::new();
    for (delivery, kind, number) in rows {
        let reason = reason(&delivery, kind);
        match reasons.iter_mut().find(|(known, _)| *known == reason) {
            Some((_, sum)) => *sum += count(number),
            None => reasons.push((reason, count(number))),
        }
    }
    reasons.sort_unstable();
    Ok(reasons)
}

/// Marks the invitations that are still on their way as called off, and says how many.
///
/// # Errors
/// When the database refuses.
pub fn withdraw(conn: &mut Conn, wave: WaveId) -> Result<usize> {
    let queued = invitations::wave_id.eq(wave).and(invitations::delivery.eq(QUEUED));
    diesel::update(invitations::table.filter(queued)).set(invitations::delivery.eq(WITHDRAWN)).execute(conn)
}

/// Marks an invitation as on its way again, whatever became of it before. False if it is on its way already.
///
/// # Errors
/// When the database refuses.
pub fn retry_delivery(conn: &mut Conn, id: InvitationId, wave: WaveId) -> Result<bool> {
    let ended = invitations::id.eq(id).and(invitations::wave_id.eq(wave)).and(invitations::delivery.ne(QUEUED));
    Ok(diesel::update(invitations::table.filter(ended)).set(afresh()).execute(conn)? == 1)
}

/// Marks every invitation that did not reach its person as on its way again, and says which these are.
///
/// # Errors
/// When the database refuses.
pub fn retry_all(conn: &mut Conn, wave: WaveId) -> Result<Vec<InvitationId>> {
    let lost = invitations::wave_id.eq(wave).and(invitations::delivery.eq_any(NOT_ARRIVED.to_vec()));
    diesel::update(invitations::table.filter(lost)).set(afresh()).returning(invitations::id).get_results(conn)
}

/// As if it had never been sent, but for its count.
#[diesel::dsl::auto_type(no_type_alias)]
fn afresh() -> _ {
    let (queued, nothing): (&'static str, Option<&'static str>) = (QUEUED, None);
    (
        invitations::delivery.eq(queued),
        invitations::failure.eq(nothing),
        invitations::failure_kind.eq(nothing),
        invitations::again.eq(invitations::again + 1_i32),
    )
}

/// An invitation of someone to a wave that takes answers, and what became of its mail: `None` while it is on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenInvitation {
    /// The invitation.
    pub id: InvitationId,
    /// The wave.
    pub wave: WaveId,
    /// Whether a mail server took it and nothing came back.
    pub is_delivered: bool,
    /// Why it did not arrive, if it did not.
    pub reason: Option<Reason>,
}

/// The invitations of someone to some waves.
///
/// # Errors
/// When the database cannot be asked.
pub fn of_person(conn: &mut Conn, person: PersonId, waves: Vec<WaveId>) -> Result<Vec<OpenInvitation>> {
    let rows: Vec<(InvitationId, WaveId, String, Option<String>)> = invitations::table
        .filter(invitations::person_id.eq(person).and(invitations::wave_id.eq_any(waves)))
        .order(invitations::id)
        .select((invitations::id, invitations::wave_id, invitations::delivery, invitations::failure_kind))
        .load(conn)?;
    let read = |(id, wave, delivery, kind): (InvitationId, WaveId, String, Option<String>)| OpenInvitation {
        id,
        wave,
        is_delivered: delivery == DELIVERED,
        reason: reason_of(&delivery, kind),
    };
    Ok(rows.into_iter().map(read).collect())
}
