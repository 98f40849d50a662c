//! The files of the PostgreSQL server itself: tables and their indexes on disk, the write-ahead log, the server's log.
//! Whoever has the server's machine has these.

use std::collections::BTreeMap;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use candor::db::Db;
use diesel::connection::SimpleConnection;

use super::dump::lines;
use crate::app::TestApp;

/// Bytes in a page of the write-ahead log, in the head of one, and in that of a segment's first.
const WAL_PAGE: usize = 8_192;
const PAGE_HEAD: usize = 24;
const FIRST_HEAD: usize = 40;

/// Everything that an administrator's query of the server's settings leads to; fails where the server's files cannot be
/// read, since then nothing would have been looked at.
fn readable(path: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(path).unwrap_or_else(|error| {
        panic!(
            "the PostgreSQL of the tests keeps its files in {}, which cannot be read ({error}): \
             run the tests by tests/run, on the server's machine and as root or as the server's user",
            path.display()
        )
    });
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

/// What stands in a segment of the write-ahead log from an offset on, without the heads of its pages: they stand in the
/// middle of whatever goes on from one page to the next.
fn records(segment: &[u8], from: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    for (start, page) in (0..).step_by(WAL_PAGE).zip(segment.chunks(WAL_PAGE)) {
        let head = if start == 0 { FIRST_HEAD } else { PAGE_HEAD };
        bytes.extend(page.get(head.max(from.saturating_sub(start))..).unwrap_or_default());
    }
    bytes
}

/// Keeps the write-ahead log from a moment on, until it is dropped.
pub struct Kept {
    db: Db,
    slot: String,
    pub since: String,
}

impl TestApp {
    /// Runs statements outside of every transaction.
    pub fn run_alone(&self, statements: &str) {
        let statements = statements.to_owned();
        self.app.db.alone_now(move |conn| conn.batch_execute(&statements)).unwrap();
    }

    async fn ask_one(&self, query: &str) -> String {
        let mut answers = self.ask(query).await;
        assert_eq!(answers.len(), 1, "{query}: {answers:?}");
        answers.remove(0)
    }

    pub async fn server_folder(&self) -> PathBuf {
        let folder = PathBuf::from(self.ask_one("SELECT current_setting('data_directory') AS line").await);
        readable(&folder);
        folder
    }

    /// The files of this database's own tables and indexes, by name, written out by a checkpoint.
    pub async fn relation_files(&self) -> BTreeMap<String, Vec<u8>> {
        self.run_alone("CHECKPOINT");
        let folder = self.server_folder().await;
        // Objects of the server itself have smaller numbers.
        let query = "SELECT relname || ' ' || pg_relation_filepath(oid) AS line FROM pg_class \
                     WHERE oid >= 16384 AND relkind IN ('r', 'i', 't')";
        let mut files = BTreeMap::new();
        for line in self.ask(query).await {
            let (name, path) = line.split_once(' ').unwrap();
            files.insert(name.to_owned(), std::fs::read(folder.join(path)).unwrap());
        }
        assert!(files.len() > 40 && files.contains_key("ballots"), "{:?}", files.keys());
        files
    }

    /// From now on the write-ahead log is not thrown away.
    pub async fn keep_wal(&self) -> Kept {
        let slot = format!("kept_{}", self.folder.path().file_name().unwrap().to_string_lossy().to_lowercase());
        let slot = slot.replace(|character: char| !character.is_ascii_alphanumeric(), "_");
        let made = format!("SELECT pg_create_physical_replication_slot('{slot}', true)::text AS line");
        self.ask_one(&made).await;
        Kept { db: self.app.db.clone(), slot, since: self.wal_end().await }
    }

    /// The end of the write-ahead log.
    pub async fn wal_end(&self) -> String {
        self.ask_one("SELECT pg_current_wal_lsn()::text AS line").await
    }

    /// What the write-ahead log has taken in from a position on: of this database and, meanwhile, of all others.
    pub async fn wal_since(&self, since: &str) -> Vec<u8> {
        let ((first, skipped), (last, taken)) = (self.segment(since).await, self.segment(&self.wal_end().await).await);
        let mut bytes = Vec::new();
        for path in readable(&self.server_folder().await.join("pg_wal")) {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if name.len() == first.len() && (first.as_str()..=last.as_str()).contains(&name.as_str()) {
                let mut segment = std::fs::read(&path).unwrap();
                // What follows is left over from a log that was thrown away. At the very end of a segment stands 0.
                segment.truncate(if name == last && taken > 0 { taken } else { usize::MAX });
                bytes.extend(records(&segment, if name == first { skipped } else { 0 }));
            }
        }
        assert!(!bytes.is_empty(), "no write-ahead log from {first} to {last}");
        bytes
    }

    /// The segment that a position of the write-ahead log lies in, and where in it.
    async fn segment(&self, position: &str) -> (String, usize) {
        let segment = format!("pg_walfile_name_offset('{position}')");
        let asked = format!("SELECT ({segment}).file_name || ' ' || ({segment}).file_offset AS line");
        let said = self.ask_one(&asked).await;
        let (name, offset) = said.split_once(' ').unwrap();
        (name.to_owned(), offset.parse().unwrap())
    }

    /// The file that the server writes its log to.
    pub async fn server_log(&self) -> PathBuf {
        let server = self.server_folder().await.join("postmaster.pid");
        let process = std::fs::read_to_string(server).unwrap().lines().next().unwrap().to_owned();
        let log = std::fs::read_link(format!("/proc/{process}/fd/2")).unwrap();
        assert!(log.is_file(), "the server's log goes to {}: run the tests by tests/run", log.display());
        log
    }

    pub async fn server_log_length(&self) -> u64 {
        std::fs::metadata(self.server_log().await).unwrap().len()
    }

    /// The lines that the server has logged from a place on.
    pub async fn server_log_from(&self, place: u64) -> Vec<String> {
        let mut log = std::fs::File::open(self.server_log().await).unwrap();
        log.seek(SeekFrom::Start(place)).unwrap();
        let mut bytes = Vec::new();
        log.read_to_end(&mut bytes).unwrap();
        String::from_utf8_lossy(&bytes).lines().map(str::to_owned).collect()
    }

    /// Has the server log every statement of this database with its values.
    pub async fn log_statements(&self) {
        let name = self.ask_one("SELECT current_database()::text AS line").await;
        self.run_alone(&format!("ALTER DATABASE {name} SET log_statement = 'all'"));
        // Connections that are open would go on as they were.
        let mut conn = self.app.db.url().connect().unwrap();
        let others = "SELECT pg_terminate_backend(pid, 5000)::text AS line FROM pg_stat_activity \
                      WHERE datname = current_database() AND pid <> pg_backend_pid()";
        lines(&mut conn, others).unwrap();
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        let statement = format!("SELECT pg_drop_replication_slot('{}')", self.slot);
        self.db.alone_now(move |conn| conn.batch_execute(&statement)).unwrap();
    }
}
