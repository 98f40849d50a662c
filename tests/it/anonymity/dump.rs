//! All that a copy of the database and of the folders shows.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use candor::db::{Conn, Error};
use diesel::prelude::*;
use diesel::sql_types::Text;

use crate::app::TestApp;

/// Every row of every table as a line.
pub type Dump = BTreeMap<String, Vec<String>>;

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

/// Runs a query with one column `line`.
pub fn lines(conn: &mut Conn, query: &str) -> Result<Vec<String>, Error> {
    let found: Vec<Line> = match conn {
        #[cfg(feature = "postgres")]
        Conn::Postgres(inner) => diesel::sql_query(query).load(inner)?,
        Conn::Sqlite(inner) => diesel::sql_query(query).load(inner)?,
    };
    Ok(found.into_iter().map(|row| row.line).collect())
}

/// The names of all tables.
pub fn names(conn: &mut Conn) -> Result<Vec<String>, Error> {
    match conn.backend() {
        candor::db::Backend::Sqlite => lines(conn, "SELECT name AS line FROM sqlite_master WHERE type = 'table'"),
        candor::db::Backend::Postgres => {
            lines(conn, "SELECT tablename::text AS line FROM pg_tables WHERE schemaname = 'public'")
        }
    }
}

/// On PostgreSQL with each row's place and transaction, which change even when a row is written as it was.
fn rows(conn: &mut Conn, table: &str) -> Result<Vec<String>, Error> {
    if conn.backend() == candor::db::Backend::Postgres {
        let query =
            format!("SELECT t.xmin::text || ' ' || t.ctid::text || ' ' || t::text AS line FROM {table} t ORDER BY 1");
        return lines(conn, &query);
    }
    let columns = lines(conn, &format!("SELECT name AS line FROM pragma_table_info('{table}')"))?;
    let quoted: Vec<String> = columns.iter().map(|column| format!("quote(\"{column}\")")).collect();
    lines(conn, &format!("SELECT {} AS line FROM \"{table}\" ORDER BY 1", quoted.join(" || ' ' || ")))
}

/// The tables that differ.
pub fn changed(before: &Dump, after: &Dump) -> Vec<String> {
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    names.into_iter().filter(|name| before.get(*name) != after.get(*name)).cloned().collect()
}

/// Every file below a folder with its content.
pub fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.insert(path.display().to_string(), std::fs::read(&path).unwrap());
        }
    }
    found
}

impl TestApp {
    /// Asks the database a query with one column `line`.
    pub async fn ask(&self, query: &str) -> Vec<String> {
        let query = query.to_owned();
        self.app.db.read(move |conn| lines(conn, &query)).await.unwrap()
    }

    /// Everything in the database.
    pub async fn dump(&self) -> Dump {
        let dumped = self.app.db.read(|conn| {
            let mut dump = Dump::new();
            for table in names(conn)? {
                dump.insert(table.clone(), rows(conn, &table)?);
            }
            Ok::<_, Error>(dump)
        });
        let dump = dumped.await.unwrap();
        assert!(dump.contains_key("ballots") && dump.contains_key("invitations") && dump.len() > 15);
        dump
    }

    /// Every file of the data and key folders but the database's own.
    pub fn other_files(&self) -> BTreeMap<String, Vec<u8>> {
        let mut files = files(self.folder.path());
        files.retain(|path, _| !path.contains("candor.db"));
        files
    }
}
