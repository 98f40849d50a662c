//! Sending invitations again: those that did not arrive, or one whose person asks for it. The link is the same.

use uuid::Uuid;

use super::mail::INVITATION;
use super::sending::{self, SendingError};
use super::store;
use crate::audit::{self, Actor};
use crate::db::{BatchId, Conn, InvitationId, Moment, WaveId};
use crate::mail::outbox;

/// Why an invitation was not sent again.
#[derive(Debug, thiserror::Error)]
pub enum ResendError {
    /// There is no such invitation in this wave.
    #[error("there is no such invitation")]
    NotFound,
    /// The wave takes no answers any more.
    #[error("the wave is not open")]
    NotOpen,
    /// It was called off with others: they are sent again all together, so that nobody chooses who may answer.
    #[error("the invitation was called off")]
    CalledOff,
    /// It is on its way.
    #[error("the invitation is on its way")]
    OnItsWay,
    /// The database.
    #[error(transparent)]
    Database(#[from] crate::db::Error),
}

impl From<SendingError> for ResendError {
    fn from(error: SendingError) -> Self {
        match error {
            SendingError::NotFound => Self::NotFound,
            SendingError::NotOpen => Self::NotOpen,
            SendingError::Database(error) => Self::Database(error),
        }
    }
}

/// Sends an invitation again, to the address that its person has now.
///
/// # Errors
/// When it is on its way or was called off, or the wave is not open.
pub fn resend(conn: &mut Conn, now: Moment, wave: WaveId, id: InvitationId, actor: Actor) -> Result<(), ResendError> {
    let found = store::find(conn, id)?.filter(|invitation| invitation.wave == wave).ok_or(ResendError::NotFound)?;
    sending::open(conn, now, wave)?;
    if found.delivery == store::Delivery::Withdrawn {
        return Err(ResendError::CalledOff);
    }
    if !store::retry_delivery(conn, id, wave)? {
        return Err(ResendError::OnItsWay);
    }
    outbox::send_anew(conn, BatchId::from_uuid(wave.uuid()), INVITATION, &[id.uuid()], now)?;
    audit::record(conn, now, actor, "invitation.resent", &wave.to_string(), &format!("person:{}", found.person))?;
    Ok(())
}

/// Sends every invitation of a wave that did not reach its person again, and says how many. A second time finds
/// those on their way and does nothing.
///
/// # Errors
/// When the wave is not open.
pub fn resend_all(conn: &mut Conn, now: Moment, wave: WaveId, actor: Actor) -> Result<usize, ResendError> {
    sending::open(conn, now, wave)?;
    let lost: Vec<Uuid> = store::retry_all(conn, wave)?.into_iter().map(InvitationId::uuid).collect();
    if !lost.is_empty() {
        outbox::send_anew(conn, BatchId::from_uuid(wave.uuid()), INVITATION, &lost, now)?;
        let details = format!("again={}", lost.len());
        audit::record(conn, now, actor, "invitations.resent", &wave.to_string(), &details)?;
    }
    Ok(lost.len())
}
