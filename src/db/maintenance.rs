//! What is done to the files and locks of a database rather than to its rows.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Integer};

use super::conn::BUSY_WAIT;
use super::{Conn, Db, Error, Moment, WaveId};
use crate::failpoints::fail_point;

/// How long emptying SQLite's log waits for readers, in milliseconds: nobody can write meanwhile.
const SCRUB_WAIT: u32 = 250;
/// How long writing comments anew waits for whoever reads them, in milliseconds: others wait behind it.
#[cfg(feature = "postgres")]
const REWRITE_WAIT: u32 = 1_000;
/// Stands for the roster among the ids that are locked; no id is made like this.
const ROSTER: uuid::Uuid = uuid::Uuid::from_u128(0x0726_0573);

/// Bytes of one row that overwrites free pages.
const OVERWRITTEN_AT_ONCE: i64 = 1024 * 1024;

#[derive(QueryableByName)]
struct Free {
    /// Bytes in pages that nothing uses.
    #[diesel(sql_type = BigInt)]
    bytes: i64,
}

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

    /// Removes what overwritten comments left behind. On PostgreSQL their table is written anew, since words that
    /// were overwritten can be read, unlike a ballot; nobody can read or add comments meanwhile.
    ///
    /// # Errors
    /// As [`Db::scrub`]; on PostgreSQL when somebody reads the table for long (a `pg_dump`): ask again later.
    pub fn scrub_comments(&self) -> Result<(), Error> {
        #[cfg(feature = "postgres")]
        if self.backend() == super::Backend::Postgres {
            return self.alone_now(|conn| {
                let Conn::Postgres(inner) = conn else { return Ok(()) };
                inner.batch_execute(&format!("SET lock_timeout = {REWRITE_WAIT}"))?;
                let rewritten = inner.batch_execute("VACUUM FULL comments");
                inner.batch_execute("SET lock_timeout = DEFAULT")?;
                rewritten
            });
        }
        self.scrub()
    }
}

fn scrub_files(conn: &mut diesel::SqliteConnection) -> Result<(), Error> {
    overwrite_free_pages(conn)?;
    fail_point!("freed-overwritten");
    truncate_log(conn)?;
    fail_point!("log-emptied");
    conn.batch_execute("VACUUM")?;
    fail_point!("vacuumed");
    truncate_log(conn)
}

/// Fills the pages that nothing uses with zeros, and gives them back: VACUUM alone would give the last of them to the disk
/// as they are.
fn overwrite_free_pages(conn: &mut diesel::SqliteConnection) -> Result<(), Error> {
    let free = "SELECT freelist_count * page_size AS bytes FROM pragma_freelist_count, pragma_page_size";
    let Free { bytes } = diesel::sql_query(free).get_result(conn)?;
    if bytes == 0 {
        return Ok(());
    }
    let rows = bytes / OVERWRITTEN_AT_ONCE + 1;
    conn.immediate_transaction(|conn| {
        conn.batch_execute(&format!(
            "CREATE TABLE overwritten (zeros BLOB NOT NULL);
             WITH RECURSIVE row (number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM row WHERE number < {rows})
             INSERT INTO overwritten SELECT zeroblob({OVERWRITTEN_AT_ONCE}) FROM row;
             DROP TABLE overwritten"
        ))
    })
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
    /// Runs a deletion of much at once without writing every page that it frees: on SQLite what is deleted from pages that
    /// stay in use is overwritten as ever, and pages that are freed as a whole are left to [`Db::scrub`], which has to
    /// follow.
    ///
    /// # Errors
    /// What the deletion returns, or when the database refuses.
    pub fn delete_much<T>(&mut self, delete: impl FnOnce(&mut Self) -> Result<T, Error>) -> Result<T, Error> {
        self.overwrite_freed_pages(false)?;
        let deleted = delete(self);
        self.overwrite_freed_pages(true)?;
        deleted
    }

    fn overwrite_freed_pages(&mut self, overwritten: bool) -> Result<(), Error> {
        match self {
            Self::Sqlite(inner) => inner.batch_execute(if overwritten {
                "PRAGMA secure_delete = ON"
            } else {
                "PRAGMA secure_delete = FAST"
            }),
            #[cfg(feature = "postgres")]
            Self::Postgres(_) => Ok(()),
        }
    }

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::DatabaseUrl;

    /// What is looked for in the file.
    const SEALED: &[u8] = b"a sealed ballot of whom nobody knows";

    fn found(path: &std::path::Path) -> usize {
        let file = std::fs::read(path).unwrap();
        file.windows(SEALED.len()).filter(|window| *window == SEALED).count()
    }

    #[test]
    fn what_is_deleted_at_once_is_overwritten_before_its_pages_are_given_back() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("box.db");
        let mut conn = DatabaseUrl::Sqlite(path.clone()).connect().unwrap();
        let rows: Vec<String> = (0..100).map(|row| format!("({row}, CAST('{}' AS BLOB))", text())).collect();
        let rows = rows.join(", ");
        let run = |conn: &mut Conn, sql: &str| match conn {
            Conn::Sqlite(inner) => inner.batch_execute(sql),
            #[cfg(feature = "postgres")]
            Conn::Postgres(_) => unreachable!("a file"),
        };
        run(&mut conn, "CREATE TABLE box (id INTEGER PRIMARY KEY, sealed BLOB)").unwrap();
        run(&mut conn, &format!("INSERT INTO box VALUES {rows}; PRAGMA wal_checkpoint(TRUNCATE)")).unwrap();
        assert!(found(&path) >= 100);
        conn.delete_much(|conn| run(conn, "DELETE FROM box")).unwrap();
        let Conn::Sqlite(inner) = &mut conn else { unreachable!("a file") };
        truncate_log(inner).unwrap();
        assert!(found(&path) > 0, "freed pages are left to the scrub: else there is nothing to test");
        overwrite_free_pages(inner).unwrap();
        truncate_log(inner).unwrap();
        assert_eq!(found(&path), 0);
    }

    /// Longer than a page, as a ballot is.
    fn text() -> String {
        String::from_utf8(SEALED.repeat(120)).unwrap()
    }
}
