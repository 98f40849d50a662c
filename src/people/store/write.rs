//! Changes to people and departments.

use diesel::prelude::*;

use crate::db::{Conn, DepartmentId, Moment, PersonId, Result, on_backend};
use crate::people::{Department, Person, name_key, search_key};
use crate::schema::{departments, people};

/// Rows in one statement.
const ROWS_PER_STATEMENT: usize = 500;

/// Adds people.
///
/// # Errors
/// When the database refuses, as for an address that someone here has.
pub fn insert(conn: &mut Conn, new: &[Person], now: Moment) -> Result<()> {
    for chunk in new.chunks(ROWS_PER_STATEMENT) {
        let rows: Vec<_> = chunk
            .iter()
            .map(|person| {
                (
                    people::id.eq(person.id),
                    people::employee_id.eq(&person.employee_id),
                    people::full_name.eq(&person.full_name),
                    people::email.eq(&person.email),
                    people::email_key.eq(&person.email_key),
                    people::department_id.eq(person.department_id),
                    people::language.eq(person.language.code()),
                    people::search_key.eq(search_key_of(person)),
                    people::left_at.eq(person.left_at),
                    people::created_at.eq(now),
                )
            })
            .collect();
        on_backend!(conn => diesel::insert_into(people::table).values(rows).execute(conn))?;
    }
    Ok(())
}

/// Writes everything about someone.
///
/// # Errors
/// When the database refuses, as for an address that someone else here has.
pub fn update(conn: &mut Conn, person: &Person) -> Result<()> {
    diesel::update(people::table.find(person.id))
        .set((
            people::employee_id.eq(&person.employee_id),
            people::full_name.eq(&person.full_name),
            people::email.eq(&person.email),
            people::email_key.eq(&person.email_key),
            people::department_id.eq(person.department_id),
            people::language.eq(person.language.code()),
            people::search_key.eq(search_key_of(person)),
            people::left_at.eq(person.left_at),
        ))
        .execute(conn)
        .map(drop)
}

/// Marks people as left; those who had left already keep their time. How many are marked now.
///
/// # Errors
/// When the database refuses.
pub fn mark_left(conn: &mut Conn, who: &[PersonId], now: Moment) -> Result<usize> {
    let mut marked = 0;
    for chunk in who.chunks(ROWS_PER_STATEMENT) {
        marked += diesel::update(people::table.filter(people::id.eq_any(chunk)).filter(people::left_at.is_null()))
            .set(people::left_at.eq(Some(now)))
            .execute(conn)?;
    }
    Ok(marked)
}

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

fn search_key_of(person: &Person) -> String {
    search_key(&person.full_name, &person.email, person.employee_id.as_deref())
}

/// Who among those here has an address, or, here or left, an employee id, other than a given person.
///
/// # Errors
/// When the database cannot be asked.
pub fn holders(
    conn: &mut Conn,
    other_than: PersonId,
    email_key: &str,
    employee_id: Option<&str>,
) -> Result<(Option<String>, Option<String>)> {
    let others = || people::table.filter(people::id.ne(other_than)).select(people::full_name);
    let by_address =
        others().filter(people::left_at.is_null()).filter(people::email_key.eq(email_key)).first(conn).optional()?;
    let by_id = match employee_id {
        Some(id) => others().filter(people::employee_id.eq(id)).first(conn).optional()?,
        None => None,
    };
    Ok((by_address, by_id))
}

/// Whether there is such a department.
///
/// # Errors
/// When the database cannot be asked.
pub fn department_exists(conn: &mut Conn, id: DepartmentId) -> Result<bool> {
    diesel::select(diesel::dsl::exists(departments::table.find(id))).get_result(conn)
}
