//! What the count leaves of the answers: numbers by atom, and comments by place. Nothing finer.

use std::collections::BTreeMap;

use super::suppression::{Publication, publish};
use super::{Category, Counts};
use crate::waves::{CommentsBy, Tree};

/// Comments and distributions need at least this many respondents, or the wave's threshold if that is higher.
pub const FINE_THRESHOLD: u32 = 10;
/// How many scores there are, 0 to 10.
pub const CHOICES: usize = 11;

/// Answers by score, from 0 to 10.
pub type Distribution = [u32; CHOICES];

/// One opened ballot. It says nothing of who cast it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The group it counts in.
    pub group: i32,
    /// 0 to 10.
    pub score: u8,
    /// The comment, if there is one.
    pub comment: Option<String>,
}

/// Where a comment is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// In a comment atom, by the number of its published group.
    Atom(i32),
    /// Under a category of the whole wave.
    Category(Category),
}

impl Place {
    /// The word in the database and in addresses: `12` or `promoter`.
    #[must_use]
    pub fn word(self) -> String {
        match self {
            Self::Atom(group) => group.to_string(),
            Self::Category(category) => category.word().to_owned(),
        }
    }

    /// The place of a word.
    ///
    /// ```
    /// use candor::reports::{Category, Place};
    /// assert_eq!(Place::from_word("12"), Some(Place::Atom(12)));
    /// assert_eq!(Place::from_word("passive"), Some(Place::Category(Category::Passive)));
    /// assert_eq!(Place::from_word("all"), None);
    /// ```
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        let category = || Category::from_word(word).map(Self::Category);
        word.parse().ok().map(Self::Atom).or_else(category)
    }
}

/// An answer names a group that the wave's tree does not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an answer names group {0}, which the wave does not have")]
pub struct UnknownGroup(pub i32);

/// A counted wave.
///
/// What is kept of the scores is promoters, passives and detractors by atom of the groups with scores, and 0 to 10
/// by atom of the groups with comments, which are unions of the former. Every one of these numbers is in the
/// published report or is a difference of two numbers in it, so the stored tallies tell nothing that the report
/// does not. Comments are kept apart from all of it, without their scores.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tallied {
    /// The groups whose counts and scores are published.
    pub scores: Publication,
    /// The groups whose distributions are published, and in whose atoms comments are shown.
    pub fine: Publication,
    /// By atom of the groups with scores.
    pub counts: BTreeMap<i32, Counts>,
    /// By atom of the groups with distributions.
    pub distributions: BTreeMap<i32, Distribution>,
    /// Comments with their places, sorted, so that they tell nothing of the order in which they came.
    pub comments: Vec<(Place, String)>,
}

impl Tallied {
    /// Counts answers. Which groups are published is decided from how many answered before any score is read;
    /// with fewer respondents than the threshold no group is, and nothing is kept.
    ///
    /// # Errors
    /// When an answer names a group that the tree does not have: nothing is dropped in silence.
    pub fn count(tree: &Tree, threshold: u32, by: CommentsBy, answers: Vec<Answer>) -> Result<Self, UnknownGroup> {
        let respondents = respondents(tree, &answers)?;
        let scores = publish(tree, &respondents, threshold, &Publication::everything(tree));
        let fine = publish(tree, &respondents, threshold.max(FINE_THRESHOLD), &scores);
        let mut counts: BTreeMap<i32, Counts> = BTreeMap::new();
        for group in tree.groups() {
            if let Some(atom) = scores.atom_of(group.number) {
                counts.entry(atom).or_default().headcount += group.direct_headcount;
            }
        }
        let mut distributions: BTreeMap<i32, Distribution> = fine.groups().map(|group| (group, [0; CHOICES])).collect();
        for answer in &answers {
            if let Some(atom) = scores.atom_of(answer.group).and_then(|atom| counts.get_mut(&atom)) {
                atom.add(Category::of(answer.score));
            }
            if let Some(atom) = fine.atom_of(answer.group).and_then(|atom| distributions.get_mut(&atom)) {
                atom[usize::from(answer.score).min(CHOICES - 1)] += 1;
            }
        }
        let comments = place_comments(&fine, by, answers);
        Ok(Self { scores, fine, counts, distributions, comments })
    }

    /// Whether too few answered for anything to be told.
    #[must_use]
    pub fn is_too_few(&self) -> bool {
        self.scores.is_empty()
    }
}

/// Those who answered, directly in each group.
fn respondents(tree: &Tree, answers: &[Answer]) -> Result<Vec<u32>, UnknownGroup> {
    let mut respondents = vec![0; tree.len()];
    for answer in answers {
        let group = usize::try_from(answer.group).ok().and_then(|index| respondents.get_mut(index));
        *group.ok_or(UnknownGroup(answer.group))? += 1;
    }
    Ok(respondents)
}

/// Gives each comment its place; those without one (a category of fewer than ten) are dropped.
fn place_comments(fine: &Publication, by: CommentsBy, answers: Vec<Answer>) -> Vec<(Place, String)> {
    let size = |wanted: Category| answers.iter().filter(|answer| Category::of(answer.score) == wanted).count();
    let fine_threshold = usize::try_from(FINE_THRESHOLD).unwrap_or(usize::MAX);
    let large: Vec<Category> =
        Category::ALL.into_iter().filter(|category| !fine.is_empty() && size(*category) >= fine_threshold).collect();
    let place = |answer: &Answer| match by {
        CommentsBy::Group => fine.atom_of(answer.group).map(Place::Atom),
        CommentsBy::Category => {
            Some(Category::of(answer.score)).filter(|category| large.contains(category)).map(Place::Category)
        }
    };
    let placed = answers.into_iter().filter_map(|answer| Some((place(&answer)?, answer.comment?)));
    let mut comments: Vec<(Place, String)> = placed.filter(|(_, text)| !text.is_empty()).collect();
    comments.sort_unstable();
    comments
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::waves::Group;

    fn tree(teams: &[u32]) -> Tree {
        let root = Group { number: 0, parent: None, name: String::new(), department: None, direct_headcount: 0 };
        let team = |(number, direct_headcount): (i32, &u32)| Group {
            number,
            parent: Some(0),
            name: format!("Team {number}"),
            department: None,
            direct_headcount: *direct_headcount,
        };
        Tree::new(std::iter::once(root).chain((1..).zip(teams).map(team)).collect())
    }

    fn answers(group: i32, scores: &[u8]) -> Vec<Answer> {
        let answer = |score: &u8| Answer { group, score: *score, comment: Some(format!("{group} gave {score}")) };
        scores.iter().map(answer).collect()
    }

    #[test]
    fn nothing_finer_than_an_atom_is_kept() {
        // Teams of 12, 6 and 5 respondents: three atoms of scores, one of distributions and comments besides the first.
        let all = [answers(1, &[9; 12]), answers(2, &[3; 6]), answers(3, &[7; 5])].concat();
        let tallied = Tallied::count(&tree(&[20, 20, 20]), 5, CommentsBy::Group, all).unwrap();
        assert_eq!(tallied.counts.len(), 4);
        assert_eq!(tallied.counts[&2], Counts { headcount: 20, detractors: 6, ..Counts::default() });
        assert_eq!(tallied.counts[&0], Counts::default());
        assert_eq!(tallied.distributions.keys().copied().collect::<Vec<_>>(), [0, 1]);
        assert_eq!(tallied.distributions[&0], [0, 0, 0, 6, 0, 0, 0, 5, 0, 0, 0]);
        assert!(tallied.comments.iter().all(|(place, text)| *place == Place::Atom(i32::from(text.starts_with('1')))));
    }

    #[test]
    fn too_few_answers_leave_nothing() {
        let tallied = Tallied::count(&tree(&[20]), 5, CommentsBy::Group, answers(1, &[9; 4])).unwrap();
        assert!(tallied.is_too_few());
        assert!(tallied.counts.is_empty() && tallied.distributions.is_empty() && tallied.comments.is_empty());
    }

    #[test]
    fn between_the_thresholds_scores_are_kept_and_comments_are_not() {
        for by in [CommentsBy::Group, CommentsBy::Category] {
            let tallied = Tallied::count(&tree(&[20]), 5, by, answers(1, &[9; 9])).unwrap();
            assert_eq!(tallied.counts[&1].promoters, 9);
            assert!(tallied.distributions.is_empty() && tallied.comments.is_empty());
        }
    }

    #[test]
    fn by_category_only_categories_of_ten_keep_their_comments() {
        let all = [answers(1, &[9; 10]), answers(1, &[2; 9])].concat();
        let tallied = Tallied::count(&tree(&[20]), 5, CommentsBy::Category, all).unwrap();
        assert_eq!(tallied.comments.len(), 10);
        assert!(tallied.comments.iter().all(|(place, _)| *place == Place::Category(Category::Promoter)));
    }

    #[test]
    fn exchanging_answers_within_an_atom_changes_nothing() {
        let one = [answers(1, &[9, 3, 7]), answers(2, &[1, 2, 10, 10, 8])].concat();
        let mut other: Vec<Answer> = one.iter().rev().cloned().collect();
        // The two teams are too small and large enough: one atom between them.
        for answer in &mut other {
            answer.group = 3 - answer.group;
        }
        for answer in other.iter_mut().take(2) {
            answer.group = 2;
        }
        let tree = tree(&[9, 9]);
        let counted = |answers| Tallied::count(&tree, 8, CommentsBy::Group, answers).unwrap().counts;
        assert_eq!(counted(one), counted(other));
    }

    #[test]
    fn an_answer_of_no_group_stops_the_count() {
        let result = Tallied::count(&tree(&[9]), 5, CommentsBy::Group, answers(2, &[9; 6]));
        assert_eq!(result, Err(UnknownGroup(2)));
    }
}
