//! Links to a closed report: the list of them, and the report for whoever has one, without a session.

use actix_web::http::StatusCode;
use actix_web::middleware::Compress;
use actix_web::web::{self, ServiceConfig, get, post, resource};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use chrono::{NaiveDate, TimeDelta};
use serde::Deserialize;

use super::shared::SharedReport;
use super::{Admin, Error, Page, Result, html, local, page, see};
use crate::accounts;
use crate::app::App;
use crate::db::{Conn, LinkId, Moment, WaveId};
use crate::i18n::{FormErrors, say};
use crate::reports::links::{self, DEFAULT_DAYS, Link, MOST_DAYS};
use crate::reports::store;
use crate::settings;
use crate::waves::local_time;

/// The report behind a link: before and outside the session's scope.
pub fn public_routes(config: &mut ServiceConfig) {
    config.service(resource("/r/{token}").wrap(Compress::default()).route(get().to(show)));
}

/// The pages on which admins make and withdraw links.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(resource("/reports/{wave}/links").route(get().to(index)).route(post().to(create)))
        .service(resource("/reports/{wave}/links/{link}/withdraw").route(post().to(withdraw)));
}

/// A link in the list.
struct Row {
    id: LinkId,
    made_by: String,
    made: local::Shown,
    /// The last day on which it is good.
    until: NaiveDate,
    state: &'static str,
    is_good: bool,
}

#[derive(Template)]
#[template(path = "reports/links.html")]
struct LinksPage {
    page: Page,
    wave: WaveId,
    title: String,
    links: Vec<Row>,
    until: String,
    errors: FormErrors,
    /// A link that was made a moment ago: it is shown this once.
    new: Option<String>,
}

/// # Errors
/// Not found before the count.
async fn links_page(
    request: &HttpRequest,
    app: &App,
    admin: &Admin,
    wave: WaveId,
    until: Option<String>,
    errors: FormErrors,
) -> Result<LinksPage> {
    let read = move |conn: &mut Conn| {
        let report = store::find(conn, wave)?.ok_or(Error::NotFound)?;
        Ok::<_, Error>((report.headline.title, store::links(conn, wave)?, accounts::store::names(conn)?))
    };
    let (title, links, names) = app.db.read(read).await?;
    let (zone, now, lang) = (local::zone(app).await?, app.clock.now(), admin.account.language);
    let row = |link: Link| {
        let name = names.iter().find(|(id, _)| *id == link.made_by).map(|(_, name)| name.clone());
        let state = match (link.is_good(now), link.withdrawn_at) {
            (true, _) => "links-good",
            (false, Some(_)) => "links-withdrawn",
            (false, None) => "links-expired",
        };
        Row {
            id: link.id,
            made_by: name.unwrap_or_default(),
            made: local::shown(lang, zone, link.made_at),
            until: local_time::to_local(zone, link.expires_at - TimeDelta::milliseconds(1)).date(),
            state,
            is_good: link.is_good(now),
        }
    };
    let in_days = local_time::to_local(zone, now + TimeDelta::days(DEFAULT_DAYS)).date();
    Ok(LinksPage {
        page: Page::new(request, admin, "reports", say("links-title").with("wave", &title)),
        wave,
        title,
        links: links.into_iter().map(row).collect(),
        until: until.unwrap_or_else(|| in_days.to_string()),
        errors,
        new: None,
    })
}

/// `GET /reports/{wave}/links`.
///
/// # Errors
/// Not found before the count.
async fn index(request: HttpRequest, app: web::Data<App>, admin: Admin, wave: web::Path<WaveId>) -> Result {
    html(StatusCode::OK, &links_page(&request, &app, &admin, *wave, None, FormErrors::new()).await?)
}

#[derive(Deserialize)]
struct LinkForm {
    /// The last day, as browsers send a date.
    #[serde(default)]
    until: String,
}

/// `POST /reports/{wave}/links`: makes one and shows it, this once, since only its hash is kept.
///
/// # Errors
/// Not found before the count; a day that cannot be brings the form back.
async fn create(
    request: HttpRequest,
    app: web::Data<App>,
    admin: Admin,
    wave: web::Path<WaveId>,
    form: web::Form<LinkForm>,
) -> Result {
    let (wave, until, now) = (wave.into_inner(), form.into_inner().until, app.clock.now());
    let zone = local::zone(&app).await?;
    let Some(expires_at) =
        end_of_day(zone, &until).filter(|end| *end > now && *end <= now + TimeDelta::days(MOST_DAYS))
    else {
        let errors = FormErrors::one("until", say("links-error-until").with("days", MOST_DAYS));
        let page = links_page(&request, &app, &admin, wave, Some(until), errors).await?;
        return html(StatusCode::UNPROCESSABLE_ENTITY, &page);
    };
    let account = admin.account.id;
    let made = app.db.write(move |conn| links::make(conn, now, wave, expires_at, account)).await?;
    let token = made.ok_or(Error::NotFound)?;
    let mut page = links_page(&request, &app, &admin, wave, None, FormErrors::new()).await?;
    page.new = Some(format!("{}/r/{token}", app.config.public_url()));
    html(StatusCode::CREATED, &page)
}

/// The end of a day.
fn end_of_day(zone: chrono_tz::Tz, day: &str) -> Option<Moment> {
    let next = day.trim().parse::<NaiveDate>().ok()?.succ_opt()?;
    Some(local_time::to_utc(zone, next.and_hms_opt(0, 0, 0)?))
}

/// `POST /reports/{wave}/links/{link}/withdraw`.
///
/// # Errors
/// When the database refuses.
async fn withdraw(app: web::Data<App>, admin: Admin, ids: web::Path<(WaveId, LinkId)>) -> Result<HttpResponse> {
    let ((wave, id), now, actor) = (ids.into_inner(), app.clock.now(), admin.actor());
    let was_good = app.db.write(move |conn| links::withdraw(conn, now, wave, id, actor)).await?;
    admin.flash(&say(if was_good { "links-is-withdrawn" } else { "links-was-withdrawn" }));
    Ok(see(&format!("/reports/{wave}/links")))
}

/// `GET /r/{token}`: the report, for whoever has the link. Whatever is not a good link is no page.
///
/// # Errors
/// Not found.
async fn show(request: HttpRequest, app: web::Data<App>, token: web::Path<String>) -> Result {
    let (token, now) = (token.into_inner(), app.clock.now());
    let read = move |conn: &mut Conn| {
        let wave = links::opened(conn, now, &token)?.ok_or(Error::NotFound)?;
        Ok::<_, Error>((store::find(conn, wave)?.ok_or(Error::NotFound)?, settings::benchmarks(conn)?))
    };
    let (report, benchmarks) = app.db.read(read).await?;
    let lang = page::reader_language(&request);
    let frame = Page::wide(lang, lang.text(&say("report-title").with("wave", &report.headline.title)));
    SharedReport::new(frame, report, benchmarks).html()
}
