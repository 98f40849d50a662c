//! What merging one department into another does to both: pure, from today's tree.

use super::Departments;
use crate::db::DepartmentId;

/// What a merge does.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Merge {
    /// Departments that go, each after the one above it, with the one that takes their people: the merged one
    /// first, then every department below it whose name is there already.
    pub absorbed: Vec<(DepartmentId, DepartmentId)>,
    /// Departments that stay as they are and get another parent.
    pub moved: Vec<(DepartmentId, DepartmentId)>,
}

impl Merge {
    /// Works out a merge. Nothing for a department merged into itself or into one below it.
    #[must_use]
    pub fn of(tree: &Departments, from: DepartmentId, into: DepartmentId) -> Option<Self> {
        if tree.get(from).is_none() || tree.get(into).is_none() || tree.is_within(into, from) {
            return None;
        }
        let mut merge = Self::default();
        merge.absorb(tree, from, into);
        Some(merge)
    }

    fn absorb(&mut self, tree: &Departments, from: DepartmentId, into: DepartmentId) {
        self.absorbed.push((from, into));
        for child in tree.children(Some(from)) {
            // Where `into` is the parent of `from`, `from` itself is among its children, and is no partner.
            let partner = tree.child_named(Some(into), &child.name).filter(|partner| partner.id != from);
            match partner {
                Some(partner) => self.absorb(tree, child.id, partner.id),
                None => self.moved.push((child.id, into)),
            }
        }
    }

    /// How many levels the tree would have under the top at the deepest place that changes.
    #[must_use]
    pub fn levels(&self, tree: &Departments) -> usize {
        self.moved.iter().map(|(id, parent)| tree.depth(*parent) + 1 + tree.levels(*id)).max().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::ordered_id;
    use crate::people::Department;

    fn department(name: &str, parent: Option<&Department>) -> Department {
        Department { id: ordered_id(), parent_id: parent.map(|parent| parent.id), name: name.to_owned() }
    }

    #[test]
    fn children_of_one_name_are_merged_and_the_others_move() {
        let (sales, trade) = (department("Sales", None), department("Trade", None));
        let (north, also_north) = (department("North", Some(&sales)), department("NORTH ", Some(&trade)));
        let (kiosks, south) = (department("Kiosks", Some(&north)), department("South", Some(&sales)));
        let all = [&sales, &trade, &north, &also_north, &kiosks, &south];
        let tree = Departments::new(all.into_iter().cloned().collect());
        let merge = Merge::of(&tree, sales.id, trade.id).unwrap();
        assert_eq!(merge.absorbed, [(sales.id, trade.id), (north.id, also_north.id)]);
        assert_eq!(merge.moved, [(kiosks.id, also_north.id), (south.id, trade.id)]);
        assert_eq!(merge.levels(&tree), 3);
    }

    #[test]
    fn a_department_is_never_merged_into_itself_or_below_itself_but_into_its_parent() {
        let sales = department("Sales", None);
        let inner = department("sales", Some(&sales));
        let innermost = department("SALES", Some(&inner));
        let tree = Departments::new([&sales, &inner, &innermost].into_iter().cloned().collect());
        assert_eq!(Merge::of(&tree, sales.id, sales.id), None);
        assert_eq!(Merge::of(&tree, sales.id, innermost.id), None);
        let merge = Merge::of(&tree, inner.id, sales.id).unwrap();
        assert_eq!(merge, Merge { absorbed: vec![(inner.id, sales.id)], moved: vec![(innermost.id, sales.id)] });
    }
}
