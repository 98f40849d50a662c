//! The action list of a wave: what is done about its results.

use actix_web::http::StatusCode;
use actix_web::web::{self, ServiceConfig, get, post, resource};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use chrono::NaiveDate;
use serde::Deserialize;

use super::{Admin, Error, Page, Result, Undo, html, local, see};
use crate::app::App;
use crate::db::{ActionId, Conn, WaveId};
use crate::i18n::{FormErrors, Message, full_date, say};
use crate::reports::store as reports;
use crate::waves::actions::{self, Action, ActionDraft, ActionError, KEPT_HOURS};
use crate::waves::{local_time, store};

/// All addresses of a wave's action list.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(resource("/reports/{wave}/actions").route(get().to(index)).route(post().to(create)))
        .service(resource("/reports/{wave}/actions/{action}").route(get().to(edit)).route(post().to(update)))
        .service(resource("/reports/{wave}/actions/{action}/done").route(post().to(put_done)))
        .service(resource("/reports/{wave}/actions/{action}/remove").route(post().to(remove)))
        .service(resource("/reports/{wave}/actions/{action}/restore").route(post().to(restore)));
}

#[derive(Template)]
#[template(path = "reports/actions.html")]
struct ActionsPage {
    page: Page,
    wave: WaveId,
    title: String,
    actions: Vec<Action>,
    /// What was typed.
    draft: ActionDraft,
    errors: FormErrors,
    today: NaiveDate,
}

impl ActionsPage {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates pass references")]
    fn date(&self, date: &NaiveDate) -> String {
        full_date(self.page.lang, *date)
    }

    fn is_late(&self, action: &Action) -> bool {
        action.is_late(self.today)
    }
}

/// # Errors
/// Not found before the count.
async fn page(
    request: &HttpRequest,
    app: &App,
    admin: &Admin,
    wave: WaveId,
    draft: ActionDraft,
    errors: FormErrors,
) -> Result<ActionsPage> {
    let read = move |conn: &mut Conn| {
        let report = reports::find(conn, wave)?.ok_or(Error::NotFound)?;
        Ok::<_, Error>((report.headline.title, store::actions(conn, wave)?))
    };
    let (title, actions) = app.db.read(read).await?;
    let today = local_time::to_local(local::zone(app).await?, app.clock.now()).date();
    let page = Page::new(request, admin, "reports", say("actions-title").with("wave", &title));
    Ok(ActionsPage { page, wave, title, actions, draft, errors, today })
}

fn path(wave: WaveId) -> String {
    format!("/reports/{wave}/actions")
}

/// `GET /reports/{wave}/actions`.
///
/// # Errors
/// Not found before the count.
async fn index(request: HttpRequest, app: web::Data<App>, admin: Admin, wave: web::Path<WaveId>) -> Result {
    let page = page(&request, &app, &admin, *wave, ActionDraft::default(), FormErrors::new()).await?;
    html(StatusCode::OK, &page)
}

/// `POST /reports/{wave}/actions`: adds one.
///
/// # Errors
/// Not found before the count; mistakes bring the form back.
async fn create(
    request: HttpRequest,
    app: web::Data<App>,
    admin: Admin,
    wave: web::Path<WaveId>,
    form: web::Form<ActionDraft>,
) -> Result {
    let (wave, draft, now, actor) = (wave.into_inner(), form.into_inner(), app.clock.now(), admin.actor());
    let typed = draft.clone();
    match app.db.write(move |conn| actions::add(conn, now, wave, &draft, actor)).await {
        Ok(()) => Ok(back(&admin, wave, &say("actions-added"))),
        Err(ActionError::Invalid(errors)) => {
            let page = page(&request, &app, &admin, wave, typed, errors).await?;
            html(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(error) => Err(error.into()),
    }
}

fn back(admin: &Admin, wave: WaveId, message: &Message) -> HttpResponse {
    admin.flash(message);
    see(&path(wave))
}

#[derive(Template)]
#[template(path = "reports/action.html")]
struct ActionPage {
    page: Page,
    wave: WaveId,
    title: String,
    action: ActionId,
    draft: ActionDraft,
    errors: FormErrors,
}

/// # Errors
/// Not found.
async fn action_page(
    request: &HttpRequest,
    app: &App,
    admin: &Admin,
    (wave, id): (WaveId, ActionId),
    typed: Option<ActionDraft>,
    errors: FormErrors,
) -> Result<ActionPage> {
    let read = move |conn: &mut Conn| {
        let found = store::find(conn, wave)?.ok_or(Error::NotFound)?;
        Ok::<_, Error>((found.title, store::action(conn, wave, id)?.ok_or(Error::NotFound)?))
    };
    let (title, action) = app.db.read(read).await?;
    let page = Page::new(request, admin, "reports", say("actions-change"));
    Ok(ActionPage { page, wave, title, action: id, draft: typed.unwrap_or_else(|| (&action).into()), errors })
}

/// `GET /reports/{wave}/actions/{action}`.
///
/// # Errors
/// Not found.
async fn edit(request: HttpRequest, app: web::Data<App>, admin: Admin, ids: web::Path<(WaveId, ActionId)>) -> Result {
    let page = action_page(&request, &app, &admin, ids.into_inner(), None, FormErrors::new()).await?;
    html(StatusCode::OK, &page)
}

/// `POST /reports/{wave}/actions/{action}`: changes its words and its day.
///
/// # Errors
/// Not found; mistakes bring the form back.
async fn update(
    request: HttpRequest,
    app: web::Data<App>,
    admin: Admin,
    ids: web::Path<(WaveId, ActionId)>,
    form: web::Form<ActionDraft>,
) -> Result {
    let (ids, draft, now, actor) = (ids.into_inner(), form.into_inner(), app.clock.now(), admin.actor());
    let typed = draft.clone();
    match app.db.write(move |conn| actions::change(conn, now, ids, &draft, actor)).await {
        Ok(()) => Ok(back(&admin, ids.0, &say("actions-changed"))),
        Err(ActionError::Invalid(errors)) => {
            let page = action_page(&request, &app, &admin, ids, Some(typed), errors).await?;
            html(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(error) => Err(error.into()),
    }
}

#[derive(Deserialize)]
struct DoneForm {
    /// `yes`, or anything else for "not after all".
    #[serde(default)]
    done: String,
}

/// `POST /reports/{wave}/actions/{action}/done`.
///
/// # Errors
/// Not found.
async fn put_done(
    app: web::Data<App>,
    admin: Admin,
    ids: web::Path<(WaveId, ActionId)>,
    form: web::Form<DoneForm>,
) -> Result {
    let (ids, is_done, now, actor) = (ids.into_inner(), form.done == "yes", app.clock.now(), admin.actor());
    app.db.write(move |conn| actions::set_done(conn, now, ids, is_done, actor)).await?;
    Ok(back(&admin, ids.0, &say(if is_done { "actions-is-done" } else { "actions-is-open" })))
}

/// `POST /reports/{wave}/actions/{action}/remove`.
///
/// # Errors
/// When the database refuses.
async fn remove(app: web::Data<App>, admin: Admin, ids: web::Path<(WaveId, ActionId)>) -> Result {
    let (ids, now, actor) = (ids.into_inner(), app.clock.now(), admin.actor());
    let removed = app.db.write(move |conn| actions::remove(conn, now, ids, actor)).await?;
    match removed {
        Some(action) => {
            let undo = Undo::at(format!("{}/{}/restore", path(ids.0), ids.1));
            admin.flash_with_undo(&say("actions-removed").with("what", action.what), undo);
        }
        None => admin.flash(&say("actions-gone")),
    }
    Ok(see(&path(ids.0)))
}

/// `POST /reports/{wave}/actions/{action}/restore`.
///
/// # Errors
/// A conflict, once it is gone for good.
async fn restore(app: web::Data<App>, admin: Admin, ids: web::Path<(WaveId, ActionId)>) -> Result {
    let (ids, now, actor) = (ids.into_inner(), app.clock.now(), admin.actor());
    match app.db.write(move |conn| actions::restore(conn, now, ids, actor)).await {
        Err(ActionError::NotFound) => Err(Error::Conflict(say("actions-gone-for-good").with("hours", KEPT_HOURS))),
        restored => restored.map(|()| back(&admin, ids.0, &say("actions-restored"))).map_err(Error::from),
    }
}

impl From<ActionError> for Error {
    fn from(error: ActionError) -> Self {
        match error {
            ActionError::NotFound => Self::NotFound,
            ActionError::NotClosed => Self::Conflict(say("actions-not-closed")),
            ActionError::Invalid(errors) => Self::Invalid(errors),
            ActionError::Database(error) => error.into(),
        }
    }
}
