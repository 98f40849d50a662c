//! Themes among promoters, passives and detractors: counted once, at the count, for the whole wave.
//!
//! Comments of departments are read one by one, without their scores, so a reader knows exactly which comments have a
//! theme, how many people of which atom have not, and every group's promoters, passives and detractors. What is told
//! besides must not tell the category of one of them, whatever is added and subtracted:
//!
//! - Of every theme that is told there are at least ten pairs of two people of one atom who differ in this theme alone,
//!   of all themes told. So whatever whole numbers of themes and atoms are added and subtracted, at least ten people are
//!   left in it ([`Atoms::chosen`]; this looks at who mentions what in which atom, never at a score).
//! - Of a theme, steps are told: "at least so many per cent of promoters". A step is told only where a reader who knows
//!   this rule is left with ten numbers or more of promoters, of passives and of detractors that could be meant,
//!   whichever way the step goes ([`shares`]). Numbers are neither told nor stored.
//! - Each step is of at least ten respondents of the category, so a category of fewer than twenty tells nothing.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::reading::{Dictionary, MOST_THEMES, Reader};
use super::tally::{FINE_THRESHOLD, Tallied};
use super::{Answer, Category};
use crate::i18n::Lang;

/// Steps in which shares are told, in per cent; the smallest is used that is ten respondents or more.
const STEPS: [u32; 5] = [5, 10, 20, 25, 50];
/// All of a category, in per cent.
const ALL: u32 = 100;

/// Themes by category, with the dictionary they were counted by. Frozen at the count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Themes {
    /// The dictionary in force at the close, as it is edited.
    pub dictionary: String,
    /// Its themes of which something can be told, in its order.
    pub shares: Vec<ThemeShares>,
}

/// How much of each category mentions a theme.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ThemeShares {
    /// The theme's names, in the order of [`Lang::ALL`].
    pub names: [String; Lang::ALL.len()],
    /// At least so many per cent of all who answered in the category, in the order of [`Category::ALL`]; none where
    /// it cannot be told.
    pub at_least: [Option<u32>; Category::ALL.len()],
}

impl ThemeShares {
    /// The theme's name in a language.
    #[must_use]
    pub fn name(&self, lang: Lang) -> &str {
        &self.names[lang as usize]
    }

    /// At least so many per cent of a category mention it; none where it cannot be told.
    #[must_use]
    pub fn of(&self, category: Category) -> Option<u32> {
        let index = Category::ALL.into_iter().position(|known| known == category)?;
        self.at_least[index]
    }
}

/// People by category, in the order of [`Category::ALL`].
type ByCategory = [u32; Category::ALL.len()];

/// How many respondents of each group mention the same themes, which are the bits of a number.
pub(super) struct Mentions(BTreeMap<(i32, u64), ByCategory>);

// A bit for each theme.
const _: () = assert!(MOST_THEMES <= u64::BITS as usize);

/// Reads the comments of all answers. Holds no more than numbers of people, however many comments there are.
pub(super) fn read(dictionary: &Dictionary, answers: &[Answer]) -> Mentions {
    let mut reader = Reader::new(dictionary);
    let mut mentions = Mentions(BTreeMap::new());
    for answer in answers {
        let comment = answer.comment.as_deref().unwrap_or_default();
        let themes = reader.themes(comment).into_iter().fold(0, |bits, theme| bits | bit(theme));
        let alike = mentions.0.entry((answer.group, themes)).or_default();
        add(alike, Category::ALL.map(|category| u32::from(category == Category::of(answer.score))));
    }
    mentions
}

/// What may be told of them; nothing where comments may not be shown either.
pub(super) fn publish(dictionary: &Dictionary, mentions: &Mentions, tallied: &Tallied) -> Option<Themes> {
    if tallied.fine.is_empty() {
        return None;
    }
    let atoms = Atoms::new(mentions, |group| tallied.scores.atom_of(group));
    let sizes = atoms.people(|_| true);
    let shares = atoms.chosen(dictionary.themes().len()).into_iter().map(|theme| {
        let said = atoms.people(|themes| themes & bit(theme) != 0);
        let (at_least, _) = shares(said, &atoms.possible(theme), sizes);
        let theme = &dictionary.themes()[theme];
        ThemeShares { names: Lang::ALL.map(|lang| theme.name(lang).to_owned()), at_least }
    });
    let shares = shares.filter(|theme| theme.at_least.iter().any(Option::is_some)).collect();
    Some(Themes { dictionary: dictionary.written().to_owned(), shares })
}

/// The respondents of each atom: how many of them, by category, mention the same themes; sorted by themes.
struct Atoms(Vec<Vec<(u64, ByCategory)>>);

impl Atoms {
    fn new(mentions: &Mentions, atom_of: impl Fn(i32) -> Option<i32>) -> Self {
        let mut atoms: BTreeMap<Option<i32>, BTreeMap<u64, ByCategory>> = BTreeMap::new();
        for ((group, themes), people) in &mentions.0 {
            add(atoms.entry(atom_of(*group)).or_default().entry(*themes).or_default(), *people);
        }
        Self(atoms.into_values().map(|atom| atom.into_iter().collect()).collect())
    }

    /// Those whose themes are meant.
    fn people(&self, is_meant: impl Fn(u64) -> bool) -> ByCategory {
        let mut people = ByCategory::default();
        self.0.iter().flatten().filter(|(themes, _)| is_meant(*themes)).for_each(|(_, alike)| add(&mut people, *alike));
        people
    }

    /// The themes that may be told together, in their order: those that most people mention are chosen first, of equal
    /// ones the earlier.
    fn chosen(&self, themes: usize) -> Vec<usize> {
        let mut all: Vec<usize> = (0..themes).collect();
        all.sort_by_cached_key(|theme| Reverse(sum(self.people(|themes| themes & bit(*theme) != 0))));
        let mut told = 0;
        for theme in all {
            let with = told | bit(theme);
            let pairs = self.pairs(with);
            if (0..themes).filter(|theme| with & bit(*theme) != 0).all(|theme| pairs[theme] >= FINE_THRESHOLD) {
                told = with;
            }
        }
        (0..themes).filter(|theme| told & bit(*theme) != 0).collect()
    }

    /// By theme, how many pairs there are of two people of one atom who differ, of some themes, in this one alone.
    fn pairs(&self, told: u64) -> [u32; MOST_THEMES] {
        let mut pairs = [0; MOST_THEMES];
        for atom in &self.0 {
            let mut alike: BTreeMap<u64, u32> = BTreeMap::new();
            for (themes, people) in atom {
                *alike.entry(themes & told).or_default() += sum(*people);
            }
            for (themes, people) in &alike {
                for (theme, pairs) in pairs.iter_mut().enumerate().filter(|(theme, _)| themes & bit(*theme) != 0) {
                    *pairs += alike.get(&(themes ^ bit(theme))).map_or(0, |others| *others.min(people));
                }
            }
        }
        pairs
    }

    /// How many of each category could mention a theme, by what every group's figures say.
    fn possible(&self, theme: usize) -> Possible {
        let mut possible = Possible::default();
        for atom in &self.0 {
            let (mut all, mut said) = (ByCategory::default(), 0);
            for (themes, people) in atom {
                add(&mut all, *people);
                said += if themes & bit(theme) == 0 { 0 } else { sum(*people) };
            }
            let others = sum(all) - said;
            add(&mut possible.least, all.map(|people| people.saturating_sub(others)));
            add(&mut possible.most, all.map(|people| people.min(said)));
        }
        possible
    }
}

/// What a reader thinks possible: so many of each category, at least and at most, mention a theme.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Possible {
    least: ByCategory,
    most: ByCategory,
}

impl Possible {
    /// What is left of it where so many mention the theme in all; none if nothing is.
    fn of(self, all: u32) -> Option<Self> {
        let (fewest, most) = (sum(self.least), sum(self.most));
        if fewest > all || most < all {
            return None;
        }
        let mut left = self;
        for category in 0..self.least.len() {
            left.least[category] = self.least[category].max(all.saturating_sub(most - self.most[category]));
            left.most[category] = self.most[category].min(all - (fewest - self.least[category]));
        }
        Some(left)
    }

    /// Both halves, by whether fewer than so many of a category mention it.
    fn split(self, category: usize, at: u32, all: u32) -> [Option<Self>; 2] {
        let (mut fewer, mut others) = (self, self);
        fewer.most[category] = fewer.most[category].min(at - 1);
        others.least[category] = others.least[category].max(at);
        [fewer, others].map(|half| if half.least[category] > half.most[category] { None } else { half.of(all) })
    }

    /// Whether ten numbers of each category are left, or all that there were.
    fn is_open(&self, before: &Self) -> bool {
        (0..self.least.len()).all(|category| {
            let numbers = |of: &Self| of.most[category] + 1 - of.least[category];
            numbers(self) >= FINE_THRESHOLD.min(numbers(before))
        })
    }
}

/// What is told of a theme: at least so many per cent of each category mention it, none where nothing is told. `said`
/// mention it, `known` is what could be by other figures, `sizes` are the respondents of the categories.
///
/// What could be is halved again and again, at each step of each category in turn; but only where either half is open
/// enough. Whether it is halved does not depend on `said`, so what a reader can conclude from what is told is one such
/// piece, as a whole: the other thing answered.
fn shares(said: ByCategory, known: &Possible, sizes: ByCategory) -> ([Option<u32>; Category::ALL.len()], Possible) {
    let (mut at_least, all) = ([None; Category::ALL.len()], sum(said));
    let known = known.of(all).unwrap_or(*known);
    let mut piece = known;
    for number in 1..=ALL / STEPS[0] {
        for (category, size) in sizes.into_iter().enumerate() {
            let Some(share) = step(size).map(|step| number * step).filter(|share| *share <= ALL) else { continue };
            let at = people(share, size);
            match piece.split(category, at, all) {
                [Some(fewer), Some(others)] if fewer.is_open(&known) && others.is_open(&known) => {
                    let is_told = said[category] >= at;
                    piece = if is_told { others } else { fewer };
                    at_least[category] = Some(share).filter(|_| is_told).or(at_least[category]);
                }
                // That was known before.
                [None, Some(_)] => at_least[category] = Some(share),
                _ => {}
            }
        }
    }
    (at_least, piece)
}

/// The step in which shares of so many respondents are told; none for too few.
fn step(size: u32) -> Option<u32> {
    STEPS.into_iter().find(|step| u64::from(*step) * u64::from(size) >= u64::from(FINE_THRESHOLD * ALL))
}

/// The fewest people who are so many per cent.
fn people(share: u32, of: u32) -> u32 {
    u32::try_from((u64::from(share) * u64::from(of)).div_ceil(u64::from(ALL))).unwrap_or(u32::MAX)
}

fn bit(theme: usize) -> u64 {
    1 << theme
}

fn add(all: &mut ByCategory, more: ByCategory) {
    all.iter_mut().zip(more).for_each(|(all, more)| *all += more);
}

fn sum(people: ByCategory) -> u32 {
    people.iter().sum()
}

#[cfg(test)]
mod tests;
