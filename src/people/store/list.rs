//! The list of people: filtered, sorted, a page at a time.
//!
//! Which people stand on a page, and how many there are, is read from the indices `people_list` and
//! `people_department` alone; only the rows of the page are fetched.

use std::collections::HashMap;

use diesel::dsl::{count, count_star};
use diesel::prelude::*;

use super::{Row, persons};
use crate::db::{Conn, DepartmentId, PersonId, Result};
use crate::i18n::Lang;
use crate::people::{Departments, Person, person::folded};
use crate::schema::people;

/// Ids in one statement.
const IDS_PER_STATEMENT: usize = 500;

diesel::define_sql_function! {
    /// Characters of a text.
    fn length(text: diesel::sql_types::Nullable<diesel::sql_types::Text>) -> diesel::sql_types::Nullable<diesel::sql_types::Integer>;
}

/// Whether someone is on the roster today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Presence {
    /// Here.
    #[default]
    Here,
    /// Marked as left.
    Left,
}

/// What the list is sorted by; whoever is alike in it stands by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Column {
    /// The name, then the address.
    #[default]
    Name,
    /// The address.
    Email,
    /// The department's place in the tree.
    Department,
    /// The employee id, shorter ones first, so that 9 comes before 10; people without one are last.
    EmployeeId,
    /// The language.
    Language,
    /// When they left.
    Left,
}

/// The order of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Order {
    /// By what.
    pub column: Column,
    /// From the last to the first.
    pub descending: bool,
}

/// Where people are looked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Place {
    /// Everywhere.
    #[default]
    Anywhere,
    /// Directly in one of these departments.
    In(Vec<DepartmentId>),
    /// Outside every department.
    Outside,
}

/// Which people are wanted.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// A part of the name, the address or the employee id; empty: anyone.
    pub search: String,
    /// Only people who stand there.
    pub place: Place,
    /// Only people who are written to in this language.
    pub language: Option<Lang>,
    /// Here or left.
    pub presence: Presence,
    /// Only people whose address has a mark, since mail to it came back.
    pub bounced: bool,
}

impl Filter {
    /// Whether it finds everyone of its presence.
    fn is_everyone(&self) -> bool {
        self.search.trim().is_empty() && self.place == Place::Anywhere && self.language.is_none() && !self.bounced
    }
}

/// Which part of the list is wanted, counted in people.
#[derive(Debug, Clone, Copy)]
pub struct Slice {
    /// People before it.
    pub offset: usize,
    /// People in it, at most.
    pub limit: usize,
}

/// How many people a filter finds, whichever presence it asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Who are here.
    pub here: usize,
    /// Who are marked as left.
    pub left: usize,
}

impl Counts {
    /// Those of one presence.
    #[must_use]
    pub fn of(self, presence: Presence) -> usize {
        match presence {
            Presence::Here => self.here,
            Presence::Left => self.left,
        }
    }
}

/// Narrows a boxed query to a filter, whoever is here or left.
macro_rules! found {
    ($query:expr, $filter:expr) => {{
        let mut query = $query;
        match &$filter.place {
            Place::Anywhere => {}
            Place::In(departments) => query = query.filter(people::department_id.eq_any(departments.clone())),
            Place::Outside => query = query.filter(people::department_id.is_null()),
        }
        if let Some(language) = $filter.language {
            query = query.filter(people::language.eq(language.code()));
        }
        if $filter.bounced {
            query = query.filter(people::bounced_at.is_not_null());
        }
        if !$filter.search.trim().is_empty() {
            query = query.filter(people::search_key.like(pattern(&$filter.search)).escape('\\'));
        }
        query
    }};
}

/// Narrows a boxed query to a filter with its presence.
macro_rules! filtered {
    ($query:expr, $filter:expr) => {{
        let query = found!($query, $filter);
        match $filter.presence {
            Presence::Here => query.filter(people::left_at.is_null()),
            Presence::Left => query.filter(people::left_at.is_not_null()),
        }
    }};
}

/// The LIKE pattern that finds a text anywhere, taken literally.
fn pattern(search: &str) -> String {
    let words = search.split_whitespace().collect::<Vec<_>>().join(" ");
    let literal = folded(&words).replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    format!("%{literal}%")
}

fn number(count: i64) -> usize {
    usize::try_from(count).unwrap_or(0)
}

fn limit(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// How many people a filter finds, here and left.
///
/// # Errors
/// When the database cannot be asked.
pub fn counts(conn: &mut Conn, filter: &Filter) -> Result<Counts> {
    let query = people::table.select((count_star(), count(people::left_at))).into_boxed();
    let (all, left): (i64, i64) = found!(query, filter).first(conn)?;
    Ok(Counts { here: number(all - left), left: number(left) })
}

/// How many people stand directly in each department, here or left; `None`: outside all of them.
///
/// # Errors
/// When the database cannot be asked.
pub fn headcounts_with_left(conn: &mut Conn) -> Result<HashMap<Option<DepartmentId>, Counts>> {
    // Without a condition on who is here, this is read from the index in its order.
    let rows: Vec<(Option<DepartmentId>, i64, i64)> = people::table
        .group_by(people::department_id)
        .select((people::department_id, count_star(), count(people::left_at)))
        .load(conn)?;
    let counts = |all, left| Counts { here: number(all - left), left: number(left) };
    Ok(rows.into_iter().map(|(department, all, left)| (department, counts(all, left))).collect())
}

/// How many people of a filter stand directly in each department.
fn by_place(conn: &mut Conn, filter: &Filter) -> Result<HashMap<Option<DepartmentId>, usize>> {
    if filter.is_everyone() {
        let counts = headcounts_with_left(conn)?.into_iter();
        return Ok(counts.map(|(department, counts)| (department, counts.of(filter.presence))).collect());
    }
    let query =
        people::table.group_by(people::department_id).select((people::department_id, count_star())).into_boxed();
    let rows: Vec<(Option<DepartmentId>, i64)> = filtered!(query, filter).load(conn)?;
    Ok(rows.into_iter().map(|(department, count)| (department, number(count))).collect())
}

/// A part of the list.
///
/// # Errors
/// When the database cannot be asked.
pub fn page(conn: &mut Conn, tree: &Departments, filter: &Filter, order: Order, slice: Slice) -> Result<Vec<Person>> {
    let ids = match order.column {
        Column::Department => by_department(conn, tree, filter, order.descending, slice)?,
        _ => ids(conn, filter, order, slice)?,
    };
    by_ids(conn, &ids)
}

/// The people of some ids, in the order of the ids; unknown ids are left out.
///
/// # Errors
/// When the database cannot be asked.
pub fn by_ids(conn: &mut Conn, ids: &[PersonId]) -> Result<Vec<Person>> {
    let mut found = HashMap::new();
    for chunk in ids.chunks(IDS_PER_STATEMENT) {
        let rows = people::table.filter(people::id.eq_any(chunk)).select(Row::as_select()).load(conn)?;
        found.extend(persons(rows).into_iter().map(|person| (person.id, person)));
    }
    Ok(ids.iter().filter_map(|id| found.remove(id)).collect())
}

/// Who stands in a part of the list, in any order but the tree's.
///
/// # Errors
/// When the database cannot be asked.
pub fn ids(conn: &mut Conn, filter: &Filter, order: Order, slice: Slice) -> Result<Vec<PersonId>> {
    let query = filtered!(people::table.select(people::id).into_boxed(), filter);
    let (name, id) = (people::search_key, people::id);
    let sorted = match (order.column, order.descending) {
        (Column::Name | Column::Department, false) => query.order((name.asc(), id.asc())),
        (Column::Name | Column::Department, true) => query.order((name.desc(), id.desc())),
        (Column::Email, false) => query.order((people::email_key.asc(), id.asc())),
        (Column::Email, true) => query.order((people::email_key.desc(), id.desc())),
        (Column::Language, false) => query.order((people::language.asc(), name.asc(), id.asc())),
        (Column::Language, true) => query.order((people::language.desc(), name.asc(), id.asc())),
        (Column::Left, false) => query.order((people::left_at.asc(), name.asc(), id.asc())),
        (Column::Left, true) => query.order((people::left_at.desc(), name.asc(), id.asc())),
        (Column::EmployeeId, descending) => {
            let number = people::employee_id;
            let query = query.order(number.is_null().asc());
            let query = if descending {
                query.then_order_by((length(number).desc(), number.desc()))
            } else {
                query.then_order_by((length(number).asc(), number.asc()))
            };
            query.then_order_by((name.asc(), id.asc()))
        }
    };
    sorted.offset(limit(slice.offset)).limit(limit(slice.limit)).load(conn)
}

/// The order of the tree is known here, not to the database: walk it and ask for the
/// departments that the slice touches. People outside every department come first.
fn by_department(
    conn: &mut Conn,
    tree: &Departments,
    filter: &Filter,
    descending: bool,
    slice: Slice,
) -> Result<Vec<PersonId>> {
    let counts = by_place(conn, filter)?;
    let mut places: Vec<Option<DepartmentId>> =
        std::iter::once(None).chain(tree.iter().map(|department| Some(department.id))).collect();
    if descending {
        places.reverse();
    }
    let mut found = Vec::new();
    let mut skip = slice.offset;
    for place in places {
        let here = counts.get(&place).copied().unwrap_or_default();
        if skip >= here {
            skip -= here;
            continue;
        }
        let part = Slice { offset: skip, limit: slice.limit - found.len() };
        skip = 0;
        let place = place.map_or(Place::Outside, |id| Place::In(vec![id]));
        found.extend(ids(conn, &Filter { place, ..filter.clone() }, Order::default(), part)?);
        if found.len() == slice.limit {
            break;
        }
    }
    Ok(found)
}
