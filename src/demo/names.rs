//! The names of the people of the demonstration: of several languages and scripts, and a few of the kind that breaks
//! careless programs.

use std::collections::{HashMap, HashSet};

use serde::Deserialize;

use super::company::table;
use super::dice::Dice;

/// Throws of the dice for a name that nobody has yet.
const TRIES: usize = 40;
/// The part of an address before the @ of those whose names are hostile.
const HOSTILE_ADDRESS: &str = "guest";
/// The longest name that a roster may hold, in characters.
const LONGEST: usize = crate::people::import::MAX_NAME;
/// Of how many people at the main office each group has one.
const MAIN: [(&str, u32); 19] = [
    ("de-f", 15),
    ("de-m", 15),
    ("en", 14),
    ("pl-f", 4),
    ("pl-m", 4),
    ("tr", 7),
    ("nordic", 5),
    ("iberian", 6),
    ("fr", 5),
    ("it", 4),
    ("cs", 2),
    ("vi", 3),
    ("in", 6),
    ("ng", 2),
    ("zh", 3),
    ("ja", 2),
    ("ar", 2),
    ("he", 1),
    ("el", 2),
];
/// The same of those who are written to in Russian there.
const RUSSIAN: [(&str, u32); 3] = [("ru-f", 5), ("ru-m", 5), ("ka", 1)];
/// The same at the office in Almaty.
const ALMATY: [(&str, u32); 5] = [("ru-f", 5), ("ru-m", 5), ("kk-f", 5), ("kk-m", 5), ("ka", 1)];

#[derive(Debug, Deserialize)]
struct Row {
    group: String,
    first: String,
    first_ascii: String,
    last: String,
    last_ascii: String,
}

/// Where somebody works and is written to in which language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Origin {
    Main,
    Russian,
    Almaty,
}

/// A name as HR wrote it, and the part of the address before the @.
pub(super) type Name = (String, String);

/// Names that nobody has yet.
pub(super) struct Names {
    groups: HashMap<String, Vec<Row>>,
    taken: HashSet<String>,
    hostile: Vec<String>,
}

impl Names {
    pub(super) fn new() -> anyhow::Result<Self> {
        let mut groups: HashMap<String, Vec<Row>> = HashMap::new();
        for row in table::<Row>(include_str!("names.csv"))? {
            groups.entry(row.group.clone()).or_default().push(row);
        }
        Ok(Self { groups, taken: HashSet::new(), hostile: hostile() })
    }

    /// A name that nobody has yet, if the dice find one.
    pub(super) fn take(&mut self, origin: Origin, dice: &mut Dice) -> Option<Name> {
        let shares: &[(&str, u32)] = match origin {
            Origin::Main => &MAIN,
            Origin::Russian => &RUSSIAN,
            Origin::Almaty => &ALMATY,
        };
        let weighted: Vec<&str> = shares.iter().flat_map(|(group, share)| (0..*share).map(move |_| *group)).collect();
        for _ in 0..TRIES {
            let rows = self.groups.get(*dice.pick(&weighted)?)?;
            let (first, last) = (dice.pick(rows)?, dice.pick(rows)?);
            let local = format!("{}.{}", first.first_ascii, last.last_ascii);
            if self.taken.insert(local.clone()) {
                // Chinese and Japanese names are written in one.
                let between = if matches!(first.group.as_str(), "zh" | "ja") { "" } else { " " };
                return Some((format!("{}{between}{}", first.first, last.last), local));
            }
        }
        None
    }

    /// One of the few names that break careless programs, if one is left.
    pub(super) fn take_hostile(&mut self) -> Option<Name> {
        let name = self.hostile.pop()?;
        Some((name, format!("{HOSTILE_ADDRESS}.{}", self.hostile.len() + 1)))
    }
}

/// Markup, a formula, an override of the writing direction, a closing tag, an emoji of several code points, and as
/// many characters as a name may have.
fn hostile() -> Vec<String> {
    let long = "Wolfeschlegelsteinhausenbergerdorff ".repeat(LONGEST).chars().take(LONGEST).collect::<String>();
    let short = [
        "Robert <script>alert(1)</script>",
        "=HYPERLINK(\"http://example.com\",\"Ann\")",
        "Max \u{202e}nnamretsuM\u{202c} Fischer",
        "Eve </td></tr> & Co",
        "Lena 👩‍🚀 Falk",
    ];
    short.into_iter().map(str::to_owned).chain([long.trim().to_owned()]).collect()
}
