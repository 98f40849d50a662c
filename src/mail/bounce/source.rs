//! Where reports wait to be read: the value of `CANDOR_BOUNCES`.

use std::collections::HashSet;
use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use url::Url;
use zeroize::Zeroizing;

use super::imap::Imap;
use super::maildir::Maildir;
use super::pop3::Pop3;
use crate::mail::network::{self, decoded, is_loopback};

/// Messages that are read at a time; the rest waits for the next time.
pub(super) const MOST_AT_ONCE: usize = 500;
/// Messages of a POP3 mailbox that are remembered as none of ours, so that they are not fetched again.
pub(super) const MOST_REMEMBERED: usize = 100_000;
/// How long a server may take for one step.
const STEP_SECONDS: u64 = 15;

const IMAP: u16 = 143;
const IMAPS: u16 = 993;
const POP3: u16 = 110;
const POP3S: u16 = 995;

/// A place where reports wait.
#[derive(Clone, Debug)]
pub enum Source {
    /// A folder with `new` and `cur` in it, on this machine.
    Maildir(PathBuf),
    /// A mailbox on a server.
    Server(Arc<Server>),
}

/// How a mailbox is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Protocol {
    Imap,
    Pop3,
}

/// How much of the conversation is encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Security {
    /// TLS from the first byte.
    Implicit,
    /// STARTTLS or STLS with a valid certificate, or nobody signs in.
    Required,
    /// Never: the server is on this machine, or the administrator says so.
    None,
}

/// A mailbox on a server.
pub struct Server {
    pub(super) protocol: Protocol,
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) security: Security,
    pub(super) user: String,
    pub(super) password: Zeroizing<String>,
    pub(super) folder: String,
    /// Certificates to trust instead of this machine's.
    pub(super) ca: Option<PathBuf>,
    pub(super) patience: Duration,
    /// Messages of a POP3 mailbox that are none of ours, by their unique ids. In memory only: what lies in the mailbox
    /// leaves no trace.
    pub(super) remembered: Mutex<HashSet<String>>,
}

/// Why a value cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "CANDOR_BOUNCES must look like maildir:/var/mail/bounces, imaps://user:password@mail.example.com/INBOX or pop3s://user:password@mail.example.com, perhaps with ?ca=<file of certificates> or, with imap: and pop3:, ?tls=none; write special characters of the password as %40 for @, %2F for /, %23 for #"
)]
pub struct SourceError;

impl FromStr for Source {
    type Err = SourceError;

    fn from_str(text: &str) -> Result<Self, SourceError> {
        let text = text.trim();
        match text.strip_prefix("maildir:") {
            Some("") => Err(SourceError),
            Some(folder) => Ok(Self::Maildir(folder.into())),
            None => Server::read(text).map(|server| Self::Server(Arc::new(server))).ok_or(SourceError),
        }
    }
}

impl Server {
    fn read(text: &str) -> Option<Self> {
        let url = Url::parse(text).ok()?;
        let (protocol, port, implicit) = match url.scheme() {
            "imap" => (Protocol::Imap, IMAP, false),
            "imaps" => (Protocol::Imap, IMAPS, true),
            "pop3" => (Protocol::Pop3, POP3, false),
            "pop3s" => (Protocol::Pop3, POP3S, true),
            _ => return None,
        };
        let host = network::host_of(&url)?;
        let folder = decoded(url.path().trim_start_matches('/').trim_end_matches('/'))?;
        let has_folder = !folder.is_empty();
        let (user, password) = (decoded(url.username())?, Zeroizing::new(decoded(url.password()?)?));
        let fits = |text: &str| !text.is_empty() && !text.contains(char::is_control);
        if !fits(&host) || !fits(&user) || !fits(&password) || has_folder && protocol == Protocol::Pop3 {
            return None;
        }
        let security = match (implicit, is_loopback(&host)) {
            (true, _) => Security::Implicit,
            (false, true) => Security::None,
            (false, false) => Security::Required,
        };
        let mut server = Self {
            protocol,
            host,
            port: url.port().unwrap_or(port),
            security,
            user,
            password,
            folder: if has_folder { folder } else { "INBOX".to_owned() },
            ca: None,
            patience: Duration::from_secs(STEP_SECONDS),
            remembered: Mutex::default(),
        };
        for (name, value) in url.query_pairs() {
            match (&*name, &*value) {
                ("tls", "none") if !implicit => server.security = Security::None,
                ("tls", "required") if !implicit => server.security = Security::Required,
                ("ca", file) if !file.is_empty() => server.ca = Some(file.into()),
                _ => return None,
            }
        }
        Some(server)
    }
}

/// Without user and password.
impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Maildir(folder) => write!(f, "maildir:{}", folder.display()),
            Self::Server(server) => fmt::Debug::fmt(server, f),
        }
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = match (self.protocol, self.security) {
            (Protocol::Imap, Security::Implicit) => "imaps",
            (Protocol::Imap, _) => "imap",
            (Protocol::Pop3, Security::Implicit) => "pop3s",
            (Protocol::Pop3, _) => "pop3",
        };
        write!(f, "{scheme}://{}:{}", self.host, self.port)
    }
}

/// Why messages cannot be read: one line for the administrator.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct ReadError(pub(super) String);

impl ReadError {
    pub(super) fn new(what: &str, error: impl fmt::Display) -> Self {
        Self(format!("{what}: {error}"))
    }
}

/// What becomes of a message that was read, once what it says is safe in the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Settled {
    /// It was for us: it is marked as read, and in a POP3 mailbox, which knows no marks, deleted.
    Ours,
    /// It was not: it stays where it is.
    NotOurs,
    /// It is read again the next time.
    Later,
}

/// An open mailbox.
pub enum Mailbox {
    /// On this machine.
    Maildir(Maildir),
    /// By IMAP.
    Imap(Box<Imap>),
    /// By POP3.
    Pop3(Box<Pop3>),
}

impl Source {
    /// Whether it is on another machine, so that it is not asked every few seconds.
    #[must_use]
    pub fn is_remote(&self) -> bool {
        matches!(self, Self::Server(_))
    }

    /// Opens the mailbox and looks what is new.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub async fn open(&self) -> Result<Mailbox, ReadError> {
        let opened = match self {
            Self::Maildir(folder) => Maildir::open(folder.clone()).await.map(Mailbox::Maildir),
            Self::Server(server) if server.protocol == Protocol::Imap => {
                Imap::open(server.clone()).await.map(|imap| Mailbox::Imap(Box::new(imap)))
            }
            Self::Server(server) => Pop3::open(server.clone()).await.map(|pop3| Mailbox::Pop3(Box::new(pop3))),
        };
        opened.map_err(|error| ReadError::new(&self.to_string(), error))
    }
}

impl Mailbox {
    /// The next new message, as far as it is read; none at the end.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub async fn next(&mut self) -> Result<Option<Vec<u8>>, ReadError> {
        match self {
            Self::Maildir(maildir) => maildir.next().await,
            Self::Imap(imap) => imap.next().await,
            Self::Pop3(pop3) => pop3.next().await,
        }
    }

    /// Says what becomes of the message that was read last.
    ///
    /// # Errors
    /// When the mailbox does not take it; then the message is read once more.
    pub async fn settle(&mut self, settled: Settled) -> Result<(), ReadError> {
        match self {
            Self::Maildir(maildir) => maildir.settle(settled).await,
            Self::Imap(imap) => imap.settle(settled).await,
            Self::Pop3(pop3) => pop3.settle(settled).await,
        }
    }

    /// Takes leave.
    ///
    /// # Errors
    /// When the mailbox does not take what was said; then messages are read once more.
    pub async fn close(self) -> Result<(), ReadError> {
        match self {
            Self::Maildir(_) => Ok(()),
            Self::Imap(imap) => imap.close().await,
            Self::Pop3(pop3) => pop3.close().await,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn server(text: &str) -> Arc<Server> {
        match text.parse().unwrap() {
            Source::Server(server) => server,
            Source::Maildir(_) => panic!("{text}"),
        }
    }

    #[test]
    fn an_address_says_where_and_how() {
        let imap = server("imaps://bounces%40example.com:p%40ss@mail.example.com/Lists%2FBounces?ca=/etc/ca.pem");
        assert_eq!((imap.protocol, imap.port, imap.security), (Protocol::Imap, 993, Security::Implicit));
        assert_eq!((imap.user.as_str(), imap.password.as_str()), ("bounces@example.com", "p@ss"));
        assert_eq!((imap.folder.as_str(), imap.ca.clone()), ("Lists/Bounces", Some("/etc/ca.pem".into())));
        let pop3 = server("pop3://anna:secret@[::1]:1110");
        assert_eq!((pop3.host.as_str(), pop3.port, pop3.security), ("::1", 1110, Security::None));
        assert_eq!(server("imap://a:b@10.0.0.1").security, Security::Required);
        assert_eq!(server("imap://a:b@10.0.0.1?tls=none").security, Security::None);
        assert_eq!(server("imap://a:b@10.0.0.1").folder, "INBOX");
        assert!(
            matches!("maildir:/var/mail/x".parse(), Ok(Source::Maildir(folder)) if folder == std::path::Path::new("/var/mail/x"))
        );
    }

    #[test]
    fn what_cannot_be_used_is_refused() {
        for wrong in [
            "",
            "maildir:",
            "/var/mail/x",
            "imap://mail.example.com",
            "imap://anna@mail.example.com",
            "pop3://a:b@mail.example.com/INBOX",
            "imaps://a:b@mail.example.com?tls=none",
            "imap://a:b%0D%0Ac@mail.example.com",
            "imap://a:b@mail.example.com?x=1",
            "http://a:b@mail.example.com",
        ] {
            assert!(wrong.parse::<Source>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn user_and_password_are_never_shown() {
        let source: Source = "imaps://anna:hunter2@mail.example.com".parse().unwrap();
        let shown = format!("{source} {source:?}");
        assert!(!shown.contains("anna") && !shown.contains("hunter2"), "{shown}");
        assert!(shown.starts_with("imaps://mail.example.com:993 "), "{shown}");
    }
}
