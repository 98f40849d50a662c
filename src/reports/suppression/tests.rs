//! Hand-made cases, and random trees against a reader who does algebra.

use proptest::prelude::*;

use super::*;
use crate::waves::Group;

/// A tree from (parent, people directly in it), the root first.
fn tree(groups: &[(Option<i32>, u32)]) -> Tree {
    let group = |(number, (parent, direct_headcount)): (i32, &(Option<i32>, u32))| Group {
        number,
        parent: *parent,
        name: format!("{number}"),
        department: None,
        direct_headcount: *direct_headcount,
    };
    Tree::new((0..).zip(groups).map(group).collect())
}

fn published(tree: &Tree, respondents: &[u32], k: u32) -> Vec<i32> {
    publish(tree, respondents, k, &Publication::everything(tree)).groups().collect()
}

#[test]
fn below_the_threshold_not_even_the_whole_is_published() {
    let tree = tree(&[(None, 0), (Some(0), 10), (Some(0), 10)]);
    assert!(published(&tree, &[0, 2, 2], 5).is_empty());
    assert_eq!(published(&tree, &[0, 2, 3], 5), [0]);
}

#[test]
fn a_single_small_group_takes_the_smallest_neighbour_with_it() {
    let tree = tree(&[(None, 0), (Some(0), 20), (Some(0), 20), (Some(0), 20), (Some(0), 20)]);
    assert_eq!(published(&tree, &[0, 9, 6, 2, 8], 5), [0, 1, 4]);
    assert_eq!(published(&tree, &[0, 9, 6, 5, 8], 5), [0, 1, 2, 3, 4]);
}

#[test]
fn ties_go_by_number() {
    let tree = tree(&[(None, 0), (Some(0), 20), (Some(0), 20), (Some(0), 20)]);
    assert_eq!(published(&tree, &[0, 6, 6, 1], 5), [0, 2]);
}

#[test]
fn silent_people_are_people_too() {
    let staffed = tree(&[(None, 3), (Some(0), 20), (Some(0), 20)]);
    assert_eq!(published(&staffed, &[0, 6, 7], 5), [0, 2]);
    let empty = tree(&[(None, 0), (Some(0), 20), (Some(0), 20), (Some(0), 0)]);
    assert_eq!(published(&empty, &[0, 6, 7, 0], 5), [0, 1, 2]);
}

#[test]
fn a_single_child_that_is_everyone_needs_no_cover() {
    let tree = tree(&[(None, 0), (Some(0), 0), (Some(1), 8)]);
    assert_eq!(published(&tree, &[0, 0, 6], 5), [0, 1, 2]);
}

#[test]
fn a_withdrawn_group_leaves_its_own_groups_standing() {
    // 1 has the teams 2 and 3; 4 is too small and takes 1, the smaller of 1 and 5.
    let tree = tree(&[(None, 0), (Some(0), 0), (Some(1), 9), (Some(1), 9), (Some(0), 9), (Some(0), 40)]);
    assert_eq!(published(&tree, &[0, 0, 5, 6, 2, 30], 5), [0, 3, 5]);
}

#[test]
fn comments_are_chosen_among_the_groups_with_scores() {
    let tree = tree(&[(None, 0), (Some(0), 52), (Some(0), 11), (Some(0), 400)]);
    let respondents = [0, 41, 9, 300];
    let scores = publish(&tree, &respondents, 5, &Publication::everything(&tree));
    assert_eq!(scores.groups().count(), 4);
    let comments = publish(&tree, &respondents, 10, &scores);
    assert_eq!(comments.groups().collect::<Vec<_>>(), [0, 3]);
    assert_eq!(comments.atom_of(2), Some(0));
}

/// A random tree of at most four levels and twelve leaves, with direct staff, single children and silent groups:
/// (parent, people directly in it, respondents among them).
fn random_wave() -> impl Strategy<Value = (Vec<(Option<i32>, u32)>, Vec<u32>)> {
    let node = (any::<prop::sample::Index>(), 0..14_u32, 0..=100_u32, 0..4_u8);
    (prop::collection::vec(node, 1..20), 0..4_u32).prop_map(|(nodes, root_staff)| {
        let mut groups = vec![(None, root_staff)];
        let mut depth = vec![1];
        let mut respondents = vec![root_staff / 2];
        for (position, people, share, style) in nodes {
            // A launch numbers groups in the order of their paths, so any earlier group may be the parent.
            let open: Vec<usize> = (0..groups.len()).filter(|group| depth[*group] < 4).collect();
            let parent = open[position.index(open.len())];
            let answered = if style == 0 { 0 } else { people * share / 100 };
            groups.push((i32::try_from(parent).ok(), people));
            depth.push(depth[parent] + 1);
            respondents.push(answered);
        }
        (groups, respondents)
    })
}

fn leaves(tree: &Tree) -> usize {
    tree.groups().iter().filter(|group| tree.children(group.number).is_empty()).count()
}

/// The plain wording of the rule, searched from the start after each withdrawal.
fn publish_slowly(tree: &Tree, respondents: &[u32], k: u32) -> Vec<i32> {
    let totals = tree.totals(respondents);
    let headcounts = tree.headcounts();
    let is_above = |above: i32, below: i32| {
        let mut next = tree.group(below).and_then(|group| group.parent);
        while let Some(number) = next {
            if number == above {
                return true;
            }
            next = tree.group(number).and_then(|group| group.parent);
        }
        false
    };
    let mut chosen: Vec<i32> = (0..).take(tree.len()).filter(|group| totals[index(*group)] >= k).collect();
    if !chosen.contains(&0) {
        return Vec::new();
    }
    loop {
        chosen.sort_by_key(|group| (totals[index(*group)], *group));
        let nearest = |group: i32| -> Vec<i32> {
            let below: Vec<i32> = chosen.iter().copied().filter(|other| is_above(group, *other)).collect();
            below.iter().copied().filter(|b| !below.iter().any(|other| is_above(*other, *b))).collect()
        };
        let exposed = chosen.iter().copied().find_map(|group| {
            let below = nearest(group);
            let respondents = totals[index(group)] - below.iter().map(|b| totals[index(*b)]).sum::<u32>();
            let people = headcounts[index(group)] - below.iter().map(|b| headcounts[index(*b)]).sum::<u32>();
            (respondents < k && people > 0).then(|| below.first().copied()).flatten()
        });
        let Some(withdrawn) = exposed else { break };
        chosen.retain(|group| *group != withdrawn);
    }
    chosen.sort_unstable();
    chosen
}

/// Nodes of the tree as sets of cells: the people directly in each group.
fn cells(tree: &Tree, group: i32) -> u64 {
    tree.children(group).iter().fold(1 << group, |set, child| set | cells(tree, *child))
}

/// What a reader can work out: every union of cells whose total follows from the published totals by adding and
/// subtracting them. Elimination over the rationals keeps the published sets in echelon form.
struct Reader {
    rows: Vec<Vec<i64>>,
}

const PRIME: i64 = 1_000_000_007;
/// Up to this many groups the reader tries every union of cells.
const EXHAUSTIVE: usize = 8;

impl Reader {
    fn of(sets: impl Iterator<Item = u64>, width: usize) -> Self {
        let mut reader = Self { rows: Vec::new() };
        for set in sets {
            let rest = reader.reduce((0..width).map(|cell| i64::from(set >> cell & 1 == 1)).collect());
            if let Some(pivot) = rest.iter().position(|value| *value != 0) {
                let inverse = power(rest[pivot], PRIME - 2);
                reader.rows.push(rest.iter().map(|value| value * inverse % PRIME).collect());
            }
        }
        reader
    }

    fn reduce(&self, mut row: Vec<i64>) -> Vec<i64> {
        for known in &self.rows {
            let pivot = known.iter().position(|value| *value != 0).unwrap();
            let factor = row[pivot];
            for (value, other) in row.iter_mut().zip(known) {
                *value = (*value + (PRIME - factor) * other) % PRIME;
            }
        }
        row
    }

    fn knows(&self, set: u64, width: usize) -> bool {
        let row = (0..width).map(|cell| i64::from(set >> cell & 1 == 1)).collect();
        self.reduce(row).iter().all(|value| *value == 0)
    }
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

/// The smallest set of people that a reader learns the total of and that has people but fewer than `k` answers.
/// Published totals are unions of atoms, so what a reader learns are unions of atoms: those are tried, and every
/// set of whole groups, since a group is what the reader wants.
fn learns_too_much(tree: &Tree, shown: &[i32], respondents: &[u32], k: u32) -> bool {
    let width = tree.len();
    let reader = Reader::of(shown.iter().map(|group| cells(tree, *group)), width);
    let headcount = |set: u64| sum(tree.groups().iter().map(|group| group.direct_headcount), set);
    let answered = |set: u64| sum(respondents.iter().copied(), set);
    let is_small = |set: u64| headcount(set) > 0 && answered(set) < k;
    let wanted = (0..).take(width).flat_map(|group| {
        let whole = cells(tree, group);
        let below = tree.children(group).iter().map(move |child| whole & !cells(tree, *child));
        [whole, 1 << group].into_iter().chain(below).collect::<Vec<_>>()
    });
    let differences = shown.iter().flat_map(|group| {
        let whole = cells(tree, *group);
        let inner: Vec<u64> =
            shown.iter().map(|other| cells(tree, *other)).filter(|set| set & whole == *set && *set != whole).collect();
        let rest = inner.iter().fold(whole, |rest, set| rest & !set);
        inner.into_iter().map(move |set| whole & !set).chain([rest])
    });
    // On small trees every set of people whatever is tried.
    let every = if width <= EXHAUSTIVE { 1..1 << width } else { 0..0 };
    wanted.chain(differences).chain(every).any(|set| set != 0 && is_small(set) && reader.knows(set, width))
}

fn sum(figures: impl Iterator<Item = u32>, set: u64) -> u32 {
    (0..).zip(figures).filter(|(cell, _)| set >> cell & 1 == 1).map(|(_, figure)| figure).sum()
}

/// As many random waves as `PROPTEST_CASES` says; this many without it. The full setting is 50,000.
fn cases() -> ProptestConfig {
    ProptestConfig { failure_persistence: None, max_global_rejects: 1 << 20, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn no_reader_works_out_a_group_below_the_threshold((groups, respondents) in random_wave()) {
        let tree = tree(&groups);
        prop_assume!(leaves(&tree) <= 12);
        let shown = published(&tree, &respondents, 5);
        prop_assert_eq!(&shown, &publish_slowly(&tree, &respondents, 5));
        prop_assert!(!learns_too_much(&tree, &shown, &respondents, 5));
    }

    #[test]
    fn the_comment_groups_are_safe_by_themselves((groups, respondents) in random_wave()) {
        let tree = tree(&groups);
        prop_assume!(leaves(&tree) <= 12);
        let scores = publish(&tree, &respondents, 5, &Publication::everything(&tree));
        let comments = publish(&tree, &respondents, 10, &scores);
        let shown: Vec<i32> = comments.groups().collect();
        prop_assert!(shown.iter().all(|group| scores.contains(*group)));
        prop_assert!(!learns_too_much(&tree, &shown, &respondents, 10));
    }
}

#[test]
fn without_withdrawals_the_same_reader_learns_too_much() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let (mut all, mut needed, mut caught) = (0, 0, 0);
    for _ in 0..400 {
        let (groups, respondents) = random_wave().new_tree(&mut runner).unwrap().current();
        let tree = tree(&groups);
        let totals = tree.totals(&respondents);
        let uncovered: Vec<i32> = (0..).take(tree.len()).filter(|group| totals[index(*group)] >= 5).collect();
        if totals[0] < 5 || leaves(&tree) > 12 {
            continue;
        }
        all += 1;
        needed += i32::from(uncovered != published(&tree, &respondents, 5));
        caught += i32::from(learns_too_much(&tree, &uncovered, &respondents, 5));
    }
    assert!(needed * 10 >= all * 3, "{needed} of {all} waves need a withdrawal");
    assert_eq!(caught, needed);
}

#[test]
fn five_thousand_groups_are_decided_at_once() {
    // Every second team is too small, under departments of fifty in one chain after another.
    let mut groups = vec![(None, 0)];
    let mut respondents = vec![0];
    for number in 1..5_000 {
        let parent = if number % 50 == 1 { number / 100 } else { number - number % 50 + i32::from(number % 50 != 0) };
        groups.push((Some(parent.min(number - 1)), 12));
        respondents.push(if number % 2 == 0 { 3 } else { 6 });
    }
    let tree = tree(&groups);
    let shown = published(&tree, &respondents, 5);
    assert!(shown.len() > 50 && shown.len() < 5_000);
}
