//! What can be done with a wave, each with a page before it that says what follows.

use actix_web::{HttpRequest, web};
use askama::Template;
use askama_web::WebTemplate;

use super::path;
use crate::app::App;
use crate::ballots::{self, CancelError};
use crate::db::{Conn, InvitationId, Moment, WaveId};
use crate::i18n::{Message, say};
use crate::invitations::launch::{self, Expected};
use crate::invitations::resend;
use crate::waves::{Wave, WaveState, plan, store, words};
use crate::web::{Admin, Error, Page, Result, see};

/// Asks once more, naming the wave, the numbers and what follows.
#[derive(Template, WebTemplate)]
#[template(path = "waves/confirm.html")]
pub struct ConfirmPage {
    page: Page,
    title: String,
    consequences: Vec<String>,
    /// What the button says.
    button: String,
    is_destructive: bool,
    action: String,
    back: String,
}

/// A wave, what its launch would do, and how many reminders it has.
struct Plan {
    wave: Wave,
    expected: Expected,
    reminders: usize,
}

/// The plan of a launch at a moment; of one at the wave's opening without it.
async fn planned(app: &App, id: WaveId, at: Option<Moment>) -> Result<Plan> {
    let read = move |conn: &mut Conn| {
        let wave = store::find(conn, id)?.ok_or(Error::NotFound)?;
        let expected = launch::expected(conn, &wave, at.unwrap_or(wave.opens_at))?;
        let reminders = store::reminders(conn, id)?.len();
        Ok::<_, Error>(Plan { wave, expected, reminders })
    };
    app.db.read(read).await
}

impl ConfirmPage {
    fn new(page: Page, wave: &Wave, what: &str) -> Self {
        let here = path(wave.id);
        Self {
            page,
            title: wave.title.clone(),
            consequences: Vec::new(),
            button: String::new(),
            is_destructive: false,
            action: format!("{here}/{what}"),
            back: here,
        }
    }

    fn because(mut self, consequences: Vec<Message>) -> Self {
        self.consequences = consequences.iter().map(|message| self.page.text(message)).collect();
        self
    }

    fn button(mut self, button: &Message) -> Self {
        self.button = self.page.text(button);
        self
    }
}

/// `GET /waves/{wave}/schedule`.
///
/// # Errors
/// Not found.
pub async fn confirm_schedule(
    request: HttpRequest,
    app: web::Data<App>,
    admin: Admin,
    id: web::Path<WaveId>,
) -> Result<ConfirmPage> {
    let Plan { wave, expected, reminders } = planned(&app, *id, None).await?;
    let page = Page::new(&request, &admin, "waves", say("wave-schedule-title").with("title", &wave.title));
    let lang = page.lang;
    let opens = words::with_zone(lang, wave.time_zone, wave.opens_at);
    let closes = words::with_zone(lang, wave.time_zone, wave.closes_at);
    let consequences = vec![
        say("wave-schedule-opens").with("when", opens),
        say("wave-will-invite").with("people", expected.people).with("groups", expected.groups),
        say("wave-will-remind").with("reminders", reminders),
        say("wave-will-close").with("when", closes),
        say("wave-schedule-undo"),
    ];
    Ok(ConfirmPage::new(page, &wave, "schedule")
        .because(consequences)
        .button(&say("wave-schedule-button").with("people", expected.people)))
}

/// `POST /waves/{wave}/schedule`.
///
/// # Errors
/// Not found, or why it cannot be scheduled.
pub async fn schedule(app: web::Data<App>, admin: Admin, id: web::Path<WaveId>) -> Result {
    let (id, now, actor) = (id.into_inner(), app.clock.now(), admin.actor());
    app.db.write(move |conn| plan::schedule(conn, now, id, actor)).await?;
    admin.flash(&say("wave-scheduled"));
    Ok(see(&path(id)))
}

/// `POST /waves/{wave}/draft`: back to where it can be changed.
///
/// # Errors
/// Not found, or not scheduled.
pub async fn back_to_draft(app: web::Data<App>, admin: Admin, id: web::Path<WaveId>) -> Result {
    let (id, now, actor) = (id.into_inner(), app.clock.now(), admin.actor());
    app.db.write(move |conn| plan::back_to_draft(conn, now, id, actor)).await?;
    admin.flash(&say("wave-back-to-draft"));
    Ok(see(&path(id)))
}

/// `GET /waves/{wave}/launch`.
///
/// # Errors
/// Not found.
pub async fn confirm_launch(
    request: HttpRequest,
    app: web::Data<App>,
    admin: Admin,
    id: web::Path<WaveId>,
) -> Result<ConfirmPage> {
    let Plan { wave, expected, reminders } = planned(&app, *id, Some(app.clock.now())).await?;
    let page = Page::new(&request, &admin, "waves", say("wave-launch-title").with("title", &wave.title));
    let closes = words::with_zone(page.lang, wave.time_zone, wave.closes_at);
    let mut consequences = vec![
        say("wave-launch-mails").with("people", expected.people).with("groups", expected.groups),
        say("wave-will-remind").with("reminders", reminders),
        say("wave-will-close").with("when", closes),
        say("wave-launch-frozen").with("threshold", wave.threshold),
    ];
    if expected.left_out > 0 {
        consequences.push(say("wave-left-out").with("people", expected.left_out));
    }
    Ok(ConfirmPage::new(page, &wave, "launch")
        .because(consequences)
        .button(&say("wave-launch-button").with("people", expected.people)))
}

/// `POST /waves/{wave}/launch`: at once.
///
/// # Errors
/// Not found, or why it cannot be launched.
pub async fn launch(app: web::Data<App>, admin: Admin, id: web::Path<WaveId>) -> Result {
    let (id, now, actor, keys) = (id.into_inner(), app.clock.now(), admin.actor(), app.keys.clone());
    let launched = app.db.write(move |conn| launch::launch(conn, &keys, now, id, actor)).await?;
    admin.flash(&say("wave-launched").with("people", launched.headcount));
    Ok(see(&path(id)))
}

/// `GET /waves/{wave}/cancel`.
///
/// # Errors
/// Not found.
pub async fn confirm_cancel(
    request: HttpRequest,
    app: web::Data<App>,
    admin: Admin,
    id: web::Path<WaveId>,
) -> Result<ConfirmPage> {
    let Plan { wave, expected, .. } = planned(&app, *id, None).await?;
    let page = Page::new(&request, &admin, "waves", say("wave-cancel-title").with("title", &wave.title));
    let consequences = match (wave.state, wave.headcount) {
        (WaveState::Open, Some(headcount)) => vec![
            say("wave-cancel-unopened"),
            say("wave-cancel-told").with("people", headcount),
            say("wave-cancel-final"),
        ],
        _ => vec![say("wave-cancel-nobody-invited").with("people", expected.people), say("wave-cancel-final")],
    };
    let mut confirm = ConfirmPage::new(page, &wave, "cancel")
        .because(consequences)
        .button(&say("wave-cancel-button").with("title", &wave.title));
    confirm.is_destructive = true;
    Ok(confirm)
}

/// `POST /waves/{wave}/cancel`.
///
/// # Errors
/// Not found, or why it cannot be cancelled.
pub async fn cancel(app: web::Data<App>, admin: Admin, id: web::Path<WaveId>) -> Result {
    let (id, now, actor) = (id.into_inner(), app.clock.now(), admin.actor());
    match ballots::cancel(&app.db, &app.keys, now, id, actor).await {
        // It is called off; the clock goes on trying to destroy the key.
        Err(CancelError::Key(error)) => tracing::error!(wave = %id, "a wave's key is not destroyed yet: {error}"),
        cancelled => cancelled?,
    }
    admin.flash(&say("wave-cancelled"));
    Ok(see(&path(id)))
}

/// `POST /waves/{wave}/invitations/{invitation}/resend`.
///
/// # Errors
/// Not found, or why it is not sent again.
pub async fn resend(app: web::Data<App>, admin: Admin, ids: web::Path<(WaveId, InvitationId)>) -> Result {
    let ((wave, invitation), now, actor) = (ids.into_inner(), app.clock.now(), admin.actor());
    app.db.write(move |conn| resend::resend(conn, now, wave, invitation, actor)).await?;
    admin.flash(&say("invitation-resent"));
    Ok(see(&path(wave)))
}
