//! The door to the database: `read` and `write`, each one closure on the blocking pool.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use diesel::connection::{Connection, SimpleConnection};
use diesel::r2d2::R2D2Connection;
use diesel::result::DatabaseErrorKind;

use super::writer::{Writer, in_transaction};
use super::{Backend, Conn, DatabaseUrl, Error};

/// Readers on SQLite, readers and writers on PostgreSQL.
const POOL_SIZE: u32 = 16;

/// The database. Cheap to clone.
#[derive(Clone)]
pub struct Db {
    url: DatabaseUrl,
    pool: r2d2::Pool<Manager>,
    /// Only on SQLite, which must have one writer.
    writer: Option<Arc<Writer>>,
    changes: Arc<AtomicU64>,
}

/// Why the database could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// No connection.
    #[error("the database cannot be opened: {0}")]
    Connect(#[from] diesel::ConnectionError),
    /// No pool.
    #[error("the database cannot be opened: {0}")]
    Pool(#[from] r2d2::Error),
}

impl Db {
    /// Opens the database and its pool.
    ///
    /// # Errors
    /// When it cannot be reached.
    pub fn open(url: &DatabaseUrl) -> Result<Self, OpenError> {
        let writer = match url.backend() {
            Backend::Sqlite => Some(Arc::new(Writer::start(url.clone())?)),
            Backend::Postgres => {
                drop(url.connect()?);
                None
            }
        };
        let pool = r2d2::Pool::builder()
            .max_size(POOL_SIZE)
            .min_idle(Some(1))
            // A file does not hang up.
            .test_on_check_out(url.backend() == Backend::Postgres)
            .build(Manager(url.clone()))?;
        Ok(Self { url: url.clone(), pool, writer, changes: Arc::default() })
    }

    /// Which database this is.
    #[must_use]
    pub fn backend(&self) -> Backend {
        self.url.backend()
    }

    /// Where it is.
    #[must_use]
    pub fn url(&self) -> &DatabaseUrl {
        &self.url
    }

    /// Runs a closure that only reads, in one transaction (it sees one state).
    ///
    /// # Errors
    /// What the closure returns, or that no connection was free.
    pub async fn read<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: FnOnce(&mut Conn) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let db = self.clone();
        blocking(move || db.read_now(work)).await
    }

    /// Runs a closure in one transaction and answers after the commit is durable.
    ///
    /// # Errors
    /// What the closure returns (and then nothing of it stays), or why it could not be committed.
    pub async fn write<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: FnOnce(&mut Conn) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let db = self.clone();
        blocking(move || db.write_now(work)).await
    }

    /// [`Db::write`] for rows that no page is made from: what was read before stays up to date.
    ///
    /// # Errors
    /// As [`Db::write`].
    pub async fn write_unshown<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: FnOnce(&mut Conn) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let db = self.clone();
        blocking(move || db.commit(work)).await
    }

    /// [`Db::write`] in a transaction of its own, for one that changes very many rows: shared with others it would be a
    /// savepoint, for which SQLite keeps a copy of every page in memory.
    ///
    /// # Errors
    /// As [`Db::write`].
    pub async fn write_large<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: FnOnce(&mut Conn) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let db = self.clone();
        blocking(move || {
            let written = match &db.writer {
                Some(writer) => writer.alone(|conn| Ok(in_transaction(conn, work)))?,
                None => Conn::transaction(&mut *db.connection()?, work),
            };
            db.changes.fetch_add(1, Ordering::SeqCst);
            written
        })
        .await
    }

    /// How often this process has written what a page may be made from. What was read before such a write may be out
    /// of date after it; of other processes' writes it knows nothing.
    #[must_use]
    pub fn changes(&self) -> u64 {
        self.changes.load(Ordering::SeqCst)
    }

    /// [`Db::read`] for callers that are synchronous themselves.
    ///
    /// # Errors
    /// As [`Db::read`].
    pub fn read_now<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: FnOnce(&mut Conn) -> Result<T, E>,
        E: From<Error>,
    {
        Conn::transaction(&mut *self.connection()?, work)
    }

    /// [`Db::write`] for callers that are synchronous themselves.
    ///
    /// # Errors
    /// As [`Db::write`].
    pub fn write_now<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: FnOnce(&mut Conn) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let written = self.commit(work);
        self.changes.fetch_add(1, Ordering::SeqCst);
        written
    }

    fn commit<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: FnOnce(&mut Conn) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        match &self.writer {
            Some(writer) => writer.write(work),
            None => Conn::transaction(&mut *self.connection()?, work),
        }
    }

    /// Runs a closure alone and outside every transaction, for VACUUM and its like.
    ///
    /// # Errors
    /// What the closure returns.
    pub fn alone_now<T, F>(&self, work: F) -> Result<T, Error>
    where
        F: FnOnce(&mut Conn) -> Result<T, Error> + Send + 'static,
        T: Send + 'static,
    {
        match &self.writer {
            Some(writer) => writer.alone(work),
            None => work(&mut *self.connection()?),
        }
    }

    fn connection(&self) -> Result<r2d2::PooledConnection<Manager>, Error> {
        self.pool.get().map_err(|error| unavailable(&error.to_string()))
    }
}

/// An error that says the database could not be asked.
pub(super) fn unavailable(why: &str) -> Error {
    Error::DatabaseError(DatabaseErrorKind::UnableToSendCommand, Box::new(why.to_owned()))
}

async fn blocking<T, E>(work: impl FnOnce() -> Result<T, E> + Send + 'static) -> Result<T, E>
where
    T: Send + 'static,
    E: From<Error> + Send + 'static,
{
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => result,
        Err(error) => match error.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            Err(_) => Err(unavailable("the program is stopping").into()),
        },
    }
}

/// Makes pooled connections of the kind that the address names.
struct Manager(DatabaseUrl);

impl r2d2::ManageConnection for Manager {
    type Connection = Conn;
    type Error = diesel::r2d2::Error;

    fn connect(&self) -> Result<Conn, Self::Error> {
        self.0.connect().map_err(diesel::r2d2::Error::ConnectionError)
    }

    fn is_valid(&self, conn: &mut Conn) -> Result<(), Self::Error> {
        conn.batch_execute("SELECT 1").map_err(diesel::r2d2::Error::QueryError)
    }

    fn has_broken(&self, conn: &mut Conn) -> bool {
        std::thread::panicking() || conn.is_broken()
    }
}
