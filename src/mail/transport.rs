//! Ways out of the queue.

use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::smtp::{Connection, Refusal, SmtpConfig, SmtpUrlError};
use super::{Message, wire};
use crate::clock::Clock;
use crate::db::Moment;

/// A connection over which nothing was sent for so long is closed.
const REST_AFTER: Duration = Duration::from_secs(20);
const NO_SERVER: &str = "no mail server is set: set SMTP_URL";

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
        match self {
            Self::None => Err(SendError::Unreachable(NO_SERVER.to_owned())),
            Self::Memory(_) => Ok(()),
            Self::Files(folder) => in_folder(folder.clone(), |folder| std::fs::create_dir_all(folder)).await,
            Self::Smtp(config) => {
                let connection = Connection::open(config).await.map_err(SendError::Unreachable)?;
                connection.close().await;
                Ok(())
            }
        }
    }
}

/// One way out, with a connection of its own that lives as long as there is something to send.
pub(super) struct Sender {
    transport: Transport,
    clock: Clock,
    connection: Option<Connection>,
}

impl Sender {
    pub(super) fn new(transport: Transport, clock: Clock) -> Self {
        Self { transport, clock, connection: None }
    }

    /// Makes sure that something can be sent, before anything is taken from the queue.
    pub(super) async fn ready(&mut self) -> Result<(), SendError> {
        match self.transport.clone() {
            Transport::Smtp(config) => self.connection(&config).await.map(drop),
            other => other.probe().await,
        }
    }

    async fn connection(&mut self, config: &SmtpConfig) -> Result<&mut Connection, SendError> {
        if let Some(mut connection) = self.connection.take()
            && connection.is_alive().await
        {
            return Ok(self.connection.insert(connection));
        }
        let opened = Connection::open(config).await.map_err(SendError::Unreachable)?;
        Ok(self.connection.insert(opened))
    }

    /// Takes leave after a while without anything to send.
    pub(super) async fn rest(&mut self) {
        if self.connection.as_ref().is_some_and(|connection| connection.idle() > REST_AFTER) {
            self.close().await;
        }
    }

    /// Takes leave.
    pub(super) async fn close(&mut self) {
        if let Some(connection) = self.connection.take() {
            connection.close().await;
        }
    }

    /// Whether what was sent stays sent if this program is killed: then each message is noted at once.
    pub(super) fn outlives_a_crash(&self) -> bool {
        !matches!(self.transport, Transport::None | Transport::Memory(_))
    }

    /// Sends one message.
    pub(super) async fn send(&mut self, message: &Message) -> Result<(), SendError> {
        match self.transport.clone() {
            Transport::None => Err(SendError::Unreachable(NO_SERVER.to_owned())),
            Transport::Memory(messages) => {
                let captured = Captured { at: self.clock.now(), message: message.clone() };
                messages.lock().unwrap_or_else(PoisonError::into_inner).push(captured);
                Ok(())
            }
            Transport::Files(folder) => {
                let wire = self.encode(message)?;
                let name = format!("{}.eml", wire::identifier(&message.id));
                in_folder(folder, move |folder| write_whole(folder, &name, &wire.bytes)).await
            }
            Transport::Smtp(config) => self.send_to(&config, &self.encode(message)?).await,
        }
    }

    fn encode(&self, message: &Message) -> Result<wire::Wire, SendError> {
        wire::encode(message, self.clock.now()).map_err(|error| SendError::Refused(error.to_string()))
    }

    /// A server may close a connection between two messages; then it is opened anew, once.
    async fn send_to(&mut self, config: &SmtpConfig, wire: &wire::Wire) -> Result<(), SendError> {
        let connection = self.connection(config).await?;
        let was_used = connection.is_used();
        let mut sent = connection.send(wire).await;
        if was_used && matches!(sent, Err(Refusal::Connection(_))) {
            sent = self.connection(config).await?.send(wire).await;
        }
        sent.map_err(|refusal| match refusal {
            Refusal::Connection(words) => SendError::Unreachable(format!("{config}: {words}")),
            Refusal::Transient(words) => SendError::Later(words),
            Refusal::Permanent(words) => SendError::Refused(words),
            Refusal::Uncertain(words) => SendError::Uncertain(words),
        })
    }
}

/// Does something with files on the blocking pool.
async fn in_folder<F>(folder: PathBuf, work: F) -> Result<(), SendError>
where
    F: FnOnce(&Path) -> std::io::Result<()> + Send + 'static,
{
    let name = folder.display().to_string();
    let done = tokio::task::spawn_blocking(move || work(&folder)).await;
    let done = done.unwrap_or_else(|error| Err(std::io::Error::other(error)));
    done.map_err(|error| SendError::Unreachable(format!("mail cannot be written to {name}: {error}")))
}

/// Writes a file so that nobody sees half of it.
fn write_whole(folder: &Path, name: &str, bytes: &[u8]) -> std::io::Result<()> {
    let unfinished = folder.join(format!(".{name}.unfinished"));
    std::fs::write(&unfinished, bytes)?;
    std::fs::rename(&unfinished, folder.join(name))
}
