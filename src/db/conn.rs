//! One connection type for both databases, and the address that chooses between them.

use std::path::PathBuf;
use std::str::FromStr;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;

/// A connection to either database. Most queries are written once against it.
#[derive(diesel::MultiConnection)]
pub enum Conn {
    /// PostgreSQL, shared by several replicas.
    #[cfg(feature = "postgres")]
    Postgres(diesel::PgConnection),
    /// SQLite, bundled, the default.
    Sqlite(diesel::SqliteConnection),
}

/// Runs the same body on the connection that is there, for the few statements
/// (multi-row insert, `on_conflict`, `as_returning`) that do not compile through [`Conn`].
macro_rules! on_backend {
    ($conn:ident => $body:expr) => {
        match $conn {
            #[cfg(feature = "postgres")]
            $crate::db::Conn::Postgres($conn) => $body,
            $crate::db::Conn::Sqlite($conn) => $body,
        }
    };
}
pub(crate) use on_backend;

/// Loads rows that the transaction is about to change. PostgreSQL locks them, and leaves out those that another
/// transaction has locked: two that change several rows each never wait for one another in a circle. SQLite has one
/// writer, so nobody is in the way.
macro_rules! load_to_change {
    ($conn:expr, $query:expr) => {
        match $conn {
            #[cfg(feature = "postgres")]
            $crate::db::Conn::Postgres(conn) => $query.for_update().skip_locked().load(conn),
            $crate::db::Conn::Sqlite(conn) => $query.load(conn),
        }
    };
}
pub(crate) use load_to_change;

/// Which database a connection speaks to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Backend {
    /// SQLite.
    Sqlite,
    /// PostgreSQL.
    Postgres,
}

impl Conn {
    /// The database behind this connection.
    #[must_use]
    pub fn backend(&self) -> Backend {
        match self {
            #[cfg(feature = "postgres")]
            Self::Postgres(_) => Backend::Postgres,
            Self::Sqlite(_) => Backend::Sqlite,
        }
    }
}

/// Where the database is: the value of `DATABASE_URL`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DatabaseUrl {
    /// `sqlite:<path>`.
    Sqlite(PathBuf),
    /// `postgres://…` or `postgresql://…`, as libpq reads it.
    Postgres(String),
}

/// Why a `DATABASE_URL` cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UrlError {
    /// Neither `sqlite:` nor `postgres:`.
    #[error("DATABASE_URL must begin with sqlite: or postgres:, for example sqlite:candor-data/candor.db")]
    UnknownScheme,
    /// A PostgreSQL address on a build without PostgreSQL.
    #[error(
        "this build of candor has no PostgreSQL: build it with `cargo build --release --features postgres`, or leave DATABASE_URL unset to use SQLite"
    )]
    NoPostgres,
}

impl FromStr for DatabaseUrl {
    type Err = UrlError;

    fn from_str(text: &str) -> Result<Self, UrlError> {
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return if cfg!(feature = "postgres") {
                Ok(Self::Postgres(text.to_owned()))
            } else {
                Err(UrlError::NoPostgres)
            };
        }
        let path = text.strip_prefix("sqlite:").ok_or(UrlError::UnknownScheme)?;
        let path = path.strip_prefix("//").unwrap_or(path);
        if path.is_empty() {
            return Err(UrlError::UnknownScheme);
        }
        Ok(Self::Sqlite(PathBuf::from(path)))
    }
}

/// How long a SQLite connection waits for a lock, in milliseconds.
pub(super) const BUSY_WAIT: u32 = 10_000;
/// What every SQLite connection is told first: durable before acknowledged, deleted means overwritten.
const SQLITE_PRAGMAS: &str = "
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA foreign_keys = ON;
    PRAGMA secure_delete = ON;
    PRAGMA temp_store = MEMORY;
";

impl DatabaseUrl {
    /// Opens a connection of the right kind.
    ///
    /// # Errors
    /// When the database cannot be reached or the file not be opened.
    pub fn connect(&self) -> ConnectionResult<Conn> {
        match self {
            Self::Sqlite(path) => {
                let mut conn = diesel::SqliteConnection::establish(&path.to_string_lossy())?;
                let pragmas = format!("PRAGMA busy_timeout = {BUSY_WAIT};{SQLITE_PRAGMAS}");
                conn.batch_execute(&pragmas).map_err(ConnectionError::CouldntSetupConfiguration)?;
                Ok(Conn::Sqlite(conn))
            }
            #[cfg(feature = "postgres")]
            Self::Postgres(url) => {
                let mut conn = diesel::PgConnection::establish(url)?;
                conn.batch_execute("SET TIME ZONE 'UTC'").map_err(ConnectionError::CouldntSetupConfiguration)?;
                Ok(Conn::Postgres(conn))
            }
            #[cfg(not(feature = "postgres"))]
            Self::Postgres(_) => Err(ConnectionError::BadConnection(UrlError::NoPostgres.to_string())),
        }
    }

    /// Which database this is.
    #[must_use]
    pub fn backend(&self) -> Backend {
        match self {
            Self::Sqlite(_) => Backend::Sqlite,
            Self::Postgres(_) => Backend::Postgres,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sqlite_address_is_a_path() {
        assert_eq!("sqlite:a/b.db".parse(), Ok(DatabaseUrl::Sqlite("a/b.db".into())));
        assert_eq!("sqlite:///a/b.db".parse(), Ok(DatabaseUrl::Sqlite("/a/b.db".into())));
    }

    #[test]
    fn any_other_scheme_is_refused() {
        assert_eq!("mysql://x".parse::<DatabaseUrl>(), Err(UrlError::UnknownScheme));
        assert_eq!("sqlite:".parse::<DatabaseUrl>(), Err(UrlError::UnknownScheme));
        assert_eq!("candor.db".parse::<DatabaseUrl>(), Err(UrlError::UnknownScheme));
    }
}
