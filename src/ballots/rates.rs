//! Response rates of an open wave: counted when the clock says so, never when someone answers.

use std::collections::BTreeMap;

use chrono::TimeDelta;

use super::store::rates::{self, Counted};
use super::{Seal, store};
use crate::db::{Conn, Moment, Result};
use crate::invitations;
use crate::keys::KeyFolder;
use crate::waves::{self, Tree, Wave};

/// How old the whole wave's figure gets before it is counted again.
const WHOLE_WAVE_EVERY: TimeDelta = TimeDelta::hours(1);
/// How old the groups' figures get before they are counted again.
const GROUPS_EVERY: TimeDelta = TimeDelta::hours(24);

/// What may be known of who has answered while a wave is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rates {
    /// People who had answered, of the whole wave.
    pub answered: u32,
    /// Everyone invited.
    pub headcount: u32,
    /// When they were counted, UTC.
    pub counted_at: Moment,
    /// Groups that may be shown: how many tenths of their people had answered, 0 ("under 10 %") to 9
    /// ("over 90 %"), by group number.
    pub groups: BTreeMap<i32, u8>,
    /// When the groups were counted, UTC; none if no group may be shown.
    pub groups_counted_at: Option<Moment>,
}

/// The rates of a wave as they were last counted; none before the first count.
///
/// # Errors
/// When the database cannot be asked.
pub fn shown(conn: &mut Conn, wave: &Wave) -> Result<Option<Rates>> {
    let counted = rates::of_wave(conn, wave.id)?;
    let Some(whole) = counted.iter().find(|counted| counted.group == 0) else { return Ok(None) };
    let groups = counted.iter().filter(|counted| counted.group != 0);
    Ok(Some(Rates {
        answered: u32::try_from(whole.amount).unwrap_or_default(),
        headcount: wave.headcount.unwrap_or_default(),
        counted_at: whole.at,
        groups_counted_at: groups.clone().map(|counted| counted.at).max(),
        groups: groups.map(|counted| (counted.group, u8::try_from(counted.amount).unwrap_or_default())).collect(),
    }))
}

/// Counts again what has grown old, in waves that take answers; says in how many waves something was counted.
/// `may_show` names the groups of a tree that may be shown, looking at headcounts alone.
///
/// A wave whose key is missing has no figures by group until it is back.
///
/// # Errors
/// When the database refuses.
pub fn refresh(conn: &mut Conn, keys: &KeyFolder, now: Moment, may_show: impl Fn(&Tree) -> Vec<i32>) -> Result<usize> {
    let mut refreshed = 0;
    for wave in waves::store::all(conn)?.into_iter().filter(|wave| wave.takes_answers(now)) {
        let counted = rates::of_wave(conn, wave.id)?;
        let is_old = |whole: bool, age: TimeDelta| {
            !counted.iter().any(|counted| (counted.group == 0) == whole && now - counted.at < age)
        };
        if !is_old(true, WHOLE_WAVE_EVERY) {
            continue;
        }
        refreshed += 1;
        let answered = i32::try_from(store::count(conn, wave.id)?).unwrap_or(i32::MAX);
        rates::replace(conn, wave.id, &[Counted { group: 0, amount: answered, at: now }])?;
        if is_old(false, GROUPS_EVERY) {
            let tree = waves::store::tree(conn, wave.id)?;
            let tenths = by_group(conn, keys, &wave, &tree, &may_show(&tree))?;
            let counted: Vec<Counted> =
                tenths.into_iter().map(|(group, amount)| Counted { group, amount, at: now }).collect();
            rates::replace(conn, wave.id, &counted)?;
        }
    }
    Ok(refreshed)
}

/// Tenths of the people under some groups who have answered. A mark does not say whose it is: with the wave's
/// key every invitation's mark is worked out, in memory.
fn by_group(conn: &mut Conn, keys: &KeyFolder, wave: &Wave, tree: &Tree, groups: &[i32]) -> Result<Vec<(i32, i32)>> {
    let key = keys.load(wave.id, wave.key_check.as_deref().unwrap_or_default());
    let (Ok(key), false) = (key, groups.is_empty()) else { return Ok(Vec::new()) };
    let (seal, spent) = (Seal::of(&key), store::spent(conn, wave.id)?);
    let mut direct = vec![0; tree.len()];
    for invitation in invitations::store::of_wave(conn, wave.id)? {
        let group = usize::try_from(invitation.group).ok().and_then(|index| direct.get_mut(index));
        if let Some(answered) = group.filter(|_| spent.contains(&seal.spent(invitation.id))) {
            *answered += 1;
        }
    }
    let (answered, people) = (tree.totals(&direct), tree.headcounts());
    let of = |group: &i32| {
        let index = usize::try_from(*group).ok()?;
        Some((*group, tenths(*answered.get(index)?, *people.get(index)?)))
    };
    Ok(groups.iter().filter(|group| **group != 0).filter_map(of).collect())
}

/// Whole tenths, of which the last stands for everything from 90 % on.
fn tenths(answered: u32, people: u32) -> i32 {
    let tenths = u64::from(answered) * 10 / u64::from(people.max(1));
    i32::try_from(tenths.min(9)).unwrap_or(9)
}

#[cfg(test)]
mod tests {
    use super::tenths;

    #[test]
    fn nobody_and_everybody_look_like_a_few_and_almost_all() {
        assert_eq!([tenths(0, 12), tenths(1, 12)], [0, 0]);
        assert_eq!([tenths(11, 12), tenths(12, 12)], [9, 9]);
        assert_eq!([tenths(2, 12), tenths(6, 12), tenths(10, 12)], [1, 5, 8]);
    }
}
