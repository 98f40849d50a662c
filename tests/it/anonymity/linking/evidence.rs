//! What can be made of any source of evidence: orders of people, orders of answers, and pairs of the two.

use std::collections::{BTreeMap, BTreeSet};

use super::score::{self, Hits};
use crate::anonymity::needles::Needles;

/// What a mark found in the evidence stands for. Of a person: address, ids, token, and the mark of their ballot (which
/// the attacker is given, although two copies of the database and a proxy's log are needed for it). Of an answer: its
/// words in any encoding, and the id of its comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Who {
    Person(usize),
    Answer(usize),
}

/// What records can be put in order by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    Number(u64),
    Text(String),
}

/// One thing that a source shows: a row, a line, a page, a file.
#[derive(Debug, Clone, Default)]
pub struct Record {
    /// Where it was seen. Orders are made within one place, from the records as they were found there.
    pub place: String,
    pub bytes: Vec<u8>,
    /// Whom it is about where that is known without reading it: a proxy's log tells whose response this is.
    pub about: Option<Who>,
    pub keys: Vec<(String, Key)>,
    /// Whether it was written from its end to its beginning, as rows are into a page.
    pub is_backwards: bool,
}

impl Record {
    pub fn new(place: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self { place: place.into(), bytes: bytes.into(), ..Self::default() }
    }

    #[must_use]
    pub fn about(self, who: Who) -> Self {
        Self { about: Some(who), ..self }
    }

    #[must_use]
    pub fn keyed(mut self, name: impl Into<String>, key: Key) -> Self {
        self.keys.push((name.into(), key));
        self
    }

    /// Everything that is named in it, in the order of writing.
    fn names(&self, needles: &Needles<Who>) -> Vec<Who> {
        let mut found: Vec<Who> = needles.find(&self.bytes).into_iter().map(|(_, who)| who).collect();
        if self.is_backwards {
            found.reverse();
        }
        self.about.into_iter().chain(found).collect()
    }
}

/// A text as a key: as a number where it is one.
pub fn key(text: &str) -> Key {
    text.parse().map_or_else(|_| Key::Text(text.to_owned()), Key::Number)
}

/// An order, by the name of what gave it.
pub type Order = (String, Vec<usize>);

/// What was made of some evidence.
#[derive(Debug, Clone, Default)]
pub struct Clues {
    pub people: Vec<Order>,
    pub answers: Vec<Order>,
    pub pairs: Vec<(String, Vec<(usize, usize)>)>,
}

impl Clues {
    /// Reads the records of one source.
    pub fn read(records: &[Record], needles: &Needles<Who>) -> Self {
        let named: Vec<(&Record, Vec<Who>)> = records.iter().map(|record| (record, record.names(needles))).collect();
        let mut places: BTreeMap<&str, Vec<&(&Record, Vec<Who>)>> = BTreeMap::new();
        for one in named.iter().filter(|(_, names)| !names.is_empty()) {
            places.entry(&one.0.place).or_default().push(one);
        }
        let mut clues = Self::default();
        for (place, found) in &places {
            clues.together(place, found);
            clues.in_order(&format!("{place} as found"), found.iter().copied());
            let keys: BTreeSet<&String> =
                found.iter().flat_map(|(record, _)| &record.keys).map(|(name, _)| name).collect();
            for name in keys {
                let key = |record: &Record| record.keys.iter().find(|(of, _)| of == name).map(|(_, key)| key.clone());
                let mut sorted: Vec<_> = found.iter().filter_map(|one| Some((key(one.0)?, *one))).collect();
                sorted.sort_by(|(one, _), (other, _)| one.cmp(other));
                clues.in_order(&format!("{place} by {name}"), sorted.into_iter().map(|(_, one)| one));
            }
        }
        clues.of_one_key(&named);
        clues
    }

    /// The orders in which people and answers are named first and last.
    fn in_order<'a>(&mut self, name: &str, records: impl Iterator<Item = &'a (&'a Record, Vec<Who>)>) {
        let all: Vec<Who> = records.flat_map(|(_, names)| names.iter().copied()).collect();
        let latest: Vec<Who> = all.iter().rev().copied().collect();
        for (which, names) in [("first", all), ("last", latest)] {
            let person = |who: &Who| if let Who::Person(number) = who { Some(*number) } else { None };
            let answer = |who: &Who| if let Who::Answer(number) = who { Some(*number) } else { None };
            let (people, answers) = (once(names.iter().filter_map(person)), once(names.iter().filter_map(answer)));
            let is_new = |known: &[Order], order: &[usize]| {
                order.len() > 1 && !known.iter().any(|(of, known)| of.starts_with(name) && known.iter().rev().eq(order))
            };
            if is_new(&self.people, &people) {
                self.people.push((format!("{name}, {which}"), people));
            }
            if is_new(&self.answers, &answers) {
                self.answers.push((format!("{name}, {which}"), answers));
            }
        }
    }

    /// Records that name one person and one answer.
    fn together(&mut self, place: &str, records: &[&(&Record, Vec<Who>)]) {
        let pairs: Vec<_> = records.iter().filter_map(|(_, names)| only_pair(names.iter().copied())).collect();
        if !pairs.is_empty() {
            self.pairs.push((format!("together in {place}"), pairs));
        }
    }

    /// One person and one answer whose records, wherever they are, have a key in common that no others have.
    fn of_one_key(&mut self, named: &[(&Record, Vec<Who>)]) {
        let mut same: BTreeMap<(&String, &Key), Vec<Who>> = BTreeMap::new();
        for (record, names) in named {
            for (name, key) in &record.keys {
                same.entry((name, key)).or_default().extend(names);
            }
        }
        let mut pairs: BTreeMap<&String, Vec<(usize, usize)>> = BTreeMap::new();
        for ((name, _), names) in same {
            pairs.entry(name).or_default().extend(only_pair(names.into_iter()));
        }
        let found = pairs.into_iter().filter(|(_, pairs)| !pairs.is_empty());
        self.pairs.extend(found.map(|(name, pairs)| (format!("the same {name}"), pairs)));
    }

    /// Tries everything that these clues allow beside what is known anyway: each order of people with each of answers,
    /// forwards and backwards, and every pair.
    pub fn attack(&self, known: &Self, hits: &mut Hits) {
        let with_own = self.people.iter().flat_map(|people| self.answers.iter().map(move |answers| (people, answers)));
        let with_theirs =
            self.people.iter().flat_map(|people| known.answers.iter().map(move |answers| (people, answers)));
        let to_theirs =
            known.people.iter().flat_map(|people| self.answers.iter().map(move |answers| (people, answers)));
        for ((of_people, people), (of_answers, answers)) in with_own.chain(with_theirs).chain(to_theirs) {
            hits.add(format!("{of_people} | {of_answers}"), score::aligned(people.iter(), answers.iter()));
            hits.add(format!("{of_people} | {of_answers}, back"), score::aligned(people.iter(), answers.iter().rev()));
        }
        for (name, pairs) in &self.pairs {
            hits.add(name.clone(), pairs.iter().filter(|(person, answer)| person == answer).count());
        }
    }
}

/// Each number at its first place.
fn once(numbers: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut seen = BTreeSet::new();
    numbers.filter(|number| seen.insert(*number)).collect()
}

fn only_pair(names: impl Iterator<Item = Who>) -> Option<(usize, usize)> {
    let names: BTreeSet<Who> = names.collect();
    match names.into_iter().collect::<Vec<_>>()[..] {
        [Who::Person(person), Who::Answer(answer)] => Some((person, answer)),
        _ => None,
    }
}
