//! One conversation with a mail server (RFC 5321).

use std::error::Error as _;
use std::fmt::Display;
use std::future::Future;
use std::net::IpAddr;
use std::time::Duration;

use lettre::transport::smtp::Error as SmtpError;
use lettre::transport::smtp::authentication::Mechanism;
use lettre::transport::smtp::client::{AsyncSmtpConnection, AsyncTokioStream, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Noop, Quit, Rcpt, Rset};
use lettre::transport::smtp::extension::ClientId;
use tokio::time::{Instant, timeout};

use super::config::Security;
use super::{SmtpConfig, stream};
use crate::mail::wire::Wire;

/// The reply to a whole message may take longer by this factor: who hangs up early sends twice.
const MESSAGE_PATIENCE: u32 = 6;
/// A connection that was idle for longer is asked whether it is still there.
const FRESH: Duration = Duration::from_secs(5);
/// The longest words of a server that are kept, in characters.
const LONGEST_WORDS: usize = 300;
/// "Service not available, closing": of the connection, not of the message.
const CLOSING: u16 = 421;
/// Replies that ask for a sign-in or for encryption: of the settings, not of the message.
const NOT_SIGNED_IN: [u16; 4] = [530, 534, 535, 538];

/// A conversation that has come as far as messages.
pub(in crate::mail) struct Connection {
    smtp: AsyncSmtpConnection,
    patience: Duration,
    used: Option<Instant>,
    is_broken: bool,
}

/// Why a message was not taken.
#[derive(Debug)]
pub(in crate::mail) enum Refusal {
    /// The server does not talk to us; the message was not begun.
    Connection(String),
    /// Not now.
    Transient(String),
    /// Never.
    Permanent(String),
    /// The connection broke while waiting for the reply to the whole message.
    Uncertain(String),
}

/// What became of one command.
enum Trouble {
    /// A reply that is no.
    Reply(u16, String),
    /// No reply.
    Broken(String),
}

impl Trouble {
    fn words(self) -> String {
        match self {
            Self::Reply(_, words) | Self::Broken(words) => words,
        }
    }
}

impl Connection {
    /// Connects, encrypts, says hello and signs in. The error says which of these failed, with the server's words.
    pub(in crate::mail) async fn open(config: &SmtpConfig) -> Result<Self, String> {
        let socket = stream::connect(config).await.map_err(|error| format!("{config}: {error}"))?;
        let hello = hello(config, socket.local_addr().map(|address| address.ip()).ok());
        let socket: Box<dyn AsyncTokioStream> = if config.security == Security::Implicit {
            let encrypted = timeout(config.patience, stream::encrypt(socket, &config.host)).await;
            let encrypted = encrypted.map_err(|_| format!("{config}: TLS: no answer"))?;
            Box::new(encrypted.map_err(|error| format!("{config}: TLS: {error}"))?)
        } else {
            Box::new(socket)
        };
        let smtp = within(config.patience, AsyncSmtpConnection::connect_with_transport(socket, &hello)).await;
        let smtp = smtp.map_err(|trouble| format!("{config}: {}", trouble.words()))?;
        let mut connection = Self { smtp, patience: config.patience, used: None, is_broken: false };
        connection.protect(config, &hello).await?;
        connection.sign_in(config).await?;
        Ok(connection)
    }

    /// STARTTLS, as far as the settings ask for it.
    async fn protect(&mut self, config: &SmtpConfig, hello: &ClientId) -> Result<(), String> {
        match (config.security, self.smtp.can_starttls()) {
            (Security::Implicit | Security::None, _) | (Security::Opportunistic, false) => return Ok(()),
            (Security::Required, false) => {
                return Err(format!(
                    "{config}: the server offers no STARTTLS, so nothing is sent; if the network in between is yours, add ?tls=none to SMTP_URL"
                ));
            }
            (Security::Required | Security::Opportunistic, true) => {}
        }
        let lenient = config.security == Security::Opportunistic;
        let parameters = TlsParameters::builder(config.host.clone())
            .dangerous_accept_invalid_certs(lenient)
            .dangerous_accept_invalid_hostnames(lenient)
            .build_rustls()
            .map_err(|error| format!("{config}: TLS: {error}"))?;
        let started = within(config.patience, self.smtp.starttls(parameters, hello)).await;
        started.map_err(|trouble| format!("{config}: STARTTLS: {}", trouble.words()))
    }

    async fn sign_in(&mut self, config: &SmtpConfig) -> Result<(), String> {
        let Some(credentials) = &config.credentials else { return Ok(()) };
        if config.security == Security::Opportunistic && !self.smtp.is_encrypted() && !config.is_local() {
            return Err(format!("{config}: the server offers no STARTTLS, so the password is not sent"));
        }
        let signed_in =
            within(config.patience, self.smtp.auth(&[Mechanism::Plain, Mechanism::Login], credentials)).await;
        signed_in.map(drop).map_err(|trouble| format!("{config}: sign-in: {}", trouble.words()))
    }

    /// Whether a message was sent over it before.
    pub(in crate::mail) fn is_used(&self) -> bool {
        self.used.is_some()
    }

    /// Whether it can take another message; asked, if it was idle for a while.
    pub(in crate::mail) async fn is_alive(&mut self) -> bool {
        if self.is_broken || self.used.is_none_or(|used| used.elapsed() < FRESH) {
            return !self.is_broken;
        }
        self.command(Noop).await.is_ok()
    }

    /// How long nothing was sent.
    pub(in crate::mail) fn idle(&self) -> Duration {
        self.used.map_or(Duration::ZERO, |used| used.elapsed())
    }

    /// Sends one message.
    pub(in crate::mail) async fn send(&mut self, wire: &Wire) -> Result<(), Refusal> {
        let sent = self.converse(wire).await;
        if sent.is_err() && !self.is_broken && self.command(Rset).await.is_err() {
            self.is_broken = true;
        }
        self.used = Some(Instant::now());
        sent
    }

    async fn converse(&mut self, wire: &Wire) -> Result<(), Refusal> {
        match self.command(Mail::new(Some(wire.from.clone()), vec![])).await {
            Ok(()) => {}
            Err(Trouble::Reply(code, words)) if code != CLOSING && !NOT_SIGNED_IN.contains(&code) => {
                return Err(refusal(Trouble::Reply(code, words)));
            }
            Err(trouble) => {
                self.is_broken = true;
                return Err(Refusal::Connection(trouble.words()));
            }
        }
        self.command(Rcpt::new(wire.to.clone(), vec![])).await.map_err(refusal)?;
        self.command(Data).await.map_err(refusal)?;
        match within(self.patience * MESSAGE_PATIENCE, self.smtp.message(&wire.bytes)).await {
            Ok(_) => Ok(()),
            Err(Trouble::Broken(words)) => {
                self.is_broken = true;
                Err(Refusal::Uncertain(words))
            }
            Err(reply) => Err(refusal(reply)),
        }
    }

    async fn command(&mut self, command: impl Display) -> Result<(), Trouble> {
        let result = within(self.patience, self.smtp.command(command)).await;
        self.is_broken |= matches!(result, Err(Trouble::Broken(_) | Trouble::Reply(CLOSING, _)));
        result.map(drop)
    }

    /// Takes leave; what goes wrong with that does not matter any more.
    pub(in crate::mail) async fn close(mut self) {
        if !self.is_broken {
            let _ = self.command(Quit).await;
        }
    }
}

/// What a reply to a message in hand means for it.
fn refusal(trouble: Trouble) -> Refusal {
    match trouble {
        Trouble::Reply(500.., words) => Refusal::Permanent(words),
        Trouble::Reply(_, words) | Trouble::Broken(words) => Refusal::Transient(words),
    }
}

fn hello(config: &SmtpConfig, our_end: Option<IpAddr>) -> ClientId {
    match (&config.hello, our_end) {
        (Some(name), _) => ClientId::Domain(name.clone()),
        (None, Some(IpAddr::V4(address))) => ClientId::Ipv4(address),
        (None, Some(IpAddr::V6(address))) => ClientId::Ipv6(address),
        (None, None) => ClientId::default(),
    }
}

async fn within<T>(patience: Duration, step: impl Future<Output = Result<T, SmtpError>>) -> Result<T, Trouble> {
    match timeout(patience, step).await {
        Ok(Ok(done)) => Ok(done),
        Ok(Err(error)) => Err(trouble(&error)),
        Err(_) => Err(Trouble::Broken(format!("no answer within {} s", patience.as_secs()))),
    }
}

fn trouble(error: &SmtpError) -> Trouble {
    let cause = error.source().map(ToString::to_string);
    match error.status() {
        Some(code) => {
            let number: u16 = code.to_string().parse().unwrap_or_default();
            Trouble::Reply(number, tidy(&format!("{number} {}", cause.unwrap_or_default())))
        }
        None => Trouble::Broken(tidy(&cause.unwrap_or_else(|| error.to_string()))),
    }
}

/// The words of a server in one line of bearable length.
fn tidy(words: &str) -> String {
    let line: String = words.chars().map(|c| if c.is_control() { ' ' } else { c }).take(LONGEST_WORDS).collect();
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}
