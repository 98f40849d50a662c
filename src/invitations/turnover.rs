//! How each department of a wave has changed since it was last asked, for those who are about to answer in it: whoever has
//! filled it with others, or moved somebody into it, is seen by its members.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::store;
use crate::db::{Conn, DepartmentId, PersonId, Result};
use crate::waves::{self, Tree, Turnover, Wave, WaveState};

/// Earlier waves that are looked through for a department, from the last one on.
const MOST_LOOKED_AT: usize = 12;

/// Who is in each department, with all below it.
fn members(tree: &Tree, people: impl Iterator<Item = (PersonId, i32)>) -> HashMap<DepartmentId, HashSet<PersonId>> {
    let mut members: HashMap<DepartmentId, HashSet<PersonId>> = HashMap::new();
    for (person, group) in people {
        let mut next = Some(group);
        while let Some(group) = next.and_then(|number| tree.group(number)) {
            if let Some(department) = group.department {
                members.entry(department).or_default().insert(person);
            }
            next = group.parent;
        }
    }
    members
}

/// Notes for each department of a wave how many people came into it, and went, since the last wave that asked it; where
/// none has asked it before, all of them came. Nothing before the second wave.
///
/// # Errors
/// When the database refuses.
pub(super) fn note(conn: &mut Conn, wave: &Wave, tree: &Tree, invited: &[(PersonId, i32)]) -> Result<()> {
    let mut earlier = waves::store::all(conn)?;
    earlier.retain(|other| matches!(other.state, WaveState::Open | WaveState::Closed) && other.id != wave.id);
    if earlier.is_empty() {
        return Ok(());
    }
    earlier.sort_by_key(|other| std::cmp::Reverse(other.launched_at));
    let now = members(tree, invited.iter().copied());
    let mut found: HashMap<DepartmentId, Turnover> = HashMap::new();
    for other in earlier.into_iter().take(MOST_LOOKED_AT) {
        let then = waves::store::tree(conn, other.id)?;
        let asked: BTreeSet<DepartmentId> = then.groups().iter().filter_map(|group| group.department).collect();
        if !now.keys().any(|department| asked.contains(department) && !found.contains_key(department)) {
            continue;
        }
        let before =
            store::of_wave(conn, other.id)?.into_iter().map(|invitation| (invitation.person, invitation.group));
        for (department, before) in members(&then, before) {
            if let Some(now) = now.get(&department) {
                found.entry(department).or_insert_with(|| between(&before, now));
            }
        }
    }
    let new = |department: &DepartmentId| between(&HashSet::new(), &now[department]);
    let noted = tree.groups().iter().filter_map(|group| {
        let department = group.department?;
        Some((group.number, found.get(&department).copied().unwrap_or_else(|| new(&department))))
    });
    waves::store::note_turnover(conn, wave.id, &noted.collect::<Vec<_>>())
}

fn between(before: &HashSet<PersonId>, now: &HashSet<PersonId>) -> Turnover {
    let count = |people: usize| u32::try_from(people).unwrap_or(u32::MAX);
    Turnover { joined: count(now.difference(before).count()), gone: count(before.difference(now).count()) }
}
