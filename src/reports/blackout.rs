//! Black-out: what names somebody in a comment is overwritten for good, and the log says that it was, never what.

use super::reading::{names, same_word};
use super::{Place, store};
use crate::audit::{self, Actor};
use crate::db::{self, CommentId, Conn, Db, Moment, WaveId};
use crate::settings;

/// What stands where words were. Its length tells nothing of theirs.
pub const BLACK: &str = "▇▇▇▇▇";
/// The setting that stands while the database's files may still have what was blacked out; its value is the wave.
const DUE: &str = "blackout_due";

/// Why something is blacked out. Chosen, never written: a reason in words might repeat what is to be gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// It names somebody.
    Name,
    /// It makes its author, or somebody else, recognisable.
    Recognisable,
    /// It tells of somebody's health, family or beliefs.
    Private,
    /// It insults somebody.
    Insult,
}

impl Reason {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::Name, Self::Recognisable, Self::Private, Self::Insult];

    /// The word in forms and in the log.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Recognisable => "recognisable",
            Self::Private => "private",
            Self::Insult => "insult",
        }
    }

    /// The reason of a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.word() == word)
    }
}

/// What is blacked out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// The whole comment.
    Whole,
    /// Words, wherever they stand in the comment, capitals and ё aside.
    Words(Vec<String>),
}

/// Why nothing was blacked out.
#[derive(Debug, thiserror::Error)]
pub enum BlackoutError {
    /// The wave has no such comment.
    #[error("there is no such comment")]
    NotFound,
    /// The database.
    #[error(transparent)]
    Database(#[from] db::Error),
}

/// The different words of a comment that can be blacked out, as they are written first, in their order.
#[must_use]
pub fn words_of(body: &str) -> Vec<&str> {
    let mut found: Vec<&str> = Vec::new();
    for place in names(body) {
        let word = &body[place];
        if !found.iter().any(|known| same_word(known, word)) {
            found.push(word);
        }
    }
    found
}

/// Blacks out a comment or words of it, for good, and writes the log: wave, place and reason, never a word of it.
/// Whether anything changed: what is black already stays so, and nothing is written twice.
///
/// Two admins may black out different words of a comment at once: whoever comes second begins from what the first has
/// left, so that no word comes back.
///
/// # Errors
/// When there is no such comment, or the database refuses.
pub fn black_out(
    conn: &mut Conn,
    now: Moment,
    (wave, id): (WaveId, CommentId),
    what: &What,
    reason: Reason,
    actor: Actor,
) -> Result<bool, BlackoutError> {
    loop {
        let (place, comment) = store::comment(conn, wave, id)?.ok_or(BlackoutError::NotFound)?;
        let black = blacked(&comment.body, what);
        if black == comment.body {
            return Ok(false);
        }
        if store::overwrite_comment(conn, &comment, &black)? {
            settings::set_value(conn, DUE, &wave.to_string())?;
            let place = Place::from_word(&place).map_or(place, Place::word);
            let details = format!("{place} {}", reason.word());
            audit::record(conn, now, actor, "comment.blacked-out", &wave.to_string(), &details)?;
            return Ok(true);
        }
    }
}

/// A comment without what is blacked out.
fn blacked(body: &str, what: &What) -> String {
    let What::Words(words) = what else { return BLACK.to_owned() };
    let mut left = String::with_capacity(body.len());
    let mut done = 0;
    for place in names(body) {
        let word = &body[place.clone()];
        if words.iter().any(|black| same_word(black, word)) {
            left.push_str(&body[done..place.start]);
            left.push_str(BLACK);
            done = place.end;
        }
    }
    left.push_str(&body[done..]);
    left
}

/// Removes from the database's files what was blacked out, if anything was; whether there was. Blocks meanwhile.
///
/// # Errors
/// When the database refuses, or somebody is in the way: it stays remembered, call again later.
pub fn scrub_due(db: &Db) -> db::Result<bool> {
    let Some(due) = db.read_now(|conn| settings::value(conn, DUE))? else { return Ok(false) };
    db.scrub_comments()?;
    db.write_now::<_, db::Error, _>(move |conn| settings::remove_value_if(conn, DUE, &due))?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn without(body: &str, words: &[&str]) -> String {
        blacked(body, &What::Words(words.iter().map(|word| (*word).to_owned()).collect()))
    }

    #[test]
    fn words_go_wherever_they_stand_and_their_length_with_them() {
        let body = "Пётр, ПЕТР и Петра: petr@firm.ru — \"Ян\"!";
        assert_eq!(without(body, &["петр"]), format!("{BLACK}, {BLACK} и Петра: petr@firm.ru — \"Ян\"!"));
        assert_eq!(without(body, &["petr@firm.ru", "Ян"]), format!("Пётр, ПЕТР и Петра: {BLACK} — \"{BLACK}\"!"));
        assert_eq!(without(body, &["Пет"]), body, "a part of a word is none");
        assert_eq!(without(&without(body, &["Ян"]), &["Ян"]), without(body, &["Ян"]));
        assert_eq!(blacked(body, &What::Whole), blacked("x", &What::Whole));
    }

    #[test]
    fn every_word_is_offered_once() {
        assert_eq!(words_of("Ann, ann and <b>ANN</b>'s boss. ▇▇▇▇▇"), ["Ann", "and", "b", "s", "boss"]);
        assert!(words_of(BLACK).is_empty());
    }
}
