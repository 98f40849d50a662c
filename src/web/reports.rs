//! Reports of closed waves: the list, one report, its comments, its table as CSV.

mod chart;
pub(super) mod words;

use std::collections::HashMap;

use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use actix_web::{HttpRequest, HttpResponse, web};
use anyhow::Context;
use askama::Template;
use serde::Deserialize;

use self::chart::{Bar, Lane, Part, Scale, Trend};
use super::{Admin, Error, Page, Result, html};
use crate::app::App;
use crate::db::{self, WaveId};
use crate::i18n::{Lang, Message, say};
use crate::reports::{
    CommentPlace, Counts, Distribution, Headline, Interval, PublishedReport, Row, RowKind, csv, store,
};
use crate::waves::{self, local_time};

/// Comments on a page.
const PAGE_OF_COMMENTS: u32 = 50;

#[derive(Template)]
#[template(path = "reports/index.html")]
struct IndexPage {
    page: Page,
    waves: Vec<Headline>,
}

/// `GET /reports`: every closed wave, newest first.
///
/// # Errors
/// When the database cannot be asked.
pub async fn index(request: HttpRequest, app: web::Data<App>, admin: Admin) -> Result {
    let waves = app.db.read(store::headlines).await.map_err(Error::from)?;
    let page = Page::new(&request, &admin, "reports", say("reports"));
    html(StatusCode::OK, &IndexPage { page, waves })
}

#[derive(Template)]
#[template(path = "reports/show.html")]
struct ReportPage {
    page: Page,
    report: PublishedReport,
    /// All waves of the same people, oldest first.
    waves: Vec<Headline>,
    /// Notes of those of them that have one, and of this wave.
    notes: HashMap<WaveId, String>,
    trend: Option<Trend>,
}

impl ReportPage {
    fn lead(&self) -> String {
        words::lead(self.page.lang, &self.report)
    }

    fn note(&self, wave: &WaveId) -> Option<&str> {
        self.notes.get(wave).map(String::as_str)
    }

    fn before(&self) -> Option<Counts> {
        self.report.before.as_ref()?.counts
    }

    fn scale(&self, counts: &Counts) -> Option<Scale> {
        Scale::of(counts, self.before().as_ref())
    }

    fn figures(&self, row: &Row) -> Option<words::Figures> {
        words::Figures::of(self.page.lang, row)
    }

    fn name(&self, row: &Row) -> String {
        words::row_name(self.page.lang, row.kind, &row.path)
    }

    fn place(&self, place: &CommentPlace) -> String {
        place_name(self.page.lang, place)
    }

    /// The share that answered in the wave before.
    fn rate_before(&self) -> Option<f64> {
        self.before()?.response_rate()
    }

    /// "0: 15, 1: 17, …" for those who hear the chart.
    fn listed(&self, distribution: &Distribution) -> String {
        let each = distribution.iter().enumerate();
        each.map(|(score, people)| format!("{score}: {}", self.number(*people))).collect::<Vec<_>>().join(", ")
    }

    fn share(&self, people: u32, of: u32) -> String {
        self.page.lang.percent_decimal(f64::from(people) / f64::from(of.max(1)))
    }

    fn number(&self, people: u32) -> String {
        self.page.lang.number(people.into())
    }
}

/// `GET /reports/{wave}`.
///
/// # Errors
/// Not found before the count.
pub async fn show(request: HttpRequest, app: web::Data<App>, admin: Admin, wave: web::Path<String>) -> Result {
    let id = wave_id(&wave)?;
    let found = app.db.read(move |conn| {
        let Some(report) = store::find(conn, id)? else { return Ok(None) };
        let wave = waves::store::find(conn, id)?;
        let mut waves = wave.map_or(Ok(Vec::new()), |wave| store::headlines_of(conn, &wave))?;
        waves.retain(|other| other.closed_at <= report.headline.closed_at);
        let annotated: Vec<WaveId> = waves.iter().map(|wave| wave.wave).collect();
        let notes = waves::store::notes(conn, &annotated)?;
        Ok::<_, db::Error>(Some((report, waves, notes)))
    });
    let (report, waves, notes) = found.await?.ok_or(Error::NotFound)?;
    let page = Page::new(&request, &admin, "reports", title("report-title", &report));
    let trend = Trend::of(page.lang, &waves, &notes);
    html(StatusCode::OK, &ReportPage { page, report, waves, notes, trend })
}

#[derive(Template)]
#[template(path = "reports/comments.html")]
struct CommentsPage {
    page: Page,
    report: PublishedReport,
    /// The place whose comments are shown; none where there are none at all.
    shown: Option<CommentPlace>,
    comments: Vec<String>,
    /// From 1.
    number: u32,
    pages: u32,
}

impl CommentsPage {
    fn place(&self, place: &CommentPlace) -> String {
        place_name(self.page.lang, place)
    }

    fn count(&self, place: &CommentPlace) -> String {
        self.page.lang.number(place.comments.into())
    }

    fn is_shown(&self, place: &CommentPlace) -> bool {
        self.shown.as_ref() == Some(place)
    }
}

#[derive(Deserialize)]
pub struct CommentsQuery {
    /// A place's word; the first place without it.
    group: Option<String>,
    page: Option<u32>,
}

/// `GET /reports/{wave}/comments`: the comments of one place.
///
/// # Errors
/// Not found before the count, and for places that have no comments to show.
pub async fn comments(
    request: HttpRequest,
    app: web::Data<App>,
    admin: Admin,
    wave: web::Path<String>,
    query: web::Query<CommentsQuery>,
) -> Result {
    let id = wave_id(&wave)?;
    let report = app.db.read(move |conn| store::find(conn, id)).await?.ok_or(Error::NotFound)?;
    let shown = match &query.group {
        Some(word) => Some(report.comments.iter().find(|place| place.word == *word).ok_or(Error::NotFound)?),
        None => report.comments.first(),
    };
    let shown = shown.cloned();
    let pages = shown.as_ref().map_or(1, |place| place.comments.div_ceil(PAGE_OF_COMMENTS));
    let number = query.page.unwrap_or(1).clamp(1, pages);
    let place = shown.as_ref().and_then(CommentPlace::place);
    let offset = i64::from((number - 1) * PAGE_OF_COMMENTS);
    let comments = app.db.read(move |conn| match place {
        Some(place) => store::comments(conn, id, place, offset, PAGE_OF_COMMENTS.into()),
        None => Ok(Vec::new()),
    });
    let comments = comments.await?;
    let page = Page::new(&request, &admin, "reports", title("report-comments-title", &report));
    html(StatusCode::OK, &CommentsPage { page, report, shown, comments, number, pages })
}

/// `GET /reports/{wave}/report.csv`: the table of groups.
///
/// # Errors
/// Not found before the count.
pub async fn export(app: web::Data<App>, admin: Admin, wave: web::Path<String>) -> Result {
    let id = wave_id(&wave)?;
    let report = app.db.read(move |conn| store::find(conn, id)).await?.ok_or(Error::NotFound)?;
    let lang = admin.account.language;
    let table = csv::write(&report, lang, |row| words::full_name(lang, row.kind, &row.path));
    let body = table.context("the table cannot be written")?;
    let closed = local_time::to_local(report.headline.time_zone, report.headline.closed_at).date();
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "text/csv; charset=utf-8"))
        .insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"candor-{closed}.csv\"")))
        .body(body))
}

fn title(key: &'static str, report: &PublishedReport) -> Message {
    say(key).with("wave", &report.headline.title)
}

fn place_name(lang: Lang, place: &CommentPlace) -> String {
    match (place.category(), place.kind) {
        (Some(category), _) => lang.say(chart::category_key(category)).to_string(),
        (None, kind) => words::full_name(lang, kind.unwrap_or(RowKind::Group), &place.path),
    }
}

fn wave_id(text: &str) -> Result<WaveId> {
    text.parse().map_err(|_| Error::NotFound)
}
