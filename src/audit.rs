//! The audit log: who did what, in the transaction that did it. Never anything about answers.

use diesel::prelude::*;

use crate::db::{AccountId, AuditId, Conn, Moment, Result};
use crate::keys::ordered_id;
use crate::schema::audit_log;

/// Who acted, as the log keeps it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actor {
    /// An admin, by account.
    Account(AccountId),
    /// The clock.
    Schedule,
    /// Someone at the server's command line.
    CommandLine,
}

impl std::fmt::Display for Actor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Account(id) => write!(f, "account:{id}"),
            Self::Schedule => f.write_str("schedule"),
            Self::CommandLine => f.write_str("command-line"),
        }
    }
}

/// An entry as it is read back.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = audit_log)]
pub struct Entry {
    /// Its id.
    pub id: AuditId,
    /// When.
    pub at: Moment,
    /// Who: `account:<id>`, `schedule` or `command-line`.
    pub actor: String,
    /// What: a word such as `wave.launched`.
    pub action: String,
    /// To what: an id or a name.
    pub object: String,
    /// More: words and `word=number` pairs with spaces between, which the page says in its reader's language;
    /// or a name, a moment or `person:<id>`.
    pub details: String,
}

/// Writes an entry.
///
/// # Errors
/// When the database refuses.
pub fn record(conn: &mut Conn, now: Moment, actor: Actor, action: &str, object: &str, details: &str) -> Result<()> {
    diesel::insert_into(audit_log::table)
        .values((
            audit_log::id.eq(ordered_id::<crate::db::named::AuditEntry>()),
            audit_log::at.eq(now),
            audit_log::actor.eq(actor.to_string()),
            audit_log::action.eq(action),
            audit_log::object.eq(object),
            audit_log::details.eq(details),
        ))
        .execute(conn)
        .map(drop)
}

/// When an action was last recorded.
///
/// # Errors
/// When the database cannot be asked.
pub fn last(conn: &mut Conn, action: &str) -> Result<Option<Moment>> {
    let entries = audit_log::table.filter(audit_log::action.eq(action));
    entries.select(diesel::dsl::max(audit_log::at)).first(conn)
}

/// The latest of some actions on an object; none if there was none.
///
/// # Errors
/// When the database cannot be asked.
pub fn latest(conn: &mut Conn, object: &str, actions: &[&str]) -> Result<Option<Entry>> {
    audit_log::table
        .filter(audit_log::object.eq(object).and(audit_log::action.eq_any(actions.to_vec())))
        .order((audit_log::at.desc(), audit_log::id.desc()))
        .select(audit_log::all_columns)
        .first(conn)
        .optional()
}

/// A page of the log, newest first.
///
/// # Errors
/// When the database cannot be asked.
pub fn page(conn: &mut Conn, offset: i64, limit: i64) -> Result<Vec<Entry>> {
    audit_log::table
        .order((audit_log::at.desc(), audit_log::id.desc()))
        .offset(offset)
        .limit(limit)
        .select(audit_log::all_columns)
        .load(conn)
}
