//! The write-ahead log: everything that is written stands there in the order of writing, deleted rows too.

use super::{Leak, Source, quoted, told};
use crate::anonymity::linking::evidence::Record;
use crate::anonymity::linking::scene::Scene;
use candor::db::Backend;

pub const SOURCE: Source = Source { name: "write-ahead log", only: None, read, leak: Leak::Statements(leak) };

/// Bytes before the first page in SQLite's log.
const HEAD: usize = 32;
/// Bytes of a page in SQLite's log, with what stands before it.
const FRAME: usize = 24 + 4_096;

fn read(scene: &Scene) -> Vec<Record> {
    let mut records = Vec::new();
    for (when, stock) in [("open", &scene.open), ("closed", &scene.closed)] {
        records.push(Record::new(format!("log, {when}"), stock.wal.as_slice()));
        if scene.backend == Backend::Sqlite {
            let frames = stock.wal.get(HEAD..).unwrap_or_default().chunks(FRAME);
            records.extend(frames.map(|frame| Record {
                is_backwards: true,
                ..Record::new(format!("log, {when}, each page backwards"), frame)
            }));
        }
    }
    assert!(scene.open.wal.len() > scene.people.len() * 4_096, "every ballot went through it");
    records
}

/// Answers that were stored as they came and are deleted again.
fn leak(scene: &Scene) -> Vec<String> {
    let mut statements = told(scene, "body TEXT", |_, words| quoted(words));
    statements.push("DELETE FROM leaked".to_owned());
    statements
}
