//! Closing a wave earlier than planned, a day from now at the soonest.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use askama::Template;
use askama_web::WebTemplate;
use chrono::{TimeDelta, Timelike};
use serde::Deserialize;

use super::fields::{local, written};
use super::path;
use crate::app::App;
use crate::db::{Conn, Moment, WaveId};
use crate::i18n::{FormErrors, Message, say};
use crate::waves::plan::{self, ChangeError};
use crate::waves::{CloseEarlyError, Wave, WaveState, local_time, store, words};
use crate::web::{Admin, Error, Page, Result, html, see};

#[derive(Template, WebTemplate)]
#[template(path = "waves/close.html")]
pub struct ClosePage {
    page: Page,
    wave: WaveId,
    title: String,
    planned: String,
    earliest: String,
    headcount: u32,
    at: String,
    errors: FormErrors,
}

impl ClosePage {
    fn people(&self) -> u32 {
        self.headcount
    }
}

#[derive(Deserialize)]
pub struct CloseForm {
    #[serde(default)]
    at: String,
}

async fn open_wave(app: &App, id: WaveId) -> Result<Wave> {
    let read = move |conn: &mut Conn| store::find(conn, id)?.ok_or(Error::NotFound);
    let wave = app.db.read(read).await?;
    if wave.state != WaveState::Open {
        return Err(Error::Conflict(say("wave-conflict-not-open")));
    }
    Ok(wave)
}

fn page(request: &HttpRequest, admin: &Admin, now: Moment, wave: &Wave, at: String, errors: FormErrors) -> ClosePage {
    let page = Page::new(request, admin, "waves", say("wave-close-title").with("title", &wave.title));
    let words = |moment| words::with_zone(page.lang, wave.time_zone, moment);
    ClosePage {
        wave: wave.id,
        title: wave.title.clone(),
        planned: words(wave.closes_at),
        earliest: words(wave.earliest_close(now)),
        headcount: wave.headcount.unwrap_or_default(),
        at,
        errors,
        page,
    }
}

/// `GET /waves/{wave}/close`: the field holds the next full hour that is allowed.
///
/// # Errors
/// Not found, or not open.
pub async fn confirm(
    request: HttpRequest,
    app: web::Data<App>,
    admin: Admin,
    id: web::Path<WaveId>,
) -> Result<ClosePage> {
    let (now, wave) = (app.clock.now(), open_wave(&app, *id).await?);
    let earliest = local_time::to_local(wave.time_zone, wave.earliest_close(now));
    let full_hour = earliest.with_minute(0).and_then(|time| time.with_second(0)).unwrap_or(earliest);
    let at = written(full_hour + TimeDelta::hours(1));
    Ok(page(&request, &admin, now, &wave, at, FormErrors::new()))
}

/// `POST /waves/{wave}/close`.
///
/// # Errors
/// Not found, or not open; a moment that is not allowed brings the form back.
pub async fn close(
    request: HttpRequest,
    app: web::Data<App>,
    admin: Admin,
    id: web::Path<WaveId>,
    form: web::Form<CloseForm>,
) -> Result {
    let (now, wave, actor) = (app.clock.now(), open_wave(&app, *id).await?, admin.actor());
    let refuse = |message: Message| {
        let errors = FormErrors::one("at", message);
        html(StatusCode::UNPROCESSABLE_ENTITY, &page(&request, &admin, now, &wave, form.at.clone(), errors))
    };
    let Some(at) = local(&form.at) else { return refuse(say("wave-error-moment")) };
    let (id, at) = (wave.id, local_time::to_utc(wave.time_zone, at));
    match app.db.write(move |conn| plan::close_early(conn, now, id, at, actor)).await {
        Ok(()) => {
            admin.flash(&say("wave-close-moved"));
            Ok(see(&path(id)))
        }
        Err(ChangeError::Refused(CloseEarlyError::TooSoon { .. })) => refuse(say("wave-error-close-too-soon")),
        Err(ChangeError::Refused(CloseEarlyError::NotEarlier)) => refuse(say("wave-error-close-not-earlier")),
        Err(ChangeError::Refused(CloseEarlyError::NotOpen) | ChangeError::Open) => {
            Err(Error::Conflict(say("wave-conflict-not-open")))
        }
        Err(ChangeError::NotFound) => Err(Error::NotFound),
        Err(ChangeError::Database(error)) => Err(error.into()),
    }
}
