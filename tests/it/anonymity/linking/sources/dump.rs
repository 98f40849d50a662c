//! A copy of the database while the wave is open, and another after the count: every row of every table, in the order in
//! which the database gives them.

use super::{Leak, Source, at_once, quoted, told};
use crate::anonymity::linking::evidence::Record;
use crate::anonymity::linking::scene::Scene;
use crate::anonymity::tables::Tables;

pub const SOURCE: Source = Source { name: "dump", only: None, read, leak: Leak::Statements(leak) };

fn read(scene: &Scene) -> Vec<Record> {
    let all = [("open", &scene.open), ("closed", &scene.closed)];
    all.iter().flat_map(|(when, stock)| rows(when, &stock.tables)).collect()
}

fn rows(when: &str, tables: &Tables) -> Vec<Record> {
    let each = tables.iter().flat_map(|(name, table)| {
        table.rows.iter().map(move |row| Record::new(format!("{name}, {when}"), table.line(row)))
    });
    each.collect()
}

/// A table of answers in the order in which they came.
fn leak(scene: &Scene) -> Vec<String> {
    at_once(told(scene, "body TEXT", |_, words| quoted(words)))
}
