//! Whom an audience means today.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono_tz::Tz;
use diesel::prelude::*;

use crate::db::{Conn, DepartmentId, PersonId, Result};
use crate::schema::{departments, people};
use crate::waves::{Audience, Invitee};

/// A department of today's tree: id, the one above, name.
pub type DepartmentRow = (DepartmentId, Option<DepartmentId>, String);

/// Today's departments, in no order.
///
/// # Errors
/// When the database cannot be asked.
pub fn departments(conn: &mut Conn) -> Result<Vec<DepartmentRow>> {
    departments::table.select((departments::id, departments::parent_id, departments::name)).load(conn)
}

/// Everyone that an audience means today, by id: people who have left are not meant.
///
/// # Errors
/// When the database cannot be asked.
pub fn invitees(conn: &mut Conn, audience: &Audience) -> Result<Vec<Invitee>> {
    let rows: Vec<(PersonId, Option<DepartmentId>)> = people::table
        .filter(people::left_at.is_null())
        .order(people::id)
        .select((people::id, people::department_id))
        .load(conn)?;
    let everyone = rows.into_iter().map(|(person, department)| Invitee { person, department });
    let Audience::Departments(chosen) = audience else { return Ok(everyone.collect()) };
    let inside = with_everything_below(&departments(conn)?, chosen);
    Ok(everyone.filter(|invitee| invitee.department.is_some_and(|id| inside.contains(&id))).collect())
}

/// The time zones of those in an audience who have one of their own, with how many people have it.
///
/// # Errors
/// When the database cannot be asked.
pub fn zones(conn: &mut Conn, audience: &Audience) -> Result<HashMap<Tz, usize>> {
    let rows: Vec<(PersonId, Option<String>)> = people::table
        .filter(people::left_at.is_null().and(people::time_zone.is_not_null()))
        .select((people::id, people::time_zone))
        .load(conn)?;
    let mut found = HashMap::new();
    if rows.is_empty() {
        return Ok(found);
    }
    let meant: BTreeSet<PersonId> = invitees(conn, audience)?.into_iter().map(|invitee| invitee.person).collect();
    for (person, zone) in rows {
        if let Some(zone) = zone.and_then(|name| name.parse().ok()).filter(|_| meant.contains(&person)) {
            *found.entry(zone).or_default() += 1;
        }
    }
    Ok(found)
}

fn with_everything_below(all: &[DepartmentRow], chosen: &[DepartmentId]) -> BTreeSet<DepartmentId> {
    let mut below: BTreeMap<DepartmentId, Vec<DepartmentId>> = BTreeMap::new();
    for (id, parent, _) in all {
        if let Some(parent) = parent {
            below.entry(*parent).or_default().push(*id);
        }
    }
    let mut inside = BTreeSet::new();
    let mut next = chosen.to_vec();
    while let Some(id) = next.pop() {
        if inside.insert(id) {
            next.extend(below.get(&id).into_iter().flatten());
        }
    }
    inside
}
