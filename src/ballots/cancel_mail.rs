//! Calling off what is left of a sending, invitations and reminders alike.

use super::mail::REMINDER;
use super::store;
use crate::audit::{self, Actor};
use crate::db::{Conn, Moment, WaveId};
use crate::invitations::sending::{self, SendingError};
use crate::mail::outbox;

/// What was called off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CancelledMail {
    /// People who get no invitation.
    pub invitations: usize,
    /// Rows of a reminder that were not handled; whoever would have got one.
    pub reminders: usize,
}

/// Calls off what is left of a wave's sending. Nothing is paused afterwards. A second time finds nothing left.
///
/// # Errors
/// When the wave is not open.
pub fn cancel_mail(conn: &mut Conn, now: Moment, id: WaveId, actor: Actor) -> Result<CancelledMail, SendingError> {
    sending::open(conn, now, id)?;
    let invitations = sending::withdraw(conn, id)?;
    let reminders = outbox::withdraw(conn, id.cast(), REMINDER)?;
    store::reminders::note_called_off(conn, id, reminders)?;
    if invitations + reminders > 0 {
        outbox::let_go(conn, id.cast())?;
        let details = format!("invitations={invitations} reminders={reminders}");
        audit::record(conn, now, actor, "wave.mail-cancelled", &id.to_string(), &details)?;
    }
    Ok(CancelledMail { invitations, reminders })
}
