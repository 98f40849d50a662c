//! Adding and editing someone by hand, and marking them as left or back.

use super::import::{MAX_EMPLOYEE_ID, MAX_NAME};
use super::store::{self, AddressHolders, Holder};
use super::{Person, name_key, time_zone};
use crate::audit::{self, Actor};
use crate::db::{self, Conn, DepartmentId, Moment, PersonId};
use crate::email::Address;
use crate::i18n::{FormErrors, Lang, say};
use crate::keys::ordered_id;

/// What an admin may say about someone, as typed.
#[derive(Debug, Clone, Default)]
pub struct Entry {
    /// The name.
    pub full_name: String,
    /// The first name, for greetings; empty for none.
    pub first_name: String,
    /// The address.
    pub email: String,
    /// The department; none: directly in the company.
    pub department_id: Option<DepartmentId>,
    /// The language.
    pub language: Lang,
    /// The time zone, as people write it; empty for the wave's.
    pub time_zone: String,
    /// The employee id; empty for none.
    pub employee_id: String,
}

impl Entry {
    /// What is known of someone, as if it were typed.
    #[must_use]
    pub fn of(person: &Person) -> Self {
        Self {
            full_name: person.full_name.clone(),
            first_name: person.first_name.clone().unwrap_or_default(),
            email: person.email.clone(),
            department_id: person.department_id,
            language: person.language,
            time_zone: person.time_zone.map(time_zone::written).unwrap_or_default(),
            employee_id: person.employee_id.clone().unwrap_or_default(),
        }
    }
}

/// Who has what an entry asks for, so that a page can lead to them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Holders {
    /// Who has the address, or had it and has left.
    pub email: Option<Holder>,
    /// Who has the employee id, here or left.
    pub employee_id: Option<Holder>,
}

/// Why a change was not made.
#[derive(Debug, thiserror::Error)]
pub enum EditError {
    /// Nobody has this id.
    #[error("no such person")]
    NotFound,
    /// The form has mistakes.
    #[error("the form has mistakes")]
    Invalid {
        /// What they are.
        errors: FormErrors,
        /// Whom some of them name.
        holders: Holders,
    },
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

/// Puts someone on the roster.
///
/// # Errors
/// See [`EditError`]; also when the entry describes someone who has left, who is to be brought back instead.
pub fn add(conn: &mut Conn, entry: &Entry, actor: Actor, now: Moment) -> Result<Person, EditError> {
    conn.lock_roster()?;
    let person = check(conn, ordered_id(), None, entry)?;
    store::insert(conn, std::slice::from_ref(&person), now)?;
    audit::record(conn, now, actor, "person.added", &person.id.to_string(), "")?;
    Ok(person)
}

/// Changes someone. An entry that changes nothing leaves no trace.
///
/// # Errors
/// See [`EditError`].
pub fn save(conn: &mut Conn, id: PersonId, entry: &Entry, actor: Actor, now: Moment) -> Result<Person, EditError> {
    conn.lock_roster()?;
    let person = store::find(conn, id)?.ok_or(EditError::NotFound)?;
    let edited = check(conn, id, Some(&person), entry)?;
    if edited != person {
        store::update(conn, &edited)?;
        audit::record(conn, now, actor, "person.changed", &id.to_string(), &changed_fields(&person, &edited))?;
    }
    Ok(edited)
}

/// The person that an entry describes, if it has no mistakes; none `before` for someone new.
fn check(conn: &mut Conn, id: PersonId, before: Option<&Person>, entry: &Entry) -> Result<Person, EditError> {
    let (mut errors, mut holders) = (FormErrors::new(), Holders::default());
    let full_name = tidy(&entry.full_name);
    if full_name.is_empty() {
        errors.add("full_name", say("person-name-empty"));
    } else if is_unfit(&full_name, MAX_NAME) {
        errors.add("full_name", say("person-name-too-long").with("limit", MAX_NAME));
    }
    let first_name = Some(tidy(&entry.first_name)).filter(|name| !name.is_empty());
    if first_name.as_ref().is_some_and(|name| is_unfit(name, MAX_NAME)) {
        errors.add("first_name", say("person-name-too-long").with("limit", MAX_NAME));
    }
    let address = Address::parse(&entry.email).map_err(|error| errors.add("email", error.message())).ok();
    if let Some(address) = &address {
        holders.email = address_holder(conn, id, before, address, &full_name)?;
        if let Some(Holder { name, has_left, .. }) = &holders.email {
            let message = if *has_left { say("person-was-here") } else { say("person-email-taken") };
            errors.add("email", message.with("holder", name));
        }
    }
    let is_gone = match entry.department_id {
        Some(department) => !store::department_exists(conn, department)?,
        None => false,
    };
    if is_gone {
        errors.add("department", say("person-department-gone"));
    }
    let time_zone = time_zone::parse(&entry.time_zone);
    if time_zone.is_none() && !entry.time_zone.trim().is_empty() {
        errors.add("time_zone", say("person-time-zone-wrong"));
    }
    let employee_id = Some(tidy(&entry.employee_id)).filter(|id| !id.is_empty());
    if let Some(number) = &employee_id {
        holders.employee_id = store::employee_id_holder(conn, id, number)?;
        if is_unfit(number, MAX_EMPLOYEE_ID) {
            errors.add("employee_id", say("person-id-too-long").with("limit", MAX_EMPLOYEE_ID));
        } else if let Some(Holder { name, .. }) = &holders.employee_id {
            errors.add("employee_id", say("person-id-taken").with("holder", name));
        }
    }
    match address {
        Some(address) if errors.is_empty() => Ok(Person {
            id,
            employee_id,
            full_name,
            first_name,
            email: address.as_written().to_owned(),
            email_key: address.key().to_owned(),
            department_id: entry.department_id,
            language: entry.language,
            time_zone,
            left_at: before.and_then(|person| person.left_at),
            bounce: before.filter(|person| person.email_key == address.key()).and_then(|person| person.bounce),
        }),
        _ => Err(EditError::Invalid { errors, holders }),
    }
}

/// Without spaces around it, and with single ones inside.
pub(super) fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a text is too long or has characters that cannot be shown.
pub(super) fn is_unfit(text: &str, limit: usize) -> bool {
    text.chars().count() > limit || text.chars().any(char::is_control)
}

/// Who stands in the way of an address: whoever is here and has it; for someone new also whoever had it under
/// the same name, since an import would take the two for one.
fn address_holder(
    conn: &mut Conn,
    id: PersonId,
    before: Option<&Person>,
    address: &Address,
    full_name: &str,
) -> db::Result<Option<Holder>> {
    if before.is_some_and(|person| person.left_at.is_some()) {
        return Ok(None);
    }
    let AddressHolders { here, left } = store::address_holders(conn, id, address.key())?;
    let is_same = |holder: &Holder| before.is_none() && name_key(&holder.name) == name_key(full_name);
    Ok(here.or_else(|| left.into_iter().find(is_same)))
}

/// The names of what changed, never the values: the audit log outlives them.
fn changed_fields(old: &Person, new: &Person) -> String {
    let fields = [
        ("name", (&old.full_name, &old.first_name) != (&new.full_name, &new.first_name)),
        ("email", old.email != new.email),
        ("department", old.department_id != new.department_id),
        ("language", old.language != new.language),
        ("time_zone", old.time_zone != new.time_zone),
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
    if let Some(holder) = store::address_holders(conn, id, &person.email_key)?.here {
        return Err(EditError::AddressTaken { holder: holder.name });
    }
    store::update(conn, &Person { left_at: None, ..person.clone() })?;
    audit::record(conn, now, actor, "person.back", &id.to_string(), "")?;
    Ok(person)
}

/// Takes the mark from an address that mail came back from: it is right after all. Doing it twice changes nothing.
///
/// # Errors
/// When nobody has this id, or the database refuses.
pub fn confirm_address(conn: &mut Conn, id: PersonId, actor: Actor, now: Moment) -> Result<Person, EditError> {
    let person = store::find(conn, id)?.ok_or(EditError::NotFound)?;
    if store::clear_bounce(conn, id)? {
        audit::record(conn, now, actor, "person.address-confirmed", &id.to_string(), "")?;
    }
    Ok(person)
}
