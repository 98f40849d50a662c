//! A report as JSON, for programs: every figure that the page shows, no words of any language.
//!
//! [`SCHEMA`] describes it. Its version is raised when a member goes or means something else; a new member raises
//! nothing, so whoever reads it passes over what they do not know.

use std::collections::BTreeMap;

use serde::Serialize;

use super::columns::tenths;
use super::path::GroupPath;
use super::{Category, Counts, Headline, Interval, PublishedReport, Row, RowKind, Score, ThemeShares};
use crate::i18n::Lang;

/// The version of the format.
pub const VERSION: u32 = 1;
/// The format, as JSON Schema (2020-12).
pub const SCHEMA: &str = include_str!("report.schema.json");

/// Writes a report.
///
/// # Errors
/// When a figure is no number.
pub fn write(report: &PublishedReport) -> Result<Vec<u8>, serde_json::Error> {
    serde_json::to_vec(&Document::of(report))
}

#[derive(Serialize)]
struct Document<'a> {
    format: &'static str,
    version: u32,
    wave: Wave<'a>,
    state: State,
    method_version: i32,
    threshold: u32,
    fine_threshold: u32,
    unreachable: u32,
    set_aside: u32,
    before: Option<Wave<'a>>,
    change: Option<Change>,
    groups: Vec<Group<'a>>,
    comments: Vec<Place<'a>>,
    /// None: they may not be told, or were not counted.
    themes: Option<Vec<Theme<'a>>>,
}

#[derive(Serialize)]
struct Wave<'a> {
    id: String,
    title: &'a str,
    time_zone: &'static str,
    opened_at: String,
    closed_at: String,
    headcount: u32,
}

#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum State {
    Published,
    TooFew,
    Abandoned,
}

#[derive(Serialize)]
struct Change {
    score: f64,
    from_turnout: f64,
    from_opinion: f64,
    more_than_noise: bool,
}

#[derive(Serialize)]
struct Group<'a> {
    kind: RowKind,
    path: &'a GroupPath,
    department: Option<String>,
    /// None: withheld.
    figures: Option<Figures>,
}

#[derive(Serialize)]
struct Figures {
    headcount: u32,
    respondents: u32,
    promoters: u32,
    passives: u32,
    detractors: u32,
    silent: u32,
    score: Option<f64>,
    score_if_silent_were_detractors: Option<f64>,
    score_if_silent_were_promoters: Option<f64>,
    respondents_score: Option<f64>,
    respondents_interval: Option<[f64; 2]>,
    distribution: Option<[u32; super::CHOICES]>,
    before: Option<Before>,
}

#[derive(Serialize)]
struct Before {
    headcount: u32,
    promoters: u32,
    passives: u32,
    detractors: u32,
}

#[derive(Serialize)]
struct Place<'a> {
    category: Option<Category>,
    kind: Option<RowKind>,
    path: &'a GroupPath,
    comments: u32,
}

#[derive(Serialize)]
struct Theme<'a> {
    /// By the code of the language.
    names: BTreeMap<&'static str, &'a str>,
    at_least: AtLeast,
}

/// Per cent of all who answered in the category; none where it cannot be told.
#[derive(Serialize)]
struct AtLeast {
    promoters: Option<u32>,
    passives: Option<u32>,
    detractors: Option<u32>,
}

impl<'a> Document<'a> {
    fn of(report: &'a PublishedReport) -> Self {
        let state = match (report.headline.abandoned, report.everyone()) {
            (true, _) => State::Abandoned,
            (false, None) => State::TooFew,
            (false, Some(_)) => State::Published,
        };
        let change = report.change().map(|change| Change {
            score: points(change.delta),
            from_turnout: points(change.from_turnout),
            from_opinion: points(change.from_opinion),
            more_than_noise: change.is_more_than_noise(),
        });
        let comments = report.comments.iter().map(|place| Place {
            category: place.category(),
            kind: place.kind,
            path: &place.path,
            comments: place.comments,
        });
        Self {
            format: "candor-report",
            version: VERSION,
            wave: Wave::of(&report.headline),
            state,
            method_version: report.headline.method_version,
            threshold: report.threshold,
            fine_threshold: report.fine_threshold,
            unreachable: report.unreachable,
            set_aside: report.set_aside,
            before: report.before.as_ref().map(Wave::of),
            change,
            groups: report.rows.iter().map(Group::of).collect(),
            comments: comments.collect(),
            themes: report.themes.as_ref().map(|themes| themes.shares.iter().map(Theme::of).collect()),
        }
    }
}

impl<'a> Wave<'a> {
    fn of(headline: &'a Headline) -> Self {
        Self {
            id: headline.wave.to_string(),
            title: &headline.title,
            time_zone: headline.time_zone.name(),
            opened_at: headline.opened_at.and_utc().to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
            closed_at: headline.closed_at.and_utc().to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
            headcount: headline.headcount,
        }
    }
}

impl<'a> Group<'a> {
    fn of(row: &'a Row) -> Self {
        let figures = row.figures.as_ref().map(Figures::of);
        Self { kind: row.kind, path: &row.path, department: row.department.map(|id| id.to_string()), figures }
    }
}

impl<'a> Theme<'a> {
    fn of(theme: &'a ThemeShares) -> Self {
        let of = |category| theme.of(category);
        Self {
            names: Lang::ALL.into_iter().map(|lang| (lang.code(), theme.name(lang))).collect(),
            at_least: AtLeast {
                promoters: of(Category::Promoter),
                passives: of(Category::Passive),
                detractors: of(Category::Detractor),
            },
        }
    }
}

impl Figures {
    fn of(figures: &super::Figures) -> Self {
        let counts = &figures.counts;
        let Counts { headcount, promoters, passives, detractors } = *counts;
        let range = counts.range();
        let score = |score: Option<Score>| score.map(|score| points(score.value()));
        Self {
            headcount,
            respondents: counts.respondents(),
            promoters,
            passives,
            detractors,
            silent: counts.silent(),
            score: score(counts.score()),
            score_if_silent_were_detractors: score(range.map(|ends| ends.0)),
            score_if_silent_were_promoters: score(range.map(|ends| ends.1)),
            respondents_score: score(counts.respondents_score()),
            respondents_interval: Interval::of(counts).map(|interval| [interval.low, interval.high].map(points)),
            distribution: figures.distribution,
            before: figures.before.map(|Counts { headcount, promoters, passives, detractors }| Before {
                headcount,
                promoters,
                passives,
                detractors,
            }),
        }
    }
}

/// One decimal, as every export has it.
#[expect(clippy::cast_precision_loss, reason = "points lie between −200 and 200")]
fn points(figure: f64) -> f64 {
    tenths(figure) as f64 / 10.0
}
