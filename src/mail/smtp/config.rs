//! Which mail server, and how: the value of `SMTP_URL`.

use std::fmt;
use std::io;
use std::path::PathBuf;
use std::str::FromStr;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use tokio_rustls::rustls::ClientConfig;
use url::Url;

use crate::mail::dkim::Dkim;
use crate::mail::network::{self, is_loopback};
use crate::mail::{Limits, encryption};

/// How long a mail server may take for one step, unless the address asks for less; also the most it may ask for.
const STEP_SECONDS: u64 = 30;
/// The port of submission (RFC 6409).
const SUBMISSION: u16 = 587;
/// The port of submission in TLS from the first byte (RFC 8314).
const SUBMISSIONS: u16 = 465;

/// A mail server and how to speak to it.
#[derive(Clone)]
pub struct SmtpConfig {
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) security: Security,
    pub(super) credentials: Option<Credentials>,
    /// The name given in EHLO; none: the address literal of our end, as RFC 5321 asks of a host without a name.
    pub(super) hello: Option<String>,
    /// For each step of the conversation.
    pub(super) patience: Duration,
    /// Who may have signed the server's certificate, beside those whom this machine trusts.
    authorities: Option<PathBuf>,
    pub(in crate::mail) limits: Limits,
    pub(in crate::mail) dkim: Option<Dkim>,
    /// Made once for all connections.
    encryption: Arc<OnceLock<Arc<ClientConfig>>>,
}

/// A name and a password.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Credentials {
    pub user: String,
    pub password: String,
}

/// How much of the conversation is encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Security {
    /// TLS from the first byte.
    Implicit,
    /// STARTTLS with a valid certificate, or nothing is sent.
    Required,
    /// STARTTLS where it is offered, by whatever certificate.
    Opportunistic,
    /// Never.
    None,
}

/// Why an `SMTP_URL` cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SmtpUrlError {
    /// Not an address of a mail server.
    #[error(
        "SMTP_URL must look like smtp://user:password@mail.example.com:587 or smtps://mail.example.com:465; write special characters of the password as %40 for @, %2F for /, %23 for #"
    )]
    Unreadable,
    /// An option after the question mark that is not known, or whose value is not.
    #[error(
        "SMTP_URL has an option that is not understood, {0}: there are tls=required, tls=opportunistic, tls=none (with smtp: only), ca=<file of certificates>, hello=<name>, timeout=<seconds, 1 to 30>, connections=<1 to 256>, messages=<over one connection>, rate=<messages a minute>, domain-connections=<to one domain>, domain-rate=<messages a minute to one domain>, and for signatures dkim-key=<file>, dkim-selector=<name> and dkim-domain=<the sender's, unless another>"
    )]
    Option(String),
    /// A file that is named there cannot be used.
    #[error("SMTP_URL names a file that cannot be used: {0}")]
    File(String),
}

impl FromStr for SmtpConfig {
    type Err = SmtpUrlError;

    fn from_str(text: &str) -> Result<Self, SmtpUrlError> {
        let url = Url::parse(text.trim()).map_err(|_| SmtpUrlError::Unreadable)?;
        let (port, implicit) = match url.scheme() {
            "smtp" => (SUBMISSION, false),
            "smtps" => (SUBMISSIONS, true),
            _ => return Err(SmtpUrlError::Unreadable),
        };
        if !matches!(url.path(), "" | "/") || url.fragment().is_some() {
            return Err(SmtpUrlError::Unreadable);
        }
        let host = network::host_of(&url).ok_or(SmtpUrlError::Unreadable)?;
        let security = match (implicit, is_loopback(&host)) {
            (true, _) => Security::Implicit,
            (false, true) => Security::Opportunistic,
            (false, false) => Security::Required,
        };
        let mut config = Self {
            host,
            port: url.port().unwrap_or(port),
            security,
            credentials: credentials(&url)?,
            hello: None,
            patience: Duration::from_secs(STEP_SECONDS),
            authorities: None,
            limits: Limits::default(),
            dkim: None,
            encryption: Arc::default(),
        };
        for (name, value) in url.query_pairs() {
            if !name.starts_with("dkim-") {
                config.set(&name, &value).ok_or_else(|| SmtpUrlError::Option(format!("{name}={value}")))?;
            }
        }
        config.sign(&url)?;
        if let Some(file) = &config.authorities {
            encryption::read(file).map_err(|error| SmtpUrlError::File(error.to_string()))?;
        }
        Ok(config)
    }
}

impl SmtpConfig {
    fn set(&mut self, name: &str, value: &str) -> Option<()> {
        match (name, value) {
            ("tls", "required") => self.security = self.unless_implicit(Security::Required)?,
            ("tls", "opportunistic") => self.security = self.unless_implicit(Security::Opportunistic)?,
            ("tls", "none") => self.security = self.unless_implicit(Security::None)?,
            ("hello", name) if is_host_name(name) => self.hello = Some(name.to_owned()),
            ("timeout", seconds) => {
                let seconds = seconds.parse().ok().filter(|seconds| (1..=STEP_SECONDS).contains(seconds))?;
                self.patience = Duration::from_secs(seconds);
            }
            ("ca", file) if !file.is_empty() => self.authorities = Some(file.into()),
            _ => self.limits.set(name, value)?,
        }
        Some(())
    }

    /// Signatures, where a key and a selector are named.
    fn sign(&mut self, url: &Url) -> Result<(), SmtpUrlError> {
        let (mut key, mut selector, mut domain) = (None, None, None);
        for (name, value) in url.query_pairs().filter(|(name, _)| name.starts_with("dkim-")) {
            match (&*name, &*value) {
                ("dkim-key", file) if !file.is_empty() => key = Some(PathBuf::from(file)),
                ("dkim-selector", name) if is_host_name(name) => selector = Some(name.to_owned()),
                ("dkim-domain", name) if is_host_name(name) => domain = Some(name.to_owned()),
                _ => return Err(SmtpUrlError::Option(format!("{name}={value}"))),
            }
        }
        self.dkim = match (key, selector, domain) {
            (Some(key), Some(selector), domain) => {
                Some(Dkim::open(&key, &selector, domain.as_deref()).map_err(SmtpUrlError::File)?)
            }
            (None, None, None) => None,
            (None, ..) => return Err(SmtpUrlError::Option("dkim-key is missing".to_owned())),
            (_, None, _) => return Err(SmtpUrlError::Option("dkim-selector is missing".to_owned())),
        };
        Ok(())
    }

    fn unless_implicit(&self, security: Security) -> Option<Security> {
        (self.security != Security::Implicit).then_some(security)
    }

    /// How conversations are encrypted.
    ///
    /// # Errors
    /// When the file of certificates cannot be used.
    pub(super) fn encryption(&self) -> io::Result<Arc<ClientConfig>> {
        if let Some(made) = self.encryption.get() {
            return Ok(Arc::clone(made));
        }
        let made = match self.security {
            Security::Opportunistic => encryption::unverified()?,
            _ => encryption::verified(self.authorities.as_deref())?,
        };
        Ok(Arc::clone(self.encryption.get_or_init(|| Arc::new(made))))
    }

    /// Whether the server is on this machine, so that nobody listens in between.
    pub(super) fn is_local(&self) -> bool {
        is_loopback(&self.host)
    }
}

/// Without the password.
impl fmt::Display for SmtpConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = if self.security == Security::Implicit { "smtps" } else { "smtp" };
        write!(f, "{scheme}://{}:{}", self.host, self.port)
    }
}

impl fmt::Debug for SmtpConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

fn credentials(url: &Url) -> Result<Option<Credentials>, SmtpUrlError> {
    match (url.username(), url.password()) {
        ("", None) => Ok(None),
        (user, password) => {
            Ok(Some(Credentials { user: decoded(user)?, password: decoded(password.unwrap_or_default())? }))
        }
    }
}

fn decoded(text: &str) -> Result<String, SmtpUrlError> {
    network::decoded(text).ok_or(SmtpUrlError::Unreadable)
}

fn is_host_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_where_and_how() {
        let config: SmtpConfig = "smtp://anna%40example.com:p%40ss+w@mail.example.com".parse().unwrap();
        assert_eq!((config.host.as_str(), config.port), ("mail.example.com", 587));
        assert_eq!(config.security, Security::Required);
        let given = config.credentials.unwrap();
        assert_eq!((given.user.as_str(), given.password.as_str()), ("anna@example.com", "p@ss+w"));
        let config: SmtpConfig = "smtps://[2001:db8::1]:4650?timeout=5&hello=candor.example.com".parse().unwrap();
        assert_eq!((config.host.as_str(), config.port), ("2001:db8::1", 4650));
        assert_eq!((config.security, config.patience.as_secs()), (Security::Implicit, 5));
        assert_eq!(config.hello.as_deref(), Some("candor.example.com"));
        let limits =
            "smtp://b?connections=2&rate=30&messages=9&domain-rate=7&domain-connections=1".parse::<SmtpConfig>();
        let expected =
            Limits { connections: 2, messages: 9, rate: Some(30), domain_connections: Some(1), domain_rate: Some(7) };
        assert_eq!(limits.unwrap().limits, expected);
        let config: SmtpConfig = "smtp://почта.рф?tls=none".parse().unwrap();
        assert_eq!((config.host.as_str(), config.security), ("xn--80a1acny.xn--p1ai", Security::None));
    }

    #[test]
    fn encryption_is_required_unless_the_server_is_on_this_machine() {
        let security = |url: &str| url.parse::<SmtpConfig>().unwrap().security;
        assert_eq!(security("smtp://localhost:25"), Security::Opportunistic);
        assert_eq!(security("smtp://127.0.0.1:25"), Security::Opportunistic);
        assert_eq!(security("smtp://127.0.0.1:25?tls=required"), Security::Required);
        assert_eq!(security("smtp://10.0.0.1:25"), Security::Required);
    }

    #[test]
    fn what_cannot_be_used_is_refused() {
        for wrong in ["", "mail.example.com", "http://mail.example.com", "smtp://", "smtp:mail", "smtp://a:p/w@b"] {
            assert_eq!(wrong.parse::<SmtpConfig>().unwrap_err(), SmtpUrlError::Unreadable, "{wrong}");
        }
        for wrong in [
            "smtps://b?tls=none",
            "smtp://b?tls=maybe",
            "smtp://b?timeout=0",
            "smtp://b?rate=0",
            "smtp://b?connections=257",
            "smtp://b?ca=",
            "smtp://b?dkim-selector=a",
            "smtp://b?x=1",
            "smtp://b?hello=a b",
        ] {
            assert!(matches!(wrong.parse::<SmtpConfig>().unwrap_err(), SmtpUrlError::Option(_)), "{wrong}");
        }
    }

    #[test]
    fn the_password_is_never_shown() {
        let config: SmtpConfig = "smtp://anna:hunter2@mail.example.com".parse().unwrap();
        assert_eq!(format!("{config} {config:?}"), "smtp://mail.example.com:587 smtp://mail.example.com:587");
    }
}
