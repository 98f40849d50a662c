//! Ways out of the queue.

use std::sync::{Arc, Mutex, PoisonError};

use super::Message;

/// Where mail goes.
#[derive(Debug, Clone)]
pub enum Transport {
    /// No mail server is set: mail waits in the queue.
    None,
    /// Kept in memory, for tests and the demonstration.
    Memory(Arc<Mutex<Vec<Message>>>),
}

/// Why a message did not go out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// The mail server cannot be reached or refuses to talk: nothing to do with this message.
    #[error("{0}")]
    Unreachable(String),
    /// Not now; the server's words.
    #[error("{0}")]
    Later(String),
    /// The connection broke when the server may have taken the message already.
    #[error("{0}")]
    Uncertain(String),
    /// Never; the server's words, or what is wrong with the message.
    #[error("{0}")]
    Refused(String),
}

/// One way out, with a connection of its own that lives as long as there is something to send.
pub(super) struct Sender {
    transport: Transport,
}

impl Sender {
    pub(super) fn new(transport: Transport) -> Self {
        Self { transport }
    }

    /// Makes sure that something can be sent, before anything is taken from the queue.
    pub(super) async fn ready(&mut self) -> Result<(), SendError> {
        Ok(())
    }

    /// Takes leave for a while, when there is nothing to send.
    pub(super) async fn rest(&mut self) {}

    /// Takes leave for good.
    pub(super) async fn close(&mut self) {}

    /// Whether what was sent stays sent if this program is killed: then each message is noted at once.
    pub(super) fn outlives_a_crash(&self) -> bool {
        !matches!(self.transport, Transport::None | Transport::Memory(_))
    }

    /// Sends one message.
    pub(super) async fn send(&mut self, message: &Message) -> Result<(), SendError> {
        match &self.transport {
            Transport::None => Err(SendError::Unreachable("no mail server is set".to_owned())),
            Transport::Memory(messages) => {
                messages.lock().unwrap_or_else(PoisonError::into_inner).push(message.clone());
                Ok(())
            }
        }
    }
}
