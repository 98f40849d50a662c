//! Where rows lie: PostgreSQL's `ctid`, and the bytes of the files in which either database keeps tables and indexes,
//! deleted rows among them.

use std::collections::BTreeMap;

use super::{Leak, Source, at_once, quoted, told};
use crate::anonymity::linking::evidence::{Key, Record};
use crate::anonymity::linking::scene::{Scene, Stock};

pub const SOURCE: Source = Source { name: "physical order", only: None, read, leak: Leak::Statements(leak) };

/// Bytes in a page of SQLite's file.
const PAGE: usize = 4_096;

fn read(scene: &Scene) -> Vec<Record> {
    let all = [("open", &scene.open), ("closed", &scene.closed)];
    all.iter().flat_map(|(when, stock)| places(when, stock).into_iter().chain(bytes(when, &stock.pages))).collect()
}

/// Rows by page and number in the page.
fn places(when: &str, stock: &Stock) -> Vec<Record> {
    let mut records = Vec::new();
    for (name, table) in &stock.tables {
        let Some(column) = table.columns.iter().position(|column| column == "@ctid") else { continue };
        let by_place = |row: &Vec<String>| {
            let place = row[column].trim_matches(['(', ')']).split_once(',').unwrap();
            let (page, number): (u64, u64) = (place.0.parse().unwrap(), place.1.parse().unwrap());
            Record::new(format!("{name}, {when}"), table.line(row)).keyed("ctid", Key::Number((page << 16) | number))
        };
        records.extend(table.rows.iter().map(by_place));
    }
    // As someone would list them who does not care for places.
    records.sort_by(|one, other| one.bytes.cmp(&other.bytes));
    records
}

/// The files from their first byte to their last, and page by page backwards: pages are filled from their ends.
fn bytes(when: &str, pages: &BTreeMap<String, Vec<u8>>) -> Vec<Record> {
    let mut records = Vec::new();
    for (name, bytes) in pages {
        records.push(Record::new(format!("file of {name}, {when}"), bytes.as_slice()));
        let backwards = |page: &[u8]| Record {
            is_backwards: true,
            ..Record::new(format!("pages of {name}, {when}, each backwards"), page)
        };
        records.extend(bytes.chunks(PAGE).map(backwards));
    }
    records
}

/// Rows that were written one after the other.
fn leak(scene: &Scene) -> Vec<String> {
    at_once(told(scene, "body TEXT", |_, words| quoted(words)))
}
