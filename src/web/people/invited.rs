//! Someone's invitations to waves that take answers: what became of them, and sending one again.

use crate::db::{Conn, InvitationId, Moment, PersonId, Result, WaveId};
use crate::i18n::{Message, say};
use crate::invitations::store as invitations;
use crate::waves;
use crate::web::waves::undelivered;

/// An invitation of someone. It says nothing of whether they have answered: nothing here knows.
pub(super) struct Invited {
    pub id: InvitationId,
    pub wave: WaveId,
    pub title: String,
    /// What became of it.
    pub state: Message,
    /// Whether it can be sent again: it is not on its way.
    pub can_send: bool,
}

impl Invited {
    /// Those to waves that take answers.
    ///
    /// # Errors
    /// When the database cannot be asked.
    pub fn read(conn: &mut Conn, now: Moment, person: PersonId) -> Result<Vec<Self>> {
        let open: Vec<_> = waves::store::all(conn)?.into_iter().filter(|wave| wave.takes_answers(now)).collect();
        let found = invitations::of_person(conn, person, open.iter().map(|wave| wave.id).collect())?;
        let of = |found: invitations::OpenInvitation| {
            let wave = open.iter().find(|wave| wave.id == found.wave)?;
            let state = match found.reason {
                Some(reason) => undelivered::name(reason),
                None if found.is_delivered => say("invited-delivered"),
                None => say("invited-on-its-way"),
            };
            let can_send =
                found.is_delivered || found.reason.is_some_and(|reason| reason != invitations::Reason::Withdrawn);
            Some(Self { id: found.id, wave: wave.id, title: wave.title.clone(), state, can_send })
        };
        Ok(found.into_iter().filter_map(of).collect())
    }
}
