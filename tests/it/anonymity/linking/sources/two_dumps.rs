//! A copy of the database after each answer, and what has changed from one copy to the next: rows that came, rows that
//! went, rows that were written again.

use super::{Leak, Source};
use crate::anonymity::linking::evidence::Record;
use crate::anonymity::linking::scene::Scene;

pub const SOURCE: Source = Source { name: "two dumps", only: None, read, leak: Leak::Left(leak) };

fn read(scene: &Scene) -> Vec<Record> {
    let mut records = Vec::new();
    for step in &scene.steps {
        for (what, rows) in [("came to", &step.came), ("went from", &step.went)] {
            records.extend(rows.iter().map(|(table, row)| Record::new(format!("{what} {table}"), row.as_str())));
        }
    }
    assert!(records.len() >= scene.people.len(), "at least the ballots came");
    records
}

/// Answers that are stored as they come: no copy shows their order, but the difference of two does.
fn leak(scene: &mut Scene) {
    let arrived: Vec<String> = scene.arrived().map(str::to_owned).collect();
    for (step, words) in scene.steps.iter_mut().zip(arrived) {
        step.came.push(("answers".to_owned(), words));
    }
}
