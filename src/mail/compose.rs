//! What a feature hands to the queue so that its mails can be written.

use uuid::Uuid;

use super::{Failure, Message};
use crate::db::{Conn, Moment, Result};

/// What became of the writing of one message.
#[derive(Debug, Clone)]
pub enum Composed {
    /// Send this.
    Send(Box<Message>),
    /// Nothing to send, and nothing went wrong (a reminder to someone who has answered).
    Skip,
    /// It could only arrive after it is of use.
    TooLate,
    /// It cannot be written (the address is gone); the words are for the admin.
    Refuse(Failure),
}

/// How a row of the queue ended. Never reported for rows sent at most once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ended {
    /// The mail server took it.
    Done,
    /// Refused for good, or given up.
    Failed(Failure),
    /// Not sent, since it could only arrive too late.
    TooLate,
}

/// Writes the messages of one kind. Implemented by features, handed in by `schedule.rs`.
pub trait Compose: Send + Sync {
    /// The kind of row this writes, for example `invitation`.
    fn kind(&self) -> &'static str;

    /// Writes the messages for a batch of references, in their order, one result for each.
    ///
    /// # Errors
    /// When the database cannot be asked; the rows stay in the queue.
    fn compose(&self, conn: &mut Conn, now: Moment, references: &[Uuid]) -> Result<Vec<Composed>>;

    /// Notes how rows ended, in the transaction that ends them. Not called for rows sent at most once.
    ///
    /// # Errors
    /// When the database refuses; the rows are not ended then.
    fn ended(&self, conn: &mut Conn, ended: &[(Uuid, Ended)]) -> Result<()> {
        let _ = (conn, ended);
        Ok(())
    }
}
