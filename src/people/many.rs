//! Changing many people at once: moving them, marking them as left, and taking that back.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

use super::Person;
use super::store::{self, Filter, Order, Presence, Slice, Step};
use crate::audit::{self, Actor};
use crate::db::{self, ChangeId, Conn, DepartmentId, Moment, PersonId};
use crate::keys::ordered_id;

/// The most people that one change by hand concerns; a roster or a move of a department does more.
pub const MAX_AT_ONCE: usize = 5_000;
/// How long a change can be undone.
pub const UNDO_FOR: chrono::TimeDelta = chrono::TimeDelta::hours(1);

/// Whom a change concerns; only people who are here ever are.
#[derive(Debug, Clone)]
pub enum Whom {
    /// These people, those of them who are here.
    These(Vec<PersonId>),
    /// Everyone here whom a filter finds, if they are still those who were shown.
    Found(Filter),
}

/// Why many people were not changed.
#[derive(Debug, thiserror::Error)]
pub enum ManyError {
    /// More than [`MAX_AT_ONCE`].
    #[error("too many people at once")]
    TooMany,
    /// The filter finds other people than were shown.
    #[error("the people have changed since they were shown")]
    Stale,
    /// The department is not there (any more).
    #[error("no such department")]
    DepartmentGone,
    /// The database.
    #[error(transparent)]
    Database(#[from] db::Error),
}

/// What was done: how many people it happened to, and what undoes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Done {
    /// For [`undo`].
    pub change: ChangeId,
    /// People it happened to; 0 when all was so already.
    pub people: usize,
}

/// The people meant, by name.
///
/// # Errors
/// When there are too many, or the database cannot be asked.
pub fn chosen(conn: &mut Conn, whom: &Whom) -> Result<Vec<Person>, ManyError> {
    let mut people = match whom {
        Whom::These(ids) if ids.len() > MAX_AT_ONCE => return Err(ManyError::TooMany),
        Whom::These(ids) => store::by_ids(conn, ids)?,
        Whom::Found(filter) => {
            let filter = Filter { presence: Presence::Here, ..filter.clone() };
            let ids = store::ids(conn, &filter, Order::default(), Slice { offset: 0, limit: MAX_AT_ONCE + 1 })?;
            if ids.len() > MAX_AT_ONCE {
                return Err(ManyError::TooMany);
            }
            store::by_ids(conn, &ids)?
        }
    };
    people.retain(|person| person.left_at.is_none());
    Ok(people)
}

/// Recognises the people that were shown.
#[must_use]
pub fn seal(people: &[Person]) -> String {
    let mut ids: Vec<_> = people.iter().map(|person| person.id).collect();
    ids.sort_unstable();
    let hash = ids.iter().fold(Sha256::new(), |hash, id| hash.chain_update(id.uuid().as_bytes())).finalize();
    URL_SAFE_NO_PAD.encode(&hash[..16])
}

/// The people meant, while nobody else changes the roster. Of people named one by one those are taken who are
/// still here, so that a second click does nothing; a filter must find whom it found when it was shown.
fn locked(conn: &mut Conn, whom: &Whom, seen: &str) -> Result<Vec<Person>, ManyError> {
    conn.lock_roster()?;
    let people = chosen(conn, whom)?;
    if matches!(whom, Whom::Found(_)) && seal(&people) != seen {
        return Err(ManyError::Stale);
    }
    Ok(people)
}

/// Moves people to a department; none: outside all of them. Who is there already is left alone.
///
/// # Errors
/// See [`ManyError`].
pub fn move_to(
    conn: &mut Conn,
    whom: &Whom,
    seen: &str,
    to: Option<DepartmentId>,
    actor: Actor,
    now: Moment,
) -> Result<Done, ManyError> {
    let mut people = locked(conn, whom, seen)?;
    if let Some(id) = to
        && !store::department_exists(conn, id)?
    {
        return Err(ManyError::DepartmentGone);
    }
    people.retain(|person| person.department_id != to);
    let steps: Vec<_> =
        people.iter().map(|person| (person.id, Step::Moved { from: person.department_id, to })).collect();
    let done = Done { change: ordered_id(), people: people.len() };
    if done.people > 0 {
        store::place(conn, &ids(&steps), to)?;
        store::keep_steps(conn, done.change, &steps, now)?;
        let object = to.map(|id| id.to_string()).unwrap_or_default();
        audit::record(conn, now, actor, "people.moved", &object, &format!("moved={}", done.people))?;
    }
    Ok(done)
}

/// Marks people as left.
///
/// # Errors
/// See [`ManyError`].
pub fn leave(conn: &mut Conn, whom: &Whom, seen: &str, actor: Actor, now: Moment) -> Result<Done, ManyError> {
    let people = locked(conn, whom, seen)?;
    let steps: Vec<_> = people.iter().map(|person| (person.id, Step::Left)).collect();
    let done = Done { change: ordered_id(), people: people.len() };
    if done.people > 0 {
        store::mark_left(conn, &ids(&steps), now)?;
        store::keep_steps(conn, done.change, &steps, now)?;
        audit::record(conn, now, actor, "people.left", "", &format!("leaving={}", done.people))?;
    }
    Ok(done)
}

fn ids(steps: &[(PersonId, Step)]) -> Vec<PersonId> {
    steps.iter().map(|(id, _)| *id).collect()
}

/// What an undo did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Undone {
    /// People who are as they were.
    pub people: usize,
    /// People left alone: changed since, or their address or department is no longer free for them.
    pub skipped: usize,
}

/// Takes a change back, for everyone to whom nothing else has happened since. A second time it does nothing.
///
/// # Errors
/// When the database refuses.
pub fn undo(conn: &mut Conn, change: ChangeId, actor: Actor, now: Moment) -> db::Result<Undone> {
    conn.lock_roster()?;
    store::forget_steps(conn, now - UNDO_FOR)?;
    let steps = store::take_steps(conn, change)?;
    let who: Vec<PersonId> = steps.iter().map(|(id, ..)| *id).collect();
    let people = store::by_ids(conn, &who)?;
    let mut undone = Undone { people: 0, skipped: steps.len() };
    if let Some((_, Step::Left, at)) = steps.first() {
        undone.people = bring_back(conn, &people, *at)?;
    } else {
        undone.people = move_back(conn, &people, &steps)?;
    }
    undone.skipped -= undone.people;
    if undone.people > 0 {
        let details = format!("changed={}", undone.people);
        audit::record(conn, now, actor, "people.undone", "", &details)?;
    }
    Ok(undone)
}

fn bring_back(conn: &mut Conn, people: &[Person], at: Moment) -> db::Result<usize> {
    let keys: Vec<&str> = people.iter().map(|person| person.email_key.as_str()).collect();
    let taken = store::taken_addresses(conn, &keys)?;
    let free = people.iter().filter(|person| !taken.contains(&person.email_key)).map(|person| person.id);
    store::unmark_left(conn, &free.collect::<Vec<_>>(), at)
}

fn move_back(conn: &mut Conn, people: &[Person], steps: &[(PersonId, Step, Moment)]) -> db::Result<usize> {
    let today: std::collections::HashMap<_, _> =
        people.iter().map(|person| (person.id, person.department_id)).collect();
    let mut home: std::collections::BTreeMap<Option<DepartmentId>, Vec<PersonId>> = std::collections::BTreeMap::new();
    for (id, step, _) in steps {
        if let Step::Moved { from, to } = step
            && today.get(id) == Some(to)
        {
            home.entry(*from).or_default().push(*id);
        }
    }
    let mut back = 0;
    for (department, who) in home {
        let is_there = match department {
            Some(id) => store::department_exists(conn, id)?,
            None => true,
        };
        if is_there {
            back += store::place(conn, &who, department)?;
        }
    }
    Ok(back)
}

/// Forgets what can no longer be undone. Returns how many steps.
///
/// # Errors
/// When the database refuses.
pub fn forget_old(conn: &mut Conn, now: Moment) -> db::Result<usize> {
    store::forget_steps(conn, now - UNDO_FOR)
}
