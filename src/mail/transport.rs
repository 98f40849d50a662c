//! Ways out of the queue.

use std::ops::Deref;
use std::path::PathBuf;
use std::str::FromStr;
use std::sync::{Arc, Mutex, PoisonError};

use super::sender::{self, Sender};
use super::smtp::{SmtpConfig, SmtpUrlError};
use super::{Failure, Limits, Message};
use crate::clock::Clock;
use crate::db::Moment;

/// What is said where no mail server is set.
pub(super) const NO_SERVER: &str = "no mail server is set: set SMTP_URL";

/// Where mail goes.
#[derive(Debug, Clone)]
pub enum Transport {
    /// No mail server is set: mail waits in the queue.
    None,
    /// Kept in memory, for tests and the demonstration.
    Memory(Arc<Mutex<Vec<Captured>>>),
    /// A file for each message, `<Message-ID>.eml`.
    Files(PathBuf),
    /// A mail server.
    Smtp(Arc<SmtpConfig>),
}

/// A message that would have gone out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Captured {
    /// When.
    pub at: Moment,
    /// What.
    pub message: Message,
}

impl Deref for Captured {
    type Target = Message;

    fn deref(&self) -> &Message {
        &self.message
    }
}

/// Why a message did not go out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// The mail server cannot be reached or refuses to talk: nothing to do with this message.
    #[error("{0}")]
    Unreachable(String),
    /// Not now.
    #[error("{}", .0.words)]
    Later(Failure),
    /// The connection broke when the server may have taken the message already.
    #[error("{}", .0.words)]
    Uncertain(Failure),
    /// Never: the server's words, or what is wrong with the message.
    #[error("{}", .0.words)]
    Refused(Failure),
}

/// Reads `SMTP_URL`: a mail server, or `file:<folder>`.
impl FromStr for Transport {
    type Err = SmtpUrlError;

    fn from_str(text: &str) -> Result<Self, SmtpUrlError> {
        match text.strip_prefix("file:") {
            Some("") => Err(SmtpUrlError::Unreadable),
            Some(folder) => Ok(Self::Files(folder.into())),
            None => Ok(Self::Smtp(Arc::new(text.parse()?))),
        }
    }
}

impl Transport {
    /// Mail kept in memory.
    #[must_use]
    pub fn memory() -> Self {
        Self::Memory(Arc::default())
    }

    /// What was captured so far, oldest first; none where mail really goes out.
    #[must_use]
    pub fn captured(&self) -> Option<Vec<Captured>> {
        self.look_at_captured(<[Captured]>::to_vec)
    }

    /// Looks at what was captured so far, oldest first, without a copy; none where mail really goes out.
    pub fn look_at_captured<T>(&self, look: impl FnOnce(&[Captured]) -> T) -> Option<T> {
        match self {
            Self::Memory(messages) => Some(look(&messages.lock().unwrap_or_else(PoisonError::into_inner))),
            _ => None,
        }
    }

    /// Forgets what was captured so far.
    pub fn forget_captured(&self) {
        if let Self::Memory(messages) = self {
            messages.lock().unwrap_or_else(PoisonError::into_inner).clear();
        }
    }

    /// Whether mail stays here: tests and the demonstration.
    #[must_use]
    pub fn captures(&self) -> bool {
        matches!(self, Self::Memory(_))
    }

    /// Sends one message now, past the queue: for "send me a test".
    ///
    /// # Errors
    /// The server's words.
    pub async fn send_now(&self, message: &Message, clock: &Clock) -> Result<(), SendError> {
        let mut sender = Sender::new(self.clone(), clock.clone());
        let sent = sender.send(message).await;
        sender.close().await;
        sent
    }

    /// Whether mail could be sent: for a server connects, encrypts, signs in and takes leave.
    ///
    /// # Errors
    /// What is wrong, in one line.
    pub async fn probe(&self) -> Result<(), SendError> {
        sender::probe(self).await
    }

    /// What the mail server may be asked for at most.
    #[must_use]
    pub fn limits(&self) -> Limits {
        match self {
            Self::Smtp(config) => config.limits,
            _ => Limits::default(),
        }
    }
}
