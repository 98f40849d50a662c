//! How large things are and by how much they grow when someone answers: files, tables, and every cell of every row.

use std::collections::BTreeMap;

use super::{Leak, Source};
use crate::anonymity::linking::evidence::{Key, Record, Who};
use crate::anonymity::linking::scene::{Known, Scene};
use crate::anonymity::needles::{Needles, digits};
use crate::anonymity::tables::length;

pub const SOURCE: Source = Source { name: "sizes", only: None, read, leak: Leak::Left(leak) };

fn read(scene: &Scene) -> Vec<Record> {
    let mut records = Vec::new();
    let mut before: BTreeMap<String, u64> = BTreeMap::new();
    for step in &scene.steps {
        assert!(!step.sizes.is_empty());
        let who = step.who.map(Who::Person);
        let mut record = Record { about: who, ..Record::new("growth with each answer", "") };
        for (name, size) in &step.sizes {
            let growth = size.saturating_sub(before.insert(name.clone(), *size).unwrap_or_default());
            record = record.keyed(name, Key::Number(growth));
        }
        records.push(record);
    }
    for (when, stock) in [("open", &scene.open), ("closed", &scene.closed)] {
        for (name, table) in &stock.tables {
            for row in &table.rows {
                let record = Record::new(format!("{name}, {when}"), table.line(row));
                let cells = table.columns.iter().zip(row).filter(|(column, _)| !column.starts_with('@'));
                records.push(cells.fold(record, |record, (column, cell)| {
                    record.keyed(format!("length of {column}"), Key::Number(length(cell) as u64))
                }));
            }
        }
    }
    records
}

/// Ballots as long as what is in them.
fn leak(scene: &mut Scene) {
    let ballots = scene.open.tables.get_mut("ballots").unwrap();
    let sealed = ballots.columns.iter().position(|column| column == "sealed").unwrap();
    for row in &mut ballots.rows {
        let line = row.join(" ").into_bytes();
        let is_theirs =
            |person: &Known| Needles::new(digits(&person.mark).into_iter().map(|mark| (mark, ()))).find(&line);
        let person = scene.people.iter().position(|person| !is_theirs(person).is_empty()).unwrap();
        row[sealed] = "f".repeat(2 * (64 + scene.words[person].len()));
    }
}
