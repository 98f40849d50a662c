//! Stems, and where a dictionary's themes stand in a text.

use std::collections::HashMap;
use std::ops::Range;

use snowball_stemmers_rs::{Algorithm, Stemmer};

use super::Dictionary;
use super::dictionary::Term;
use super::tokens::{folded, words};

/// Words that carry no theme, one on a line, of both languages.
const STOP_WORDS: &str = include_str!("stop-words.txt");
/// Different words that are remembered; others are looked at anew in each text that has them.
const MOST_KNOWN: usize = if cfg!(test) { 1_000 } else { 200_000 };

/// Stems words; each by its own script, since people write «наш tech lead».
pub(super) struct Stems {
    english: Stemmer,
    russian: Stemmer,
}

impl Stems {
    pub(super) fn new() -> Self {
        Self { english: Stemmer::create(Algorithm::English), russian: Stemmer::create(Algorithm::Russian) }
    }

    /// The stem of a word as it is compared.
    pub(super) fn of(&self, word: &str) -> String {
        let stemmer = if is_cyrillic(word) { &self.russian } else { &self.english };
        stemmer.stem(word).into_owned()
    }
}

fn is_cyrillic(word: &str) -> bool {
    word.chars().any(|c| matches!(c, '\u{400}'..='\u{52f}'))
}

/// What is known of a word, however it is written in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Known {
    /// As it is compared.
    pub(super) word: String,
    pub(super) stem: String,
    /// Whether it carries no theme: a stop word, a number, a single letter.
    pub(super) is_empty: bool,
    /// Theme and phrase of the dictionary's phrases that begin with it.
    begins: Vec<(usize, usize)>,
}

/// A word in a text.
pub(super) struct Token {
    pub(super) place: Range<usize>,
    /// Its number among the words known.
    pub(super) known: usize,
}

/// Reads texts with a dictionary, and remembers the words that it has met.
pub struct Reader<'a> {
    dictionary: &'a Dictionary,
    stems: Stems,
    known: Vec<Known>,
    numbers: HashMap<String, usize>,
}

impl<'a> Reader<'a> {
    /// A reader that has met no word yet.
    #[must_use]
    pub fn new(dictionary: &'a Dictionary) -> Self {
        Self { dictionary, stems: Stems::new(), known: Vec::new(), numbers: HashMap::new() }
    }

    /// The themes of a text, by their number in the dictionary, in order.
    #[must_use]
    pub fn themes(&mut self, text: &str) -> Vec<usize> {
        let mut themes: Vec<usize> = self.found(text).into_iter().map(|(theme, _)| theme).collect();
        themes.sort_unstable();
        themes.dedup();
        themes
    }

    /// Where a theme stands in a text.
    #[must_use]
    pub fn places(&mut self, text: &str, theme: usize) -> Vec<Range<usize>> {
        self.found(text).into_iter().filter(|(of, _)| *of == theme).map(|(_, place)| place).collect()
    }

    fn found(&mut self, text: &str) -> Vec<(usize, Range<usize>)> {
        let tokens = self.tokens(text);
        let mut found = Vec::new();
        for (at, token) in tokens.iter().enumerate() {
            for (theme, phrase) in &self.known[token.known].begins {
                let terms = &self.dictionary.themes()[*theme].phrases[*phrase];
                let Some(stretch) = tokens.get(at..at + terms.len()) else { continue };
                let mut pairs = stretch.iter().zip(terms);
                let is_meant = |known: &Known, term: &Term| term.is(&known.word, &known.stem);
                if pairs.all(|(token, term)| is_meant(&self.known[token.known], term)) {
                    let end = stretch.last().map_or(token.place.end, |last| last.place.end);
                    found.push((*theme, token.place.start..end));
                }
            }
        }
        found
    }

    /// The words of a text, in their order.
    pub(super) fn tokens(&mut self, text: &str) -> Vec<Token> {
        // The words of the text before that were not to be remembered.
        self.known.truncate(self.numbers.len());
        let places = words(text);
        places.into_iter().map(|place| Token { known: self.know(&text[place.clone()]), place }).collect()
    }

    pub(super) fn known(&self, number: usize) -> &Known {
        &self.known[number]
    }

    fn know(&mut self, written: &str) -> usize {
        let word = folded(written);
        if let Some(number) = self.numbers.get(&word) {
            return *number;
        }
        let stem = self.stems.of(&word);
        let begins = self.dictionary.beginning_with(&word, &stem);
        let number = self.known.len();
        if self.numbers.len() < MOST_KNOWN {
            self.numbers.insert(word.clone(), number);
        }
        self.known.push(Known { is_empty: is_empty(&word), word, stem, begins });
        number
    }
}

/// Whether a word carries no theme.
fn is_empty(word: &str) -> bool {
    let is_short = word.chars().nth(2).is_none();
    is_short || !word.chars().any(char::is_alphabetic) || STOP_WORDS.lines().any(|stop| stop == word)
}

impl Term {
    /// Whether a word with a stem is meant.
    pub(super) fn is(&self, word: &str, stem: &str) -> bool {
        match self {
            Self::Stem(meant) => meant == stem,
            // A stem may be shorter than a beginning that somebody would write.
            Self::Beginning(beginning) => word.starts_with(beginning.as_str()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_have_one_stem_in_both_languages() {
        let stems = Stems::new();
        let all_same = |words: &[&str]| words.iter().all(|word| stems.of(word) == stems.of(words[0]));
        assert!(all_same(&["manager", "managers", "managing", "managed"]));
        assert!(all_same(&["начальник", "начальника", "начальники", "начальниками"]));
        assert!(all_same(&["зарплата", "зарплаты", "зарплату", "зарплатой"]));
        assert!(!all_same(&["pay", "people"]));
    }

    #[test]
    fn however_many_words_people_use_no_more_are_remembered() {
        let dictionary = Dictionary::read("Pay: salary").unwrap();
        let mut reader = Reader::new(&dictionary);
        for text in 0..300 {
            let words: Vec<String> = (0..10).map(|word| format!("w{text}x{word}")).collect();
            assert_eq!(reader.themes(&format!("{} salary", words.join(" "))), [0]);
            assert!(reader.known.len() <= MOST_KNOWN + 11, "{}", reader.known.len());
        }
        assert_eq!(reader.numbers.len(), MOST_KNOWN);
    }

    #[test]
    fn words_that_say_nothing_are_known_as_such() {
        for word in ["the", "и", "который", "2026", "ok", "don't", "очень"] {
            assert!(is_empty(word), "{word}");
        }
        for word in ["salary", "начальник", "pay"] {
            assert!(!is_empty(word), "{word}");
        }
        assert!(STOP_WORDS.lines().all(|word| folded(word) == word), "stop words are written as words are compared");
    }
}
