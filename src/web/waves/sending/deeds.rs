//! Pausing a sending, letting it go on, calling off what is left of it.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use askama::Template;

use super::facts::Facts;
use crate::app::App;
use crate::ballots::{self, CancelledMail};
use crate::db::{Conn, WaveId};
use crate::i18n::{Message, say};
use crate::invitations::sending::{self, SendingError};
use crate::waves::{Wave, store};
use crate::web::waves::path;
use crate::web::{Admin, Error, Page, Result, html, see};

impl From<SendingError> for Error {
    fn from(error: SendingError) -> Self {
        match error {
            SendingError::NotFound => Self::NotFound,
            SendingError::NotOpen => Self::Conflict(say("wave-conflict-not-open")),
            SendingError::Database(error) => error.into(),
        }
    }
}

/// Asks once more before the rest is called off, naming the numbers.
#[derive(Template)]
#[template(path = "waves/confirm.html")]
struct ConfirmPage {
    page: Page,
    title: String,
    /// Why there is nothing to call off; then nothing else is said.
    refusal: Option<String>,
    consequences: Vec<String>,
    warnings: Vec<Message>,
    button: String,
    is_destructive: bool,
    action: String,
    back: String,
}

/// `POST /waves/{wave}/sending/pause`. Twice is once.
///
/// # Errors
/// Not found, or not open.
pub async fn pause(app: web::Data<App>, admin: Admin, id: web::Path<WaveId>) -> Result {
    let (id, now, actor) = (id.into_inner(), app.clock.now(), admin.actor());
    app.db.write(move |conn| sending::pause(conn, now, id, actor)).await?;
    admin.flash(&say("sending-paused"));
    Ok(see(&path(id)))
}

/// `POST /waves/{wave}/sending/resume`. Twice is once.
///
/// # Errors
/// Not found.
pub async fn resume(app: web::Data<App>, admin: Admin, id: web::Path<WaveId>) -> Result {
    let (id, now, actor) = (id.into_inner(), app.clock.now(), admin.actor());
    app.db.write(move |conn| sending::resume(conn, now, id, actor)).await?;
    admin.flash(&say("sending-resumed"));
    Ok(see(&path(id)))
}

/// What is left, as a message names it.
fn count(messages: u64) -> i64 {
    i64::try_from(messages).unwrap_or(i64::MAX)
}

fn consequences(wave: &Wave, facts: &Facts) -> Vec<Message> {
    let mut said = Vec::new();
    let (queued, total) = (facts.invitations.queued, facts.invitations.total());
    if queued > 0 {
        said.push(say("sending-cancel-invitations").with("left", count(queued)).with("total", count(total)));
        said.push(say("sending-cancel-headcount").with("headcount", wave.headcount.unwrap_or_default()));
        said.push(say("sending-cancel-in-hand"));
        said.push(say("sending-cancel-later"));
    }
    if facts.reminders_left > 0 {
        said.push(say("sending-cancel-reminders").with("left", count(facts.reminders_left)));
    }
    said
}

/// `GET /waves/{wave}/sending/cancel`.
///
/// # Errors
/// Not found.
pub async fn confirm(request: HttpRequest, app: web::Data<App>, admin: Admin, id: web::Path<WaveId>) -> Result {
    let (id, now) = (id.into_inner(), app.clock.now());
    let read = move |conn: &mut Conn| {
        let wave = store::find(conn, id)?.ok_or(Error::NotFound)?;
        Ok::<_, Error>(Facts::read(conn, wave, now)?)
    };
    let facts = app.db.read(read).await?;
    let title = facts.wave.title.clone();
    let mut page = Page::new(&request, &admin, "waves", say("sending-cancel-title").with("title", &title));
    let refusal = (!facts.is_going()).then(|| page.say("sending-cancel-nothing").to_string());
    if refusal.is_some() {
        page.title = page.say("error-conflict").to_string();
    }
    let button = match facts.invitations.queued {
        0 => say("sending-cancel-reminders-button"),
        queued => say("sending-cancel-button").with("left", count(queued)),
    };
    let status = if refusal.is_some() { StatusCode::CONFLICT } else { StatusCode::OK };
    let confirm = ConfirmPage {
        title,
        refusal,
        consequences: consequences(&facts.wave, &facts).iter().map(|message| page.text(message)).collect(),
        warnings: Vec::new(),
        button: page.text(&button),
        is_destructive: true,
        action: format!("{}/sending/cancel", path(id)),
        back: path(id),
        page,
    };
    html(status, &confirm)
}

/// `POST /waves/{wave}/sending/cancel`. A second time finds nothing left.
///
/// # Errors
/// Not found, or not open.
pub async fn cancel(app: web::Data<App>, admin: Admin, id: web::Path<WaveId>) -> Result {
    let (id, now, actor) = (id.into_inner(), app.clock.now(), admin.actor());
    let CancelledMail { invitations, reminders } =
        app.db.write(move |conn| ballots::cancel_mail(conn, now, id, actor)).await?;
    admin.flash(&match (invitations, reminders) {
        (0, 0) => say("sending-cancel-nothing"),
        (0, _) => say("sending-cancelled-reminder"),
        (invitations, _) => say("sending-cancelled").with("invitations", invitations),
    });
    Ok(see(&path(id)))
}
