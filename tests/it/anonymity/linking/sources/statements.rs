//! What PostgreSQL's server logs of its statements, values included, when it is told to log all; and what its
//! administrator sees of connections at work. SQLite has no server.

use candor::db::Backend;

use super::{Leak, Source, quoted, told};
use crate::anonymity::linking::evidence::Record;
use crate::anonymity::linking::scene::Scene;

pub const SOURCE: Source =
    Source { name: "statement log", only: Some(Backend::Postgres), read, leak: Leak::Statements(leak) };

fn read(scene: &Scene) -> Vec<Record> {
    let casts = scene.statements.iter().filter(|line| line.contains("INSERT INTO \"ballots\"")).count();
    assert!(casts >= scene.people.len(), "{casts} casts are in the statement log");
    assert!(scene.steps.iter().all(|step| !step.activity.is_empty()));
    let logged = scene.statements.iter().map(|line| Record::new("statement log", line.as_str()));
    let activity = scene.steps.iter().flat_map(|step| &step.activity);
    logged.chain(activity.map(|query| Record::new("activity", query.as_str()))).collect()
}

/// A statement that holds an answer when it comes.
fn leak(scene: &Scene) -> Vec<String> {
    told(scene, "body TEXT", |_, words| quoted(words))
}
