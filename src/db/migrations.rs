//! Making and checking the tables.

use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::pool::unavailable;
use super::{Conn, Db, Error};

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
#[cfg(feature = "postgres")]
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// Whether the tables are those of this version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MigrationState {
    /// They are.
    Current,
    /// `candor migrate` (or a start) has this many steps to take.
    Pending(usize),
}

impl Db {
    /// Brings the tables to this version; does nothing when they are.
    ///
    /// # Errors
    /// When a step fails; earlier steps stay.
    pub fn migrate(&self) -> Result<(), Error> {
        self.alone_now(|conn| {
            match conn {
                Conn::Sqlite(inner) => inner.run_pending_migrations(SQLITE).map(drop),
                #[cfg(feature = "postgres")]
                Conn::Postgres(inner) => {
                    lock_migrations(inner)?;
                    let result = inner.run_pending_migrations(POSTGRES).map(drop);
                    unlock_migrations(inner)?;
                    result
                }
            }
            .map_err(|error| unavailable(&format!("a migration failed: {error}")))
        })
    }

    /// Takes every step back: all tables and what is in them go. For a test of the steps.
    ///
    /// # Errors
    /// When a step fails.
    pub fn revert_all_migrations(&self) -> Result<(), Error> {
        self.alone_now(|conn| {
            match conn {
                Conn::Sqlite(inner) => inner.revert_all_migrations(SQLITE).map(drop),
                #[cfg(feature = "postgres")]
                Conn::Postgres(inner) => inner.revert_all_migrations(POSTGRES).map(drop),
            }
            .map_err(|error| unavailable(&format!("a migration could not be taken back: {error}")))
        })
    }

    /// Compares the tables with this version.
    ///
    /// # Errors
    /// When the database cannot be asked.
    pub fn migration_state(&self) -> Result<MigrationState, Error> {
        self.alone_now(|conn| {
            let pending = match conn {
                Conn::Sqlite(inner) => inner.pending_migrations(SQLITE).map(|list| list.len()),
                #[cfg(feature = "postgres")]
                Conn::Postgres(inner) => inner.pending_migrations(POSTGRES).map(|list| list.len()),
            };
            match pending.map_err(|error| unavailable(&error.to_string()))? {
                0 => Ok(MigrationState::Current),
                steps => Ok(MigrationState::Pending(steps)),
            }
        })
    }
}

/// Two replicas that start at once must not migrate at once.
#[cfg(feature = "postgres")]
fn lock_migrations(conn: &mut diesel::PgConnection) -> Result<(), Error> {
    diesel::connection::SimpleConnection::batch_execute(conn, "SELECT pg_advisory_lock(4919131)")
}

#[cfg(feature = "postgres")]
fn unlock_migrations(conn: &mut diesel::PgConnection) -> Result<(), Error> {
    diesel::connection::SimpleConnection::batch_execute(conn, "SELECT pg_advisory_unlock(4919131)")
}
