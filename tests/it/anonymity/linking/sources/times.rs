//! Columns: everything that a row holds can be put in order, times and whatever counts upwards above all. Ids of version 7
//! hold a time.

use super::{Leak, Source, at_once, quoted, scattered, told};
use crate::anonymity::linking::evidence::{Record, key};
use crate::anonymity::linking::scene::Scene;

pub const SOURCE: Source = Source { name: "columns and times", only: None, read, leak: Leak::Statements(leak) };

fn read(scene: &Scene) -> Vec<Record> {
    let mut records = Vec::new();
    for (when, stock) in [("open", &scene.open), ("closed", &scene.closed)] {
        for (name, table) in &stock.tables {
            for row in &table.rows {
                let own = table.columns.iter().zip(row).filter(|(column, _)| !column.starts_with('@'));
                let record = Record::new(format!("{name}, {when}"), table.line(row));
                records.push(own.fold(record, |record, (column, cell)| record.keyed(column, key(cell))));
            }
        }
    }
    records.sort_by(|one, other| one.bytes.cmp(&other.bytes));
    records
}

/// Answers under random ids, in the order of the ids, with the time at which they came.
fn leak(scene: &Scene) -> Vec<String> {
    let mut rows = told(scene, "id BIGINT, body TEXT, created_at TEXT", |turn, words| {
        let came = format!("2026-03-{:02}T{:02}:00:00", 2 + turn / 24, turn % 24);
        format!("{:020}, {}, {}", scattered(turn), quoted(words), quoted(&came))
    });
    rows[1..].sort();
    at_once(rows)
}
