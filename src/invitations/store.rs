//! Queries on invitations and their delivery.

mod former;
mod undelivered;

use std::collections::{BTreeSet, HashMap};

use chrono_tz::Tz;
use diesel::dsl::count_star;
use diesel::prelude::*;

use uuid::Uuid;

use super::bounces::SentTo;
use crate::db::{Conn, InvitationId, Moment, PersonId, Result, WaveId, on_backend};
use crate::i18n::Lang;
use crate::mail::{Failure, FailureKind};
use crate::schema::{invitations, people, waves};

pub use former::{Former, addresses, forget_former, former, insert_former};
pub use undelivered::{
    OpenInvitation, Reason, Undelivered, of_person, reasons, retry_all, retry_delivery, undelivered, withdraw,
};

/// Rows in one INSERT; below the smallest limit on bound values of either database.
const ROWS_PER_INSERT: usize = 500;

/// What became of the invitation mail; never of a reminder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Delivery {
    /// On its way.
    Queued,
    /// The mail server took it.
    Delivered,
    /// It could not be delivered.
    Failed(Failure),
    /// Not sent, since the wave closed before.
    TooLate,
    /// Not sent, since an admin called it off.
    Withdrawn,
}

/// Someone invited to a wave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// Its id: random, tells nothing.
    pub id: InvitationId,
    /// The wave.
    pub wave: WaveId,
    /// Who is invited.
    pub person: PersonId,
    /// Their group in the wave's frozen tree.
    pub group: i32,
    /// What became of the mail.
    pub delivery: Delivery,
}

/// How many invitations of a wave are in which state of delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Deliveries {
    /// On their way.
    pub queued: u32,
    /// Taken by the mail server.
    pub delivered: u32,
    /// Not deliverable.
    pub failed: u32,
    /// Not sent, since an admin called them off or the wave closed before.
    pub unsent: u32,
}

impl Deliveries {
    /// Those that did not reach their people.
    #[must_use]
    pub fn lost(self) -> u32 {
        self.failed + self.unsent
    }
}

/// An invitation and what is needed to write to its person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Addressed {
    /// The invitation.
    pub invitation: InvitationId,
    /// The wave.
    pub wave: WaveId,
    /// Their group in the wave's frozen tree.
    pub group: i32,
    /// The person's name.
    pub name: String,
    /// Their first name; empty where the roster has none.
    pub first_name: String,
    /// The person's address as it is now.
    pub email: String,
    /// The language they read.
    pub language: Lang,
    /// How often an admin had it sent again.
    pub again: i32,
}

type Row = (InvitationId, WaveId, PersonId, i32, String, Option<String>, Option<String>, i32);

fn from_row((id, wave, person, group, delivery, failure, kind, _): Row) -> Invitation {
    let delivery = match delivery.as_str() {
        DELIVERED => Delivery::Delivered,
        FAILED => Delivery::Failed(Failure::new(kind_of(kind), failure.unwrap_or_default())),
        TOO_LATE => Delivery::TooLate,
        WITHDRAWN => Delivery::Withdrawn,
        _ => Delivery::Queued,
    };
    Invitation { id, wave, person, group, delivery }
}

fn kind_of(word: Option<String>) -> FailureKind {
    FailureKind::from_word(&word.unwrap_or_default())
}

const QUEUED: &str = "queued";
const DELIVERED: &str = "delivered";
const FAILED: &str = "failed";
const TOO_LATE: &str = "too_late";
const WITHDRAWN: &str = "withdrawn";

/// Adds the invitations of a wave. They are written in the order of their random ids, so that the
/// order of rows says nothing about the roster.
///
/// # Errors
/// When the database refuses.
pub fn insert(conn: &mut Conn, wave: WaveId, invited: &[(InvitationId, PersonId, i32)]) -> Result<()> {
    let mut invited = invited.to_vec();
    invited.sort_unstable();
    for chunk in invited.chunks(ROWS_PER_INSERT) {
        let rows: Vec<_> = chunk
            .iter()
            .map(|(id, person, group)| {
                (
                    invitations::id.eq(*id),
                    invitations::wave_id.eq(wave),
                    invitations::person_id.eq(*person),
                    invitations::group_number.eq(*group),
                    invitations::delivery.eq(QUEUED),
                )
            })
            .collect();
        on_backend!(conn => diesel::insert_into(invitations::table).values(&rows).execute(conn))?;
    }
    Ok(())
}

/// Everyone invited to a wave, by invitation id.
///
/// # Errors
/// When the database cannot be asked.
pub fn of_wave(conn: &mut Conn, wave: WaveId) -> Result<Vec<Invitation>> {
    let rows: Vec<Row> = invitations::table
        .filter(invitations::wave_id.eq(wave))
        .order(invitations::id)
        .select(invitations::all_columns)
        .load(conn)?;
    Ok(rows.into_iter().map(from_row).collect())
}

/// The time zones of those invited who have one of their own.
///
/// # Errors
/// When the database cannot be asked.
pub fn zones(conn: &mut Conn, wave: WaveId) -> Result<HashMap<InvitationId, Tz>> {
    let rows: Vec<(InvitationId, Option<String>)> = invitations::table
        .inner_join(people::table)
        .filter(invitations::wave_id.eq(wave).and(people::time_zone.is_not_null()))
        .select((invitations::id, people::time_zone))
        .load(conn)?;
    Ok(rows.into_iter().filter_map(|(id, zone)| Some((id, zone?.parse().ok()?))).collect())
}

/// An invitation by its id.
///
/// # Errors
/// When the database cannot be asked.
pub fn find(conn: &mut Conn, id: InvitationId) -> Result<Option<Invitation>> {
    let row: Option<Row> = invitations::table.find(id).select(invitations::all_columns).first(conn).optional()?;
    Ok(row.map(from_row))
}

/// The people who are in other open waves that are still to close after a moment.
///
/// # Errors
/// When the database cannot be asked.
pub fn people_in_other_open_waves(conn: &mut Conn, than: WaveId, after: Moment) -> Result<BTreeSet<PersonId>> {
    let open = waves::table.filter(waves::state.eq("open")).filter(waves::closes_at.gt(after));
    let open = open.filter(waves::id.ne(than)).select(waves::id);
    let people: Vec<PersonId> =
        invitations::table.filter(invitations::wave_id.eq_any(open)).select(invitations::person_id).load(conn)?;
    Ok(people.into_iter().collect())
}

/// Notes what became of the mails of invitations.
///
/// # Errors
/// When the database refuses.
pub fn set_delivery(conn: &mut Conn, ids: &[InvitationId], delivery: &Delivery) -> Result<()> {
    let (word, failure) = match delivery {
        Delivery::Queued => (QUEUED, None),
        Delivery::Delivered => (DELIVERED, None),
        Delivery::Failed(failure) => (FAILED, Some(failure)),
        Delivery::TooLate => (TOO_LATE, None),
        Delivery::Withdrawn => (WITHDRAWN, None),
    };
    for chunk in ids.chunks(ROWS_PER_INSERT) {
        diesel::update(invitations::table.filter(invitations::id.eq_any(chunk.to_vec())))
            .set((
                invitations::delivery.eq(word),
                invitations::failure.eq(failure.map(|failure| failure.words.as_str())),
                invitations::failure_kind.eq(failure.map(|failure| failure.kind.word())),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// How the mails of a wave's invitations stand.
///
/// # Errors
/// When the database cannot be asked.
pub fn deliveries(conn: &mut Conn, wave: WaveId) -> Result<Deliveries> {
    let rows: Vec<(String, i64)> = invitations::table
        .filter(invitations::wave_id.eq(wave))
        .group_by(invitations::delivery)
        .select((invitations::delivery, count_star()))
        .load(conn)?;
    let mut counts = Deliveries::default();
    for (word, count) in rows {
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        match word.as_str() {
            DELIVERED => counts.delivered = count,
            FAILED => counts.failed = count,
            TOO_LATE | WITHDRAWN => counts.unsent += count,
            _ => counts.queued = count,
        }
    }
    Ok(counts)
}

/// Invitations with the names and addresses of their people, in no order.
///
/// # Errors
/// When the database cannot be asked.
pub fn addressed(conn: &mut Conn, ids: &[Uuid]) -> Result<Vec<Addressed>> {
    type Found = (InvitationId, WaveId, i32, (String, Option<String>), String, String, i32);
    let ids: Vec<InvitationId> = ids.iter().copied().map(InvitationId::from_uuid).collect();
    let mut found: Vec<Found> = Vec::with_capacity(ids.len());
    for chunk in ids.chunks(ROWS_PER_INSERT) {
        let rows: Vec<Found> = on_backend!(conn => invitations::table
            .inner_join(people::table)
            .filter(invitations::id.eq_any(chunk))
            .select((
                invitations::id,
                invitations::wave_id,
                invitations::group_number,
                (people::full_name, people::first_name),
                people::email,
                people::language,
                invitations::again,
            ))
            .load(conn))?;
        found.extend(rows);
    }
    let read = |(invitation, wave, group, (name, first_name), email, language, again): Found| Addressed {
        invitation,
        wave,
        group,
        name,
        first_name: first_name.unwrap_or_default(),
        email,
        language: Lang::from_code(&language).unwrap_or_default(),
        again,
    };
    Ok(found.into_iter().map(read).collect())
}

/// Whom an invitation was sent to; none if there is none with this id.
///
/// # Errors
/// When the database cannot be asked.
pub fn sent_to(conn: &mut Conn, id: InvitationId) -> Result<Option<SentTo>> {
    let found: Option<(PersonId, String)> = invitations::table
        .inner_join(people::table)
        .filter(invitations::id.eq(id))
        .select((people::id, people::email_key))
        .first(conn)
        .optional()?;
    Ok(found.map(|(person, email_key)| SentTo { person, email_key }))
}

/// Notes that a delivered invitation came back. Answers whether it was one.
///
/// # Errors
/// When the database refuses.
pub fn fail_delivered(conn: &mut Conn, id: InvitationId, failure: &Failure) -> Result<bool> {
    let delivered = invitations::table.filter(invitations::id.eq(id).and(invitations::delivery.eq(DELIVERED)));
    let rows = diesel::update(delivered)
        .set((
            invitations::delivery.eq(FAILED),
            invitations::failure.eq(Some(failure.words.as_str())),
            invitations::failure_kind.eq(Some(failure.kind.word())),
        ))
        .execute(conn)?;
    Ok(rows == 1)
}
