//! Publishing: what the count calls, inside its transaction, with the answers it has opened.

use super::tally::{Tallied, UnknownGroup};
use super::{Answer, Facts, PublishedReport, lookup, store, themes};
use crate::db::{self, Conn};
use crate::failpoints::fail_point;
use crate::waves::Tree;

/// Why a wave could not be published; then nothing of it was stored.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// An answer that belongs nowhere: the count stops and an admin is told.
    #[error(transparent)]
    UnknownGroup(#[from] UnknownGroup),
    /// The database.
    #[error(transparent)]
    Database(#[from] db::Error),
}

/// Tallies a closed wave's answers and stores tallies, comments and the published report.
///
/// To be called once for a wave, in the transaction that deletes its ballots: a second call fails. The answers are
/// dropped on return, and their order makes no difference.
///
/// # Errors
/// When an answer names an unknown group, or the database refuses.
pub fn publish(
    conn: &mut Conn,
    facts: Facts,
    tree: &Tree,
    answers: Vec<Answer>,
) -> Result<PublishedReport, PublishError> {
    let wave = facts.wave;
    let dictionary = lookup::dictionary(conn)?;
    let mentions = themes::read(&dictionary, &answers);
    let tallied = Tallied::count(tree, wave.threshold, wave.comments_by, answers)?;
    let before = store::before(conn, wave)?;
    let mut report = PublishedReport::new(facts, tree, &tallied, before.as_ref());
    report.themes = themes::publish(&dictionary, &mentions, &tallied);
    store::save_tallies(conn, wave.id, &tallied)?;
    fail_point!("count-tallied");
    store::save_comments(conn, wave.id, tallied.comments)?;
    fail_point!("count-comments");
    store::save(conn, &report)?;
    Ok(report)
}

/// Stores the report of a wave with fewer answers than its threshold, whose ballots are never opened.
///
/// # Errors
/// When the database refuses.
pub fn publish_too_few(conn: &mut Conn, facts: Facts) -> db::Result<PublishedReport> {
    let report = PublishedReport::too_few(facts);
    store::save(conn, &report)?;
    Ok(report)
}

/// Stores the report of a wave that was given up: its ballots are never opened.
///
/// # Errors
/// When the database refuses.
pub fn publish_abandoned(conn: &mut Conn, facts: Facts) -> db::Result<()> {
    store::save(conn, &PublishedReport::abandoned(facts))
}
