//! What the people of the demonstration write: each comment once, by somebody whom it fits.

use std::collections::{HashMap, HashSet};

use serde::Deserialize;

use super::company::table;
use super::dice::Dice;
use crate::db::WaveId;
use crate::i18n::Lang;

/// Which throws of the dice give a comment its quarter.
const OCCASION: u64 = 2_000;

#[derive(Debug, Deserialize)]
struct Row {
    /// The chapters in which somebody might write it, as digits.
    when: String,
    language: String,
    category: String,
    /// The department or team whose people might write it; everyone's if empty.
    place: String,
    comment: String,
}

struct Comment {
    chapter: u8,
    row: Row,
}

/// Whose comment is wanted.
pub(super) struct Writer<'a> {
    pub(super) language: Lang,
    /// The path of their team.
    pub(super) place: &'a str,
    pub(super) score: u8,
}

/// All comments, and which are written already in which survey.
pub(super) struct Comments {
    all: Vec<Comment>,
    written: HashMap<WaveId, HashSet<usize>>,
}

impl Comments {
    /// Gives every comment the one chapter in which it is written.
    pub(super) fn new() -> anyhow::Result<Self> {
        let rows: Vec<Row> = table(include_str!("comments.csv"))?;
        let of = |(number, row): (u64, Row)| {
            let chapters: Vec<char> = row.when.chars().collect();
            let chapter = Dice::of(OCCASION, number).pick(&chapters).and_then(|digit| digit.to_digit(10));
            Comment { chapter: chapter.and_then(|digit| u8::try_from(digit).ok()).unwrap_or_default(), row }
        };
        Ok(Self { all: (1..).zip(rows).map(of).collect(), written: HashMap::new() })
    }

    /// A comment for somebody in a survey, one about their own place first; none if all that fit are written.
    pub(super) fn take(&mut self, wave: WaveId, chapter: u8, by: &Writer, dice: &mut Dice) -> Option<String> {
        let written = self.written.entry(wave).or_default();
        let free = self.all.iter().enumerate().filter(|(index, _)| !written.contains(index));
        let fitting: Vec<(usize, &Comment)> =
            free.filter(|(_, comment)| comment.chapter == chapter && comment.row.fits(by)).collect();
        let own: Vec<(usize, &Comment)> =
            fitting.iter().filter(|(_, comment)| !comment.row.place.is_empty()).copied().collect();
        let (index, comment) = *dice.pick(if own.is_empty() { &fitting } else { &own })?;
        written.insert(index);
        Some(comment.row.comment.clone())
    }
}

impl Row {
    fn fits(&self, by: &Writer) -> bool {
        let category = match by.score {
            9.. => "promoter",
            7..9 => "passive",
            _ => "detractor",
        };
        self.language == by.language.code() && self.category == category && by.place.starts_with(&self.place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_comment_is_written_twice_and_every_quarter_has_some_in_both_languages() {
        let comments = Comments::new().unwrap();
        let distinct: HashSet<&str> = comments.all.iter().map(|comment| comment.row.comment.as_str()).collect();
        assert_eq!(distinct.len(), comments.all.len(), "each is there once");
        assert!(distinct.len() >= 150, "{} comments", distinct.len());
        for chapter in 1..=7 {
            for lang in Lang::ALL {
                let here = |comment: &&Comment| comment.chapter == chapter && comment.row.language == lang.code();
                assert!(comments.all.iter().filter(here).count() >= 8, "{lang} in {chapter}");
            }
        }
    }
}
