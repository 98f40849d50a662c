//! One way out: a connection of its own that lives as long as there is something to send.

use std::path::{Path, PathBuf};
use std::sync::PoisonError;
use std::time::Duration;

use super::smtp::{Connection, Refusal, SmtpConfig};
use super::transport::NO_SERVER;
use super::wire::{self, Wire};
use super::{Captured, Message, SendError, Transport};
use crate::clock::Clock;

/// A connection over which nothing was sent for so long is closed.
const REST_AFTER: Duration = Duration::from_secs(20);

/// Sends one message after the other.
pub(super) struct Sender {
    transport: Transport,
    clock: Clock,
    connection: Option<Connection>,
}

/// A message that has been begun: it has gone out only once [`Sender::finish`] has been called.
pub(super) struct Begun(Option<Wire>);

impl Sender {
    pub(super) fn new(transport: Transport, clock: Clock) -> Self {
        Self { transport, clock, connection: None }
    }

    /// Makes sure that something can be sent, before anything is taken from the queue.
    pub(super) async fn ready(&mut self) -> Result<(), SendError> {
        match self.transport.clone() {
            Transport::Smtp(config) => self.connection(&config).await.map(drop),
            other => probe(&other).await,
        }
    }

    /// Whether it stands in connection with something that takes messages, as far as is known.
    pub(super) fn is_open(&self) -> bool {
        match self.transport {
            Transport::Smtp(_) => self.connection.is_some(),
            _ => true,
        }
    }

    async fn connection(&mut self, config: &SmtpConfig) -> Result<&mut Connection, SendError> {
        if let Some(mut connection) = self.connection.take() {
            if connection.messages() >= config.limits.messages {
                connection.close().await;
            } else if connection.is_alive().await {
                return Ok(self.connection.insert(connection));
            }
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
        let begun = self.begin(message).await?;
        self.finish(message, begun).await
    }

    /// Writes a message down and tells the server about it, as far as can be taken back.
    pub(super) async fn begin(&mut self, message: &Message) -> Result<Begun, SendError> {
        let transport = self.transport.clone();
        let config = match transport {
            Transport::None => return Err(SendError::Unreachable(NO_SERVER.to_owned())),
            Transport::Memory(_) => return Ok(Begun(None)),
            Transport::Files(_) => return self.encode(message).map(|wire| Begun(Some(wire))),
            Transport::Smtp(config) => config,
        };
        let wire = self.encode(message)?;
        let connection = self.connection(&config).await?;
        let was_used = connection.messages() > 0;
        let mut begun = connection.begin(&wire).await;
        if was_used && matches!(begun, Err(Refusal::Connection(_))) {
            // A server may close a connection between two messages; then it is opened anew, once.
            begun = self.connection(&config).await?.begin(&wire).await;
        }
        match begun {
            Ok(()) => Ok(Begun(Some(wire))),
            Err(refusal) => Err(self.refused(&config, refusal).await),
        }
    }

    /// Sends what was begun.
    pub(super) async fn finish(&mut self, message: &Message, begun: Begun) -> Result<(), SendError> {
        match (self.transport.clone(), begun.0, &mut self.connection) {
            (Transport::Memory(messages), _, _) => {
                let captured = Captured { at: self.clock.now(), message: message.clone() };
                messages.lock().unwrap_or_else(PoisonError::into_inner).push(captured);
                Ok(())
            }
            (Transport::Files(folder), Some(wire), _) => {
                let name = format!("{}.eml", wire::identifier(&message.id));
                in_folder(folder, move |folder| write_whole(folder, &name, &wire.plain())).await
            }
            (Transport::Smtp(config), Some(wire), Some(connection)) => match connection.finish(&wire).await {
                Ok(()) => Ok(()),
                Err(refusal) => Err(self.refused(&config, refusal).await),
            },
            _ => Err(SendError::Unreachable(NO_SERVER.to_owned())),
        }
    }

    /// Takes back what was begun.
    pub(super) fn abandon(&mut self) {
        if let Some(connection) = &mut self.connection {
            connection.abandon();
        }
    }

    async fn refused(&mut self, config: &SmtpConfig, refusal: Refusal) -> SendError {
        if let Some(mut connection) = self.connection.take() {
            connection.reset().await;
            self.connection = connection.is_alive().await.then_some(connection);
        }
        match refusal {
            Refusal::Connection(words) => SendError::Unreachable(format!("{config}: {words}")),
            Refusal::Transient(failure) => SendError::Later(failure),
            Refusal::Permanent(failure) => SendError::Refused(failure),
            Refusal::Uncertain(failure) => SendError::Uncertain(failure),
        }
    }

    fn encode(&self, message: &Message) -> Result<Wire, SendError> {
        let dkim = match &self.transport {
            Transport::Smtp(config) => config.dkim.as_ref(),
            _ => None,
        };
        wire::encode(message, self.clock.now(), dkim).map_err(SendError::Refused)
    }
}

/// Whether mail could be sent by a transport.
pub(super) async fn probe(transport: &Transport) -> Result<(), SendError> {
    match transport {
        Transport::None => Err(SendError::Unreachable(NO_SERVER.to_owned())),
        Transport::Memory(_) => Ok(()),
        Transport::Files(folder) => in_folder(folder.clone(), |folder| std::fs::create_dir_all(folder)).await,
        Transport::Smtp(config) => {
            let connection = Connection::open(config).await.map_err(SendError::Unreachable)?;
            connection.close().await;
            Ok(())
        }
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
    std::fs::create_dir_all(folder)?;
    let unfinished = folder.join(format!(".{name}.unfinished"));
    std::fs::write(&unfinished, bytes)?;
    std::fs::rename(&unfinished, folder.join(name))
}
