//! Which groups' response rates may be shown while a wave is open: the complement rule, on headcounts.

use super::suppression::{self, Publication};
use crate::ballots::rates;
use crate::db::{Conn, Moment, Result};
use crate::keys::KeyFolder;
use crate::waves::Tree;

/// Groups of fewer people show no response rate, and no difference of groups that do is of fewer.
const HEADCOUNT: u32 = 10;

/// Counts again what has grown old of the response rates of open waves; see [`rates::refresh`].
///
/// # Errors
/// When the database refuses.
pub fn refresh(conn: &mut Conn, keys: &KeyFolder, now: Moment) -> Result<usize> {
    rates::refresh(conn, keys, now, may_show)
}

/// The groups of a tree whose response rates may be shown.
fn may_show(tree: &Tree) -> Vec<i32> {
    let direct: Vec<u32> = tree.groups().iter().map(|group| group.direct_headcount).collect();
    suppression::publish(tree, &direct, HEADCOUNT, &Publication::everything(tree)).groups().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::waves::Group;

    fn shown(teams: &[u32]) -> Vec<i32> {
        let group = |number: i32, parent, direct_headcount| Group {
            number,
            parent,
            name: String::new(),
            department: None,
            direct_headcount,
        };
        let teams = (1..).zip(teams).map(|(number, people)| group(number, Some(0), *people));
        may_show(&Tree::new(std::iter::once(group(0, None, 0)).chain(teams).collect()))
    }

    #[test]
    fn small_groups_are_not_shown_and_cannot_be_worked_out() {
        assert_eq!(shown(&[30, 20, 10]), [0, 1, 2, 3]);
        assert_eq!(shown(&[30, 20, 9]), [0, 1], "the second group covers for the small one");
        assert_eq!(shown(&[30, 9, 9]), [0, 1], "two small groups cover for each other");
        assert_eq!(shown(&[9]), Vec::<i32>::new());
    }
}
