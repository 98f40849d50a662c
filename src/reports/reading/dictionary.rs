//! The dictionary of themes: a list that an admin writes, one theme on a line.

use super::stems::Stems;
use super::tokens::{folded, words};
use crate::i18n::Lang;

/// The dictionary that an installation begins with.
const STARTER: &str = include_str!("themes.txt");
/// The most themes.
pub const MOST_THEMES: usize = 40;
/// The longest name of a theme, in characters.
const LONGEST_NAME: usize = 60;
/// The most words and phrases of a theme.
const MOST_PHRASES: usize = 200;
/// The most words of a phrase.
const MOST_WORDS: usize = 3;
/// The shortest beginning that stands for all words with it, in letters.
const SHORTEST_BEGINNING: usize = 3;
/// Stands behind the beginning of words.
const ANY_END: char = '*';

/// A word of a phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Term {
    /// Every word with this stem.
    Stem(String),
    /// Every word whose stem begins so.
    Beginning(String),
}

/// Something that people write about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Theme {
    /// Its names, in the order of [`Lang::ALL`].
    names: [String; Lang::ALL.len()],
    pub(super) phrases: Vec<Vec<Term>>,
}

impl Theme {
    /// Its name in a language.
    #[must_use]
    pub fn name(&self, lang: Lang) -> &str {
        &self.names[lang as usize]
    }
}

/// What is wrong with a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrong {
    /// It has no name before a colon.
    NoName,
    /// A name is too long.
    LongName,
    /// There is no word after the colon.
    NoWords,
    /// A phrase has no letter, or too many words.
    Phrase,
    /// A beginning is too short: it would find nearly everything.
    ShortBeginning,
    /// The theme has too many words.
    ManyWords,
    /// A theme above has this name.
    Again,
    /// There are too many themes.
    ManyThemes,
}

/// A line that cannot be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LineError {
    /// From 1.
    pub row: usize,
    /// What is wrong with it.
    pub wrong: Wrong,
}

/// The themes, as they were written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dictionary {
    written: String,
    themes: Vec<Theme>,
}

impl Dictionary {
    /// About a dozen themes of work, in both languages.
    #[must_use]
    pub fn starter() -> Self {
        Self::lenient(STARTER)
    }

    /// Reads a dictionary: on each line `Pay | Оплата: salary, зарплат*, pay rise`. A star stands for any ending.
    ///
    /// ```
    /// use candor::reports::reading::{Dictionary, Reader, Wrong};
    /// let dictionary = Dictionary::read("Pay | Оплата: salary, зарплат*, pay rise").unwrap();
    /// assert_eq!(dictionary.themes()[0].name(candor::i18n::Lang::Ru), "Оплата");
    /// let mut reader = Reader::new(&dictionary);
    /// assert_eq!(reader.themes("Our SALARIES are low"), [0]);
    /// assert_eq!(reader.themes("Зарплатные ведомости"), [0]);
    /// assert!(reader.themes("A pay rise, please") == [0] && reader.themes("I pay").is_empty());
    /// assert_eq!(Dictionary::read("\nPay").unwrap_err()[0].wrong, Wrong::NoName);
    /// ```
    ///
    /// # Errors
    /// What is wrong with which lines.
    pub fn read(written: &str) -> Result<Self, Vec<LineError>> {
        let stems = Stems::new();
        let (mut themes, mut errors): (Vec<Theme>, _) = (Vec::new(), Vec::new());
        let lines = (1..).zip(written.lines()).filter(|(_, line)| !line.trim().is_empty());
        for (row, line) in lines {
            let read = theme(line, &stems).and_then(|theme| match theme {
                _ if themes.len() == MOST_THEMES => Err(Wrong::ManyThemes),
                theme if themes.iter().any(|other| is_same(other, &theme)) => Err(Wrong::Again),
                theme => Ok(theme),
            });
            match read {
                Ok(theme) => themes.push(theme),
                Err(wrong) => errors.push(LineError { row, wrong }),
            }
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        let written = written.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n");
        Ok(Self { written, themes })
    }

    /// The same, without the lines that cannot be read.
    #[must_use]
    pub fn lenient(written: &str) -> Self {
        Self::read(written).unwrap_or_else(|errors| {
            let is_good = |row: usize| errors.iter().all(|error| error.row != row);
            let good = (1..).zip(written.lines()).filter(|(row, _)| is_good(*row)).map(|(_, line)| line);
            Self::read(&good.collect::<Vec<_>>().join("\n"))
                .unwrap_or(Self { written: String::new(), themes: Vec::new() })
        })
    }

    /// One theme of one phrase: a word or two that are looked for in all their forms.
    #[must_use]
    pub fn of_phrase(typed: &str) -> Option<Self> {
        let phrase = phrase(typed, &Stems::new()).ok()?;
        let names = Lang::ALL.map(|_| typed.to_owned());
        Some(Self { written: String::new(), themes: vec![Theme { names, phrases: vec![phrase] }] })
    }

    /// The themes, in their order.
    #[must_use]
    pub fn themes(&self) -> &[Theme] {
        &self.themes
    }

    /// As it is edited.
    #[must_use]
    pub fn written(&self) -> &str {
        &self.written
    }

    /// The number of the theme that has a name in any language.
    #[must_use]
    pub fn named(&self, name: &str) -> Option<usize> {
        self.themes.iter().position(|theme| theme.names.iter().any(|known| known == name))
    }

    /// Theme and phrase of those phrases whose first word a stem may be.
    pub(super) fn beginning_with(&self, word: &str, stem: &str) -> Vec<(usize, usize)> {
        let mut begins = Vec::new();
        for (number, theme) in self.themes.iter().enumerate() {
            let phrases = theme.phrases.iter().enumerate();
            let fits = phrases.filter(|(_, phrase)| phrase.first().is_some_and(|term| term.is(word, stem)));
            begins.extend(fits.map(|(phrase, _)| (number, phrase)));
        }
        begins
    }
}

fn is_same(one: &Theme, other: &Theme) -> bool {
    one.names.iter().zip(&other.names).any(|(one, other)| folded(one) == folded(other))
}

/// A line: names, then words.
fn theme(line: &str, stems: &Stems) -> Result<Theme, Wrong> {
    let (names, said) = line.split_once(':').ok_or(Wrong::NoName)?;
    let names: Vec<&str> = names.split('|').map(str::trim).collect();
    let names = match names.as_slice() {
        [one] => [*one, *one],
        [english, russian] => [*english, *russian],
        _ => return Err(Wrong::NoName),
    };
    if names.iter().any(|name| name.is_empty()) {
        return Err(Wrong::NoName);
    }
    if names.iter().any(|name| name.chars().count() > LONGEST_NAME) {
        return Err(Wrong::LongName);
    }
    let phrases = said.split([',', ';']).filter(|phrase| !phrase.trim().is_empty());
    let phrases: Vec<Vec<Term>> = phrases.map(|said| phrase(said, stems)).collect::<Result<_, _>>()?;
    match phrases.len() {
        0 => Err(Wrong::NoWords),
        1..=MOST_PHRASES => Ok(Theme { names: names.map(str::to_owned), phrases }),
        _ => Err(Wrong::ManyWords),
    }
}

fn phrase(said: &str, stems: &Stems) -> Result<Vec<Term>, Wrong> {
    let places = words(said);
    if !(1..=MOST_WORDS).contains(&places.len()) {
        return Err(Wrong::Phrase);
    }
    let term = |place: std::ops::Range<usize>| {
        let word = folded(&said[place.clone()]);
        if !said[place.end..].starts_with(ANY_END) {
            return Ok(Term::Stem(stems.of(&word)));
        }
        if word.chars().count() < SHORTEST_BEGINNING { Err(Wrong::ShortBeginning) } else { Ok(Term::Beginning(word)) }
    };
    places.into_iter().map(term).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reports::reading::Reader;

    #[test]
    fn every_wrong_line_is_named() {
        let text = format!(
            "Pay: salary\n\nPAY | Деньги: money\n: x\nA|B|C: x\n{}: x\nB:\nC: ..., x\nD: a b c d\nE: ab*\nF: {}",
            "x".repeat(61),
            "word, ".repeat(201)
        );
        let wrong: Vec<_> =
            Dictionary::read(&text).unwrap_err().into_iter().map(|error| (error.row, error.wrong)).collect();
        let expected = [
            (3, Wrong::Again),
            (4, Wrong::NoName),
            (5, Wrong::NoName),
            (6, Wrong::LongName),
            (7, Wrong::NoWords),
            (8, Wrong::Phrase),
            (9, Wrong::Phrase),
            (10, Wrong::ShortBeginning),
            (11, Wrong::ManyWords),
        ];
        assert_eq!(wrong, expected);
        let many: Vec<String> = (0..=MOST_THEMES).map(|number| format!("Theme {number}: word")).collect();
        assert_eq!(Dictionary::read(&many.join("\n")).unwrap_err(), [LineError { row: 41, wrong: Wrong::ManyThemes }]);
        assert_eq!(Dictionary::lenient("Pay: salary\nnothing").themes().len(), 1, "what can be read is read");
    }

    #[test]
    fn the_starter_knows_what_people_write_about_work_in_both_languages() {
        let starter = Dictionary::starter();
        assert_eq!(Dictionary::read(STARTER).as_ref(), Ok(&starter), "every line of it can be read");
        assert!((12..=16).contains(&starter.themes().len()));
        let mut reader = Reader::new(&starter);
        for (text, theme) in [
            ("The salary has not grown for three years", "Pay"),
            ("Зарплаты ниже рынка", "Pay"),
            ("My manager never listens", "Managers"),
            ("Руководитель не слышит команду", "Managers"),
            ("Too much overtime, I am exhausted", "Workload"),
            ("Постоянные переработки и выгорание", "Workload"),
            ("No career growth at all", "Growth"),
            ("Нет карьерного роста", "Growth"),
            ("Great colleagues", "People and team"),
            ("Отличный коллектив", "People and team"),
            ("Remote work twice a week", "Flexibility"),
            ("Удалёнка по пятницам", "Flexibility"),
        ] {
            let number = starter.named(theme).unwrap();
            assert!(reader.themes(text).contains(&number), "{text}: {theme}");
        }
        assert!(reader.themes("Hm. Ничего не скажу").is_empty());
    }

    #[test]
    fn what_is_found_is_where_it_stands() {
        let dictionary = Dictionary::read("Growth: career growth, рост*").unwrap();
        let text = "Growth? No Career\u{a0}Growth. РОСТА нет";
        let places = Reader::new(&dictionary).places(text, 0);
        assert_eq!(places.into_iter().map(|place| &text[place]).collect::<Vec<_>>(), ["Career\u{a0}Growth", "РОСТА"]);
    }
}
