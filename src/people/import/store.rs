//! Queries on uploaded files that wait to be applied.

use diesel::prelude::*;

use crate::db::{Conn, ImportId, Moment, Result};
use crate::schema::imports;

/// A file that waits.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = imports)]
pub struct Stored {
    /// Its name on the admin's computer.
    pub file_name: String,
    /// Its bytes.
    pub content: Vec<u8>,
    /// When it was uploaded.
    pub created_at: Moment,
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
