//! The table of groups: the tree, or all groups in a row by what was asked for.

use std::cmp::Ordering;

use serde::Deserialize;

use super::words;
use crate::i18n::Lang;
use crate::reports::{Figures, PublishedReport, Row, Score};

/// What is asked of the table, as it stands in the address.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Wish {
    /// `name`, or `score`, `rate`, `change`, each with a minus before it for the lowest first.
    #[serde(default)]
    sort: String,
    /// What names contain.
    #[serde(default)]
    q: String,
    /// `top`: nothing below departments.
    #[serde(default)]
    levels: String,
}

/// By what the table is sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Key {
    /// The tree.
    Name,
    Score,
    Rate,
    Change,
}

impl Key {
    /// All of them with their words in addresses and the keys of their names in `locales/`.
    const ALL: [(Self, &'static str, &'static str); 4] = [
        (Self::Name, "name", "groups-sort-name"),
        (Self::Score, "score", "groups-sort-score"),
        (Self::Rate, "rate", "groups-sort-rate"),
        (Self::Change, "change", "groups-sort-change"),
    ];

    fn word(self) -> &'static str {
        Self::ALL.iter().find(|(key, ..)| *key == self).map_or("", |(_, word, _)| word)
    }
}

/// The order of the rows.
#[derive(Debug, Clone, Copy)]
struct Order {
    key: Key,
    lowest_first: bool,
}

impl Order {
    /// Of a word in an address; the tree for any other.
    fn of(word: &str) -> Self {
        let (word, lowest_first) = word.strip_prefix('-').map_or((word, false), |word| (word, true));
        let key = Key::ALL.iter().find(|(_, name, _)| *name == word).map_or(Key::Name, |(key, ..)| *key);
        Self { key, lowest_first }
    }
}

/// The table as a page shows it.
pub struct Table {
    /// The rows of the report that it has, in its order.
    shown: Vec<usize>,
    order: Order,
    pub q: String,
    pub is_top: bool,
    /// Whether there is anything below departments.
    pub is_deep: bool,
    /// Whether the table has a column of changes.
    pub is_compared: bool,
}

impl Table {
    pub fn of(lang: Lang, report: &PublishedReport, wish: &Wish) -> Self {
        let order = Order::of(&wish.sort);
        let (q, is_top) = (wish.q.trim().to_owned(), wish.levels == "top");
        let wanted = simple(&q);
        let is_shown = |row: &Row| {
            (wanted.is_empty() || simple(&words::full_name(lang, row.kind, &row.path)).contains(&wanted))
                && (!is_top || row.depth() <= 1)
        };
        let mut rows: Vec<(usize, &Row)> = report.rows.iter().enumerate().filter(|(_, row)| is_shown(row)).collect();
        sort(&mut rows, order);
        Self {
            shown: rows.into_iter().map(|(index, _)| index).collect(),
            order,
            q,
            is_top,
            is_deep: report.rows.iter().any(|row| row.depth() > 1),
            is_compared: report.before.is_some(),
        }
    }

    pub fn len(&self) -> usize {
        self.shown.len()
    }

    pub fn is_empty(&self) -> bool {
        self.shown.is_empty()
    }

    /// One of its rows, of the report that it was made of; none after the last.
    pub fn row<'a>(&self, report: &'a PublishedReport, at: usize) -> Option<&'a Row> {
        self.shown.get(at).and_then(|index| report.rows.get(*index))
    }

    /// Whether rows do not stand below others, so that each says what is above it.
    pub fn is_flat(&self) -> bool {
        self.order.key != Key::Name || !self.q.is_empty()
    }

    /// Whether rows stand below others, so that they can be folded.
    pub fn is_nested(&self) -> bool {
        self.is_deep && !self.is_top && !self.is_flat()
    }

    /// What the table can be sorted by here: word, name and whether it is.
    pub fn keys(&self) -> Vec<(&'static str, &'static str, bool)> {
        let offered = Key::ALL.iter().filter(|(key, ..)| *key != Key::Change || self.is_compared);
        offered.map(|(key, word, name)| (*word, *name, *key == self.order.key)).collect()
    }

    /// The address of the same table sorted by a key: once more, and it is turned round.
    pub fn sorted_by(&self, word: &str) -> String {
        let is_turned = word == self.order.key.word() && !self.order.lowest_first && word != Key::Name.word();
        self.address(&format!("{}{word}", if is_turned { "-" } else { "" }), self.is_top)
    }

    /// The address of the same table with all levels, or with departments only.
    pub fn other_levels(&self) -> String {
        let sort = format!("{}{}", if self.order.lowest_first { "-" } else { "" }, self.order.key.word());
        self.address(&sort, !self.is_top)
    }

    fn address(&self, sort: &str, is_top: bool) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        if sort != Key::Name.word() {
            query.append_pair("sort", sort);
        }
        if !self.q.is_empty() {
            query.append_pair("q", &self.q);
        }
        if is_top {
            query.append_pair("levels", "top");
        }
        format!("?{}#groups", query.finish())
    }

    /// What `aria-sort` says of a column.
    pub fn aria_sort(&self, word: &str) -> Option<&'static str> {
        (word == self.order.key.word()).then_some(match self.order.key {
            Key::Name => "ascending",
            _ if self.order.lowest_first => "ascending",
            _ => "descending",
        })
    }
}

/// As names are compared: capitals and ё make no difference.
pub fn simple(text: &str) -> String {
    text.to_lowercase().replace('ё', "е")
}

/// The whole wave stays first, and what is withheld comes last in the order of names.
fn sort(rows: &mut [(usize, &Row)], Order { key, lowest_first }: Order) {
    if key == Key::Name {
        return;
    }
    rows.sort_by_cached_key(|(_, row)| {
        let place = match (&row.figures, row.depth()) {
            (_, 0) => 0,
            (Some(_), _) => 1,
            (None, _) => 2,
        };
        let value = row.figures.as_ref().and_then(|figures| value(key, figures));
        (place, Rank { value, lowest_first })
    });
}

fn value(key: Key, figures: &Figures) -> Option<f64> {
    match key {
        Key::Name => None,
        Key::Score => figures.counts.score().map(Score::value),
        Key::Rate => figures.counts.response_rate(),
        Key::Change => Some(figures.counts.score()?.value() - figures.before?.score()?.value()),
    }
}

/// Rows without a value come last, whichever way the others stand.
struct Rank {
    value: Option<f64>,
    lowest_first: bool,
}

impl Ord for Rank {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self.value, other.value) {
            (Some(ours), Some(theirs)) if self.lowest_first => ours.total_cmp(&theirs),
            (Some(ours), Some(theirs)) => theirs.total_cmp(&ours),
            (ours, theirs) => theirs.is_some().cmp(&ours.is_some()),
        }
    }
}

impl PartialOrd for Rank {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Rank {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Rank {}
