//! Whether a wave would ask nearly the same people again so soon that its report and the last one could be subtracted.
//!
//! Each report protects its own answers. Two reports of nearly the same group do not protect the few who are in only one
//! of them, where the others can be expected to answer as before: soon after, and in a group so small that none of them is
//! likely to have changed their mind.

use std::collections::{BTreeMap, HashMap};

use chrono::TimeDelta;

use super::launch::audience;
use super::{freeze, store};
use crate::db::{Conn, Moment, PersonId, Result};
use crate::waves::{self, Tree, Wave, WaveState};

/// Openings that lie so many days apart may ask whom they like: nearly a month, so that monthly waves are free also in
/// February and where an opening moves by some hours.
pub const MONTH_DAYS: i64 = 27;
/// From this many people in both waves on, some will answer otherwise than before: with one in twenty who does, fewer than
/// one pair of reports in ten would differ by the few alone, and nobody could tell which.
const STEADY: usize = 50;

/// A group that would be asked again too much as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anew {
    /// The earlier wave's title.
    pub title: String,
    /// The group's name; empty for everyone.
    pub group: String,
    /// How many people are in one of the two waves only.
    pub people: usize,
}

/// Whom a wave asks, with the number of each person's group.
struct Asked<'a> {
    tree: &'a Tree,
    people: Vec<(PersonId, i32)>,
    threshold: usize,
}

/// A set of people whose figures a report may show: a group with all below it, or its direct staff alone.
type Part = (i32, bool);

impl Asked<'_> {
    /// Every part that someone in a group is in.
    fn parts(&self, group: i32) -> Vec<Part> {
        let mut parts = Vec::new();
        if !self.tree.children(group).is_empty() {
            parts.push((group, true));
        }
        let mut next = Some(group);
        while let Some(number) = next {
            parts.push((number, false));
            next = self.tree.group(number).and_then(|group| group.parent);
        }
        parts
    }

    /// How many people each part has.
    fn sizes(&self) -> BTreeMap<Part, usize> {
        let mut sizes = BTreeMap::new();
        for part in self.people.iter().flat_map(|(_, group)| self.parts(*group)) {
            *sizes.entry(part).or_default() += 1;
        }
        sizes
    }
}

/// The first part of the later wave whose likest part of the earlier one is small, and has fewer other people than the
/// threshold, but some: its group, and how many these are.
fn nearly_the_same(before: &Asked, after: &Asked) -> Option<(i32, usize)> {
    let (sizes_before, sizes_after) = (before.sizes(), after.sizes());
    let groups_before: HashMap<PersonId, i32> = before.people.iter().copied().collect();
    let mut both: BTreeMap<Part, BTreeMap<Part, usize>> = BTreeMap::new();
    for (person, group) in &after.people {
        let Some(earlier) = groups_before.get(person) else { continue };
        let earlier = before.parts(*earlier);
        for part in after.parts(*group) {
            let shared = both.entry(part).or_default();
            for part in &earlier {
                *shared.entry(*part).or_default() += 1;
            }
        }
    }
    let threshold = before.threshold.max(after.threshold);
    both.iter().find_map(|(part, shared)| {
        let size = sizes_after[part];
        let others =
            |(part, people): (&Part, &usize)| (sizes_before[part] + size - 2 * people, sizes_before[part], *people);
        // Of several the one with the fewest others is the likest: it shows the most.
        let (others, earlier, people) = shared.iter().map(others).min()?;
        let is_shown = size >= after.threshold && earlier >= before.threshold;
        (is_shown && people < STEADY && (1..threshold).contains(&others)).then_some((part.0, others))
    })
}

/// The group that a wave would ask too much as it was, if it opened at a moment with today's roster.
///
/// # Errors
/// When the database cannot be asked.
pub fn asked_anew(conn: &mut Conn, wave: &Wave, opens_at: Moment) -> Result<Option<Anew>> {
    let from = |earlier: &Wave| earlier.launched_at.unwrap_or(earlier.opens_at) + TimeDelta::days(MONTH_DAYS);
    let mut lately = waves::store::all(conn)?;
    // Of what was called off no answer was ever shown.
    lately.retain(|other| matches!(other.state, WaveState::Open | WaveState::Closed) && opens_at < from(other));
    lately.retain(|other| other.id != wave.id);
    if lately.is_empty() {
        return Ok(None);
    }
    let (invitees, _) = audience(conn, wave, opens_at)?;
    let (tree, numbers) = freeze::freeze(&waves::store::departments(conn)?, &invitees);
    let people = invitees.iter().map(|invitee| (invitee.person, freeze::group_of(&numbers, invitee))).collect();
    let after = Asked { tree: &tree, people, threshold: wave.threshold as usize };
    for earlier in lately {
        let tree_before = waves::store::tree(conn, earlier.id)?;
        let people = store::of_wave(conn, earlier.id)?.into_iter().map(|of| (of.person, of.group)).collect();
        let before = Asked { tree: &tree_before, people, threshold: earlier.threshold as usize };
        if let Some((group, people)) = nearly_the_same(&before, &after) {
            let group = tree.group(group).map(|group| group.name.clone()).unwrap_or_default();
            return Ok(Some(Anew { title: earlier.title, group, people }));
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::random_id;
    use crate::waves::Group;

    fn tree(parents: &[i32]) -> Tree {
        let group =
            |number: i32, parent| Group { number, parent, name: String::new(), department: None, direct_headcount: 0 };
        let below = (1..).zip(parents).map(|(number, parent)| group(number, Some(*parent)));
        Tree::new([group(0, None)].into_iter().chain(below).collect())
    }

    /// What is said of two waves of the company, by the groups that people are in; −1: not asked.
    fn said(parents: &[i32], before: &[i32], after: &[i32]) -> Option<(i32, usize)> {
        let (tree, ids) = (tree(parents), before.iter().map(|_| random_id()).collect::<Vec<PersonId>>());
        let asked = |groups: &[i32]| {
            let people = ids.iter().copied().zip(groups.iter().copied()).filter(|(_, group)| *group >= 0).collect();
            Asked { tree: &tree, people, threshold: 5 }
        };
        nearly_the_same(&asked(before), &asked(after))
    }

    #[test]
    fn the_same_people_and_clearly_others_may_be_asked_again() {
        let [eight, twelve] = [[1; 8].as_slice(), &[2; 12]];
        let all = [eight, twelve].concat();
        assert_eq!(said(&[0, 0], &all, &all), None);
        let only_eight = [eight, &[-1; 12]].concat();
        assert_eq!(said(&[0, 0], &all, &only_eight), None);
        // Six of twelve have gone: whoever subtracts learns of six at once.
        assert_eq!(said(&[0, 0], &all, &[eight, &[2; 6], &[-1; 6]].concat()), None);
        // If only four of them stay, everyone less the eight of the last time are these four.
        assert_eq!(said(&[0, 0], &all, &[eight, &[2; 4], &[-1; 8]].concat()), Some((0, 4)));
        // A department with direct staff below the threshold is as it was.
        assert_eq!(said(&[0, 1], &[[1; 2].as_slice(), &[2; 9]].concat(), &[[1; 2].as_slice(), &[2; 9]].concat()), None);
    }

    #[test]
    fn one_person_less_one_more_or_one_moved_is_noticed_in_small_groups_only() {
        let all = [[1; 8].as_slice(), &[2; 60]].concat();
        let mut changed = all.clone();
        changed[0] = -1;
        assert_eq!(said(&[0, 0], &all, &changed), Some((1, 1)), "one less");
        assert_eq!(said(&[0, 0], &changed, &all), Some((1, 1)), "one more");
        changed[0] = 2;
        assert_eq!(said(&[0, 0], &all, &changed), Some((1, 1)), "one moved");
        let mut large = all.clone();
        large[20] = -1;
        assert_eq!(said(&[0, 0], &all, &large), None, "nobody stays the same in a large group");
        // A group of four is shown by neither report.
        assert_eq!(
            said(&[0, 0], &[[1; 5].as_slice(), &[2; 60]].concat(), &[[1; 4].as_slice(), &[-1], &[2; 60]].concat()),
            None
        );
    }
}
