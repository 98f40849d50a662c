//! A reader of a report who knows the tree, writes an equation for every row shown, and solves them. Written
//! without the program's own rule: it knows only rows and sets of people.

use candor::waves::Tree;

/// All arithmetic is modulo this prime, which no sum here reaches.
const PRIME: i64 = 1_000_000_007;

/// The rows shown, as sets of cells: a cell is the people directly in a group.
pub struct Reader {
    width: usize,
    /// What each group leaves besides the shown groups inside it.
    rests: Vec<u64>,
    /// In echelon form: what is known, and what follows from it.
    rows: Vec<Vec<i64>>,
}

impl Reader {
    /// Of the groups and rests that a page shows with figures.
    pub fn new(tree: &Tree, groups: &[i32], rests: &[i32]) -> Self {
        let rest = |group: i32| {
            let whole = cells(tree, group);
            let below = groups.iter().filter(|other| **other != group).map(|other| cells(tree, *other));
            whole & !below.filter(|set| set & whole == *set).fold(0, |all, set| all | set)
        };
        let all = (0..).take(tree.len()).map(rest).collect();
        let mut reader = Self { width: tree.len(), rests: all, rows: Vec::new() };
        for group in groups {
            reader.learn(cells(tree, *group));
        }
        for group in rests {
            reader.learn(rest(*group));
        }
        reader
    }

    /// How many figures are independent of each other.
    pub fn rank(&self) -> usize {
        self.rows.len()
    }

    fn learn(&mut self, set: u64) {
        let rest = self.reduce(set);
        if let Some(pivot) = rest.iter().position(|value| *value != 0) {
            let inverse = power(rest[pivot], PRIME - 2);
            self.rows.push(rest.iter().map(|value| value * inverse % PRIME).collect());
        }
    }

    /// What is left of a set once everything known is subtracted.
    fn reduce(&self, set: u64) -> Vec<i64> {
        let mut row: Vec<i64> = (0..self.width).map(|cell| i64::from(set >> cell & 1 == 1)).collect();
        for known in &self.rows {
            let pivot = known.iter().position(|value| *value != 0).unwrap();
            let factor = row[pivot];
            for (value, other) in row.iter_mut().zip(known) {
                *value = (*value + (PRIME - factor) * other) % PRIME;
            }
        }
        row
    }

    /// Whether the total of a set of people follows from what is shown.
    pub fn knows(&self, set: u64) -> bool {
        self.reduce(set).iter().all(|value| *value == 0)
    }

    /// A set of people with fewer than `k` answers whose figures follow, if there is one: every union of cells is
    /// tried on small trees, and on larger ones every group, every direct staff, every difference of two
    /// groups, and what each leaves.
    pub fn exposes(&self, tree: &Tree, respondents: &[u32], k: u32) -> Option<u64> {
        let whole = |group: i32| cells(tree, group);
        let numbers = || (0..).take(self.width);
        let differences = numbers().flat_map(|one| numbers().map(move |other| whole(one) & !whole(other)));
        let staff = numbers().map(|group| 1 << group);
        let unions = if self.width <= 10 { 1..1 << self.width } else { 0..0 };
        let sets = numbers().map(whole).chain(staff).chain(self.rests.iter().copied()).chain(differences).chain(unions);
        let headcounts: Vec<u32> = tree.groups().iter().map(|group| group.direct_headcount).collect();
        let mut small = sets.filter(|set| sum(&headcounts, *set) > 0 && sum(respondents, *set) < k);
        small.find(|set| self.knows(*set))
    }
}

/// The people under a group, as the set of cells.
fn cells(tree: &Tree, group: i32) -> u64 {
    tree.children(group).iter().fold(1 << group, |set, child| set | cells(tree, *child))
}

fn sum(figures: &[u32], set: u64) -> u32 {
    (0..).zip(figures).filter(|(cell, _)| set >> cell & 1 == 1).map(|(_, figure)| *figure).sum()
}

fn power(mut base: i64, mut exponent: i64) -> i64 {
    let mut result = 1;
    while exponent > 0 {
        if exponent & 1 == 1 {
            result = result * base % PRIME;
        }
        base = base * base % PRIME;
        exponent >>= 1;
    }
    result
}
