//! Looking for words in a text, as a reader of a page does: parts of words too, capitals and ё aside.

use std::ops::Range;

use super::tokens::{Folded, fold};

/// The longest search, in characters; what is longer is cut.
pub const MOST_SOUGHT: usize = 100;

/// What is looked for: every word of it, each anywhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Search {
    words: Vec<Vec<char>>,
}

impl Search {
    /// What somebody typed; none where that is nothing.
    #[must_use]
    pub fn read(typed: &str) -> Option<Self> {
        let typed: String = typed.chars().take(MOST_SOUGHT).collect();
        let letters: Vec<char> = fold(&typed).into_iter().map(|folded| folded.letter).collect();
        let words = letters.split(|letter| *letter == ' ').filter(|word| !word.is_empty()).map(<[char]>::to_vec);
        let words: Vec<_> = words.collect();
        (!words.is_empty()).then_some(Self { words })
    }

    /// Where the words stand in a text, if it has all of them.
    ///
    /// ```
    /// use candor::reports::reading::Search;
    /// let search = Search::read(" ЕЖ  идёт ").unwrap();
    /// assert_eq!(search.find("Идет ёж"), Some(vec![9..13, 0..8]));
    /// assert_eq!(search.find("ёж"), None);
    /// ```
    #[must_use]
    pub fn find(&self, text: &str) -> Option<Vec<Range<usize>>> {
        let text = fold(text);
        let mut hits = Vec::new();
        for word in &self.words {
            let before = hits.len();
            hits.extend(occurrences(&text, word));
            if hits.len() == before {
                return None;
            }
        }
        Some(hits)
    }
}

fn occurrences<'a>(text: &'a [Folded], word: &'a [char]) -> impl Iterator<Item = Range<usize>> + use<'a> {
    let windows = text.windows(word.len());
    let same = windows.filter(move |window| window.iter().map(|folded| &folded.letter).eq(word));
    same.filter_map(|window| Some(window.first()?.start..window.last()?.end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reports::reading::pieces;

    fn marked(sought: &str, text: &str) -> Option<String> {
        let hits = Search::read(sought)?.find(text)?;
        let piece = |piece: crate::reports::reading::Piece| {
            if piece.is_hit { format!("[{}]", piece.text) } else { piece.text }
        };
        Some(pieces(text, hits).into_iter().map(piece).collect())
    }

    #[test]
    fn capitals_and_yo_make_no_difference_and_the_text_stays_as_it_is() {
        assert_eq!(marked("ЕЛКА", "Ёлка, ёлки, е\u{308}лка").unwrap(), "[Ёлка], ёлки, [е\u{308}лка]");
        assert_eq!(marked("зарпл", "ЗАРПЛАТА").unwrap(), "[ЗАРПЛ]АТА");
        assert_eq!(marked("a b", "b c"), None, "every word must be there");
        assert_eq!(marked("don't", "Don’t").unwrap(), "[Don’t]");
        assert_eq!(marked("<b>", "<b>x</b>").unwrap(), "[<b>]x</b>");
    }

    #[test]
    fn letters_that_grow_in_lower_case_are_marked_whole() {
        assert_eq!(marked("i", "İx").unwrap(), "[İ]x");
        assert_eq!(marked("ß", "Straße").unwrap(), "Stra[ß]e");
    }

    #[test]
    fn nothing_is_looked_for_where_nothing_was_typed() {
        assert_eq!(Search::read(" \u{a0}\t"), None);
        let long = "x".repeat(MOST_SOUGHT + 50);
        assert!(Search::read(&long).unwrap().find(&"x".repeat(MOST_SOUGHT)).is_some());
    }
}
