//! The published report: all that is ever told of a closed wave, frozen at its count.

use serde::{Deserialize, Serialize};

use super::packed::PackedRow;
use super::path::GroupPath;
use super::rows::rows;
use super::tally::{Distribution, FINE_THRESHOLD, Tallied};
use super::{Category, Change, Counts, Place, ThemeShares, Themes};
use crate::db::{DepartmentId, Moment, WaveId};
use crate::waves::{CommentsBy, Tree, Wave};

/// The layout of the stored report; a later one gets another number.
const VERSION: u32 = 1;

/// What the count knows of a wave besides its answers.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// The wave.
    pub wave: &'a Wave,
    /// Everyone invited.
    pub headcount: u32,
    /// Invitations that could not be delivered. Whole wave only.
    pub unreachable: u32,
    /// Ballots that could not be opened and were set aside by an admin's word.
    pub set_aside: u32,
}

/// The first lines of a report, enough for the list of reports and the trend.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Headline {
    /// The wave.
    pub wave: WaveId,
    /// What admins call it.
    pub title: String,
    /// The time zone of its times.
    pub time_zone: chrono_tz::Tz,
    /// The opening, UTC.
    pub opened_at: Moment,
    /// The close, UTC.
    pub closed_at: Moment,
    /// Everyone invited.
    pub headcount: u32,
    /// How all of them answered; none where too few answered to tell.
    pub counts: Option<Counts>,
    /// The method the wave was launched under.
    pub method_version: i32,
    /// Whether the wave was given up since its ballots could not be opened any more.
    pub abandoned: bool,
}

/// What a row of the table stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RowKind {
    /// A department with everyone below it, or the whole wave.
    Group,
    /// The people of a group who are in none of its published groups: other teams.
    Others,
    /// The same where no team is withheld: the people directly in the group.
    Direct,
}

/// The figures of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figures {
    /// How its people answered.
    pub counts: Counts,
    /// How they did in the wave before, if the group was published in both.
    pub before: Option<Counts>,
    /// Answers by score, where ten or more answered and it may be told.
    pub distribution: Option<Distribution>,
}

impl Figures {
    /// What changed since the wave before.
    #[must_use]
    pub fn change(&self) -> Option<Change> {
        Change::between(self.before.as_ref()?, &self.counts)
    }
}

/// A row of the table of groups. Withheld rows look alike, whatever lies behind them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "PackedRow", into = "PackedRow")]
pub struct Row {
    /// The group's number in the wave; for the rest of a group, that group's.
    pub group: i32,
    /// What it stands for.
    pub kind: RowKind,
    /// Names from the top; empty for the whole wave. For the rest of a group, that group's.
    pub path: GroupPath,
    /// The department, to find it in another wave.
    pub department: Option<DepartmentId>,
    /// None: withheld to protect answers.
    pub figures: Option<Figures>,
}

impl Row {
    /// How deep it stands: 0 for the whole wave, 1 for a department.
    #[must_use]
    pub fn depth(&self) -> usize {
        self.path.len() + usize::from(self.kind != RowKind::Group)
    }
}

/// A place with comments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommentPlace {
    /// Its word in addresses: a group's number or a category.
    pub word: String,
    /// What it is; for a category none.
    pub kind: Option<RowKind>,
    /// Names from the top; for a category none.
    pub path: GroupPath,
    /// How many comments it has.
    pub comments: u32,
}

impl CommentPlace {
    /// The place itself.
    #[must_use]
    pub fn place(&self) -> Option<Place> {
        Place::from_word(&self.word)
    }

    /// The category, if it is one.
    #[must_use]
    pub fn category(&self) -> Option<Category> {
        Category::from_word(&self.word)
    }
}

/// What is told of a wave. Pages, charts and exports take this and nothing else.
///
/// It can only be made from [`Tallied`], whose atoms suppression has fixed from respondent counts alone; nothing of
/// it is ever computed again after a reorganisation or a changed setting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishedReport {
    /// The layout.
    pub version: u32,
    /// Wave, dates, and everyone's figures.
    pub headline: Headline,
    /// The wave before, if there is one to compare with.
    pub before: Option<Headline>,
    /// Fewer respondents than this are never told apart.
    pub threshold: u32,
    /// Fewer than this have no comments and no distribution.
    pub fine_threshold: u32,
    /// Invitations that could not be delivered.
    pub unreachable: u32,
    /// Ballots that could not be opened.
    pub set_aside: u32,
    /// The whole wave first, then its groups, each before those below it, sorted by name. Empty: too few answered.
    pub rows: Vec<Row>,
    /// Whether comments stand under categories instead of groups.
    pub comments_by_category: bool,
    /// Places that have comments.
    pub comments: Vec<CommentPlace>,
    /// Themes among promoters, passives and detractors; none where comments may not be shown, or none were counted.
    #[serde(default)]
    pub themes: Option<Themes>,
}

impl PublishedReport {
    /// The report of a counted wave, compared with that of the wave before.
    #[must_use]
    pub fn new(facts: Facts, tree: &Tree, tallied: &Tallied, before: Option<&Self>) -> Self {
        if tallied.is_too_few() {
            return Self::too_few(facts);
        }
        let rows = rows(tree, tallied, before);
        let counts = rows.first().and_then(|row| row.figures.as_ref()).map(|figures| figures.counts);
        let mut report = Self::too_few(facts);
        report.headline.counts = counts;
        report.before = before.map(|before| before.headline.clone());
        report.comments = comment_places(&rows, tree, tallied);
        report.rows = rows;
        report
    }

    /// The report of a wave with fewer answers than its threshold: they were never opened.
    #[must_use]
    pub fn too_few(facts: Facts) -> Self {
        let wave = facts.wave;
        let headline = Headline {
            wave: wave.id,
            title: wave.title.clone(),
            time_zone: wave.time_zone,
            opened_at: wave.launched_at.unwrap_or(wave.opens_at),
            closed_at: wave.closes_at,
            headcount: facts.headcount,
            counts: None,
            method_version: wave.method_version,
            abandoned: false,
        };
        Self {
            version: VERSION,
            headline,
            before: None,
            threshold: wave.threshold,
            fine_threshold: wave.threshold.max(FINE_THRESHOLD),
            unreachable: facts.unreachable,
            set_aside: facts.set_aside,
            rows: Vec::new(),
            comments_by_category: wave.comments_by == CommentsBy::Category,
            comments: Vec::new(),
            themes: None,
        }
    }

    /// The report of a wave that was given up: nothing was opened.
    #[must_use]
    pub fn abandoned(facts: Facts) -> Self {
        let mut report = Self::too_few(facts);
        report.headline.abandoned = true;
        report
    }

    /// Everyone's row; none where too few answered.
    #[must_use]
    pub fn everyone(&self) -> Option<&Figures> {
        self.rows.first()?.figures.as_ref()
    }

    /// How everyone answered in the wave before.
    #[must_use]
    pub fn earlier(&self) -> Option<Counts> {
        self.before.as_ref()?.counts
    }

    /// The change of everyone's score since the wave before.
    #[must_use]
    pub fn change(&self) -> Option<Change> {
        self.everyone()?.change()
    }

    /// The part of the report under a department: the same rows, the same places of comments. Of everyone only what
    /// the headline says; of other groups, and of what is told of the whole wave alone, nothing.
    #[must_use]
    pub fn part(mut self, department: DepartmentId) -> Self {
        let top = self.rows.iter().find(|row| row.kind == RowKind::Group && row.department == Some(department));
        let top = top.map(|row| row.path.clone());
        let is_inside = |path: &GroupPath| top.as_ref().is_some_and(|top| path.starts_with(top));
        let mut first = true;
        self.rows.retain(|row| std::mem::take(&mut first) || is_inside(&row.path));
        if let Some(everyone) = self.rows.first_mut().and_then(|row| row.figures.as_mut()) {
            everyone.distribution = None;
        }
        self.comments.retain(|place| place.kind.is_some() && is_inside(&place.path));
        (self.themes, self.unreachable, self.set_aside) = (None, 0, 0);
        self
    }

    /// Whether any group is withheld.
    #[must_use]
    pub fn withholds(&self) -> bool {
        self.rows.iter().any(|row| row.figures.is_none())
    }

    /// Themes of which something can be told by category, in the dictionary's order.
    #[must_use]
    pub fn told_themes(&self) -> &[ThemeShares] {
        self.themes.as_ref().map_or(&[], |themes| &themes.shares)
    }

    /// How many comments there are.
    #[must_use]
    pub fn comment_count(&self) -> u32 {
        self.comments.iter().map(|place| place.comments).sum()
    }
}

/// The places in the order of the table, those without comments left out.
fn comment_places(rows: &[Row], tree: &Tree, tallied: &Tallied) -> Vec<CommentPlace> {
    let count = |place: Place| {
        let comments = tallied.comments.iter().filter(|(of, _)| *of == place).count();
        u32::try_from(comments).unwrap_or(u32::MAX)
    };
    let atoms = rows.iter().filter(|row| row.kind == RowKind::Group && tallied.fine.contains(row.group)).map(|row| {
        let kind = super::rows::atom_kind(tree, &tallied.fine, row.group);
        CommentPlace {
            word: Place::Atom(row.group).word(),
            kind: Some(kind),
            path: row.path.clone(),
            comments: count(Place::Atom(row.group)),
        }
    });
    let categories = Category::ALL.into_iter().map(|category| CommentPlace {
        word: category.word().to_owned(),
        kind: None,
        path: GroupPath::default(),
        comments: count(Place::Category(category)),
    });
    atoms.chain(categories).filter(|place| place.comments > 0).collect()
}
