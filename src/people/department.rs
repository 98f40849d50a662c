//! Departments: a tree of names, two of one name never beside each other.

use std::collections::HashMap;

use super::person::folded;
use crate::db::DepartmentId;

/// What stands between the levels of a department's path, in files and on pages.
pub const LEVEL_SEPARATOR: &str = " / ";

/// A node of today's tree. A team is a department like any other, only deeper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Department {
    /// Its id, the same through later imports of the same path.
    pub id: DepartmentId,
    /// The department it belongs to; none at the top.
    pub parent_id: Option<DepartmentId>,
    /// Its name, as it was first written.
    pub name: String,
}

/// A name as departments are compared by: trimmed, single spaces, lower case, ё as е.
///
/// ```
/// use candor::people::name_key;
/// assert_eq!(name_key("  Отдел   Учёта "), "отдел учета");
/// assert_eq!(name_key("SALES"), name_key("sales "));
/// ```
#[must_use]
pub fn name_key(name: &str) -> String {
    folded(&name.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The whole tree, every department before those below it, siblings by name.
#[derive(Debug, Clone, Default)]
pub struct Departments {
    ordered: Vec<Department>,
    /// By id: where it stands in `ordered`, how deep (0 at the top), and one past its last descendant.
    places: HashMap<DepartmentId, Place>,
}

#[derive(Debug, Clone, Copy)]
struct Place {
    index: usize,
    depth: usize,
    end: usize,
}

impl Departments {
    /// Puts the tree together. Departments whose parent is not among them are left out.
    #[must_use]
    pub fn new(list: Vec<Department>) -> Self {
        let mut below: HashMap<Option<DepartmentId>, Vec<Department>> = HashMap::new();
        for department in list {
            below.entry(department.parent_id).or_default().push(department);
        }
        for siblings in below.values_mut() {
            siblings.sort_by_cached_key(|department| (name_key(&department.name), department.id));
        }
        let mut tree = Self::default();
        tree.add(&mut below, None, 0);
        tree
    }

    fn add(
        &mut self,
        below: &mut HashMap<Option<DepartmentId>, Vec<Department>>,
        parent: Option<DepartmentId>,
        depth: usize,
    ) {
        for department in below.remove(&parent).unwrap_or_default() {
            let (id, index) = (department.id, self.ordered.len());
            self.ordered.push(department);
            self.add(below, Some(id), depth + 1);
            self.places.insert(id, Place { index, depth, end: self.ordered.len() });
        }
    }

    /// Every department before those below it, siblings by name.
    pub fn iter(&self) -> impl Iterator<Item = &Department> {
        self.ordered.iter()
    }

    /// How many departments there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ordered.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ordered.is_empty()
    }

    /// A department by its id.
    #[must_use]
    pub fn get(&self, id: DepartmentId) -> Option<&Department> {
        self.places.get(&id).map(|place| &self.ordered[place.index])
    }

    /// How many levels are above it: 0 at the top.
    #[must_use]
    pub fn depth(&self, id: DepartmentId) -> usize {
        self.places.get(&id).map_or(0, |place| place.depth)
    }

    /// A department and everything below it; empty for an unknown id.
    #[must_use]
    pub fn with_below(&self, id: DepartmentId) -> &[Department] {
        self.places.get(&id).map_or(&[], |place| &self.ordered[place.index..place.end])
    }

    /// The names from the top down to a department.
    #[must_use]
    pub fn path(&self, id: DepartmentId) -> Vec<&str> {
        let mut names = Vec::new();
        let mut next = self.get(id);
        while let Some(department) = next {
            names.push(department.name.as_str());
            next = department.parent_id.and_then(|parent| self.get(parent));
        }
        names.reverse();
        names
    }

    /// The path as people read it: "Sales / North". Empty for none.
    #[must_use]
    pub fn path_text(&self, id: Option<DepartmentId>) -> String {
        id.map(|id| self.path(id).join(LEVEL_SEPARATOR)).unwrap_or_default()
    }

    /// Every department with its path as people read it, in the order of the tree.
    pub fn paths(&self) -> impl Iterator<Item = (DepartmentId, String)> {
        let mut above: Vec<&str> = Vec::new();
        self.ordered.iter().map(move |department| {
            above.truncate(self.depth(department.id));
            above.push(&department.name);
            (department.id, above.join(LEVEL_SEPARATOR))
        })
    }

    /// Whether a department is another or stands below it.
    #[must_use]
    pub fn is_within(&self, id: DepartmentId, other: DepartmentId) -> bool {
        let place = |id| self.places.get(&id);
        place(id).zip(place(other)).is_some_and(|(inner, outer)| (outer.index..outer.end).contains(&inner.index))
    }

    /// How many levels a department has, itself included: 1 for one with nothing below it.
    #[must_use]
    pub fn levels(&self, id: DepartmentId) -> usize {
        let deepest = self.with_below(id).iter().map(|department| self.depth(department.id)).max();
        deepest.map_or(0, |deepest| deepest - self.depth(id) + 1)
    }

    /// Departments directly below another, or at the top, by name.
    pub fn children(&self, parent: Option<DepartmentId>) -> impl Iterator<Item = &Department> {
        let range = match parent.map(|id| self.places.get(&id)) {
            None => 0..self.ordered.len(),
            Some(Some(place)) => place.index + 1..place.end,
            Some(None) => 0..0,
        };
        self.ordered[range].iter().filter(move |department| department.parent_id == parent)
    }

    /// The department of a name, as names are compared, directly below another or at the top.
    #[must_use]
    pub fn child_named(&self, parent: Option<DepartmentId>, name: &str) -> Option<&Department> {
        let key = name_key(name);
        self.children(parent).find(|department| name_key(&department.name) == key)
    }

    /// The people under each department, from those directly in each.
    #[must_use]
    pub fn totals(&self, direct: &HashMap<Option<DepartmentId>, usize>) -> HashMap<DepartmentId, usize> {
        let count = |id: DepartmentId| direct.get(&Some(id)).copied().unwrap_or_default();
        let total = |id: DepartmentId| self.with_below(id).iter().map(|department| count(department.id)).sum::<usize>();
        self.ordered.iter().map(|department| (department.id, total(department.id))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::ordered_id;

    #[test]
    fn a_tree_is_read_in_order_whatever_order_it_came_in() {
        let top: Department = Department { id: ordered_id(), parent_id: None, name: "Sales".into() };
        let other = Department { id: ordered_id(), parent_id: None, name: "Law".into() };
        let team = Department { id: ordered_id(), parent_id: Some(top.id), name: "North".into() };
        let tree = Departments::new(vec![team.clone(), top.clone(), other.clone()]);
        assert_eq!(tree.iter().map(|d| d.name.as_str()).collect::<Vec<_>>(), ["Law", "Sales", "North"]);
        assert_eq!(tree.path(team.id), ["Sales", "North"]);
        assert_eq!(tree.path_text(Some(team.id)), "Sales / North");
        assert_eq!((tree.depth(top.id), tree.depth(team.id)), (0, 1));
        assert_eq!(tree.with_below(top.id).len(), 2);
        let paths: Vec<_> = tree.paths().collect();
        assert_eq!(paths, [(other.id, "Law".into()), (top.id, "Sales".into()), (team.id, "Sales / North".into())]);
        assert!(tree.is_within(team.id, top.id) && tree.is_within(top.id, top.id));
        assert!(!tree.is_within(top.id, team.id) && !tree.is_within(team.id, other.id));
        assert_eq!((tree.levels(top.id), tree.levels(team.id)), (2, 1));
        assert_eq!(tree.children(None).map(|d| d.name.as_str()).collect::<Vec<_>>(), ["Law", "Sales"]);
        assert_eq!(tree.child_named(Some(top.id), " NORTH ").map(|d| d.id), Some(team.id));
        assert_eq!(tree.child_named(Some(other.id), "North"), None);
        let totals = tree.totals(&HashMap::from([(Some(top.id), 1), (Some(team.id), 2), (None, 9)]));
        assert_eq!((totals[&top.id], totals[&team.id], totals[&other.id]), (3, 2, 0));
    }
}
