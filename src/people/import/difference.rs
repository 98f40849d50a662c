//! What a roster file would change: pure, from what is known and what the file says.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::{Incoming, ONE_IN_LEAVING, Roster};
use crate::db::PersonId;
use crate::people::department::LEVEL_SEPARATOR;
use crate::people::{Departments, Person, name_key, time_zone};

/// What happens to someone. Each person has one kind; whoever moves and is renamed counts as moving.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// Here, and not in the file: marked as left.
    Leaving,
    /// To another department or team.
    Moved,
    /// Another name, address, language, time zone or employee id.
    Changed,
    /// Had left, and is in the file.
    Back,
    /// Unknown until now.
    New,
}

impl Kind {
    /// All of them, those that deserve most attention first.
    pub const ALL: [Self; 5] = [Self::Leaving, Self::Moved, Self::Changed, Self::Back, Self::New];

    /// The word in URLs and in the audit log.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Leaving => "leaving",
            Self::Moved => "moved",
            Self::Changed => "changed",
            Self::Back => "back",
            Self::New => "new",
        }
    }
}

/// What of a person changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field {
    /// The name.
    Name,
    /// The first name.
    FirstName,
    /// The address.
    Email,
    /// The department with its levels.
    Department,
    /// The language.
    Language,
    /// The time zone.
    TimeZone,
    /// The employee id.
    EmployeeId,
}

/// One thing about a person, before and after.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Edit {
    /// What.
    pub field: Field,
    /// As it is.
    pub old: String,
    /// As it would be.
    pub new: String,
}

/// What happens to one person.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Change {
    /// What happens.
    pub kind: Kind,
    /// Who; none for someone new.
    pub person: Option<PersonId>,
    /// Which of [`Roster::people`] says so; none for someone leaving.
    pub incoming: Option<usize>,
    /// Their name after the import.
    pub name: String,
    /// Their employee id after the import.
    pub employee_id: Option<String>,
    /// Their department after the import, with its levels.
    pub group: String,
    /// What changes about them.
    pub edits: Vec<Edit>,
}

/// What a roster file would change.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Difference {
    /// Person by person: by kind, then by name.
    pub changes: Vec<Change>,
    /// People in the file about whom nothing changes.
    pub unchanged: usize,
    /// People in rows with problems who are here, and stay as they are.
    pub untouched: usize,
    /// People here before the import.
    pub here: usize,
    /// Departments that the file brings, with their levels.
    pub new_departments: Vec<String>,
    /// Where most of those leaving are, if so many leave that [`Difference::asks_about_leaving`].
    pub gap: Option<Gap>,
}

/// A department of the first level that seems to be missing in a file.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Gap {
    /// Its name.
    pub department: String,
    /// People in it, or below, who are not in the file.
    pub leaving: usize,
    /// People in it, or below.
    pub here: usize,
}

impl Difference {
    /// How many people something happens to.
    #[must_use]
    pub fn count(&self, kind: Kind) -> usize {
        self.changes.iter().filter(|change| change.kind == kind).count()
    }

    /// Whether so many people would leave that the file may be only a part of the roster.
    #[must_use]
    pub fn asks_about_leaving(&self) -> bool {
        self.count(Kind::Leaving) * ONE_IN_LEAVING > self.here
    }

    /// People here after the import.
    #[must_use]
    pub fn here_after(&self) -> usize {
        self.here + self.count(Kind::New) + self.count(Kind::Back) - self.count(Kind::Leaving)
    }

    /// Whether the import would change nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }
}

/// Compares a file with everyone known, here and left.
///
/// Identity is the employee id, else the address. Someone who has left is found again by
/// employee id; by address only without one, or under the same name.
#[must_use]
pub fn compare(everyone: &[Person], tree: &Departments, roster: &Roster) -> Difference {
    let matched = match_people(everyone, roster);
    let paths = Paths::new(tree);
    let mut changes = Vec::new();
    let mut unchanged = 0;
    let mut found = HashSet::new();
    for (index, (incoming, person)) in roster.people.iter().zip(matched).enumerate() {
        let person = person.map(|place| &everyone[place]);
        found.extend(person.map(|person| person.id));
        match change(index, incoming, person, &paths) {
            Some(change) => changes.push(change),
            None => unchanged += 1,
        }
    }
    let here = || everyone.iter().filter(|person| person.left_at.is_none());
    let (untouched, leaving): (Vec<_>, Vec<_>) =
        here().filter(|person| !found.contains(&person.id)).partition(|person| is_mentioned(person, roster));
    changes.extend(leaving.into_iter().map(|person| leaving_change(person, &paths)));
    changes.sort_by_cached_key(|change| (change.kind, name_key(&change.name), change.person, change.incoming));
    let new_departments = paths.new_ones(roster);
    let (untouched, here_before) = (untouched.len(), here().count());
    let mut difference = Difference { changes, unchanged, untouched, here: here_before, new_departments, gap: None };
    if difference.asks_about_leaving() {
        difference.gap = gap(here(), &difference, tree);
    }
    difference
}

/// The department that has most of those leaving, if more than half of them are there and more than half of it leaves.
fn gap<'p>(here: impl Iterator<Item = &'p Person>, difference: &Difference, tree: &Departments) -> Option<Gap> {
    let changes = difference.changes.iter().filter(|change| change.kind == Kind::Leaving);
    let leaving: HashSet<PersonId> = changes.filter_map(|change| change.person).collect();
    let mut found: HashMap<&str, (usize, usize)> = HashMap::new();
    for person in here {
        let top = person.department_id.and_then(|id| tree.path(id).first().copied()).unwrap_or_default();
        let (gone, all) = found.entry(top).or_default();
        *gone += usize::from(leaving.contains(&person.id));
        *all += 1;
    }
    let (department, (gone, all)) = found.into_iter().find(|(_, (gone, _))| gone * 2 > leaving.len())?;
    let is_gap = !department.is_empty() && gone * 2 > all && all < difference.here;
    is_gap.then(|| Gap { department: department.to_owned(), leaving: gone, here: all })
}

fn is_mentioned(person: &Person, roster: &Roster) -> bool {
    roster.mentioned.contains(&person.email_key)
        || person.employee_id.as_ref().is_some_and(|id| roster.mentioned.contains(id))
}

/// For each row of the file: the index of the person it describes. First by employee id, then,
/// among people not yet found, by address.
fn match_people(everyone: &[Person], roster: &Roster) -> Vec<Option<usize>> {
    let mut by_id = HashMap::new();
    let mut by_address: HashMap<&str, Vec<usize>> = HashMap::new();
    for (place, person) in everyone.iter().enumerate() {
        if let Some(id) = &person.employee_id {
            by_id.insert(id.as_str(), place);
        }
        by_address.entry(&person.email_key).or_default().push(place);
    }
    let by_id = |incoming: &Incoming| incoming.employee_id.as_deref().and_then(|id| by_id.get(id).copied());
    let mut matched: Vec<Option<usize>> = roster.people.iter().map(by_id).collect();
    let mut taken: HashSet<usize> = matched.iter().flatten().copied().collect();
    for (incoming, person) in roster.people.iter().zip(&mut matched).filter(|(_, person)| person.is_none()) {
        let candidates = by_address.get(incoming.address.key()).map_or(&[][..], Vec::as_slice);
        let free = candidates.iter().copied().filter(|place| !taken.contains(place));
        // Who is here comes before who left, the last to leave before those before.
        let best = free
            .filter(|place| is_same_by_address(&everyone[*place], incoming))
            .max_by_key(|place| (everyone[*place].left_at.is_none(), everyone[*place].left_at));
        taken.extend(best);
        *person = best;
    }
    matched
}

/// Whether someone of this address is the one the row means, where the employee id did not tell.
fn is_same_by_address(person: &Person, incoming: &Incoming) -> bool {
    match (&person.employee_id, &incoming.employee_id) {
        // Two different numbers are two people.
        (Some(_), Some(_)) => false,
        _ if person.left_at.is_none() => true,
        (None, None) => true,
        _ => name_key(&person.full_name) == name_key(&incoming.full_name),
    }
}

fn change(index: usize, incoming: &Incoming, person: Option<&Person>, paths: &Paths) -> Option<Change> {
    let edits = person.map(|person| edits(incoming, person, paths)).unwrap_or_default();
    let moves = edits.iter().any(|edit| edit.field == Field::Department);
    let kind = match person {
        None => Kind::New,
        Some(person) if person.left_at.is_some() => Kind::Back,
        Some(_) if moves => Kind::Moved,
        Some(_) if !edits.is_empty() => Kind::Changed,
        Some(_) => return None,
    };
    let group = match &incoming.path {
        Some(path) => path.join(LEVEL_SEPARATOR),
        None => person.map(|person| paths.text(person)).unwrap_or_default(),
    };
    let employee_id = incoming.employee_id.clone().or_else(|| person?.employee_id.clone());
    let (person, name) = (person.map(|person| person.id), incoming.full_name.clone());
    Some(Change { kind, person, incoming: Some(index), name, employee_id, group, edits })
}

fn edits(incoming: &Incoming, person: &Person, paths: &Paths) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut note = |field, old: &str, new: &str| edits.push(Edit { field, old: old.to_owned(), new: new.to_owned() });
    if let Some(path) = incoming.path.as_ref().filter(|path| paths.keys(person) != keys(path)) {
        note(Field::Department, &paths.text(person), &path.join(LEVEL_SEPARATOR));
    }
    if person.full_name != incoming.full_name {
        note(Field::Name, &person.full_name, &incoming.full_name);
    }
    let first_name = incoming.first_name_after(person);
    if person.first_name != first_name {
        note(
            Field::FirstName,
            person.first_name.as_deref().unwrap_or_default(),
            first_name.as_deref().unwrap_or_default(),
        );
    }
    if person.email_key != incoming.address.key() {
        note(Field::Email, &person.email, incoming.address.as_written());
    }
    if let Some(language) = incoming.language.filter(|language| *language != person.language) {
        note(Field::Language, person.language.code(), language.code());
    }
    let (old, new) = (person.time_zone, incoming.time_zone.instead_of(person.time_zone));
    if old != new {
        let text = |zone: Option<chrono_tz::Tz>| zone.map(time_zone::written).unwrap_or_default();
        note(Field::TimeZone, &text(old), &text(new));
    }
    if let Some(id) = incoming.employee_id.as_ref().filter(|id| person.employee_id.as_ref() != Some(id)) {
        note(Field::EmployeeId, person.employee_id.as_deref().unwrap_or_default(), id);
    }
    edits
}

fn leaving_change(person: &Person, paths: &Paths) -> Change {
    Change {
        kind: Kind::Leaving,
        person: Some(person.id),
        incoming: None,
        name: person.full_name.clone(),
        employee_id: person.employee_id.clone(),
        group: paths.text(person),
        edits: Vec::new(),
    }
}

fn keys(path: &[String]) -> Vec<String> {
    path.iter().map(|level| name_key(level)).collect()
}

/// The known departments as the file names them: by their levels.
struct Paths<'t> {
    tree: &'t Departments,
    keys: HashMap<crate::db::DepartmentId, Vec<String>>,
}

impl<'t> Paths<'t> {
    fn new(tree: &'t Departments) -> Self {
        let keys_of = |id| tree.path(id).into_iter().map(name_key).collect();
        Self { tree, keys: tree.iter().map(|department| (department.id, keys_of(department.id))).collect() }
    }

    fn text(&self, person: &Person) -> String {
        self.tree.path_text(person.department_id)
    }

    fn keys(&self, person: &Person) -> &[String] {
        person.department_id.and_then(|id| self.keys.get(&id)).map_or(&[], Vec::as_slice)
    }

    /// Departments of the file, and those above them, that are not known yet: each once, as first written.
    fn new_ones(&self, roster: &Roster) -> Vec<String> {
        let mut known: HashSet<Vec<String>> = self.keys.values().cloned().collect();
        let mut seen = HashSet::new();
        let mut found = BTreeSet::new();
        for path in roster.people.iter().filter_map(|incoming| incoming.path.as_ref()) {
            if !seen.insert(path) {
                continue;
            }
            for depth in 1..=path.len() {
                if known.insert(keys(&path[..depth])) {
                    found.insert(path[..depth].join(LEVEL_SEPARATOR));
                }
            }
        }
        found.into_iter().collect()
    }
}
