//! Correcting the address of someone whose invitation did not arrive, and sending it there.

use super::former;
use super::resend::{self, ResendError};
use super::store;
use crate::audit::Actor;
use crate::db::{Conn, InvitationId, Moment, WaveId};
use crate::i18n::{FormErrors, say};
use crate::people::edit::{self, EditError, Entry, Holders};
use crate::people::{self, Person};

/// Why an address was not corrected; then nothing is sent either.
#[derive(Debug, thiserror::Error)]
pub enum CorrectError {
    /// The person or the address.
    #[error(transparent)]
    Edit(#[from] EditError),
    /// The invitation.
    #[error(transparent)]
    Resend(#[from] ResendError),
}

impl From<crate::db::Error> for CorrectError {
    fn from(error: crate::db::Error) -> Self {
        Self::Edit(error.into())
    }
}

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Corrected {
    /// Whose address it is.
    pub person: Person,
    /// Whether the address before is told.
    pub is_told: bool,
}

/// Gives an invitation's person another address and sends the invitation there; the address before is told.
///
/// # Errors
/// When the address cannot be used, is the same or somebody else's; when the wave is not open.
pub fn correct(
    conn: &mut Conn,
    now: Moment,
    wave: WaveId,
    id: InvitationId,
    email: &str,
    actor: Actor,
) -> Result<Corrected, CorrectError> {
    let found = store::find(conn, id)?.filter(|invitation| invitation.wave == wave).ok_or(ResendError::NotFound)?;
    let person = people::store::find(conn, found.person)?.ok_or(EditError::NotFound)?;
    let before = former::addresses(conn, now, Some(person.id))?;
    let entry = Entry { email: email.to_owned(), ..Entry::of(&person) };
    let corrected = edit::save(conn, person.id, &entry, actor, now)?;
    if corrected.email_key == person.email_key {
        let errors = FormErrors::one("email", say("correct-same"));
        return Err(EditError::Invalid { errors, holders: Holders::default() }.into());
    }
    let told = former::tell(conn, now, before, actor)?;
    match resend::resend(conn, now, wave, id, actor) {
        // Somebody sends it again already, or it waits for all that were called off with it; it goes to the address that
        // its person has by then.
        Ok(()) | Err(ResendError::OnItsWay | ResendError::CalledOff) => {
            Ok(Corrected { person: corrected, is_told: told > 0 })
        }
        Err(error) => Err(error.into()),
    }
}
