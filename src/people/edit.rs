//! Editing someone by hand, and marking them as left or back.

use super::import::{MAX_EMPLOYEE_ID, MAX_NAME};
use super::{Person, store};
use crate::audit::{self, Actor};
use crate::db::{self, Conn, DepartmentId, Moment, PersonId};
use crate::email::Address;
use crate::i18n::{FormErrors, Lang, say};

/// What an admin may change about someone, as typed.
#[derive(Debug, Clone, Default)]
pub struct Entry {
    /// The name.
    pub full_name: String,
    /// The address.
    pub email: String,
    /// The department; none: directly in the company.
    pub department_id: Option<DepartmentId>,
    /// The language.
    pub language: Lang,
    /// The employee id; empty for none.
    pub employee_id: String,
}

/// Why a change was not made.
#[derive(Debug, thiserror::Error)]
pub enum EditError {
    /// Nobody has this id.
    #[error("no such person")]
    NotFound,
    /// The form has mistakes.
    #[error("the form has mistakes")]
    Invalid(FormErrors),
    /// Someone here has the address of whom it would bring back.
    #[error("the address is taken")]
    AddressTaken {
        /// Who has it.
        holder: String,
    },
    /// The database.
    #[error(transparent)]
    Database(#[from] db::Error),
}

/// Changes someone. An entry that changes nothing leaves no trace.
///
/// # Errors
/// See [`EditError`].
pub fn save(conn: &mut Conn, id: PersonId, entry: &Entry, actor: Actor, now: Moment) -> Result<Person, EditError> {
    conn.lock_roster()?;
    let person = store::find(conn, id)?.ok_or(EditError::NotFound)?;
    let edited = check(conn, &person, entry)?;
    if edited != person {
        store::update(conn, &edited)?;
        audit::record(conn, now, actor, "person.changed", &id.to_string(), &changed_fields(&person, &edited))?;
    }
    Ok(edited)
}

fn check(conn: &mut Conn, person: &Person, entry: &Entry) -> Result<Person, EditError> {
    let mut errors = FormErrors::new();
    let tidy = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let (full_name, employee_id) = (tidy(&entry.full_name), tidy(&entry.employee_id));
    if full_name.is_empty() {
        errors.add("full_name", say("person-name-empty"));
    } else if full_name.chars().count() > MAX_NAME || full_name.chars().any(char::is_control) {
        errors.add("full_name", say("person-name-too-long").with("limit", MAX_NAME));
    }
    let address = Address::parse(&entry.email);
    let key = address.as_ref().map(|address| address.key().to_owned()).unwrap_or_default();
    let employee_id = (!employee_id.is_empty()).then_some(employee_id);
    let (by_address, by_id) = store::holders(conn, person.id, &key, employee_id.as_deref())?;
    match (&address, by_address) {
        (Err(error), _) => errors.add("email", error.message()),
        (Ok(_), Some(holder)) if person.left_at.is_none() => {
            errors.add("email", say("person-email-taken").with("holder", holder));
        }
        _ => {}
    }
    let department = match entry.department_id {
        Some(id) if !store::department_exists(conn, id)? => {
            errors.add("department", say("person-department-gone"));
            None
        }
        other => other,
    };
    if employee_id.as_ref().is_some_and(|id| id.chars().count() > MAX_EMPLOYEE_ID || id.chars().any(char::is_control)) {
        errors.add("employee_id", say("person-id-too-long").with("limit", MAX_EMPLOYEE_ID));
    } else if let Some(holder) = by_id {
        errors.add("employee_id", say("person-id-taken").with("holder", holder));
    }
    errors.into_result().map_err(EditError::Invalid)?;
    let Ok(address) = address else { return Err(EditError::NotFound) };
    Ok(Person {
        id: person.id,
        employee_id,
        full_name,
        email: address.as_written().to_owned(),
        email_key: key,
        department_id: department,
        language: entry.language,
        left_at: person.left_at,
    })
}

/// The names of what changed, never the values: the audit log outlives them.
fn changed_fields(old: &Person, new: &Person) -> String {
    let fields = [
        ("name", old.full_name != new.full_name),
        ("email", old.email != new.email),
        ("department", old.department_id != new.department_id),
        ("language", old.language != new.language),
        ("employee_id", old.employee_id != new.employee_id),
    ];
    fields.iter().filter(|(_, changed)| *changed).map(|(name, _)| *name).collect::<Vec<_>>().join(" ")
}

/// Marks someone as left: no later wave invites them. Doing it twice changes nothing.
///
/// # Errors
/// When nobody has this id, or the database refuses.
pub fn leave(conn: &mut Conn, id: PersonId, actor: Actor, now: Moment) -> Result<Person, EditError> {
    conn.lock_roster()?;
    let person = store::find(conn, id)?.ok_or(EditError::NotFound)?;
    if store::mark_left(conn, &[id], now)? > 0 {
        audit::record(conn, now, actor, "person.left", &id.to_string(), "")?;
    }
    Ok(person)
}

/// Takes the mark away. Doing it twice changes nothing.
///
/// # Errors
/// When nobody has this id, someone here has their address, or the database refuses.
pub fn come_back(conn: &mut Conn, id: PersonId, actor: Actor, now: Moment) -> Result<Person, EditError> {
    conn.lock_roster()?;
    let person = store::find(conn, id)?.ok_or(EditError::NotFound)?;
    if person.left_at.is_none() {
        return Ok(person);
    }
    if let (Some(holder), _) = store::holders(conn, id, &person.email_key, None)? {
        return Err(EditError::AddressTaken { holder });
    }
    store::update(conn, &Person { left_at: None, ..person.clone() })?;
    audit::record(conn, now, actor, "person.back", &id.to_string(), "")?;
    Ok(person)
}
