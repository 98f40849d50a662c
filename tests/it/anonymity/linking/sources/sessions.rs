//! Sessions: who is signed in, since when, and what is kept with it.

use super::{Leak, Source, quoted, scattered};
use crate::anonymity::linking::evidence::{Record, key};
use crate::anonymity::linking::scene::Scene;

pub const SOURCE: Source = Source { name: "sessions", only: None, read, leak: Leak::Statements(leak) };

fn read(scene: &Scene) -> Vec<Record> {
    let mut records = Vec::new();
    for (when, stock) in [("open", &scene.open), ("closed", &scene.closed)] {
        let sessions = &stock.tables["sessions"];
        records.extend(sessions.rows.iter().map(|row| {
            let record = Record::new(format!("sessions, {when}"), sessions.line(row));
            sessions.columns.iter().zip(row).fold(record, |record, (column, cell)| record.keyed(column, key(cell)))
        }));
    }
    assert!(!records.is_empty(), "the admin's is there");
    records
}

/// A session for everyone who answers, which keeps what they typed.
fn leak(scene: &Scene) -> Vec<String> {
    let session = |(turn, words): (usize, &str)| {
        let came = format!("2026-03-{:02} {:02}:00:00", 2 + turn / 24, turn % 24);
        format!(
            "INSERT INTO sessions (key_hash, state, started_at, expires_at) VALUES ('{:020}', {}, '{came}', '{came}')",
            scattered(turn),
            quoted(words)
        )
    };
    super::at_once(scene.arrived().enumerate().map(session).collect())
}
