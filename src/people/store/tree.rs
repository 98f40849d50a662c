//! Changes to the departments.

use diesel::prelude::*;

use crate::db::{Conn, DepartmentId, Moment, Result, on_backend};
use crate::people::{Department, name_key};
use crate::schema::{departments, people};

/// Rows in one statement.
const ROWS_PER_STATEMENT: usize = 500;

/// Adds departments, each after the one it belongs to.
///
/// # Errors
/// When the database refuses, as for a name that a sibling has.
pub fn insert_departments(conn: &mut Conn, new: &[Department], now: Moment) -> Result<()> {
    for chunk in new.chunks(ROWS_PER_STATEMENT) {
        let rows: Vec<_> = chunk
            .iter()
            .map(|department| {
                (
                    departments::id.eq(department.id),
                    departments::parent_id.eq(department.parent_id),
                    departments::name.eq(&department.name),
                    departments::name_key.eq(name_key(&department.name)),
                    departments::created_at.eq(now),
                )
            })
            .collect();
        on_backend!(conn => diesel::insert_into(departments::table).values(rows).execute(conn))?;
    }
    Ok(())
}

/// Whether there is such a department.
///
/// # Errors
/// When the database cannot be asked.
pub fn department_exists(conn: &mut Conn, id: DepartmentId) -> Result<bool> {
    diesel::select(diesel::dsl::exists(departments::table.find(id))).get_result(conn)
}

/// Gives a department another name.
///
/// # Errors
/// When the database refuses, as for a name that a sibling has.
pub fn rename_department(conn: &mut Conn, id: DepartmentId, name: &str) -> Result<()> {
    diesel::update(departments::table.find(id))
        .set((departments::name.eq(name), departments::name_key.eq(name_key(name))))
        .execute(conn)
        .map(drop)
}

/// Puts a department, with all below it, under another; none: at the top.
///
/// # Errors
/// When the database refuses, as for a name that a sibling has.
pub fn put_department(conn: &mut Conn, id: DepartmentId, parent: Option<DepartmentId>) -> Result<()> {
    diesel::update(departments::table.find(id)).set(departments::parent_id.eq(parent)).execute(conn).map(drop)
}

/// Makes the name of a department that is about to go free for a sibling.
///
/// # Errors
/// When the database refuses.
pub fn give_up_name(conn: &mut Conn, id: DepartmentId) -> Result<()> {
    // No name's key begins with a space, so this is nobody's.
    let nobodys = format!(" {id}");
    diesel::update(departments::table.find(id)).set(departments::name_key.eq(nobodys)).execute(conn).map(drop)
}

/// Puts everyone directly in a department, here or left, in another; none: outside all of them.
///
/// # Errors
/// When the database refuses.
pub fn hand_over_people(conn: &mut Conn, from: DepartmentId, to: Option<DepartmentId>) -> Result<usize> {
    diesel::update(people::table.filter(people::department_id.eq(from))).set(people::department_id.eq(to)).execute(conn)
}

/// Removes a department.
///
/// # Errors
/// When the database refuses, as for one that has people or departments in it.
pub fn delete_department(conn: &mut Conn, id: DepartmentId) -> Result<()> {
    diesel::delete(departments::table.find(id)).execute(conn).map(drop)
}
