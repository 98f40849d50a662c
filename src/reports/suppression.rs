//! Which groups may be shown: never one from whose figures a smaller group's could be worked out.
//!
//! Looks at how many answered, never at what they answered: a rule that depended on answers would help a reader
//! who knows the rule.

use std::collections::BTreeSet;

use crate::waves::Tree;

#[cfg(test)]
mod tests;

/// The groups of a wave that are published whole. Everyone else is counted in the *atom* of the nearest published
/// group above: its people without those under published groups below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publication {
    /// By group number.
    published: Vec<bool>,
    /// By group number: the group whose atom its direct people are counted in.
    atoms: Vec<Option<i32>>,
}

impl Publication {
    fn new(tree: &Tree, published: Vec<bool>) -> Self {
        let mut atoms: Vec<Option<i32>> = Vec::with_capacity(tree.len());
        for (group, is_published) in tree.groups().iter().zip(&published) {
            let above = group.parent.and_then(|parent| atoms.get(index(parent)).copied().flatten());
            atoms.push(if *is_published { Some(group.number) } else { above });
        }
        Self { published, atoms }
    }

    /// Every group: what [`publish`] chooses among at first.
    #[must_use]
    pub fn everything(tree: &Tree) -> Self {
        Self::new(tree, vec![true; tree.len()])
    }

    /// Whether a group is published.
    #[must_use]
    pub fn contains(&self, group: i32) -> bool {
        self.published.get(index(group)).copied().unwrap_or(false)
    }

    /// The published groups, by number.
    pub fn groups(&self) -> impl Iterator<Item = i32> {
        (0..).zip(&self.published).filter(|(_, published)| **published).map(|(group, _)| group)
    }

    /// Whether nothing may be shown, not even the whole.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        !self.contains(0)
    }

    /// The published group in whose atom the people directly in a group are counted.
    #[must_use]
    pub fn atom_of(&self, group: i32) -> Option<i32> {
        self.atoms.get(index(group)).copied().flatten()
    }
}

/// Chooses what may be published among some groups: `respondents` and the tree's headcounts are of the people
/// *directly* in each group, `k` is the least number of respondents of an atom.
///
/// Groups with fewer respondents are left out. While the atom of a published group has people but fewer than `k`
/// respondents, the smallest published group standing directly under it is withdrawn alone, and those that it had
/// under it stand in its place. Groups are visited, and ties decided, by respondents, then number.
///
/// ```
/// use candor::reports::suppression::{Publication, publish};
/// use candor::waves::{Group, Tree};
/// let group = |number, parent| Group { number, parent, name: String::new(), department: None, direct_headcount: 10 };
/// // Three teams of ten; the direct staff of the root is the fourth part.
/// let tree = Tree::new(vec![group(0, None), group(1, Some(0)), group(2, Some(0)), group(3, Some(0))]);
/// let among = Publication::everything(&tree);
/// // The third team has too few answers and the direct staff none: a second team covers for them.
/// let published = publish(&tree, &[0, 7, 6, 2], 5, &among);
/// assert_eq!(published.groups().collect::<Vec<_>>(), [0, 1]);
/// assert_eq!(published.atom_of(3), Some(0));
/// ```
///
/// # Panics
/// When there are not as many figures as groups.
#[must_use]
pub fn publish(tree: &Tree, respondents: &[u32], k: u32, among: &Publication) -> Publication {
    assert_eq!(respondents.len(), tree.len(), "every group has its respondents");
    let mut draft = Draft::new(tree, &tree.totals(respondents), k, among);
    if !tree.is_empty() && draft.published[0] {
        draft.cover_small_atoms();
        Publication::new(tree, draft.published)
    } else {
        Publication::new(tree, vec![false; tree.len()])
    }
}

/// Respondents and number of a group: the order in which groups are visited and withdrawn.
type Rank = (u32, i32);

/// A publication while groups are withdrawn from it.
struct Draft {
    k: u32,
    respondents: Vec<u32>,
    published: Vec<bool>,
    /// Nearest published groups below each published one, smallest first.
    standing: Vec<BTreeSet<Rank>>,
    /// Respondents and people of each published group's atom.
    atoms: Vec<(u32, u32)>,
}

impl Draft {
    fn new(tree: &Tree, respondents: &[u32], k: u32, among: &Publication) -> Self {
        let large = |number: i32| among.contains(number) && respondents[index(number)] >= k;
        let published: Vec<bool> = tree.groups().iter().map(|group| large(group.number)).collect();
        let headcounts = tree.headcounts();
        let mut atoms: Vec<(u32, u32)> = respondents.iter().copied().zip(headcounts.iter().copied()).collect();
        let mut standing = vec![BTreeSet::new(); tree.len()];
        let nearest = Publication::new(tree, published.clone());
        for number in nearest.groups() {
            let above = tree.group(number).and_then(|group| group.parent).and_then(|parent| nearest.atom_of(parent));
            let Some(above) = above.map(index) else { continue };
            standing[above].insert((respondents[index(number)], number));
            atoms[above].0 -= respondents[index(number)];
            atoms[above].1 -= headcounts[index(number)];
        }
        Self { k, respondents: respondents.to_vec(), published, standing, atoms }
    }

    /// Whether a published group's atom is too small, and a group below could cover for it.
    fn is_exposed(&self, group: usize) -> bool {
        let (respondents, people) = self.atoms[group];
        !self.standing[group].is_empty() && respondents < self.k && people > 0
    }

    /// Withdraws until no atom is too small. Withdrawing changes one atom only, so the exposed groups are kept in
    /// a queue instead of being searched from the start each time.
    fn cover_small_atoms(&mut self) {
        let mut exposed: BTreeSet<Rank> = (0..)
            .zip(&self.published)
            .filter(|(number, published)| **published && self.is_exposed(index(*number)))
            .map(|(number, _)| (self.respondents[index(number)], number))
            .collect();
        while let Some((respondents, group)) = exposed.pop_first() {
            let Some((_, smallest)) = self.standing[index(group)].pop_first() else { continue };
            exposed.remove(&(self.respondents[index(smallest)], smallest));
            self.withdraw(index(smallest), index(group));
            if self.is_exposed(index(group)) {
                exposed.insert((respondents, group));
            }
        }
    }

    /// Takes a group back; what stood under it stands under the one above.
    fn withdraw(&mut self, group: usize, above: usize) {
        self.published[group] = false;
        let mut moved = std::mem::take(&mut self.standing[group]);
        self.standing[above].append(&mut moved);
        let (respondents, people) = self.atoms[group];
        self.atoms[above].0 += respondents;
        self.atoms[above].1 += people;
    }
}

fn index(group: i32) -> usize {
    usize::try_from(group).unwrap_or(usize::MAX)
}
