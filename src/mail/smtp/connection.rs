//! One conversation with a mail server, as far as messages go (RFC 5321).

use std::net::IpAddr;
use std::time::Duration;

use tokio::time::Instant;

use super::SmtpConfig;
use super::config::Security;
use super::dialogue::{Dialogue, Trouble};
use super::stream::{self, Stream};
use crate::mail::wire::Wire;
use crate::mail::{Failure, network};

/// The reply to a whole message may take longer by this factor: who hangs up early sends twice.
const MESSAGE_PATIENCE: u32 = 6;
/// A connection that was idle for longer is asked whether it is still there.
const FRESH: Duration = Duration::from_secs(5);
/// "Service not available, closing": of the connection, not of the message.
const CLOSING: u16 = 421;
/// Replies that ask for a sign-in or for encryption: of the settings, not of the message.
const NOT_SIGNED_IN: [u16; 4] = [530, 534, 535, 538];

/// A conversation that has come as far as messages.
pub(in crate::mail) struct Connection {
    dialogue: Dialogue,
    patience: Duration,
    used: Option<Instant>,
    messages: u32,
    is_broken: bool,
}

/// Why a message was not taken.
#[derive(Debug)]
pub(in crate::mail) enum Refusal {
    /// The server does not talk to us; it surely has not taken the message.
    Connection(String),
    /// Not now.
    Transient(Failure),
    /// Never.
    Permanent(Failure),
    /// The connection broke while waiting for the reply to the whole message.
    Uncertain(Failure),
}

impl Connection {
    /// Connects, encrypts, says hello and signs in. The error says which of these failed, with the server's words.
    pub(in crate::mail) async fn open(config: &SmtpConfig) -> Result<Self, String> {
        let socket = network::connect(&config.host, config.port, config.patience)
            .await
            .map_err(|error| format!("{config}: {error}"))?;
        let hello = hello(config, socket.local_addr().map(|address| address.ip()).ok());
        let stream = if config.security == Security::Implicit {
            stream::encrypt(socket, config).await.map_err(|error| format!("{config}: TLS: {error}"))?
        } else {
            Stream::Plain(socket)
        };
        let dialogue = Dialogue::begin(stream, config.patience, &hello).await;
        let dialogue = dialogue.map_err(|trouble| format!("{config}: {}", trouble.words()))?;
        let (mut dialogue, is_encrypted) = protect(dialogue, config, &hello).await?;
        if let Some(credentials) = &config.credentials {
            if !is_encrypted && config.security == Security::Opportunistic && !config.is_local() {
                return Err(format!("{config}: the server offers no STARTTLS, so the password is not sent"));
            }
            let signed_in = dialogue.sign_in(credentials).await;
            signed_in.map_err(|trouble| format!("{config}: sign-in: {}", trouble.words()))?;
        }
        Ok(Self { dialogue, patience: config.patience, used: None, messages: 0, is_broken: false })
    }

    /// How many messages were begun over it.
    pub(in crate::mail) fn messages(&self) -> u32 {
        self.messages
    }

    /// Whether it can take another message; asked, if it was idle for a while.
    pub(in crate::mail) async fn is_alive(&mut self) -> bool {
        if self.is_broken || self.used.is_none_or(|used| used.elapsed() < FRESH) {
            return !self.is_broken;
        }
        self.command("NOOP\r\n").await.is_ok()
    }

    /// How long nothing was sent.
    pub(in crate::mail) fn idle(&self) -> Duration {
        self.used.map_or(Duration::ZERO, |used| used.elapsed())
    }

    /// Says who writes to whom, as far as the server's "go on". Nothing is sent yet.
    pub(in crate::mail) async fn begin(&mut self, wire: &Wire) -> Result<(), Refusal> {
        if wire.needs_smtputf8 && !self.dialogue.can.smtputf8 {
            return Err(Refusal::Permanent(Failure::beyond_ascii()));
        }
        self.messages += 1;
        let begun =
            if self.dialogue.can.pipelining { self.all_at_once(wire).await } else { self.step_by_step(wire).await };
        self.used = Some(Instant::now());
        begun.map_err(|refusal| self.noted(refusal))
    }

    /// Sends the message itself.
    pub(in crate::mail) async fn finish(&mut self, wire: &Wire) -> Result<(), Refusal> {
        // What breaks before the end was sent has surely sent nothing; but who can tell how much of it went out?
        let sent = match self.dialogue.speak(&wire.stuffed).await {
            Ok(()) => self.dialogue.heard_within(self.patience * MESSAGE_PATIENCE).await,
            Err(trouble) => Err(trouble),
        };
        self.used = Some(Instant::now());
        sent.map_err(|trouble| match trouble {
            Trouble::Broken(words) => {
                self.is_broken = true;
                Refusal::Uncertain(Failure::said(words))
            }
            Trouble::Reply(code, words) => {
                self.is_broken = code == CLOSING;
                refusal(Trouble::Reply(code, words))
            }
        })
    }

    /// Takes back what was begun. A server that has said "go on" can only be left.
    pub(in crate::mail) fn abandon(&mut self) {
        self.is_broken = true;
    }

    /// One round trip instead of three (RFC 2920).
    async fn all_at_once(&mut self, wire: &Wire) -> Result<(), Refused> {
        let all = [mail(wire), rcpt(wire), "DATA\r\n".to_owned()].concat();
        self.dialogue.speak(all).await.map_err(Refused::BeforeMessage)?;
        let mail = self.dialogue.heard().await;
        if matches!(mail, Err(Trouble::Broken(_) | Trouble::Reply(CLOSING, _))) {
            return mail.map_err(Refused::Sender);
        }
        let rcpt = self.dialogue.heard().await;
        if matches!(rcpt, Err(Trouble::Broken(_) | Trouble::Reply(CLOSING, _))) {
            return mail.map_err(Refused::Sender).and(rcpt.map_err(Refused::BeforeMessage));
        }
        let data = self.dialogue.heard().await;
        if data.is_ok() && (mail.is_err() || rcpt.is_err()) {
            // The server waits for a message to nobody: an empty one, which it refuses.
            let refused = self.dialogue.command(".\r\n").await;
            self.is_broken |= !matches!(refused, Err(Trouble::Reply(..)));
        }
        mail.map_err(Refused::Sender)?;
        rcpt.and(data).map_err(Refused::BeforeMessage)
    }

    async fn step_by_step(&mut self, wire: &Wire) -> Result<(), Refused> {
        self.dialogue.command(&mail(wire)).await.map_err(Refused::Sender)?;
        self.dialogue.command(&rcpt(wire)).await.map_err(Refused::BeforeMessage)?;
        self.dialogue.command("DATA\r\n").await.map_err(Refused::BeforeMessage)
    }

    /// What a refused beginning means for the message and for the connection.
    fn noted(&mut self, refused: Refused) -> Refusal {
        match refused {
            // Nothing was said about any recipient: what is said for now is said about everyone.
            Refused::Sender(Trouble::Reply(code, words)) if code >= 500 && !NOT_SIGNED_IN.contains(&code) => {
                Refusal::Permanent(Failure::said(words))
            }
            Refused::Sender(trouble) => {
                self.is_broken = true;
                Refusal::Connection(trouble.words())
            }
            Refused::BeforeMessage(trouble) => {
                self.is_broken |= matches!(trouble, Trouble::Broken(_) | Trouble::Reply(CLOSING, _));
                refusal(trouble)
            }
        }
    }

    /// After a refused message; without it the server takes the next for a part of this one.
    pub(in crate::mail) async fn reset(&mut self) {
        if !self.is_broken && self.command("RSET\r\n").await.is_err() {
            self.is_broken = true;
        }
    }

    async fn command(&mut self, line: &str) -> Result<(), Trouble> {
        let result = self.dialogue.command(line).await;
        self.is_broken |= matches!(result, Err(Trouble::Broken(_) | Trouble::Reply(CLOSING, _)));
        result
    }

    /// Takes leave; what goes wrong with that does not matter any more.
    pub(in crate::mail) async fn close(mut self) {
        if !self.is_broken {
            let _ = self.command("QUIT\r\n").await;
        }
    }
}

/// Where a message was refused before it was sent.
enum Refused {
    Sender(Trouble),
    BeforeMessage(Trouble),
}

/// STARTTLS, as far as the settings ask for it. Whether the conversation is encrypted from here on.
async fn protect(dialogue: Dialogue, config: &SmtpConfig, hello: &str) -> Result<(Dialogue, bool), String> {
    match (config.security, dialogue.can.starttls) {
        (Security::Implicit, _) => return Ok((dialogue, true)),
        (Security::None, _) | (Security::Opportunistic, false) => return Ok((dialogue, false)),
        (Security::Required, false) => {
            return Err(format!(
                "{config}: the server offers no STARTTLS, so nothing is sent; if the network in between is yours, add ?tls=none to SMTP_URL"
            ));
        }
        (Security::Required | Security::Opportunistic, true) => {}
    }
    let encrypted = dialogue.encrypt(config, hello).await;
    let encrypted = encrypted.map_err(|trouble| format!("{config}: STARTTLS: {}", trouble.words()))?;
    Ok((encrypted, true))
}

fn mail(wire: &Wire) -> String {
    let parameters = if wire.needs_smtputf8 { " BODY=8BITMIME SMTPUTF8" } else { "" };
    format!("MAIL FROM:<{}>{parameters}\r\n", wire.from)
}

fn rcpt(wire: &Wire) -> String {
    format!("RCPT TO:<{}>\r\n", wire.to)
}

/// What a reply to a message in hand means for it.
fn refusal(trouble: Trouble) -> Refusal {
    match trouble {
        Trouble::Reply(500.., words) => Refusal::Permanent(Failure::said(words)),
        Trouble::Reply(_, words) | Trouble::Broken(words) => Refusal::Transient(Failure::said(words)),
    }
}

/// The name given in EHLO: the one that is set, else the address literal of our end.
fn hello(config: &SmtpConfig, our_end: Option<IpAddr>) -> String {
    match (&config.hello, our_end) {
        (Some(name), _) => name.clone(),
        (None, Some(IpAddr::V4(address))) => format!("[{address}]"),
        (None, Some(IpAddr::V6(address))) => format!("[IPv6:{address}]"),
        (None, None) => "localhost".to_owned(),
    }
}
