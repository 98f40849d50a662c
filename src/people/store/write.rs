//! Changes to people, and what such a change must ask first.

use diesel::prelude::*;

use super::bounces::forget_with_address;
use crate::db::{Conn, DepartmentId, Moment, PersonId, Result, on_backend};
use crate::people::{Person, search_key};
use crate::schema::people;

/// Rows in one statement.
const ROWS_PER_STATEMENT: usize = 500;

/// A person as the table has them.
#[derive(Insertable, AsChangeset)]
#[diesel(table_name = people, treat_none_as_null = true)]
struct Written<'p> {
    id: PersonId,
    employee_id: Option<String>,
    full_name: &'p str,
    first_name: Option<String>,
    email: &'p str,
    email_key: &'p str,
    department_id: Option<DepartmentId>,
    language: &'static str,
    time_zone: Option<String>,
    search_key: String,
    left_at: Option<Moment>,
}

impl<'p> From<&'p Person> for Written<'p> {
    fn from(person: &'p Person) -> Self {
        Self {
            id: person.id,
            employee_id: person.employee_id.clone(),
            full_name: &person.full_name,
            first_name: person.first_name.clone(),
            email: &person.email,
            email_key: &person.email_key,
            department_id: person.department_id,
            language: person.language.code(),
            time_zone: person.time_zone.map(|zone| zone.name().to_owned()),
            search_key: search_key(&person.full_name, &person.email, person.employee_id.as_deref()),
            left_at: person.left_at,
        }
    }
}

/// Adds people.
///
/// # Errors
/// When the database refuses, as for an address that someone here has.
pub fn insert(conn: &mut Conn, new: &[Person], now: Moment) -> Result<()> {
    for chunk in new.chunks(ROWS_PER_STATEMENT) {
        let rows: Vec<_> = chunk.iter().map(|person| (Written::from(person), people::created_at.eq(now))).collect();
        on_backend!(conn => diesel::insert_into(people::table).values(rows).execute(conn))?;
    }
    Ok(())
}

/// Writes everything about someone but the mark on their address, which goes with it.
///
/// # Errors
/// When the database refuses, as for an address that someone else here has.
pub fn update(conn: &mut Conn, person: &Person) -> Result<()> {
    forget_with_address(conn, person.id, &person.email_key)?;
    diesel::update(people::table.find(person.id)).set(Written::from(person)).execute(conn).map(drop)
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

/// Takes the mark away from people who were marked at a moment. How many are back.
///
/// # Errors
/// When the database refuses, as for an address that someone here has.
pub fn unmark_left(conn: &mut Conn, who: &[PersonId], at: Moment) -> Result<usize> {
    let mut back = 0;
    for chunk in who.chunks(ROWS_PER_STATEMENT) {
        back += diesel::update(people::table.filter(people::id.eq_any(chunk)).filter(people::left_at.eq(at)))
            .set(people::left_at.eq(None::<Moment>))
            .execute(conn)?;
    }
    Ok(back)
}

/// Puts people in a department; none: outside all of them. How many rows are written.
///
/// # Errors
/// When the database refuses, as for a department that is not there.
pub fn place(conn: &mut Conn, who: &[PersonId], department: Option<DepartmentId>) -> Result<usize> {
    let mut moved = 0;
    for chunk in who.chunks(ROWS_PER_STATEMENT) {
        moved += diesel::update(people::table.filter(people::id.eq_any(chunk)))
            .set(people::department_id.eq(department))
            .execute(conn)?;
    }
    Ok(moved)
}

/// Someone who has what another wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// Who.
    pub id: PersonId,
    /// Their name.
    pub name: String,
    /// Whether they are marked as left.
    pub has_left: bool,
}

/// Who but one person has an address.
#[derive(Debug, Clone, Default)]
pub struct AddressHolders {
    /// Who is here and has it.
    pub here: Option<Holder>,
    /// Who had it when they left.
    pub left: Vec<Holder>,
}

/// Who has an address, other than a given person.
///
/// # Errors
/// When the database cannot be asked.
pub fn address_holders(conn: &mut Conn, other_than: PersonId, email_key: &str) -> Result<AddressHolders> {
    let rows: Vec<(PersonId, String, Option<Moment>)> = people::table
        .filter(people::id.ne(other_than))
        .filter(people::email_key.eq(email_key))
        .order(people::id)
        .select((people::id, people::full_name, people::left_at))
        .load(conn)?;
    let holders = rows.into_iter().map(|(id, name, left_at)| Holder { id, name, has_left: left_at.is_some() });
    let (left, here): (Vec<_>, Vec<_>) = holders.partition(|holder| holder.has_left);
    Ok(AddressHolders { here: here.into_iter().next(), left })
}

/// Who, here or left, has an employee id, other than a given person.
///
/// # Errors
/// When the database cannot be asked.
pub fn employee_id_holder(conn: &mut Conn, other_than: PersonId, employee_id: &str) -> Result<Option<Holder>> {
    let row: Option<(PersonId, String, Option<Moment>)> = people::table
        .filter(people::id.ne(other_than))
        .filter(people::employee_id.eq(employee_id))
        .select((people::id, people::full_name, people::left_at))
        .first(conn)
        .optional()?;
    Ok(row.map(|(id, name, left_at)| Holder { id, name, has_left: left_at.is_some() }))
}

/// Which of some addresses people who are here have.
///
/// # Errors
/// When the database cannot be asked.
pub fn taken_addresses(conn: &mut Conn, keys: &[&str]) -> Result<Vec<String>> {
    let mut taken = Vec::new();
    for chunk in keys.chunks(ROWS_PER_STATEMENT) {
        let rows: Vec<String> = people::table
            .filter(people::left_at.is_null())
            .filter(people::email_key.eq_any(chunk.iter().copied()))
            .select(people::email_key)
            .load(conn)?;
        taken.extend(rows);
    }
    Ok(taken)
}
