//! What managers see: the closed reports, and of each the part of the published table under their department.

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::{self, ServiceConfig, get, resource};
use askama::Template;
use serde::Deserialize;

use super::reports::{PlaceChoice, place_choices, words};
use super::session::Manager;
use super::shared::SharedReport;
use super::{Error, Page, Result, html, reports};
use crate::app::App;
use crate::db::{self, Conn, WaveId};
use crate::i18n::say;
use crate::reports::lookup::{self, Found, Sought};
use crate::reports::{CommentPlace, Headline, PublishedReport, store};
use crate::settings::{self, Benchmarks};

/// Where the list is.
const PATH: &str = "/team";

/// All addresses of managers.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(resource(PATH).route(get().to(index)))
        .service(resource("/team/{wave}").route(get().to(show)))
        .service(resource("/team/{wave}/comments").route(get().to(comments)));
}

#[derive(Template)]
#[template(path = "team/index.html")]
struct TeamPage {
    page: Page,
    waves: Vec<Headline>,
}

/// `GET /team`: every closed wave, newest first.
///
/// # Errors
/// When the database cannot be asked.
async fn index(request: HttpRequest, app: web::Data<App>, manager: Manager) -> Result {
    let waves = app.db.read(store::headlines).await.map_err(Error::from)?;
    let page = Page::new(&request, &manager.reader, "team", say("reports"));
    html(StatusCode::OK, &TeamPage { page, waves })
}

/// The part of a report that a manager reads.
///
/// # Errors
/// Not found before the count.
async fn part(app: &App, manager: &Manager, wave: WaveId) -> Result<(PublishedReport, Benchmarks)> {
    let read = move |conn: &mut Conn| Ok::<_, db::Error>((store::find(conn, wave)?, settings::benchmarks(conn)?));
    let (report, benchmarks) = app.db.read(read).await?;
    Ok((report.ok_or(Error::NotFound)?.part(manager.department), benchmarks))
}

/// `GET /team/{wave}`.
///
/// # Errors
/// Not found before the count.
async fn show(request: HttpRequest, app: web::Data<App>, manager: Manager, wave: web::Path<WaveId>) -> Result {
    let (report, benchmarks) = part(&app, &manager, *wave).await?;
    let title = say("report-title").with("wave", &report.headline.title);
    let page = Page::new(&request, &manager.reader, "team", title);
    SharedReport::part(page, report, benchmarks, format!("/team/{wave}/comments"), PATH).html()
}

#[derive(Template)]
#[template(path = "team/comments.html")]
struct CommentsPage {
    page: Page,
    report: PublishedReport,
    shown: CommentPlace,
    found: Found,
}

impl CommentsPage {
    fn choices(&self) -> Vec<PlaceChoice> {
        place_choices(self.page.lang, &self.report, Some(&self.shown))
    }
}

#[derive(Deserialize)]
struct Wanted {
    group: Option<String>,
    page: Option<u32>,
}

/// `GET /team/{wave}/comments`: those of places inside the department.
///
/// # Errors
/// Not found for every other place.
async fn comments(
    request: HttpRequest,
    app: web::Data<App>,
    manager: Manager,
    wave: web::Path<WaveId>,
    query: web::Query<Wanted>,
) -> Result {
    let (wave, Wanted { group, page }) = (wave.into_inner(), query.into_inner());
    let (report, _) = part(&app, &manager, wave).await?;
    let shown = match group {
        Some(word) => report.comments.iter().find(|place| place.word == word),
        None => report.comments.first(),
    };
    let shown = shown.cloned().ok_or(Error::NotFound)?;
    let place = shown.clone();
    let read = move |conn: &mut Conn| lookup::find(conn, wave, &place, &Sought::default(), page.unwrap_or(1));
    let found = app.db.read(read).await?;
    let title = say("report-comments-title").with("wave", &report.headline.title);
    let page = Page::new(&request, &manager.reader, "team", title);
    html(StatusCode::OK, &CommentsPage { page, report, shown, found })
}
