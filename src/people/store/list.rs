//! The list of people: filtered, sorted, a page at a time.

use std::collections::HashMap;

use diesel::dsl::count_star;
use diesel::prelude::*;

use super::{Row, persons};
use crate::db::{Conn, DepartmentId, Result};
use crate::people::{Departments, Person, person::folded};
use crate::schema::people;

/// Whether someone is on the roster today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Presence {
    /// Here.
    #[default]
    Here,
    /// Marked as left.
    Left,
}

/// What the list is sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// By name, then address.
    #[default]
    Name,
    /// By the department's place in the tree, then name.
    Department,
}

/// Which people are wanted.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// A part of the name, the address or the employee id; empty: anyone.
    pub search: String,
    /// Only people directly in one of these.
    pub departments: Option<Vec<DepartmentId>>,
    /// Here or left.
    pub presence: Presence,
}

/// Which part of the list is wanted, counted in people.
#[derive(Debug, Clone, Copy)]
pub struct Slice {
    /// People before it.
    pub offset: usize,
    /// People in it, at most.
    pub limit: usize,
}

macro_rules! filtered {
    ($query:expr, $filter:expr) => {{
        let mut query = $query.into_boxed();
        query = match $filter.presence {
            Presence::Here => query.filter(people::left_at.is_null()),
            Presence::Left => query.filter(people::left_at.is_not_null()),
        };
        if let Some(departments) = &$filter.departments {
            query = query.filter(people::department_id.eq_any(departments));
        }
        if !$filter.search.trim().is_empty() {
            query = query.filter(people::search_key.like(pattern(&$filter.search)).escape('\\'));
        }
        query
    }};
}

/// The LIKE pattern that finds a text anywhere, taken literally.
fn pattern(search: &str) -> String {
    let words = search.split_whitespace().collect::<Vec<_>>().join(" ");
    let literal = folded(&words).replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    format!("%{literal}%")
}

/// How many people of a filter stand directly in each department.
///
/// # Errors
/// When the database cannot be asked.
pub(in crate::people) fn counts(conn: &mut Conn, filter: &Filter) -> Result<HashMap<Option<DepartmentId>, usize>> {
    let rows: Vec<(Option<DepartmentId>, i64)> =
        filtered!(people::table.group_by(people::department_id).select((people::department_id, count_star())), filter)
            .load(conn)?;
    Ok(rows.into_iter().map(|(department, count)| (department, usize::try_from(count).unwrap_or(0))).collect())
}

/// How many people a filter finds.
///
/// # Errors
/// When the database cannot be asked.
pub fn count(conn: &mut Conn, filter: &Filter) -> Result<usize> {
    counts(conn, filter).map(|counts| counts.values().sum())
}

/// A part of the list, and how many people the filter finds in all.
///
/// # Errors
/// When the database cannot be asked.
pub fn page(
    conn: &mut Conn,
    tree: &Departments,
    filter: &Filter,
    order: Order,
    slice: Slice,
) -> Result<(Vec<Person>, usize)> {
    let counts = counts(conn, filter)?;
    let total = counts.values().sum();
    let found = match order {
        Order::Name => by_name(conn, filter, slice)?,
        Order::Department => by_department(conn, tree, filter, &counts, slice)?,
    };
    Ok((found, total))
}

fn by_name(conn: &mut Conn, filter: &Filter, slice: Slice) -> Result<Vec<Person>> {
    let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    filtered!(people::table.select(Row::as_select()), filter)
        .order((people::search_key, people::id))
        .offset(number(slice.offset))
        .limit(number(slice.limit))
        .load(conn)
        .map(persons)
}

/// The order of the tree is known here, not to the database: walk it and ask for the
/// departments that the slice touches. People outside every department come first.
fn by_department(
    conn: &mut Conn,
    tree: &Departments,
    filter: &Filter,
    counts: &HashMap<Option<DepartmentId>, usize>,
    slice: Slice,
) -> Result<Vec<Person>> {
    let mut found = Vec::new();
    let mut skip = slice.offset;
    let places = std::iter::once(None).chain(tree.iter().map(|department| Some(department.id)));
    for place in places {
        let here = counts.get(&place).copied().unwrap_or_default();
        if skip >= here {
            skip -= here;
            continue;
        }
        let part = Slice { offset: skip, limit: slice.limit - found.len() };
        skip = 0;
        found.extend(in_place(conn, filter, place, part)?);
        if found.len() == slice.limit {
            break;
        }
    }
    Ok(found)
}

fn in_place(conn: &mut Conn, filter: &Filter, place: Option<DepartmentId>, slice: Slice) -> Result<Vec<Person>> {
    let Some(department) = place else {
        let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        return filtered!(people::table.select(Row::as_select()), filter)
            .filter(people::department_id.is_null())
            .order((people::search_key, people::id))
            .offset(number(slice.offset))
            .limit(number(slice.limit))
            .load(conn)
            .map(persons);
    };
    by_name(conn, &Filter { departments: Some(vec![department]), ..filter.clone() }, slice)
}
