//! Which mail server, and how: the value of `SMTP_URL`.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use lettre::transport::smtp::authentication::Credentials;
use percent_encoding::percent_decode_str;
use url::Url;

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
        "SMTP_URL has an option that is not understood, {0}: there are tls=required, tls=opportunistic, tls=none (with smtp: only), hello=<name> and timeout=<seconds, 1 to 30>"
    )]
    Option(String),
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
        let host = url.host_str().map(decoded).transpose()?.unwrap_or_default();
        let host = host.trim_start_matches('[').trim_end_matches(']');
        let host = idna::domain_to_ascii(host).unwrap_or_else(|_| host.to_owned());
        if host.is_empty() {
            return Err(SmtpUrlError::Unreadable);
        }
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
        };
        for (name, value) in url.query_pairs() {
            config.set(&name, &value).ok_or_else(|| SmtpUrlError::Option(format!("{name}={value}")))?;
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
            _ => return None,
        }
        Some(())
    }

    fn unless_implicit(&self, security: Security) -> Option<Security> {
        (self.security != Security::Implicit).then_some(security)
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
        (user, password) => Ok(Some(Credentials::new(decoded(user)?, decoded(password.unwrap_or_default())?))),
    }
}

fn decoded(text: &str) -> Result<String, SmtpUrlError> {
    percent_decode_str(text).decode_utf8().map(Into::into).map_err(|_| SmtpUrlError::Unreadable)
}

fn is_host_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.'))
}

fn is_loopback(host: &str) -> bool {
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_where_and_how() {
        let config: SmtpConfig = "smtp://anna%40example.com:p%40ss+w@mail.example.com".parse().unwrap();
        assert_eq!((config.host.as_str(), config.port), ("mail.example.com", 587));
        assert_eq!(config.security, Security::Required);
        assert!(config.credentials == Some(Credentials::new("anna@example.com".to_owned(), "p@ss+w".to_owned())));
        let config: SmtpConfig = "smtps://[2001:db8::1]:4650?timeout=5&hello=candor.example.com".parse().unwrap();
        assert_eq!((config.host.as_str(), config.port), ("2001:db8::1", 4650));
        assert_eq!((config.security, config.patience.as_secs()), (Security::Implicit, 5));
        assert_eq!(config.hello.as_deref(), Some("candor.example.com"));
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
        for wrong in
            ["smtps://b?tls=none", "smtp://b?tls=maybe", "smtp://b?timeout=0", "smtp://b?x=1", "smtp://b?hello=a b"]
        {
            assert!(matches!(wrong.parse::<SmtpConfig>().unwrap_err(), SmtpUrlError::Option(_)), "{wrong}");
        }
    }

    #[test]
    fn the_password_is_never_shown() {
        let config: SmtpConfig = "smtp://anna:hunter2@mail.example.com".parse().unwrap();
        assert_eq!(format!("{config} {config:?}"), "smtp://mail.example.com:587 smtp://mail.example.com:587");
    }
}
