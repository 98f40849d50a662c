//! Changing the tree by hand: departments are added, renamed, moved, merged and removed.
//!
//! Waves that were launched keep the tree they were launched with; nothing here reaches them.

use super::edit::{is_unfit, tidy};
use super::import::{MAX_LEVELS, MAX_NAME};
use super::merge::Merge;
use super::{Department, Departments, store};
use crate::audit::{self, Actor};
use crate::db::{self, Conn, DepartmentId, Moment};
use crate::i18n::{FormErrors, say};
use crate::keys::ordered_id;

/// What separates levels in a roster, and so stands in no name.
const LEVELS: [&str; 2] = [" / ", " > "];

/// Why the tree was not changed.
#[derive(Debug, thiserror::Error)]
pub enum TreeError {
    /// There is no such department, perhaps since a moment ago.
    #[error("no such department")]
    Gone,
    /// The form has mistakes.
    #[error("the form has mistakes")]
    Invalid(FormErrors),
    /// It would now do something else than was shown.
    #[error("the tree has changed since it was shown")]
    Stale,
    /// The database.
    #[error(transparent)]
    Database(#[from] db::Error),
}

impl TreeError {
    fn invalid(field: &'static str, message: crate::i18n::Message) -> Self {
        Self::Invalid(FormErrors::one(field, message))
    }
}

/// Today's tree, which nobody else changes until the transaction ends.
fn locked(conn: &mut Conn) -> db::Result<Departments> {
    conn.lock_roster()?;
    store::departments(conn).map(Departments::new)
}

fn existing(tree: &Departments, id: DepartmentId) -> Result<Department, TreeError> {
    tree.get(id).cloned().ok_or(TreeError::Gone)
}

/// Adds a department under another, or at the top.
///
/// # Errors
/// See [`TreeError`].
pub fn add(
    conn: &mut Conn,
    parent_id: Option<DepartmentId>,
    name: &str,
    actor: Actor,
    now: Moment,
) -> Result<Department, TreeError> {
    let tree = locked(conn)?;
    let depth = depth_under(&tree, "parent", parent_id)?;
    if depth + 1 > MAX_LEVELS {
        return Err(TreeError::invalid("parent", say("department-too-deep").with("limit", MAX_LEVELS)));
    }
    let department = Department { id: ordered_id(), parent_id, name: checked_name(name)? };
    refuse_taken_name(&tree, "name", &department)?;
    store::insert_departments(conn, std::slice::from_ref(&department), now)?;
    audit::record(conn, now, actor, "department.added", &department.id.to_string(), &department.name)?;
    Ok(department)
}

/// The level that stands below a parent, 0 at the top.
fn depth_under(tree: &Departments, field: &'static str, parent: Option<DepartmentId>) -> Result<usize, TreeError> {
    match parent {
        None => Ok(0),
        Some(id) if tree.get(id).is_none() => Err(TreeError::invalid(field, say("person-department-gone"))),
        Some(id) => Ok(tree.depth(id) + 1),
    }
}

fn checked_name(name: &str) -> Result<String, TreeError> {
    let name = tidy(name);
    let refuse = |message| Err(TreeError::invalid("name", message));
    if name.is_empty() {
        return refuse(say("department-name-empty"));
    }
    if is_unfit(&name, MAX_NAME) {
        return refuse(say("department-name-too-long").with("limit", MAX_NAME));
    }
    // With spaces around it, as the import sees a level at either end.
    let around = format!(" {name} ");
    if LEVELS.iter().any(|separator| around.contains(separator)) {
        return refuse(say("department-name-levels"));
    }
    Ok(name)
}

/// Siblings of one name would be one department to the next import.
fn refuse_taken_name(tree: &Departments, field: &'static str, department: &Department) -> Result<(), TreeError> {
    let same = tree.child_named(department.parent_id, &department.name).filter(|same| same.id != department.id);
    match same {
        Some(same) => Err(TreeError::invalid(field, say("department-name-taken").with("name", &same.name))),
        None => Ok(()),
    }
}

/// Gives a department another name; returns it as it was. The same name leaves no trace.
///
/// # Errors
/// See [`TreeError`].
pub fn rename(
    conn: &mut Conn,
    id: DepartmentId,
    name: &str,
    actor: Actor,
    now: Moment,
) -> Result<Department, TreeError> {
    let tree = locked(conn)?;
    let before = existing(&tree, id)?;
    let after = Department { name: checked_name(name)?, ..before.clone() };
    if after != before {
        refuse_taken_name(&tree, "name", &after)?;
        store::rename_department(conn, id, &after.name)?;
        let details = format!("{} → {}", before.name, after.name);
        audit::record(conn, now, actor, "department.renamed", &id.to_string(), &details)?;
    }
    Ok(before)
}

/// Puts a department with all below it under another, or at the top; returns it as it was.
///
/// # Errors
/// See [`TreeError`]; also for a place inside itself.
pub fn move_under(
    conn: &mut Conn,
    id: DepartmentId,
    parent_id: Option<DepartmentId>,
    actor: Actor,
    now: Moment,
) -> Result<Department, TreeError> {
    let tree = locked(conn)?;
    let before = existing(&tree, id)?;
    if before.parent_id == parent_id {
        return Ok(before);
    }
    if parent_id.is_some_and(|parent| tree.is_within(parent, id)) {
        return Err(TreeError::invalid("parent", say("department-inside-itself")));
    }
    if depth_under(&tree, "parent", parent_id)? + tree.levels(id) > MAX_LEVELS {
        return Err(TreeError::invalid("parent", say("department-too-deep").with("limit", MAX_LEVELS)));
    }
    refuse_taken_name(&tree, "parent", &Department { parent_id, ..before.clone() })?;
    store::put_department(conn, id, parent_id)?;
    let details = match parent_id {
        Some(parent) => format!("{} → {}", tree.path_text(Some(id)), tree.path_text(Some(parent))),
        None => tree.path_text(Some(id)),
    };
    audit::record(conn, now, actor, "department.moved", &id.to_string(), &details)?;
    Ok(before)
}

/// Merges a department into another: its people and the departments below it go there, those of a name that is
/// there already are merged as well, and it is gone. `seen` is the merge that was shown. Returns it as it was.
///
/// # Errors
/// See [`TreeError`].
pub fn merge(
    conn: &mut Conn,
    from: DepartmentId,
    into: DepartmentId,
    seen: &str,
    actor: Actor,
    now: Moment,
) -> Result<Department, TreeError> {
    let tree = locked(conn)?;
    let (gone, target) = (existing(&tree, from)?, existing(&tree, into)?);
    let Some(merge) = Merge::of(&tree, from, into) else {
        return Err(TreeError::invalid("into", say("department-inside-itself")));
    };
    if merge.levels(&tree) > MAX_LEVELS {
        return Err(TreeError::invalid("into", say("department-too-deep").with("limit", MAX_LEVELS)));
    }
    if seal(&merge, headcount(conn, &tree, from)?) != seen {
        return Err(TreeError::Stale);
    }
    for (absorbed, _) in &merge.absorbed {
        store::give_up_name(conn, *absorbed)?;
    }
    for (moved, parent) in &merge.moved {
        store::put_department(conn, *moved, Some(*parent))?;
    }
    for (absorbed, heir) in merge.absorbed.iter().rev() {
        store::hand_over_people(conn, *absorbed, Some(*heir))?;
        store::delete_department(conn, *absorbed)?;
    }
    let details = format!("{} → {}", gone.name, target.name);
    audit::record(conn, now, actor, "department.merged", &into.to_string(), &details)?;
    Ok(gone)
}

/// Recognises a merge, with how many people it concerns: it is done only if it is still the same.
#[must_use]
pub fn seal(merge: &Merge, people: usize) -> String {
    format!("{}-{}-{people}", merge.absorbed.len(), merge.moved.len())
}

/// How many people who are here stand in a department or below it.
///
/// # Errors
/// When the database cannot be asked.
pub fn headcount(conn: &mut Conn, tree: &Departments, id: DepartmentId) -> db::Result<usize> {
    let direct = store::headcounts(conn)?;
    let below = tree.with_below(id).iter();
    Ok(below.map(|department| direct.get(&Some(department.id)).copied().unwrap_or_default()).sum())
}

/// Removes a department that nobody who is here stands in, and that has nothing below it. Whoever stood in it and
/// has left stands in the one above from then on. Returns it as it was.
///
/// # Errors
/// See [`TreeError`]; [`TreeError::Stale`] where it is not empty (any more).
pub fn remove(conn: &mut Conn, id: DepartmentId, actor: Actor, now: Moment) -> Result<Department, TreeError> {
    let tree = locked(conn)?;
    let before = existing(&tree, id)?;
    if tree.levels(id) > 1 || headcount(conn, &tree, id)? > 0 {
        return Err(TreeError::Stale);
    }
    let path = tree.path_text(Some(id));
    store::hand_over_people(conn, id, before.parent_id)?;
    store::delete_department(conn, id)?;
    audit::record(conn, now, actor, "department.removed", &id.to_string(), &path)?;
    Ok(before)
}
