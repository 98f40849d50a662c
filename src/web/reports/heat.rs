//! Groups over waves: a table of scores whose cells are coloured.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use askama::Template;
use serde::Deserialize;

use super::groups::simple;
use super::trend::MOST_WAVES;
use super::{figures, title, until, wave_id, words};
use crate::app::App;
use crate::db::{self, Conn, WaveId};
use crate::i18n::Lang;
use crate::reports::store::{self, Scores};
use crate::reports::{Counts, Headline, PublishedReport, Row, RowKind};
use crate::web::{Admin, Error, Page, Result, html};

/// Groups on a page of their own.
const PAGE_OF_GROUPS: usize = 200;
/// Groups and waves in the report itself.
pub const MOST_GROUPS: usize = 12;
pub const FEW_WAVES: usize = 8;

/// A table of groups over waves.
pub struct Heat {
    /// Dates of the waves with their reports, oldest first.
    pub waves: Vec<(String, WaveId)>,
    pub lines: Vec<HeatLine>,
}

/// A group over the waves.
pub struct HeatLine {
    pub class: &'static str,
    pub name: String,
    /// The names above it, where it does not stand below them.
    pub above: String,
    /// Score and class in each wave; none where it is not published.
    pub cells: Vec<Option<(&'static str, &'static str)>>,
}

impl Heat {
    /// Of the groups of a report over some waves, the report's own among them; none for fewer than two waves.
    pub fn of(lang: Lang, rows: &[&Row], waves: &[Headline], scores: &Scores, is_flat: bool) -> Option<Self> {
        let lines = rows.iter().map(|row| {
            let cells = waves.iter().map(|wave| cell(row, wave, scores)).collect();
            let above = if is_flat { row.path.above().join(" / ") } else { String::new() };
            let class = if is_flat && row.depth() > 0 { "dep" } else { words::level(row) };
            HeatLine { class, name: words::row_name(lang, row.kind, &row.path), above, cells }
        });
        let dated = waves.iter().map(|wave| (words::date_of(lang, wave), wave.wave)).collect();
        (waves.len() > 1).then(|| Self { waves: dated, lines: lines.collect() })
    }
}

/// Whether a row can be found in other waves.
pub fn is_lasting(row: &Row) -> bool {
    row.kind == RowKind::Group && (row.department.is_some() || row.path.is_empty())
}

fn cell(row: &Row, wave: &Headline, scores: &Scores) -> Option<(&'static str, &'static str)> {
    let counts: Counts = match row.department {
        Some(department) => *scores.get(&(wave.wave, department))?,
        None => wave.counts?,
    };
    let score = counts.score()?.whole();
    Some((figures::points(score), heat(score)))
}

/// The class of a cell by its score: colder is better.
fn heat(score: i64) -> &'static str {
    match score {
        ..-40 => "w3",
        -40..-20 => "w2",
        -20..-5 => "w1",
        -5..=5 => "w0",
        6..=20 => "c1",
        21..=40 => "c2",
        _ => "c3",
    }
}

/// The last waves with figures of those given, oldest first.
pub fn last(waves: &[Headline], most: usize) -> Vec<Headline> {
    let scored: Vec<&Headline> = waves.iter().filter(|wave| wave.counts.is_some()).collect();
    scored[scored.len().saturating_sub(most)..].iter().map(|wave| (*wave).clone()).collect()
}

/// The scores of some rows in some waves.
pub fn load(conn: &mut Conn, rows: &[&Row], waves: &[Headline]) -> db::Result<Scores> {
    let waves: Vec<WaveId> = waves.iter().map(|wave| wave.wave).collect();
    let departments: Vec<_> = rows.iter().filter_map(|row| row.department).collect();
    store::scores(conn, &waves, &departments)
}

#[derive(Template)]
#[template(path = "reports/heatmap.html")]
struct HeatPage {
    page: Page,
    report: PublishedReport,
    heat: Option<Heat>,
    q: String,
    /// From 1.
    number: usize,
    pages: usize,
}

impl HeatPage {
    fn previous(&self) -> Option<String> {
        (self.number > 1).then(|| self.address(self.number - 1))
    }

    fn next(&self) -> Option<String> {
        (self.number < self.pages).then(|| self.address(self.number + 1))
    }

    fn address(&self, number: usize) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        if !self.q.is_empty() {
            query.append_pair("q", &self.q);
        }
        query.append_pair("page", &number.to_string());
        format!("?{}", query.finish())
    }
}

#[derive(Deserialize)]
pub struct HeatQuery {
    #[serde(default)]
    q: String,
    page: Option<usize>,
}

/// `GET /reports/{wave}/heatmap`: all groups over all waves until this one.
///
/// # Errors
/// Not found before the count.
pub async fn show(
    request: HttpRequest,
    app: web::Data<App>,
    admin: Admin,
    wave: web::Path<String>,
    query: web::Query<HeatQuery>,
) -> Result {
    let (id, lang) = (wave_id(&wave)?, admin.account.language);
    let HeatQuery { q, page: number } = query.into_inner();
    let wanted = simple(q.trim());
    let found = app.db.read(move |conn| {
        let Some(report) = store::find(conn, id)? else { return Ok(None) };
        let waves = last(&until(conn, &report)?, MOST_WAVES);
        let named = |row: &&Row| simple(&words::full_name(lang, row.kind, &row.path)).contains(&wanted);
        let rows: Vec<&Row> = report.rows.iter().filter(|row| is_lasting(row)).filter(named).collect();
        let pages = rows.len().div_ceil(PAGE_OF_GROUPS).max(1);
        let number = number.unwrap_or(1).clamp(1, pages);
        let rows: Vec<&Row> = rows.into_iter().skip((number - 1) * PAGE_OF_GROUPS).take(PAGE_OF_GROUPS).collect();
        let scores = load(conn, &rows, &waves)?;
        let heat = Heat::of(lang, &rows, &waves, &scores, !wanted.is_empty());
        Ok::<_, db::Error>(Some((report, heat, number, pages)))
    });
    let (report, heat, number, pages) = found.await?.ok_or(Error::NotFound)?;
    let page = Page::new(&request, &admin, "reports", title("heat-title", &report));
    html(StatusCode::OK, &HeatPage { page, report, heat, q: q.trim().to_owned(), number, pages })
}
