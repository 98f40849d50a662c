//! Queries on uploaded files that wait to be applied, and on what is remembered of their columns.

use diesel::prelude::*;

use super::Encoding;
use super::mapping::Mapping;
use crate::db::{Conn, ImportId, Moment, Result, on_backend};
use crate::schema::{import_mappings, imports};

/// A file that waits.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = imports)]
pub struct Stored {
    /// Its name on the admin's computer.
    pub file_name: String,
    /// Its bytes.
    pub content: Vec<u8>,
    /// The encoding that an admin chose, by its name.
    encoding: Option<String>,
}

impl Stored {
    /// The encoding that an admin chose.
    #[must_use]
    pub fn encoding(&self) -> Option<Encoding> {
        self.encoding.as_deref().and_then(Encoding::from_name)
    }
}

/// Keeps a file.
///
/// # Errors
/// When the database refuses.
pub fn insert(conn: &mut Conn, id: ImportId, file_name: &str, content: &[u8], now: Moment) -> Result<()> {
    diesel::insert_into(imports::table)
        .values((
            imports::id.eq(id),
            imports::file_name.eq(file_name),
            imports::content.eq(content),
            imports::created_at.eq(now),
        ))
        .execute(conn)
        .map(drop)
}

/// A file that was uploaded after a moment.
///
/// # Errors
/// When the database cannot be asked.
pub fn find(conn: &mut Conn, id: ImportId, after: Moment) -> Result<Option<Stored>> {
    imports::table.find(id).filter(imports::created_at.gt(after)).select(Stored::as_select()).first(conn).optional()
}

/// Removes a file. Whether it was there.
///
/// # Errors
/// When the database refuses.
pub fn delete(conn: &mut Conn, id: ImportId) -> Result<bool> {
    diesel::delete(imports::table.find(id)).execute(conn).map(|rows| rows > 0)
}

/// Removes files uploaded before a moment. How many.
///
/// # Errors
/// When the database refuses.
pub fn delete_older(conn: &mut Conn, before: Moment) -> Result<usize> {
    diesel::delete(imports::table.filter(imports::created_at.le(before))).execute(conn)
}

/// Keeps with a file which encoding it is in. Whether it was there.
///
/// # Errors
/// When the database refuses.
pub fn choose_encoding(conn: &mut Conn, id: ImportId, encoding: Encoding) -> Result<bool> {
    diesel::update(imports::table.find(id))
        .set(imports::encoding.eq(Some(encoding.name())))
        .execute(conn)
        .map(|rows| rows > 0)
}

/// What an admin said that the columns of files with certain headings hold.
///
/// # Errors
/// When the database cannot be asked.
pub fn mapping(conn: &mut Conn, headings: &str) -> Result<Option<Mapping>> {
    let found: Option<String> =
        import_mappings::table.find(headings).select(import_mappings::meanings).first(conn).optional()?;
    Ok(found.and_then(|meanings| serde_json::from_str(&meanings).ok()))
}

/// Remembers what columns hold, in the place of what was remembered for the same headings.
///
/// # Errors
/// When the database refuses.
pub fn remember(conn: &mut Conn, headings: &str, meanings: &str, now: Moment) -> Result<()> {
    let row = (
        import_mappings::headings.eq(headings),
        import_mappings::meanings.eq(meanings),
        import_mappings::changed_at.eq(now),
    );
    on_backend!(conn => diesel::insert_into(import_mappings::table)
        .values(row)
        .on_conflict(import_mappings::headings)
        .do_update()
        .set((import_mappings::meanings.eq(meanings), import_mappings::changed_at.eq(now)))
        .execute(conn))
    .map(drop)
}

/// Forgets what columns hold. Whether anything was remembered.
///
/// # Errors
/// When the database refuses.
pub fn forget(conn: &mut Conn, headings: &str) -> Result<bool> {
    diesel::delete(import_mappings::table.find(headings)).execute(conn).map(|rows| rows > 0)
}

/// Forgets all but the mappings that were changed last.
///
/// # Errors
/// When the database refuses.
pub fn forget_all_but(conn: &mut Conn, kept: i64) -> Result<()> {
    let oldest: Vec<String> = import_mappings::table
        .order((import_mappings::changed_at.desc(), import_mappings::headings))
        .offset(kept)
        .limit(i64::MAX)
        .select(import_mappings::headings)
        .load(conn)?;
    diesel::delete(import_mappings::table.filter(import_mappings::headings.eq_any(oldest))).execute(conn).map(drop)
}
