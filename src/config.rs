//! What the administrator sets at the start: options, each also an environment variable.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use clap::Args;
use url::{Host, Url};

use crate::db::{DatabaseUrl, UrlError};
use crate::mail::bounce::{Source, SourceError};
use crate::mail::{ReturnAddress, ReturnAddressError, SmtpUrlError, Transport};

/// Options that every command which touches the data understands.
#[derive(Debug, Clone, Args)]
#[expect(clippy::doc_markdown, reason = "`--help` shows these words as they stand")]
pub struct Config {
    /// Address and port to listen on
    #[arg(
        long,
        env = "CANDOR_LISTEN",
        default_value = "127.0.0.1:8080",
        value_name = "ADDRESS:PORT",
        value_parser = listen_address
    )]
    pub listen: SocketAddr,
    /// Folder for the database and the secret; made if missing
    #[arg(long, env = "CANDOR_DATA", default_value = "candor-data", value_name = "FOLDER")]
    pub data: PathBuf,
    /// Folder for the keys of open waves; keep it out of backups [default: candor-keys beside the data folder]
    #[arg(long, env = "CANDOR_KEYS", value_name = "FOLDER")]
    pub keys: Option<PathBuf>,
    /// The address people use, for links in mails [default: http://<listen>]
    #[arg(long, env = "CANDOR_PUBLIC_URL", value_name = "URL")]
    pub public_url: Option<String>,
    /// Address of a reverse proxy whose X-Forwarded-For is believed; may be repeated
    #[arg(long, env = "CANDOR_TRUSTED_PROXY", value_name = "ADDRESS", value_delimiter = ',')]
    pub trusted_proxy: Vec<IpAddr>,
    /// The database: sqlite:<file> or postgres://… [default: sqlite:<data>/candor.db]
    #[arg(long, env = "DATABASE_URL", value_name = "URL", hide_env_values = true)]
    pub database_url: Option<String>,
    /// The mail server: smtp://user:password@host:587, smtps://host:465, or file:<folder> to keep mail as files; unset: mail waits in the queue. Options follow a question mark: tls, ca, hello, timeout, connections, messages, rate, domain-connections, domain-rate, dkim-key, dkim-selector, dkim-domain; README.md describes them
    #[arg(long, env = "SMTP_URL", value_name = "URL", hide_env_values = true)]
    pub smtp_url: Option<String>,
    /// Where mail servers report what did not arrive: an address that takes mail for <name>+<anything>@<domain>, too; unset: reports go to the sender's address
    #[arg(long, env = "CANDOR_RETURN_ADDRESS", value_name = "ADDRESS")]
    pub return_address: Option<String>,
    /// Where those reports are read: maildir:<folder>, imaps://user:password@host/<folder> or pop3s://user:password@host; unset: nowhere, unless the mail server hands them to candor bounce
    #[arg(long, env = "CANDOR_BOUNCES", value_name = "URL", hide_env_values = true)]
    pub bounces: Option<String>,
    /// What the log holds: error, warn, info, debug, or more finely candor=debug
    #[arg(long, env = "RUST_LOG", default_value = "info", value_name = "FILTER")]
    pub log: String,
    /// Where a test lets the program stand still: `<point>=<file>`
    #[cfg(feature = "failpoints")]
    #[arg(long, env = "CANDOR_FAIL_POINT", hide = true)]
    pub fail_point: Option<String>,
}

/// Why the configuration cannot be used: one line that says what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// The public address is none.
    #[error("--public-url={0} cannot be used: write it as https://survey.example.com, without a path")]
    PublicUrl(String),
    /// The database's address is none.
    #[error(transparent)]
    Database(#[from] UrlError),
    /// The mail server's address is none.
    #[error(transparent)]
    Smtp(#[from] SmtpUrlError),
    /// The return address is none.
    #[error(transparent)]
    ReturnAddress(#[from] ReturnAddressError),
    /// The place where reports are read is none.
    #[error(transparent)]
    Bounces(#[from] SourceError),
    /// Reports are to be read, and there is no address that they would be sent to.
    #[error("--bounces needs --return-address: without one, nothing says which reports are Candor's")]
    NoReturnAddress,
}

fn listen_address(text: &str) -> Result<SocketAddr, String> {
    text.parse().map_err(|_| "write an IP address and a port, for example 127.0.0.1:8080 or [::]:8080".to_owned())
}

impl Config {
    /// Where the database is.
    ///
    /// # Errors
    /// When `DATABASE_URL` cannot be used.
    pub fn database(&self) -> Result<DatabaseUrl, UrlError> {
        match &self.database_url {
            Some(url) => url.parse(),
            None => Ok(DatabaseUrl::Sqlite(self.data.join("candor.db"))),
        }
    }

    /// Whether the public address can be used.
    ///
    /// # Errors
    /// What to write instead.
    pub fn check_public_url(&self) -> Result<(), ConfigError> {
        let Some(text) = &self.public_url else { return Ok(()) };
        let is_usable = |url: &Url| {
            matches!(url.scheme(), "http" | "https")
                && url.has_host()
                && url.path() == "/"
                && url.query().is_none()
                && url.fragment().is_none()
                && url.username().is_empty()
        };
        match text.parse::<Url>() {
            Ok(url) if is_usable(&url) => Ok(()),
            _ => Err(ConfigError::PublicUrl(text.clone())),
        }
    }

    /// Where mail goes.
    ///
    /// # Errors
    /// When `SMTP_URL` cannot be used.
    pub fn transport(&self) -> Result<Transport, SmtpUrlError> {
        self.smtp_url.as_deref().map_or(Ok(Transport::None), str::parse)
    }

    /// Where mail servers report what did not arrive, if such an address was given.
    ///
    /// # Errors
    /// When it cannot be used.
    pub fn return_address(&self) -> Result<Option<ReturnAddress>, ReturnAddressError> {
        self.return_address.as_deref().map(str::parse).transpose()
    }

    /// Where those reports are read, if anywhere.
    ///
    /// # Errors
    /// When that, or the return address, cannot be used, or there is no return address to look for.
    pub fn bounces(&self) -> Result<Option<Source>, ConfigError> {
        let return_address = self.return_address()?;
        let source = self.bounces.as_deref().map(str::parse).transpose()?;
        if source.is_some() && return_address.is_none() {
            return Err(ConfigError::NoReturnAddress);
        }
        Ok(source)
    }

    /// Where wave keys are kept.
    #[must_use]
    pub fn keys_folder(&self) -> PathBuf {
        self.keys.clone().unwrap_or_else(|| self.data.with_file_name("candor-keys"))
    }

    /// The address people use, without a slash at its end.
    #[must_use]
    pub fn public_url(&self) -> String {
        match &self.public_url {
            Some(url) => url.trim_end_matches('/').to_owned(),
            None => format!("http://{}", self.listen),
        }
    }

    /// Scheme, host and port of the public address, if one was given: what browsers send as Origin.
    #[must_use]
    pub fn public_origin(&self) -> Option<String> {
        let url: Url = self.public_url.as_deref()?.parse().ok()?;
        Some(url.origin().ascii_serialization())
    }

    /// Whether the address that people use is this machine itself.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        let Ok(url) = self.public_url().parse::<Url>() else { return false };
        match url.host() {
            Some(Host::Domain(name)) => name == "localhost",
            Some(Host::Ipv4(address)) => address.is_loopback(),
            Some(Host::Ipv6(address)) => address.is_loopback(),
            None => false,
        }
    }

    /// Whether people reach the program through TLS, so that cookies can be marked Secure.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.public_url().to_ascii_lowercase().starts_with("https://")
    }
}
