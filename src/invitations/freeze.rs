//! From today's departments to the tree that a wave keeps.

use std::collections::{BTreeMap, BTreeSet};

use crate::db::DepartmentId;
use crate::waves::{Group, Invitee, Tree};

/// Today's department: id, the one above, name.
pub(super) type Department = (DepartmentId, Option<DepartmentId>, String);

/// Departments that have an invited person in or under them, numbered in code-point order of their
/// paths joined with " / ", below a root that is everyone; with the number of each department.
pub(super) fn freeze(departments: &[Department], invitees: &[Invitee]) -> (Tree, BTreeMap<DepartmentId, i32>) {
    let by_id: BTreeMap<_, _> = departments.iter().map(|(id, parent, name)| (*id, (*parent, name))).collect();
    let paths = paths(&by_id, invitees);
    let numbers: BTreeMap<DepartmentId, i32> = (1..).zip(&paths).map(|(number, (_, id))| (*id, number)).collect();
    let mut groups = vec![root()];
    for (_, id) in &paths {
        let Some((parent, name)) = by_id.get(id) else { continue };
        groups.push(Group {
            number: numbers[id],
            parent: Some(parent.and_then(|parent| numbers.get(&parent).copied()).unwrap_or(0)),
            name: (*name).clone(),
            department: Some(*id),
            direct_headcount: 0,
        });
    }
    for invitee in invitees {
        let number = group_of(&numbers, invitee);
        if let Some(group) = groups.get_mut(usize::try_from(number).unwrap_or(0)) {
            group.direct_headcount += 1;
        }
    }
    (Tree::new(groups), numbers)
}

/// The number of the group that someone belongs to: their department's, or the root's.
pub(super) fn group_of(numbers: &BTreeMap<DepartmentId, i32>, invitee: &Invitee) -> i32 {
    invitee.department.and_then(|id| numbers.get(&id).copied()).unwrap_or(0)
}

fn root() -> Group {
    Group { number: 0, parent: None, name: String::new(), department: None, direct_headcount: 0 }
}

/// The departments to keep, in the order of their numbers. A parent comes before its children, since
/// its path is a beginning of theirs.
fn paths(
    by_id: &BTreeMap<DepartmentId, (Option<DepartmentId>, &String)>,
    invitees: &[Invitee],
) -> BTreeSet<(String, DepartmentId)> {
    let direct: BTreeSet<DepartmentId> = invitees.iter().filter_map(|invitee| invitee.department).collect();
    let mut kept = BTreeSet::new();
    for id in direct {
        let chain = chain(by_id, id);
        for (depth, above) in chain.iter().enumerate() {
            let names: Vec<&str> = chain[..=depth].iter().map(|id| by_id[id].1.as_str()).collect();
            kept.insert((names.join(" / "), *above));
        }
    }
    kept
}

/// A department and those above it, the highest first.
fn chain(by_id: &BTreeMap<DepartmentId, (Option<DepartmentId>, &String)>, id: DepartmentId) -> Vec<DepartmentId> {
    let mut chain = Vec::new();
    let mut next = Some(id);
    while let Some(id) = next {
        let Some((parent, _)) = by_id.get(&id) else { break };
        if chain.contains(&id) {
            break;
        }
        chain.push(id);
        next = *parent;
    }
    chain.reverse();
    chain
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::{ordered_id, random_id};

    #[test]
    fn groups_are_numbered_by_path_and_people_beside_teams_stay_with_the_department() {
        let [sales, north, lab, empty] = [(); 4].map(|()| ordered_id());
        let departments = [
            (sales, None, "Sales".to_owned()),
            (north, Some(sales), "North".to_owned()),
            (lab, None, "Lab".to_owned()),
            (empty, None, "Empty".to_owned()),
        ];
        let invitee = |department| Invitee { person: random_id(), department };
        let invitees = [None, Some(sales), Some(north), Some(north), Some(lab)].map(invitee);
        let (tree, numbers) = freeze(&departments, &invitees);
        let seen: Vec<_> = tree.groups().iter().map(|g| (g.name.as_str(), g.parent, g.direct_headcount)).collect();
        assert_eq!(seen, [("", None, 1), ("Lab", Some(0), 1), ("Sales", Some(0), 1), ("North", Some(2), 2)]);
        assert_eq!(tree.headcounts(), [5, 1, 3, 2]);
        assert!(!numbers.contains_key(&empty));
    }

    #[test]
    fn a_parent_comes_first_even_before_names_that_sort_around_the_separator() {
        let [first, child, second] = [(); 3].map(|()| ordered_id());
        let departments =
            [(first, None, "A".to_owned()), (child, Some(first), "Z".to_owned()), (second, None, "A!".to_owned())];
        let invitees = [child, second].map(|id| Invitee { person: random_id(), department: Some(id) });
        let (tree, _) = freeze(&departments, &invitees);
        assert_eq!(tree.groups().iter().map(|group| group.name.as_str()).collect::<Vec<_>>(), ["", "A", "Z", "A!"]);
    }
}
