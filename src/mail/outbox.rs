//! The queue of mails, as features see it: put in, count, take back, send again.

use uuid::Uuid;

use crate::db::{BatchId, Moment};

pub use super::store::{
    came_back, enqueue, held_batches, held_since, hold, is_held, is_waiting, later, let_go, progress, put_off,
    send_anew, standstill, waiting_since, was_taken, withdraw,
};

/// A mail to be put in the queue.
#[derive(Debug, Clone)]
pub struct NewMail {
    /// Which [`super::Compose`] writes it.
    pub kind: &'static str,
    /// What it is about, for the one who writes it.
    pub reference: Uuid,
    /// Whether it is ended before it is sent (so never repeated, and nothing about its sending kept).
    pub at_most_once: bool,
    /// Not before this moment.
    pub due_at: Moment,
    /// The rows it belongs with.
    pub batch: Option<BatchId>,
}

/// Sending that has paused by itself, since the mail server does not take mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standstill {
    /// Since when.
    pub since: Moment,
    /// When it is tried again.
    pub until: Moment,
    /// The mail server's words, or what is wrong with the way to it.
    pub why: String,
}

/// Mails that a server has put off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Later {
    /// How many.
    pub messages: u64,
    /// When the first of them is tried again.
    pub first_at: Moment,
}

/// How far the sending of a batch has come, in messages. For rows sent at most once, `done` is all that were
/// handled, sent or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    /// Waiting, being sent, or to be tried again.
    pub queued: u64,
    /// Taken by the mail server, or with nothing to send.
    pub done: u64,
    /// Refused for good, or given up.
    pub failed: u64,
    /// Not sent, since they could only arrive too late.
    pub too_late: u64,
}

impl Progress {
    /// All rows of the batch.
    #[must_use]
    pub fn total(self) -> u64 {
        self.queued + self.done + self.failed + self.too_late
    }

    /// Whether nothing waits any more.
    #[must_use]
    pub fn is_finished(self) -> bool {
        self.queued == 0
    }
}
