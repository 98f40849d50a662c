//! The sources of evidence, one file each: what an attacker takes from it, and the leak that proves that they would
//! have seen one.

mod audit;
mod dump;
mod exports;
mod files;
pub mod http;
mod log;
mod mail;
mod physical;
mod sessions;
mod sizes;
mod statements;
mod times;
mod transactions;
mod two_dumps;
mod wal;

use candor::db::Backend;

use super::evidence::Record;
use super::scene::Scene;

/// How the same world looks with one leak in it.
pub enum Leak {
    /// Statements that a leaky program would have run, in the transactions in which it would have.
    Statements(fn(&Scene) -> Vec<String>),
    /// Lines that it would have logged.
    Lines(fn(&Scene) -> Vec<String>),
    /// What it would have left elsewhere.
    Left(fn(&mut Scene)),
}

/// A source of evidence.
pub struct Source {
    pub name: &'static str,
    /// The one database that has it, if not both do.
    pub only: Option<Backend>,
    pub read: fn(&Scene) -> Vec<Record>,
    pub leak: Leak,
}

/// All of them.
pub const ALL: [Source; 15] = [
    dump::SOURCE,
    two_dumps::SOURCE,
    physical::SOURCE,
    transactions::SOURCE,
    times::SOURCE,
    wal::SOURCE,
    statements::SOURCE,
    log::SOURCE,
    mail::SOURCE,
    sessions::SOURCE,
    audit::SOURCE,
    sizes::SOURCE,
    http::SOURCE,
    exports::SOURCE,
    files::SOURCE,
];

/// A text in a statement.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// A table as a leaky program might have, and a statement for each answer in the order in which they came.
fn told(scene: &Scene, columns: &str, values: impl Fn(usize, &str) -> String) -> Vec<String> {
    let table = [format!("CREATE TABLE leaked ({columns})")];
    let rows =
        scene.arrived().enumerate().map(|(turn, words)| format!("INSERT INTO leaked VALUES ({})", values(turn, words)));
    table.into_iter().chain(rows).collect()
}

/// The same statements as one transaction.
fn at_once(statements: Vec<String>) -> Vec<String> {
    vec![statements.join(";\n")]
}

/// A number that tells nothing of the one it was made from.
fn scattered(number: usize) -> u64 {
    (number as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 1
}
