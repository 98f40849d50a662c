//! The words and word pairs that many comments have.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::stems::Reader;

/// Words and pairs that fewer comments have are not told: they are no theme.
const FEWEST: u32 = 3;

/// A word or a pair that many comments have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Common {
    /// As it is written most often, in small letters.
    pub said: String,
    /// How many comments have it, in any form.
    pub comments: u32,
}

/// A word by its stem, or a pair of neighbours.
type Key = (String, Option<String>);

/// The words and pairs that most of some comments have, the commonest first: at most `most` of each. A word that
/// nearly always stands in one of the pairs is left to the pair.
#[must_use]
pub fn most_common<'a>(
    reader: &mut Reader,
    texts: impl Iterator<Item = &'a str>,
    most: usize,
) -> (Vec<Common>, Vec<Common>) {
    let mut counted: HashMap<Key, (u32, BTreeMap<String, u32>)> = HashMap::new();
    for text in texts {
        let mut met = BTreeSet::new();
        for (key, said) in said(reader, text) {
            let (comments, forms) = counted.entry(key.clone()).or_default();
            *forms.entry(said).or_default() += 1;
            if met.insert(key) {
                *comments += 1;
            }
        }
    }
    let mut all: Vec<(Key, Common)> = counted
        .into_iter()
        .filter(|(_, (comments, _))| *comments >= FEWEST)
        .map(|(key, (comments, forms))| (key, Common { said: commonest(&forms), comments }))
        .collect();
    all.sort_by(|(_, one), (_, other)| other.comments.cmp(&one.comments).then_with(|| one.said.cmp(&other.said)));
    let (pairs, words): (Vec<_>, Vec<_>) = all.into_iter().partition(|((_, second), _)| second.is_some());
    let pairs: Vec<(Key, Common)> = pairs.into_iter().take(most).collect();
    let stands_alone = |(stem, _): &Key, comments: u32| {
        let inside = pairs.iter().filter(|((first, second), _)| first == stem || second.as_ref() == Some(stem));
        inside.map(|(_, pair)| pair.comments).max().is_none_or(|paired| paired * 2 <= comments)
    };
    let words = words.into_iter().filter(|(key, word)| stands_alone(key, word.comments)).take(most);
    (words.map(|(_, word)| word).collect(), pairs.into_iter().map(|(_, pair)| pair).collect())
}

/// The words of a text and its pairs of neighbours, without those that carry no theme.
fn said(reader: &mut Reader, text: &str) -> Vec<(Key, String)> {
    let tokens = reader.tokens(text);
    let mut found = Vec::new();
    let mut before: Option<(usize, usize)> = None;
    for token in tokens {
        let known = reader.known(token.known);
        if known.is_empty {
            before = None;
            continue;
        }
        found.push(((known.stem.clone(), None), known.word.clone()));
        if let Some((number, end)) = before
            && text[end..token.place.start].chars().all(|c| c.is_whitespace() || c == '-')
        {
            let first = reader.known(number);
            let key = (first.stem.clone(), Some(known.stem.clone()));
            found.push((key, format!("{} {}", first.word, known.word)));
        }
        before = Some((token.known, token.place.end));
    }
    found
}

/// The form that is written most often; of several, the first by letters.
fn commonest(forms: &BTreeMap<String, u32>) -> String {
    let most = forms.values().max();
    forms.iter().find(|(_, times)| Some(*times) == most).map(|(form, _)| form.clone()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reports::reading::Dictionary;

    /// What is said, and by how many.
    type Plain = Vec<(String, u32)>;

    fn counted(texts: &[&str]) -> (Plain, Plain) {
        let dictionary = Dictionary::read("").unwrap();
        let (words, pairs) = most_common(&mut Reader::new(&dictionary), texts.iter().copied(), 5);
        let plain = |all: Vec<Common>| all.into_iter().map(|common| (common.said, common.comments)).collect();
        (plain(words), plain(pairs))
    }

    #[test]
    fn comments_are_counted_and_not_how_often_a_word_stands_in_one() {
        let texts = ["Salary, salary, salary", "The salaries", "salary?", "The people", "people", "зарплата"];
        assert_eq!(counted(&texts).0, [("salary".to_owned(), 3)]);
    }

    #[test]
    fn a_pair_stands_for_its_words_unless_they_stand_alone_too() {
        let texts =
            ["Новый офис далеко", "нового офиса нет", "новым офисом", "Коллеги", "коллег", "коллеги. Офис", "офис"];
        let (words, pairs) = counted(&texts);
        assert_eq!(pairs, [("нового офиса".to_owned(), 3)]);
        assert_eq!(words, [("коллеги".to_owned(), 3)]);
    }

    #[test]
    fn neighbours_across_a_stop_or_an_empty_word_are_no_pair() {
        let texts = ["Strong team. Leaders help", "strong team, leaders", "strong and team leaders"];
        assert_eq!(counted(&texts).1, []);
    }
}
