//! The rows of the table: which there are, in which order, with which figures.

use std::collections::{BTreeMap, HashMap};

use super::published::{Figures, PublishedReport, Row, RowKind};
use super::tally::{Distribution, Tallied};
use super::{Counts, Publication};
use crate::db::DepartmentId;
use crate::waves::{Group, Tree};

/// Every group that has people, and the rest of each published group as a row of its own.
pub(super) fn rows(tree: &Tree, tallied: &Tallied, before: Option<&PublishedReport>) -> Vec<Row> {
    let table = Table {
        tree,
        tallied,
        headcounts: tree.headcounts(),
        counts: sum_atoms(tree, &tallied.scores, &tallied.counts, |sum, more| *sum += *more),
        distributions: sum_atoms(tree, &tallied.fine, &tallied.distributions, |sum: &mut Distribution, more| {
            sum.iter_mut().zip(more).for_each(|(sum, more)| *sum += more);
        }),
        before: before.map(by_department).unwrap_or_default(),
    };
    let mut rows = Vec::with_capacity(tree.len());
    if let Some(root) = tree.group(0) {
        table.write(root, &mut rows);
    }
    rows
}

/// What the atom of a published group is: the whole group, other teams in it, or its direct staff.
pub(super) fn atom_kind(tree: &Tree, publication: &Publication, group: i32) -> RowKind {
    let (mut has_published, mut has_withheld) = (false, false);
    let headcounts = tree.headcounts();
    let mut below: Vec<i32> = tree.children(group).to_vec();
    while let Some(child) = below.pop() {
        if publication.contains(child) {
            has_published = true;
        } else if usize::try_from(child).is_ok_and(|index| headcounts.get(index).is_some_and(|people| *people > 0)) {
            has_withheld = true;
            below.extend(tree.children(child));
        }
    }
    match (has_published, has_withheld) {
        (false, _) => RowKind::Group,
        (true, true) => RowKind::Others,
        (true, false) => RowKind::Direct,
    }
}

/// Figures of whole published groups: the sum over the atoms under each.
fn sum_atoms<T: Clone>(
    tree: &Tree,
    publication: &Publication,
    atoms: &BTreeMap<i32, T>,
    add: impl Fn(&mut T, &T),
) -> BTreeMap<i32, T> {
    let mut totals: BTreeMap<i32, T> =
        publication.groups().filter_map(|group| Some((group, atoms.get(&group)?.clone()))).collect();
    for group in tree.groups().iter().rev() {
        let above = group.parent.and_then(|parent| publication.atom_of(parent));
        let (Some(above), Some(own)) = (above, totals.get(&group.number).cloned()) else { continue };
        if let Some(sum) = totals.get_mut(&above) {
            add(sum, &own);
        }
    }
    totals
}

fn by_department(before: &PublishedReport) -> HashMap<Option<DepartmentId>, Counts> {
    let wholes = before.rows.iter().filter(|row| row.kind == RowKind::Group);
    let known = wholes.filter(|row| row.department.is_some() || row.path.is_empty());
    known.filter_map(|row| Some((row.department, row.figures.as_ref()?.counts))).collect()
}

struct Table<'a> {
    tree: &'a Tree,
    tallied: &'a Tallied,
    headcounts: Vec<u32>,
    counts: BTreeMap<i32, Counts>,
    distributions: BTreeMap<i32, Distribution>,
    /// Counts of the wave before; those of everyone under no department.
    before: HashMap<Option<DepartmentId>, Counts>,
}

impl Table<'_> {
    /// Writes a group, the groups below it by name, and what is left of it.
    fn write(&self, group: &Group, rows: &mut Vec<Row>) {
        rows.push(self.row(group, RowKind::Group, self.figures(group)));
        let mut children: Vec<&Group> =
            self.tree.children(group.number).iter().filter_map(|n| self.tree.group(*n)).collect();
        children.retain(|child| self.has_people(child));
        children.sort_by_cached_key(|child| sort_key(&child.name));
        for child in children {
            self.write(child, rows);
        }
        if let Some((kind, counts)) = self.rest(group) {
            rows.push(self.row(group, kind, Some(Figures { counts, before: None, distribution: None })));
        }
    }

    fn row(&self, group: &Group, kind: RowKind, figures: Option<Figures>) -> Row {
        let path = self.tree.path(group.number).into_iter().collect();
        let department = group.department.filter(|_| kind == RowKind::Group);
        Row { group: group.number, kind, path, department, figures }
    }

    fn has_people(&self, group: &Group) -> bool {
        usize::try_from(group.number).is_ok_and(|index| self.headcounts.get(index).is_some_and(|people| *people > 0))
    }

    fn figures(&self, group: &Group) -> Option<Figures> {
        let counts = *self.counts.get(&group.number)?;
        let is_known = group.department.is_some() || group.parent.is_none();
        let before = self.before.get(&group.department).filter(|_| is_known).copied();
        let distribution = self.distributions.get(&group.number).copied();
        Some(Figures { counts, before, distribution })
    }

    /// The atom of a published group, unless it is the whole group or has nobody in it.
    fn rest(&self, group: &Group) -> Option<(RowKind, Counts)> {
        let counts = *self.tallied.counts.get(&group.number).filter(|counts| counts.headcount > 0)?;
        match atom_kind(self.tree, &self.tallied.scores, group.number) {
            RowKind::Group => None,
            kind => Some((kind, counts)),
        }
    }
}

/// Names as people sort them: capitals and ё make no difference.
fn sort_key(name: &str) -> (String, String) {
    (name.to_lowercase().replace('ё', "е"), name.to_owned())
}
