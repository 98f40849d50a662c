//! What the administrator sets at the start: options, each also an environment variable.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use clap::Args;

use crate::db::{DatabaseUrl, UrlError};

/// Options that every command which touches the data understands.
#[derive(Debug, Clone, Args)]
#[expect(clippy::doc_markdown, reason = "`--help` shows these words as they stand")]
pub struct Config {
    /// Address and port to listen on
    #[arg(long, env = "CANDOR_LISTEN", default_value = "127.0.0.1:8080", value_name = "ADDRESS:PORT")]
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
    /// Address of a reverse proxy whose X-Forwarded-For and X-Forwarded-Proto are believed; may be repeated
    #[arg(long, env = "CANDOR_TRUSTED_PROXY", value_name = "ADDRESS", value_delimiter = ',')]
    pub trusted_proxy: Vec<IpAddr>,
    /// The database: sqlite:<file> or postgres://… [default: sqlite:<data>/candor.db]
    #[arg(long, env = "DATABASE_URL", value_name = "URL", hide_env_values = true)]
    pub database_url: Option<String>,
    /// The mail server: smtp://user:password@host:587, smtps://host:465; unset: mail waits in the queue
    #[arg(long, env = "SMTP_URL", value_name = "URL", hide_env_values = true)]
    pub smtp_url: Option<String>,
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
        let url = self.public_url.as_deref()?;
        let (scheme, rest) = url.split_once("://")?;
        let host = rest.split('/').next()?;
        let default_port = if scheme.eq_ignore_ascii_case("https") { ":443" } else { ":80" };
        let host = host.strip_suffix(default_port).unwrap_or(host);
        Some(format!("{scheme}://{host}").to_lowercase())
    }

    /// Whether people reach the program through TLS, so that cookies can be marked Secure.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.public_url().starts_with("https://")
    }
}
