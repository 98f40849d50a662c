//! Whom a wave invites.

use std::collections::{BTreeSet, HashMap};

use serde::{Deserialize, Serialize};

use crate::db::{DepartmentId, PersonId};
use crate::people::Departments;

/// Everyone, or chosen departments with everything below them.
///
/// ```
/// use candor::waves::Audience;
/// assert_eq!(Audience::Everyone.to_json(), "\"everyone\"");
/// assert_eq!(Audience::from_json("\"everyone\""), Some(Audience::Everyone));
/// let some = r#"["018f0000-0000-7000-8000-000000000001"]"#;
/// assert_eq!(Audience::from_json(some).unwrap().to_json(), some);
/// assert_eq!(Audience::from_json("\"nobody\""), None);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Audience {
    /// Everyone on the roster who has not left.
    #[default]
    Everyone,
    /// Those in these departments and in every department below them.
    Departments(Vec<DepartmentId>),
}

/// Someone a wave invites, and the department they stand in today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Invitee {
    /// Who.
    pub person: PersonId,
    /// Their department; none for people directly in the company.
    pub department: Option<DepartmentId>,
}

/// The audience as it is written in the database.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Written {
    Word(String),
    Departments(Vec<DepartmentId>),
}

const EVERYONE: &str = "everyone";

impl Audience {
    /// Reads what [`Audience::to_json`] wrote.
    #[must_use]
    pub fn from_json(text: &str) -> Option<Self> {
        match serde_json::from_str(text).ok()? {
            Written::Word(word) if word == EVERYONE => Some(Self::Everyone),
            Written::Word(_) => None,
            Written::Departments(ids) => Some(Self::Departments(ids)),
        }
    }

    /// Writes it for the database.
    #[must_use]
    pub fn to_json(&self) -> String {
        let written = match self {
            Self::Everyone => Written::Word(EVERYONE.to_owned()),
            Self::Departments(ids) => Written::Departments(ids.clone()),
        };
        serde_json::to_string(&written).unwrap_or_default()
    }

    /// How many people it means, from today's departments and the people directly in each.
    #[must_use]
    pub fn people(&self, tree: &Departments, direct: &HashMap<Option<DepartmentId>, usize>) -> usize {
        let Self::Departments(chosen) = self else { return direct.values().sum() };
        let inside: BTreeSet<DepartmentId> =
            chosen.iter().flat_map(|id| tree.with_below(*id)).map(|department| department.id).collect();
        inside.into_iter().filter_map(|id| direct.get(&Some(id))).sum()
    }

    /// Whether a department was chosen by name (one that stands below a chosen one is not).
    #[must_use]
    pub fn names(&self, department: DepartmentId) -> bool {
        matches!(self, Self::Departments(ids) if ids.contains(&department))
    }
}
