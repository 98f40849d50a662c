//! The note of a wave: what else was going on, in an admin's words. The report and the line over time carry it, and
//! the published report does not: it can be written before, during and after the wave.

use super::store;
use crate::audit::{self, Actor};
use crate::db::{Conn, Moment, WaveId};

/// The longest note in characters.
pub const MAX_NOTE: usize = 500;

/// Why a note was not kept.
#[derive(Debug, thiserror::Error)]
pub enum NoteError {
    /// There is no such wave.
    #[error("there is no such wave")]
    NotFound,
    /// It is longer than [`MAX_NOTE`].
    #[error("the note is longer than {MAX_NOTE} characters")]
    TooLong,
    /// The database.
    #[error(transparent)]
    Database(#[from] crate::db::Error),
}

/// Keeps a note in the place of the one before; an empty one removes it. Nothing is recorded where nothing changes.
///
/// # Errors
/// When there is no such wave, the note is too long, or the database refuses.
pub fn annotate(conn: &mut Conn, now: Moment, id: WaveId, text: &str, actor: Actor) -> Result<(), NoteError> {
    let note = one_line(text);
    if note.chars().count() > MAX_NOTE {
        return Err(NoteError::TooLong);
    }
    store::find(conn, id)?.ok_or(NoteError::NotFound)?;
    let before = store::note(conn, id)?.unwrap_or_default();
    if note == before {
        return Ok(());
    }
    store::set_note(conn, id, Some(note.as_str()).filter(|note| !note.is_empty()), now)?;
    Ok(audit::record(conn, now, actor, "wave.note-changed", &id.to_string(), &note)?)
}

/// The text in one line, without breaks and spaces that repeat: it stands beside figures.
pub(super) fn one_line(text: &str) -> String {
    let words = text.split(|c: char| c == ' ' || c.is_control()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_is_one_line_and_keeps_its_words_together() {
        assert_eq!(one_line("  Salaries\r\nfrozen\tin  May\0 "), "Salaries frozen in May");
        assert_eq!(one_line("minus 10\u{a0}%"), "minus 10\u{a0}%");
        assert_eq!(one_line(" \r\n "), "");
    }
}
