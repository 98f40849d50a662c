//! Which transaction wrote a row: PostgreSQL's `xmin`, `xmax` and `cmin` (the age of a row follows from its `xmin`), and
//! SQLite's `rowid` where a table has one. These stay when tables are rewritten in another order.

use candor::db::Backend;

use super::{Leak, Source, quoted, told};
use crate::anonymity::linking::evidence::{Record, key};
use crate::anonymity::linking::scene::Scene;

pub const SOURCE: Source = Source { name: "transaction ids", only: None, read, leak: Leak::Statements(leak) };

fn read(scene: &Scene) -> Vec<Record> {
    let mut records = Vec::new();
    for (when, stock) in [("open", &scene.open), ("closed", &scene.closed)] {
        for (name, table) in &stock.tables {
            for row in &table.rows {
                let own = table.columns.iter().zip(row).filter(|(column, _)| column.starts_with('@'));
                let own = own.filter(|(column, _)| *column != "@ctid");
                let record = Record::new(format!("{name}, {when}"), table.line(row));
                records.push(own.fold(record, |record, (column, cell)| record.keyed(&column[1..], key(cell))));
            }
        }
    }
    records.sort_by(|one, other| one.bytes.cmp(&other.bytes));
    assert!(scene.backend == Backend::Sqlite || records.iter().all(|record| record.keys.len() == 3));
    records
}

/// Each answer in a transaction of its own; then the table is rewritten in the order of its words.
fn leak(scene: &Scene) -> Vec<String> {
    let mut statements = told(scene, "body TEXT", |_, words| quoted(words));
    if scene.backend == Backend::Postgres {
        statements.push("CREATE INDEX leaked_body ON leaked (body)".to_owned());
        statements.push("CLUSTER leaked USING leaked_body".to_owned());
    }
    statements
}
