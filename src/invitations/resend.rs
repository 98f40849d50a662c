//! Sending an invitation again, once its address has been corrected.

use super::mail::INVITATION;
use super::store;
use crate::audit::{self, Actor};
use crate::db::{Conn, InvitationId, Moment, WaveId};
use crate::mail::outbox;
use crate::waves;

/// Why an invitation was not sent again.
#[derive(Debug, thiserror::Error)]
pub enum ResendError {
    /// There is no such invitation in this wave.
    #[error("there is no such invitation")]
    NotFound,
    /// The wave takes no answers any more.
    #[error("the wave is not open")]
    NotOpen,
    /// It is on its way or was delivered.
    #[error("the invitation did not fail")]
    NotFailed,
    /// The database.
    #[error(transparent)]
    Database(#[from] crate::db::Error),
}

/// Sends an invitation that could not be delivered to the address its person has now. The link is the same.
///
/// # Errors
/// When it did not fail, or the wave is not open.
pub fn resend(conn: &mut Conn, now: Moment, wave: WaveId, id: InvitationId, actor: Actor) -> Result<(), ResendError> {
    let found = store::find(conn, id)?.filter(|invitation| invitation.wave == wave).ok_or(ResendError::NotFound)?;
    let wave = waves::store::find(conn, wave)?.ok_or(ResendError::NotFound)?;
    if !wave.takes_answers(now) {
        return Err(ResendError::NotOpen);
    }
    if !store::retry_delivery(conn, id, wave.id)? {
        return Err(ResendError::NotFailed);
    }
    outbox::send_one_again(conn, INVITATION, id.uuid(), now)?;
    audit::record(conn, now, actor, "invitation.resent", &wave.id.to_string(), &format!("person:{}", found.person))?;
    Ok(())
}
