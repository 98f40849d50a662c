//! What is done to the files and locks of a database rather than to its rows.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::Integer;

use super::conn::BUSY_WAIT;
use super::{Conn, Db, Error, Moment, WaveId};
use crate::failpoints::fail_point;

/// How long emptying SQLite's log waits for readers, in milliseconds: nobody can write meanwhile.
const SCRUB_WAIT: u32 = 250;
/// Stands for the roster among the ids that are locked; no id is made like this.
const ROSTER: uuid::Uuid = uuid::Uuid::from_u128(0x0726_0573);

#[derive(QueryableByName)]
struct Checkpoint {
    #[diesel(sql_type = Integer)]
    busy: i32,
}

impl Db {
    /// Removes what deleted rows left behind: on SQLite from the file and the write-ahead log,
    /// on PostgreSQL from the tables (its log keeps it for a time; it is unreadable there).
    ///
    /// # Errors
    /// When the database refuses, or (SQLite) when readers kept the log from being emptied:
    /// ask again later.
    pub fn scrub(&self) -> Result<(), Error> {
        self.alone_now(|conn| match conn {
            Conn::Sqlite(inner) => {
                inner.batch_execute(&format!("PRAGMA busy_timeout = {SCRUB_WAIT}"))?;
                let scrubbed = scrub_files(inner);
                inner.batch_execute(&format!("PRAGMA busy_timeout = {BUSY_WAIT}"))?;
                scrubbed
            }
            #[cfg(feature = "postgres")]
            Conn::Postgres(inner) => inner.batch_execute("VACUUM ballots"),
        })
    }
}

fn scrub_files(conn: &mut diesel::SqliteConnection) -> Result<(), Error> {
    truncate_log(conn)?;
    fail_point!("log-emptied");
    conn.batch_execute("VACUUM")?;
    fail_point!("vacuumed");
    truncate_log(conn)
}

fn truncate_log(conn: &mut diesel::SqliteConnection) -> Result<(), Error> {
    let result: Checkpoint = diesel::sql_query("PRAGMA wal_checkpoint(TRUNCATE)").get_result(conn)?;
    if result.busy == 0 {
        Ok(())
    } else {
        Err(super::pool::unavailable("the write-ahead log is in use and could not be emptied"))
    }
}

impl Conn {
    /// Lets several casts of a wave go on together, and none beside a count of it.
    /// Held to the end of the transaction; on SQLite the one writer does the same.
    ///
    /// # Errors
    /// When the database cannot be asked.
    pub fn lock_wave_shared(&mut self, wave: WaveId) -> Result<(), Error> {
        self.advisory_lock("pg_advisory_xact_lock_shared", wave)
    }

    /// Keeps every cast of a wave out until the transaction ends.
    ///
    /// # Errors
    /// When the database cannot be asked.
    pub fn lock_wave_exclusive(&mut self, wave: WaveId) -> Result<(), Error> {
        self.advisory_lock("pg_advisory_xact_lock", wave)
    }

    /// Lets one change of the roster at a time look at it and write, until the transaction ends.
    ///
    /// # Errors
    /// When the database cannot be asked.
    pub fn lock_roster(&mut self) -> Result<(), Error> {
        self.advisory_lock("pg_advisory_xact_lock", WaveId::from_uuid(ROSTER))
    }

    /// What the database's clock says; nothing on SQLite, which has none but this machine's.
    ///
    /// # Errors
    /// When the database cannot be asked.
    pub fn time(&mut self) -> Result<Option<Moment>, Error> {
        match self {
            Self::Sqlite(_) => Ok(None),
            #[cfg(feature = "postgres")]
            Self::Postgres(inner) => {
                let now = diesel::dsl::sql::<diesel::sql_types::Timestamp>("clock_timestamp() AT TIME ZONE 'UTC'");
                diesel::select(now).get_result(inner).map(Some)
            }
        }
    }

    fn advisory_lock(&mut self, function: &str, wave: WaveId) -> Result<(), Error> {
        match self {
            Self::Sqlite(_) => {
                let _ = (function, wave);
                Ok(())
            }
            #[cfg(feature = "postgres")]
            Self::Postgres(inner) => {
                let (high, low) = wave.uuid().as_u64_pair();
                let key = (high ^ low).cast_signed();
                diesel::sql_query(format!("SELECT {function}($1)"))
                    .bind::<diesel::sql_types::BigInt, _>(key)
                    .execute(inner)
                    .map(drop)
            }
        }
    }
}
