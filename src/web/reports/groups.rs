//! The table of groups: the tree, or all groups in a row by what was asked for. Whatever a row needs is worked out
//! before the template writes it, without a look-up for each.

use std::borrow::Cow;
use std::cmp::Ordering;

use serde::Deserialize;

use super::chart::Lane;
use super::figures::{self, Pattern};
use super::words;
use crate::i18n::Lang;
use crate::reports::{Counts, Figures, Interval, PublishedReport, Row, RowKind, Score};

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

/// A row of the table.
pub struct Line<'a> {
    /// `group` or `rest`, and the group's number: where links to it lead.
    pub kind: &'static str,
    pub group: i32,
    pub class: &'static str,
    pub name: Cow<'a, str>,
    /// The names above it, where it does not stand below them.
    pub above: String,
    pub cells: Option<Cells>,
}

/// What a row shows: people, and places and figures in points.
pub struct Cells {
    pub answered: Cow<'static, str>,
    pub headcount: Cow<'static, str>,
    /// Of a hundred.
    pub rate: u32,
    pub lane: Lane,
    pub score: &'static str,
    /// None where nobody was silent.
    pub silent: Option<(&'static str, &'static str)>,
    pub respondents: &'static str,
    pub low: &'static str,
    pub high: &'static str,
    pub change: &'static str,
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
pub struct Table<'a> {
    pub lines: Vec<Line<'a>>,
    order: Order,
    pub q: String,
    pub is_top: bool,
    /// Whether there is anything below departments.
    pub is_deep: bool,
    /// Whether the table has a column of changes.
    pub is_compared: bool,
    /// "14 of 27", "−48 to 48", "0 (−32 to 32)" and "0 (exact)" around their figures.
    pub answered: Pattern,
    pub range: Pattern,
    pub interval: Pattern,
    pub exact: Pattern,
    pub nothing: String,
    pub hidden: String,
    /// Names of the columns, for rows that are cards.
    pub labels: [String; 4],
}

impl<'a> Table<'a> {
    pub fn of(lang: Lang, report: &'a PublishedReport, wish: &Wish) -> Self {
        let order = Order::of(&wish.sort);
        let (q, is_top) = (wish.q.trim().to_owned(), wish.levels == "top");
        let is_flat = order.key != Key::Name || !q.is_empty();
        let wanted = simple(&q);
        let shown = report.rows.iter().filter(|row| {
            (wanted.is_empty() || simple(&words::full_name(lang, row.kind, &row.path)).contains(&wanted))
                && (!is_top || row.depth() <= 1)
        });
        let mut rows: Vec<&Row> = shown.collect();
        sort(&mut rows, order);
        let say = |key: &'static str| lang.say(key);
        Self {
            lines: rows.into_iter().map(|row| line(lang, row, is_flat)).collect(),
            order,
            q,
            is_top,
            is_deep: report.rows.iter().any(|row| row.depth() > 1),
            is_compared: report.before.is_some(),
            answered: Pattern::of(say("report-answered-of"), &["answered", "headcount"]),
            range: Pattern::of(say("fact-range"), &["low", "high"]),
            interval: Pattern::of(say("groups-interval"), &["score", "low", "high"]),
            exact: Pattern::of(say("groups-exact"), &["score"]),
            nothing: say("range-exact").to_string(),
            hidden: say("groups-hidden").to_string(),
            labels: ["report-answered", "report-range", "fact-respondents", "groups-change"]
                .map(|key| say(key).to_string()),
        }
    }

    /// Whether rows stand below others, so that they can be folded.
    pub fn is_nested(&self) -> bool {
        self.is_deep && !self.is_top && self.order.key == Key::Name && self.q.is_empty()
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
fn sort(rows: &mut [&Row], Order { key, lowest_first }: Order) {
    if key == Key::Name {
        return;
    }
    rows.sort_by_cached_key(|row| {
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

fn line(lang: Lang, row: &Row, is_flat: bool) -> Line<'_> {
    let name = match (row.kind, row.path.last()) {
        (RowKind::Group, Some(own)) => Cow::Borrowed(own.as_str()),
        _ => Cow::Owned(words::row_name(lang, row.kind, &row.path)),
    };
    let above = row.path.split_last().map_or(&[][..], |(_, above)| above);
    Line {
        kind: if row.kind == RowKind::Group { "group" } else { "rest" },
        group: row.group,
        class: if is_flat && row.depth() > 0 { "dep" } else { words::level(row) },
        name,
        above: if is_flat { above.join(" / ") } else { String::new() },
        cells: row.figures.as_ref().and_then(|figures| cells(lang, figures)),
    }
}

fn cells(lang: Lang, figures: &Figures) -> Option<Cells> {
    let counts = &figures.counts;
    let (score, (worst, best)) = (counts.score()?, counts.range()?);
    let interval = Interval::of(counts)?;
    Some(Cells {
        answered: figures::count(lang, counts.respondents()),
        headcount: figures::count(lang, counts.headcount),
        rate: hundredths(counts),
        lane: Lane::of(counts)?,
        score: figures::points(score.whole()),
        silent: (counts.silent() > 0).then(|| (figures::points(worst.whole()), figures::points(best.whole()))),
        respondents: figures::points(counts.respondents_score()?.whole()),
        low: figures::points(whole(interval.low)),
        high: figures::points(whole(interval.high)),
        change: figures
            .before
            .and_then(|before| before.score())
            .map_or("", |before| figures::change(score.whole() - before.whole())),
    })
}

/// The response rate of a hundred, half rounded up.
fn hundredths(counts: &Counts) -> u32 {
    let (answered, all) = (u64::from(counts.respondents()), u64::from(counts.headcount.max(1)));
    u32::try_from((200 * answered + all) / (2 * all)).unwrap_or(100)
}

#[expect(clippy::cast_possible_truncation, reason = "points lie between −100 and 100")]
fn whole(points: f64) -> i64 {
    points.round() as i64
}
