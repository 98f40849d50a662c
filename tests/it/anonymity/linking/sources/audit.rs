//! The audit log: what was done when, by whom, to what.

use candor::keys::random_id;

use super::{Leak, Source, quoted};
use crate::anonymity::linking::evidence::{Record, key};
use crate::anonymity::linking::scene::Scene;

pub const SOURCE: Source = Source { name: "audit log", only: None, read, leak: Leak::Statements(leak) };

fn read(scene: &Scene) -> Vec<Record> {
    let mut records = Vec::new();
    for (when, stock) in [("open", &scene.open), ("closed", &scene.closed)] {
        let audit = &stock.tables["audit_log"];
        assert!(audit.rows.len() > 2, "{audit:?}");
        records.extend(audit.rows.iter().map(|row| {
            let record = Record::new(format!("audit log, {when}"), audit.line(row));
            audit.columns.iter().zip(row).fold(record, |record, (column, cell)| record.keyed(column, key(cell)))
        }));
    }
    records
}

/// An entry for each answer.
fn leak(scene: &Scene) -> Vec<String> {
    let entry = |(turn, words): (usize, &str)| {
        let (id, at) = (random_id::<()>(), format!("2026-03-{:02} {:02}:00:00", 2 + turn / 24, turn % 24));
        let details = quoted(words);
        format!("INSERT INTO audit_log VALUES ('{id}', '{at}', 'schedule', 'answer.received', 'wave', {details})")
    };
    super::at_once(scene.arrived().enumerate().map(entry).collect())
}
