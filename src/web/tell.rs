//! The page on which an admin tells everyone the results, having looked at them.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use askama::Template;

use super::{Admin, Error, Page, Result, html, local, see};
use crate::app::App;
use crate::db::{Conn, WaveId};
use crate::i18n::{Lang, say};
use crate::reports::results::{self, TellError};
use crate::reports::store;
use crate::settings;
use crate::waves;

#[derive(Template)]
#[template(path = "reports/tell.html")]
struct TellPage {
    page: Page,
    wave: WaveId,
    title: String,
    people: usize,
    has_actions: bool,
    /// The message in the survey's languages.
    messages: Vec<(Lang, String)>,
    told: Option<local::Shown>,
}

/// `GET /reports/{wave}/tell`: the message, and how many people get it.
///
/// # Errors
/// Not found where there are no results.
pub async fn new(request: HttpRequest, app: web::Data<App>, admin: Admin, wave: web::Path<WaveId>) -> Result {
    let wave = wave.into_inner();
    let read = move |conn: &mut Conn| {
        let report = store::find(conn, wave)?.ok_or(Error::NotFound)?;
        let mut messages = Vec::new();
        for lang in settings::load(conn)?.languages {
            let written = results::preview(conn, wave, lang)?.ok_or(Error::NotFound)?;
            messages.push((lang, written.text));
        }
        let has_actions = !waves::store::actions(conn, wave)?.is_empty();
        let people = results::recipients(conn, wave)?;
        Ok::<_, Error>((report.headline.title, messages, has_actions, people, store::told_at(conn, wave)?))
    };
    let (title, messages, has_actions, people, told) = app.db.read(read).await?;
    let zone = local::zone(&app).await?;
    let told = told.map(|told| local::shown(admin.account.language, zone, told));
    let page = Page::new(&request, &admin, "reports", say("tell-title").with("wave", &title));
    html(StatusCode::OK, &TellPage { page, wave, title, people, has_actions, messages, told })
}

/// `POST /reports/{wave}/tell`: once.
///
/// # Errors
/// Not found where there are no results; a conflict where everyone was told.
pub async fn create(app: web::Data<App>, admin: Admin, wave: web::Path<WaveId>) -> Result {
    let (wave, now, actor) = (wave.into_inner(), app.clock.now(), admin.actor());
    let people = app.db.write(move |conn| results::tell_everyone(conn, now, wave, actor)).await?;
    admin.flash(&say("tell-done").with("people", people));
    Ok(see(&format!("/reports/{wave}")))
}

impl From<TellError> for Error {
    fn from(error: TellError) -> Self {
        match error {
            TellError::NotFound => Self::NotFound,
            TellError::Told => Self::Conflict(say("tell-told-already")),
            TellError::Database(error) => error.into(),
        }
    }
}
