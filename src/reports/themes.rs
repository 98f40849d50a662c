//! Themes among promoters, passives and detractors: counted once, at the count, for the whole wave.
//!
//! Comments of departments are read one by one, without their scores, so a reader knows exactly which comments have a
//! theme. What is told of a theme must not tell the category of one of them, whatever is subtracted from it:
//!
//! - Shares are told in steps, each of at least ten respondents of the category, as "at least so much". Numbers are
//!   neither told nor stored. A category too small for such a step tells nothing.
//! - Of those who mention a theme, at least ten are always left of whom the share says nothing: so a theme that fewer
//!   than twenty mention tells nothing, and none tells that nearly all who mention it are of one category.
//! - Two themes, or a theme and any union of published groups, that differ by one to nine people are not told
//!   together: of two themes the one that fewer mention goes, of equal ones the later. This looks at who mentions what
//!   in which atom, never at a score.

use serde::{Deserialize, Serialize};

use super::reading::{Dictionary, MOST_THEMES, Reader};
use super::tally::{FINE_THRESHOLD, Tallied};
use super::{Answer, Category};
use crate::i18n::Lang;

/// Steps in which shares are told, in per cent; the smallest is used that is ten respondents or more.
const STEPS: [u32; 5] = [5, 10, 20, 25, 50];

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

/// What one answer mentions: group, category, and a bit for each theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mention {
    group: i32,
    category: Category,
    themes: u64,
}

// A bit for each theme.
const _: () = assert!(MOST_THEMES <= u64::BITS as usize);

/// Reads the comments of all answers.
pub(super) fn read(dictionary: &Dictionary, answers: &[Answer]) -> Vec<Mention> {
    let mut reader = Reader::new(dictionary);
    let mut mention = |answer: &Answer| {
        let comment = answer.comment.as_deref().unwrap_or_default();
        let themes = reader.themes(comment).into_iter().fold(0, |bits, theme| bits | (1_u64 << theme));
        Mention { group: answer.group, category: Category::of(answer.score), themes }
    };
    answers.iter().map(&mut mention).collect()
}

/// What may be told of them; nothing where comments may not be shown either.
pub(super) fn publish(dictionary: &Dictionary, mentions: &[Mention], tallied: &Tallied) -> Option<Themes> {
    if tallied.fine.is_empty() {
        return None;
    }
    let sizes = Category::ALL.map(|category| count(mentions, |mention| mention.category == category));
    let atoms = Atoms::new(mentions, |group| tallied.scores.atom_of(group));
    let mut told: Vec<usize> = (0..dictionary.themes().len()).filter(|theme| atoms.is_apart(*theme)).collect();
    // Those that most people mention come first: what is too like one of them goes.
    let all: Vec<u32> =
        (0..dictionary.themes().len()).map(|theme| count(mentions, |mention| mention.has(theme))).collect();
    told.sort_by_key(|theme| (std::cmp::Reverse(all[*theme]), *theme));
    let mut kept: Vec<usize> = Vec::new();
    for theme in told {
        if kept.iter().all(|other| atoms.differ_enough(theme, *other)) {
            kept.push(theme);
        }
    }
    kept.sort_unstable();
    let shares = kept.into_iter().map(|theme| {
        let mut at_least = [None; Category::ALL.len()];
        for (index, category) in Category::ALL.into_iter().enumerate() {
            let said = count(mentions, |mention| mention.category == category && mention.has(theme));
            at_least[index] = share(said, all[theme], sizes[index]);
        }
        let theme = &dictionary.themes()[theme];
        ThemeShares { names: Lang::ALL.map(|lang| theme.name(lang).to_owned()), at_least }
    });
    let shares = shares.filter(|theme| theme.at_least.iter().any(Option::is_some)).collect();
    Some(Themes { dictionary: dictionary.written().to_owned(), shares })
}

impl Mention {
    fn has(self, theme: usize) -> bool {
        self.themes >> theme & 1 == 1
    }
}

fn count(mentions: &[Mention], is_meant: impl Fn(Mention) -> bool) -> u32 {
    u32::try_from(mentions.iter().filter(|mention| is_meant(**mention)).count()).unwrap_or(u32::MAX)
}

/// What is told of a theme in a category: `said` of the category's `size` mention it, `all` do in any category.
/// In per cent, rounded down to a step of at least ten respondents; none for nothing.
fn share(said: u32, all: u32, size: u32) -> Option<u32> {
    let (fewest, wide) = (u64::from(FINE_THRESHOLD), u64::from);
    let step = STEPS.into_iter().find(|step| wide(*step) * wide(size) >= fewest * 100)?;
    let sure = said.min(all.saturating_sub(FINE_THRESHOLD));
    let steps = wide(sure) * 100 / (wide(step) * wide(size));
    u32::try_from(steps).ok().map(|steps| steps * step).filter(|share| *share > 0)
}

/// How many respondents of each atom mention the same themes.
struct Atoms(Vec<Vec<(u64, u32)>>);

impl Atoms {
    fn new(mentions: &[Mention], atom_of: impl Fn(i32) -> Option<i32>) -> Self {
        let mut keys: Vec<(Option<i32>, u64)> =
            mentions.iter().map(|mention| (atom_of(mention.group), mention.themes)).collect();
        keys.sort_unstable();
        let atoms = keys.chunk_by(|one, other| one.0 == other.0);
        let alike = |atom: &[(Option<i32>, u64)]| {
            let alike = atom.chunk_by(|one, other| one.1 == other.1);
            alike.map(|some| (some[0].1, u32::try_from(some.len()).unwrap_or(u32::MAX))).collect()
        };
        Self(atoms.map(alike).collect())
    }

    /// How many people's answers stay in what is left of a figure when any whole atoms are subtracted: a person counts
    /// as `value` of their themes, and an atom can be subtracted any number of times.
    fn left(&self, value: impl Fn(u64) -> usize) -> u32 {
        let of_atom = |atom: &Vec<(u64, u32)>| {
            let mut by_value = [0_u32; 3];
            for (themes, people) in atom {
                by_value[value(*themes)] += people;
            }
            by_value.iter().sum::<u32>() - by_value.into_iter().max().unwrap_or(0)
        };
        self.0.iter().map(of_atom).sum()
    }

    /// Whether those who mention a theme are not nearly a union of atoms.
    fn is_apart(&self, theme: usize) -> bool {
        is_enough(self.left(|themes| bit(themes, theme)))
    }

    /// Whether the difference and the sum of two themes leave nobody nearly alone.
    fn differ_enough(&self, one: usize, other: usize) -> bool {
        is_enough(self.left(|themes| 1 + bit(themes, one) - bit(themes, other)))
            && is_enough(self.left(|themes| bit(themes, one) + bit(themes, other)))
    }
}

fn bit(themes: u64, theme: usize) -> usize {
    usize::from(themes >> theme & 1 == 1)
}

/// Nobody, or at least ten.
fn is_enough(people: u32) -> bool {
    people == 0 || people >= FINE_THRESHOLD
}

#[cfg(test)]
mod tests;
