//! The answers of an admin without which a file cannot be read, and what is remembered of them.

use super::{Column, Encoding, KEPT_FOR, MAX_REMEMBERED, PreviewError, Reading, Sheet, Waiting, readings, store};
use crate::audit::{self, Actor};
use crate::db::{self, Conn, ImportId, Moment};

/// What is asked about the encoding of a file.
#[derive(Debug)]
pub struct EncodingQuestion {
    /// The name of the file.
    pub file_name: String,
    /// What was answered before.
    pub chosen: Option<Encoding>,
    /// How the file would read, the likeliest first.
    pub readings: Vec<Reading>,
}

/// Asks which encoding an uploaded file is in.
///
/// # Errors
/// When it is no longer there, or the database cannot be asked.
pub fn ask_encoding(conn: &mut Conn, id: ImportId, now: Moment) -> Result<EncodingQuestion, PreviewError> {
    let stored = store::find(conn, id, now - KEPT_FOR)?.ok_or(PreviewError::Gone)?;
    let (chosen, readings) = (stored.encoding(), readings(&stored.content));
    Ok(EncodingQuestion { file_name: stored.file_name, chosen, readings })
}

/// Tries an encoding on an uploaded file, before [`answer_encoding`].
///
/// # Errors
/// When it is no longer there, cannot be used even so, or the database cannot be asked.
pub fn try_encoding(conn: &mut Conn, id: ImportId, encoding: Encoding, now: Moment) -> Result<(), PreviewError> {
    let stored = store::find(conn, id, now - KEPT_FOR)?.ok_or(PreviewError::Gone)?;
    Sheet::read(&stored.content, Some(encoding))?;
    Ok(())
}

/// Keeps with an uploaded file which encoding it is in.
///
/// # Errors
/// When it is no longer there, or the database refuses.
pub fn answer_encoding(conn: &mut Conn, id: ImportId, encoding: Encoding) -> Result<(), PreviewError> {
    if store::choose_encoding(conn, id, encoding)? { Ok(()) } else { Err(PreviewError::Gone) }
}

/// Says what the columns of files with these headings hold, from now on. What their headings say by themselves is
/// not remembered.
///
/// # Errors
/// When the database refuses.
pub fn assign_columns(
    conn: &mut Conn,
    file: &Waiting,
    meanings: &[Option<Column>],
    actor: Actor,
    now: Moment,
) -> db::Result<()> {
    if file.sheet.is_recognised_as(meanings) {
        return forget_columns(conn, file, actor, now);
    }
    let names = file.sheet.names();
    let columns = serde_json::to_string(&names.mapping(meanings)).unwrap_or_default();
    store::remember(conn, &names.fingerprint(), &columns, now)?;
    store::forget_all_but(conn, MAX_REMEMBERED)?;
    audit::record(conn, now, actor, "roster.columns-assigned", &file.file_name, "")
}

/// Goes back to what the headings say by themselves.
///
/// # Errors
/// When the database refuses.
pub fn forget_columns(conn: &mut Conn, file: &Waiting, actor: Actor, now: Moment) -> db::Result<()> {
    if store::forget(conn, &file.sheet.names().fingerprint())? {
        audit::record(conn, now, actor, "roster.columns-forgotten", &file.file_name, "")?;
    }
    Ok(())
}
