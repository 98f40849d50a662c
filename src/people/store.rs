//! Queries on people and departments.

mod bounces;
mod list;
mod tree;
mod undo;
mod write;

use std::collections::HashMap;

use diesel::prelude::*;

use super::{Bounce, Department, Person, Why};
use crate::db::{Conn, DepartmentId, Moment, PersonId, Result};
use crate::i18n::Lang;
use crate::schema::{departments, people};

pub use bounces::{bounced, clear_bounce, mark_bounced};
pub use list::{
    Column, Counts, Filter, Order, Place, Presence, Slice, by_ids, counts, headcounts_with_left, ids, page,
};
pub use tree::{
    delete_department, department_exists, give_up_name, hand_over_people, insert_departments, put_department,
    rename_department,
};
pub use undo::{Step, forget_steps, keep_steps, take_steps};
pub use write::{
    AddressHolders, Holder, address_holders, employee_id_holder, insert, mark_left, place, taken_addresses,
    unmark_left, update,
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = people)]
struct Row {
    id: PersonId,
    employee_id: Option<String>,
    full_name: String,
    first_name: Option<String>,
    email: String,
    email_key: String,
    department_id: Option<DepartmentId>,
    language: String,
    time_zone: Option<String>,
    left_at: Option<Moment>,
    bounced_at: Option<Moment>,
    bounced_why: Option<String>,
}

impl From<Row> for Person {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            employee_id: row.employee_id,
            full_name: row.full_name,
            first_name: row.first_name,
            email: row.email,
            email_key: row.email_key,
            department_id: row.department_id,
            language: Lang::from_code(&row.language).unwrap_or_default(),
            time_zone: row.time_zone.and_then(|name| name.parse().ok()),
            left_at: row.left_at,
            bounce: row.bounced_at.map(|at| Bounce { at, why: Why::from_word(&row.bounced_why.unwrap_or_default()) }),
        }
    }
}

fn persons(rows: Vec<Row>) -> Vec<Person> {
    rows.into_iter().map(Person::from).collect()
}

/// Everyone who is here, by name: whom a wave may invite.
///
/// # Errors
/// When the database cannot be asked.
pub fn active(conn: &mut Conn) -> Result<Vec<Person>> {
    people::table
        .filter(people::left_at.is_null())
        .order((people::search_key, people::id))
        .select(Row::as_select())
        .load(conn)
        .map(persons)
}

/// Everyone, here or left.
///
/// # Errors
/// When the database cannot be asked.
pub fn everyone(conn: &mut Conn) -> Result<Vec<Person>> {
    people::table.select(Row::as_select()).load(conn).map(persons)
}

/// Someone by their id, here or left.
///
/// # Errors
/// When the database cannot be asked.
pub fn find(conn: &mut Conn, id: PersonId) -> Result<Option<Person>> {
    people::table.find(id).select(Row::as_select()).first(conn).optional().map(|row: Option<Row>| row.map(Person::from))
}

/// Whether the roster has a first name of anybody who is here.
///
/// # Errors
/// When the database cannot be asked.
pub fn has_first_names(conn: &mut Conn) -> Result<bool> {
    let named = people::table.filter(people::left_at.is_null().and(people::first_name.is_not_null()));
    diesel::select(diesel::dsl::exists(named)).get_result(conn)
}

/// Every department, in no order; see [`super::Departments::new`].
///
/// # Errors
/// When the database cannot be asked.
pub fn departments(conn: &mut Conn) -> Result<Vec<Department>> {
    let rows: Vec<(DepartmentId, Option<DepartmentId>, String)> =
        departments::table.select((departments::id, departments::parent_id, departments::name)).load(conn)?;
    Ok(rows.into_iter().map(|(id, parent_id, name)| Department { id, parent_id, name }).collect())
}

/// How many people who are here stand directly in each department; `None`: in the company itself.
///
/// # Errors
/// When the database cannot be asked.
pub fn headcounts(conn: &mut Conn) -> Result<HashMap<Option<DepartmentId>, usize>> {
    let counts = headcounts_with_left(conn)?;
    Ok(counts.into_iter().filter(|(_, counts)| counts.here > 0).map(|(id, counts)| (id, counts.here)).collect())
}
