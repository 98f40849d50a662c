//! The department tree as it was at a wave's launch.

/// A node: a department, or (number 0) everyone the wave invites.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Its number in the wave: 0 for the root, then in code-point order of paths. Also its index in the tree.
    pub number: i32,
    /// The node above; none for the root.
    pub parent: Option<i32>,
    /// Its name; empty for the root, which has the company's.
    pub name: String,
    /// The department it was, to find the same one in another wave.
    pub department: Option<crate::db::DepartmentId>,
    /// Invited people directly in this node, not in one below it.
    pub direct_headcount: u32,
}

/// How a group differs from what it was when it was last asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Turnover {
    /// People who were not in it then.
    pub joined: u32,
    /// People who are not in it any more.
    pub gone: u32,
}

/// All nodes of a wave; a group's number is its index.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tree {
    groups: Vec<Group>,
    children: Vec<Vec<i32>>,
}

impl Tree {
    /// Puts the nodes together.
    ///
    /// # Panics
    /// When a number is not its index or a parent does not come before its children: the launch numbers them so.
    #[must_use]
    pub fn new(groups: Vec<Group>) -> Self {
        let mut children = vec![Vec::new(); groups.len()];
        for (index, group) in groups.iter().enumerate() {
            assert_eq!(usize::try_from(group.number), Ok(index), "a group's number is its index");
            if let Some(parent) = group.parent {
                assert!(parent < group.number, "a parent comes before its children");
                children[index_of(parent)].push(group.number);
            }
        }
        Self { groups, children }
    }

    /// The nodes in the order of their numbers: every parent before its children.
    #[must_use]
    pub fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// How many nodes there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.groups.len()
    }

    /// Whether there is not even a root.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    /// A node by its number.
    #[must_use]
    pub fn group(&self, number: i32) -> Option<&Group> {
        usize::try_from(number).ok().and_then(|index| self.groups.get(index))
    }

    /// The nodes directly below one.
    #[must_use]
    pub fn children(&self, number: i32) -> &[i32] {
        self.children.get(index_of(number)).map_or(&[], Vec::as_slice)
    }

    /// Sums a figure given for people directly in each node over the people under each node.
    ///
    /// ```
    /// use candor::waves::{Group, Tree};
    /// let group = |number, parent| Group { number, parent, name: String::new(), department: None, direct_headcount: 0 };
    /// let tree = Tree::new(vec![group(0, None), group(1, Some(0)), group(2, Some(1))]);
    /// assert_eq!(tree.totals(&[1, 2, 4]), [7, 6, 4]);
    /// ```
    #[must_use]
    pub fn totals(&self, direct: &[u32]) -> Vec<u32> {
        let mut totals = direct.to_vec();
        for group in self.groups.iter().rev() {
            if let Some(parent) = group.parent {
                totals[index_of(parent)] += totals[index_of(group.number)];
            }
        }
        totals
    }

    /// The people under each node.
    #[must_use]
    pub fn headcounts(&self) -> Vec<u32> {
        let direct: Vec<u32> = self.groups.iter().map(|group| group.direct_headcount).collect();
        self.totals(&direct)
    }

    /// The names from the top to a node, without the root's.
    #[must_use]
    pub fn path(&self, number: i32) -> Vec<&str> {
        let mut names = Vec::new();
        let mut next = self.group(number);
        while let Some(group) = next {
            let Some(parent) = group.parent else { break };
            names.push(group.name.as_str());
            next = self.group(parent);
        }
        names.reverse();
        names
    }
}

fn index_of(number: i32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}
