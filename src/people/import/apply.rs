//! Applying an import: whole or not at all, and only what was looked at.

use std::collections::{HashMap, HashSet};

use super::preview::{Known, fingerprint};
use super::{Change, Incoming, Kind, Roster, store};
use crate::audit::{self, Actor};
use crate::db::{self, Conn, DepartmentId, ImportId, Moment, PersonId};
use crate::keys::ordered_id;
use crate::people::store as people;
use crate::people::{Department, Person, name_key};

/// What the admin agreed to on the preview.
#[derive(Debug, Clone, Default)]
pub struct Consent {
    /// The fingerprint of the difference that was shown.
    pub fingerprint: String,
    /// Import without the rows that have problems.
    pub without_problem_rows: bool,
    /// The file is a part of the roster: nobody leaves.
    pub nobody_leaves: bool,
    /// The number of people leaving, typed where so many leave that Candor asks.
    pub leaving_typed: Option<usize>,
}

/// Why an import was not applied. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum ApplyError {
    /// Applied already, discarded or forgotten.
    #[error("the import is no longer there")]
    Gone,
    /// It would now do something else than was shown.
    #[error("the roster has changed since the preview")]
    Stale,
    /// Rows have problems, and nobody agreed to leave them out.
    #[error("some rows have problems")]
    Problems,
    /// So many people would leave that their number must be typed.
    #[error("many people would leave")]
    ConfirmLeaving,
    /// Someone in the file has the address of someone who stays.
    #[error("two people would have one address")]
    AddressTaken {
        /// The row in the file.
        row: usize,
        /// Who has the address.
        holder: String,
    },
    /// Nothing would change.
    #[error("nothing to import")]
    Nothing,
    /// The database.
    #[error(transparent)]
    Database(#[from] db::Error),
}

/// Applies an uploaded file, read by [`super::parse`] outside the transaction. Returns how many people each kind
/// of change happened to.
///
/// # Errors
/// See [`ApplyError`]; then nothing was changed.
pub fn apply(
    conn: &mut Conn,
    id: ImportId,
    roster: &Roster,
    consent: &Consent,
    actor: Actor,
    now: Moment,
) -> Result<HashMap<Kind, usize>, ApplyError> {
    conn.lock_roster()?;
    if !store::delete(conn, id)? {
        return Err(ApplyError::Gone);
    }
    let known = Known::load(conn)?;
    let mut difference = known.compare(roster);
    if fingerprint(&difference) != consent.fingerprint {
        return Err(ApplyError::Stale);
    }
    if !roster.problems.is_empty() && !consent.without_problem_rows {
        return Err(ApplyError::Problems);
    }
    if consent.nobody_leaves {
        difference.changes.retain(|change| change.kind != Kind::Leaving);
    } else if difference.asks_about_leaving() && consent.leaving_typed != Some(difference.count(Kind::Leaving)) {
        return Err(ApplyError::ConfirmLeaving);
    }
    if difference.is_empty() {
        return Err(ApplyError::Nothing);
    }
    refuse_taken_addresses(&known.everyone, roster, &difference.changes)?;
    write(conn, &known, roster, &difference.changes, now)?;
    let counts: HashMap<Kind, usize> = Kind::ALL.into_iter().map(|kind| (kind, difference.count(kind))).collect();
    let details: Vec<String> = Kind::ALL.iter().map(|kind| format!("{}={}", kind.word(), counts[kind])).collect();
    let details = format!("{} left_out={}", details.join(" "), roster.problems.len());
    audit::record(conn, now, actor, "roster.imported", &id.to_string(), &details)?;
    Ok(counts)
}

/// Addresses of those who would be here afterwards must differ.
fn refuse_taken_addresses(everyone: &[Person], roster: &Roster, changes: &[Change]) -> Result<(), ApplyError> {
    let touched: HashSet<PersonId> = changes.iter().filter_map(|change| change.person).collect();
    let stay = everyone.iter().filter(|person| person.left_at.is_none() && !touched.contains(&person.id));
    let holders: HashMap<&str, &Person> = stay.map(|person| (person.email_key.as_str(), person)).collect();
    for incoming in changes.iter().filter_map(|change| change.incoming).map(|index| &roster.people[index]) {
        if let Some(holder) = holders.get(incoming.address.key()) {
            return Err(ApplyError::AddressTaken { row: incoming.row, holder: holder.full_name.clone() });
        }
    }
    Ok(())
}

fn write(conn: &mut Conn, known: &Known, roster: &Roster, changes: &[Change], now: Moment) -> db::Result<()> {
    let incoming = |change: &Change| change.incoming.map(|index| &roster.people[index]);
    let places = add_departments(conn, known, changes.iter().filter_map(incoming), now)?;
    // Whoever changes must not hold an address that another needs: two people may swap theirs.
    // Marked as left, nobody holds one; the updates below bring back who is in the file.
    let aside: Vec<PersonId> = changes
        .iter()
        .filter(|change| change.kind == Kind::Leaving || is_readdressed(change))
        .filter_map(|change| change.person)
        .collect();
    people::mark_left(conn, &aside, now)?;
    let persons: HashMap<PersonId, &Person> = known.everyone.iter().map(|person| (person.id, person)).collect();
    let mut new = Vec::new();
    for change in changes {
        let Some(incoming) = incoming(change) else { continue };
        match change.person.and_then(|id| persons.get(&id)) {
            Some(person) => people::update(conn, &updated(person, incoming, &places))?,
            None => new.push(created(incoming, &places, known.default_language)),
        }
    }
    people::insert(conn, &new, now)
}

fn is_readdressed(change: &Change) -> bool {
    change.kind != Kind::Back && change.edits.iter().any(|edit| edit.field == super::Field::Email)
}

type Places = HashMap<Vec<String>, DepartmentId>;

fn path_keys(path: &[String]) -> Vec<String> {
    path.iter().map(|level| name_key(level)).collect()
}

/// Adds the departments that are missing, and tells where each path leads.
fn add_departments<'i>(
    conn: &mut Conn,
    known: &Known,
    rows: impl Iterator<Item = &'i Incoming>,
    now: Moment,
) -> db::Result<Places> {
    let keys_of = |id| known.tree.path(id).into_iter().map(name_key).collect();
    let mut places: Places = known.tree.iter().map(|department| (keys_of(department.id), department.id)).collect();
    let mut new = Vec::new();
    let mut seen = HashSet::new();
    for path in rows.filter_map(|incoming| incoming.path.as_ref()).filter(|path| seen.insert(*path)) {
        let keys = path_keys(path);
        let mut parent_id = None;
        for (depth, name) in path.iter().enumerate() {
            let id = *places.entry(keys[..=depth].to_vec()).or_insert_with(|| {
                let department = Department { id: ordered_id(), parent_id, name: name.clone() };
                new.push(department);
                new[new.len() - 1].id
            });
            parent_id = Some(id);
        }
    }
    people::insert_departments(conn, &new, now)?;
    Ok(places)
}

fn place_of(path: &[String], places: &Places) -> Option<DepartmentId> {
    places.get(&path_keys(path)).copied()
}

fn updated(person: &Person, incoming: &Incoming, places: &Places) -> Person {
    let department_id = match &incoming.path {
        Some(path) => place_of(path, places),
        None => person.department_id,
    };
    Person {
        id: person.id,
        employee_id: incoming.employee_id.clone().or_else(|| person.employee_id.clone()),
        full_name: incoming.full_name.clone(),
        first_name: incoming.first_name_after(person),
        email: incoming.address.as_written().to_owned(),
        email_key: incoming.address.key().to_owned(),
        department_id,
        language: incoming.language.unwrap_or(person.language),
        time_zone: incoming.time_zone.instead_of(person.time_zone),
        left_at: None,
        bounce: person.bounce.filter(|_| person.email_key == incoming.address.key()),
    }
}

fn created(incoming: &Incoming, places: &Places, default: crate::i18n::Lang) -> Person {
    Person {
        id: ordered_id(),
        employee_id: incoming.employee_id.clone(),
        full_name: incoming.full_name.clone(),
        first_name: incoming.first_name.clone(),
        email: incoming.address.as_written().to_owned(),
        email_key: incoming.address.key().to_owned(),
        department_id: incoming.path.as_ref().and_then(|path| place_of(path, places)),
        language: incoming.language.unwrap_or(default),
        time_zone: incoming.time_zone.instead_of(None),
        left_at: None,
        bounce: None,
    }
}
