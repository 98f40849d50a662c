//! The list's filters, as they stand in its address.

use serde::Deserialize;

use crate::db::DepartmentId;
use crate::i18n::Lang;
use crate::people::Departments;
use crate::people::store::{Column, Filter, Order, Place, Presence};

/// People on a page of the list.
pub const PAGE: usize = 50;
/// The longest search, in characters.
pub const MAX_SEARCH: usize = 100;
/// Stands in the address for people outside every department.
pub const OUTSIDE: &str = "none";

/// Stands in the address for people whose mail came back.
pub const BOUNCED: &str = "bounced";

/// The columns that the list is sorted by, with their words in the address.
const COLUMNS: [(&str, Column); 6] = [
    ("name", Column::Name),
    ("email", Column::Email),
    ("department", Column::Department),
    ("id", Column::EmployeeId),
    ("language", Column::Language),
    ("left", Column::Left),
];

/// The list's filters, as they stand in its address. Words that mean nothing are as if they were not there.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct ListQuery {
    pub(super) q: String,
    pub(super) department: String,
    pub(super) language: String,
    pub(super) status: String,
    pub(super) sort: String,
    pub(super) page: String,
}

impl ListQuery {
    /// The filters among the fields of a form.
    pub(super) fn among(fields: &[(String, String)]) -> Self {
        let field = |name: &str| fields.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone());
        Self {
            q: field("q").unwrap_or_default(),
            department: field("department").unwrap_or_default(),
            language: field("language").unwrap_or_default(),
            status: field("status").unwrap_or_default(),
            sort: field("sort").unwrap_or_default(),
            page: field("page").unwrap_or_default(),
        }
    }

    pub(super) fn presence(&self) -> Presence {
        if self.status == "left" { Presence::Left } else { Presence::Here }
    }

    pub(super) fn is_of_left(&self) -> bool {
        self.presence() == Presence::Left
    }

    pub(super) fn is_of_bounced(&self) -> bool {
        self.status == BOUNCED
    }

    pub(super) fn order(&self) -> Order {
        let (descending, word) = match self.sort.strip_prefix('-') {
            Some(word) => (true, word),
            None => (false, self.sort.as_str()),
        };
        match COLUMNS.iter().find(|(name, _)| *name == word) {
            Some((_, column)) => Order { column: *column, descending },
            None => Order::default(),
        }
    }

    /// The page asked for, from 1.
    pub(super) fn number(&self) -> usize {
        self.page.parse().unwrap_or(1).clamp(1, usize::MAX / PAGE)
    }

    /// Whether the list is narrowed, whoever is here or left.
    pub(super) fn is_filtered(&self) -> bool {
        !self.q.trim().is_empty() || !self.department.is_empty() || !self.language.is_empty()
    }

    /// Which people are asked for.
    pub(super) fn filter(&self, tree: &Departments) -> Filter {
        let below = |id: DepartmentId| tree.with_below(id).iter().map(|department| department.id).collect();
        let place = match self.department.parse() {
            Ok(id) => Place::In(below(id)),
            Err(_) if self.department == OUTSIDE => Place::Outside,
            Err(_) => Place::Anywhere,
        };
        Filter {
            search: self.q.chars().take(MAX_SEARCH).collect(),
            place,
            language: Lang::ALL.into_iter().find(|lang| lang.code() == self.language),
            presence: self.presence(),
            bounced: self.is_of_bounced(),
        }
    }

    /// Names and values of what is asked for, but the page.
    pub(super) fn pairs(&self) -> Vec<(&'static str, &str)> {
        let all = [
            ("q", self.q.as_str()),
            ("department", &self.department),
            ("language", &self.language),
            ("status", &self.status),
            ("sort", &self.sort),
        ];
        all.into_iter().filter(|(_, value)| !value.is_empty()).collect()
    }

    /// The address of a page of ours with these filters and something before them.
    pub(super) fn address_of(&self, path: &str, first: &[(&'static str, &str)]) -> String {
        let pairs: Vec<String> = first
            .iter()
            .copied()
            .chain(self.pairs())
            .map(|(name, value)| format!("{name}={}", percent_encoded(value)))
            .collect();
        if pairs.is_empty() { path.to_owned() } else { format!("{path}?{}", pairs.join("&")) }
    }

    /// The address of the list with these filters, from the first page.
    pub(super) fn address(&self) -> String {
        self.address_of("/people", &[])
    }

    pub(super) fn with_status(&self, status: &str) -> String {
        // Whoever is here has not left at any time, so that order is for the other list alone.
        let sort = if self.order().column == Column::Left { String::new() } else { self.sort.clone() };
        Self { status: status.to_owned(), sort, ..self.clone() }.address()
    }

    pub(super) fn with_page(&self, number: usize) -> String {
        let address = self.address();
        let joint = if address.contains('?') { '&' } else { '?' };
        if number == 1 { address } else { format!("{address}{joint}page={number}") }
    }

    /// The address with everyone of the same presence.
    pub(super) fn cleared(&self) -> String {
        Self { status: self.status.clone(), sort: self.sort.clone(), ..Self::default() }.address()
    }

    /// The address sorted by a column: from the first to the last, or back if it is so already.
    pub(super) fn with_sort(&self, word: &str) -> String {
        let turned = self.sorted_by(word) == "ascending";
        let sort = match (word, turned) {
            ("name", false) => String::new(),
            (_, false) => word.to_owned(),
            (_, true) => format!("-{word}"),
        };
        Self { sort, ..self.clone() }.address()
    }

    /// How a column is sorted, as `aria-sort` says it.
    pub(super) fn sorted_by(&self, word: &str) -> &'static str {
        let order = self.order();
        let is_column = COLUMNS.iter().any(|(name, column)| *name == word && *column == order.column);
        match (is_column, order.descending) {
            (false, _) => "none",
            (true, false) => "ascending",
            (true, true) => "descending",
        }
    }
}

fn percent_encoded(text: &str) -> String {
    let encode = |byte: u8| {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            char::from(byte).to_string()
        } else {
            format!("%{byte:02X}")
        }
    };
    text.bytes().map(encode).collect()
}
