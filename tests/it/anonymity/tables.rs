//! The tables as someone with a copy of the database sees them: rows in the order in which the database gives them,
//! cell by cell, with what the database itself keeps about each row.

use std::collections::BTreeMap;

use candor::db::{Backend, Conn, Error};

use super::dump::{lines, names};
use crate::app::TestApp;

/// Parts the cells of a row.
const BETWEEN: char = '\u{1f}';
/// Characters from which on a cell is cut, and its length said instead: sealed ballots, whose bytes the files show whole.
const LONG: usize = 8_000;

/// A table; columns whose names begin with `@` are the database's own.
#[derive(Debug, Clone, Default)]
pub struct Table {
    pub columns: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

/// All tables by name.
pub type Tables = BTreeMap<String, Table>;

impl Table {
    /// The row as one line, without the database's own columns.
    pub fn line(&self, row: &[String]) -> String {
        let own = self.columns.iter().zip(row).filter(|(column, _)| !column.starts_with('@'));
        own.map(|(_, cell)| cell.as_str()).collect::<Vec<_>>().join(" ")
    }
}

/// How many characters a cell had before it was cut.
pub fn length(cell: &str) -> usize {
    let said = cell.rsplit_once("… of ").and_then(|(_, length)| length.parse().ok());
    said.unwrap_or_else(|| cell.chars().count())
}

/// The columns of a table, and the query that gives a line for each row.
fn query(conn: &mut Conn, table: &str) -> Result<(Vec<String>, String), Error> {
    let is_postgres = conn.backend() == Backend::Postgres;
    let own: &[&str] = if is_postgres {
        &["ctid", "xmin", "xmax", "cmin"]
    } else {
        let made =
            format!("SELECT name AS line FROM sqlite_master WHERE name = '{table}' AND sql LIKE '%WITHOUT ROWID%'");
        if lines(conn, &made)?.is_empty() { &["rowid"] } else { &[] }
    };
    let columns = lines(conn, &columns_of(table, is_postgres))?;
    let cut = |cell: String| {
        format!(
            "CASE WHEN length({cell}) > {LONG} THEN substr({cell}, 1, 100) || '… of ' || length({cell}) ELSE {cell} END"
        )
    };
    let cell = |column: &String| {
        let text =
            if is_postgres { format!("coalesce(\"{column}\"::text, '')") } else { format!("quote(\"{column}\")") };
        cut(text)
    };
    let owned = own.iter().map(|column| if is_postgres { format!("{column}::text") } else { (*column).to_owned() });
    let parts: Vec<String> = owned.chain(columns.iter().map(cell)).collect();
    let between = format!(" || {}({}) || ", if is_postgres { "chr" } else { "char" }, u32::from(BETWEEN));
    let columns = own.iter().map(|column| format!("@{column}")).chain(columns).collect();
    Ok((columns, format!("SELECT {} AS line FROM \"{table}\"", parts.join(&between))))
}

fn columns_of(table: &str, is_postgres: bool) -> String {
    if is_postgres {
        format!(
            "SELECT column_name::text AS line FROM information_schema.columns \
             WHERE table_schema = 'public' AND table_name = '{table}' ORDER BY ordinal_position"
        )
    } else {
        format!("SELECT name AS line FROM pragma_table_info('{table}')")
    }
}

/// Reads the same tables again and again.
#[derive(Debug, Clone)]
pub struct Reader(Vec<(String, Vec<String>, String)>);

impl Reader {
    /// Reads all tables that there are now.
    pub async fn new(app: &TestApp) -> Self {
        let found = app.app.db.read(|conn| {
            let mut all = Vec::new();
            for table in names(conn)? {
                let (columns, query) = query(conn, &table)?;
                all.push((table, columns, query));
            }
            Ok::<_, Error>(all)
        });
        let found = found.await.unwrap();
        assert!(found.len() > 15, "{found:?}");
        Self(found)
    }

    pub async fn read(&self, app: &TestApp) -> Tables {
        let queries = self.0.clone();
        let read = app.app.db.read(move |conn| {
            let mut tables = Tables::new();
            for (table, columns, query) in queries {
                let lines = lines(conn, &query)?;
                let rows = lines.iter().map(|line| line.split(BETWEEN).map(str::to_owned).collect());
                tables.insert(table, Table { rows: rows.collect(), columns });
            }
            Ok::<_, Error>(tables)
        });
        read.await.unwrap()
    }
}
