//! Addresses to which mail of people invited went before, until they have been told.

use diesel::prelude::*;
use uuid::Uuid;

use super::ROWS_PER_INSERT;
use super::undelivered::{Reason, reason_of};
use crate::db::{Conn, Id, InvitationId, PersonId, Result, WaveId, named, on_backend};
use crate::schema::{former_addresses, invitations, people};

/// Where the mail of an invitation goes at some moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Former {
    /// The invitation.
    pub invitation: InvitationId,
    /// Its wave.
    pub wave: WaveId,
    /// Whose it is.
    pub person: PersonId,
    /// The address.
    pub address: String,
    /// Why the invitation did not arrive there, if it did not.
    pub reason: Option<Reason>,
}

/// Where the mails of some waves go now: those of one person, or all of them.
///
/// # Errors
/// When the database cannot be asked.
pub fn addresses(conn: &mut Conn, waves: &[WaveId], of: Option<PersonId>) -> Result<Vec<Former>> {
    type Found = (InvitationId, WaveId, PersonId, String, String, Option<String>);
    let mut query = invitations::table
        .inner_join(people::table)
        .filter(invitations::wave_id.eq_any(waves.to_vec()))
        .select((
            invitations::id,
            invitations::wave_id,
            people::id,
            people::email,
            invitations::delivery,
            invitations::failure_kind,
        ))
        .into_boxed();
    if let Some(person) = of {
        query = query.filter(invitations::person_id.eq(person));
    }
    let found: Vec<Found> = query.load(conn)?;
    let read = |(invitation, wave, person, address, delivery, kind): Found| Former {
        invitation,
        wave,
        person,
        address,
        reason: reason_of(&delivery, kind),
    };
    Ok(found.into_iter().map(read).collect())
}

/// Keeps addresses until they have been told, each under the id by which its mail is queued.
///
/// # Errors
/// When the database refuses.
pub fn insert_former(conn: &mut Conn, former: &[(Id<named::Mail>, Former)]) -> Result<()> {
    for chunk in former.chunks(ROWS_PER_INSERT) {
        let rows: Vec<_> = chunk
            .iter()
            .map(|(id, former)| {
                (
                    former_addresses::id.eq(*id),
                    former_addresses::invitation_id.eq(former.invitation),
                    former_addresses::address.eq(&former.address),
                )
            })
            .collect();
        on_backend!(conn => diesel::insert_into(former_addresses::table).values(&rows).execute(conn))?;
    }
    Ok(())
}

/// An address that is to be told, with its invitation.
///
/// # Errors
/// When the database cannot be asked.
pub fn former(conn: &mut Conn, id: Uuid) -> Result<Option<(InvitationId, String)>> {
    former_addresses::table
        .find(Id::<named::Mail>::from_uuid(id))
        .select((former_addresses::invitation_id, former_addresses::address))
        .first(conn)
        .optional()
}

/// Forgets addresses that have been told, or cannot be.
///
/// # Errors
/// When the database refuses.
pub fn forget_former(conn: &mut Conn, ids: &[Uuid]) -> Result<()> {
    let ids: Vec<Id<named::Mail>> = ids.iter().copied().map(Id::from_uuid).collect();
    diesel::delete(former_addresses::table.filter(former_addresses::id.eq_any(ids))).execute(conn).map(drop)
}
