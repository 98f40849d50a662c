//! What can be done with a wave, each with a page before it that says what follows.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use askama::Template;
use askama_web::WebTemplate;
use serde::Deserialize;

use super::path;
use crate::app::App;
use crate::ballots::{self, CancelError};
use crate::db::{Conn, InvitationId, Moment, WaveId};
use crate::i18n::{Message, say};
use crate::invitations::launch::{self, Expected};
use crate::invitations::resend;
use crate::waves::store::most_mails;
use crate::waves::{Warning, Wave, WaveState, local_time, plan, store, words};
use crate::web::{Admin, Error, Page, Result, html, same_site, see};

/// Asks once more, naming the wave, the numbers and what follows; or says why it cannot be done.
#[derive(Template, WebTemplate)]
#[template(path = "waves/deed.html")]
pub struct ConfirmPage {
    page: Page,
    title: String,
    /// Why it cannot be done now; then nothing else is said.
    refusal: Option<String>,
    consequences: Vec<String>,
    /// What is worth a second thought.
    warnings: Vec<Message>,
    /// How many of those who would be invited have an address that mail came back from.
    bounced: usize,
    /// What the button says.
    button: String,
    is_destructive: bool,
    action: String,
    back: String,
}

/// What an admin is about to do.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Deed {
    Schedule,
    Launch,
    Cancel,
}

impl Deed {
    /// The end of its address.
    fn word(self) -> &'static str {
        match self {
            Self::Schedule => "schedule",
            Self::Launch => "launch",
            Self::Cancel => "cancel",
        }
    }

    /// Why it would be refused now, if it would.
    fn refusal(self, conn: &mut Conn, now: Moment, wave: &Wave) -> Result<Option<Message>> {
        let result = match self {
            Self::Schedule => plan::may_schedule(conn, now, wave)
                .map_err(Error::from)
                .and_then(|()| Ok(launch::refuse_anew(conn, wave, wave.opens_at)?)),
            Self::Launch => launch::expected_now(conn, wave, now).map(drop).map_err(Error::from),
            Self::Cancel => wave.clone().cancel(now).map_err(Error::from),
        };
        match result {
            Ok(()) => Ok(None),
            Err(Error::Conflict(why)) => Ok(Some(why)),
            Err(error) => Err(error),
        }
    }
}

/// A wave, what its launch would do, and how many reminders it has.
struct Plan {
    wave: Wave,
    deed: Deed,
    refusal: Option<Message>,
    expected: Expected,
    reminders: usize,
    warnings: Vec<Warning>,
}

/// What an admin is about to do with a wave, as far as it can be known now.
async fn planned(app: &App, id: WaveId, deed: Deed) -> Result<Plan> {
    let now = app.clock.now();
    let read = move |conn: &mut Conn| {
        let wave = store::find(conn, id)?.ok_or(Error::NotFound)?;
        let refusal = deed.refusal(conn, now, &wave)?;
        let opens_at = if deed == Deed::Launch { now } else { wave.opens_at };
        let expected = launch::expected(conn, &wave, opens_at)?;
        let reminders = most_mails(&store::reminders(conn, id)?, now) - 1;
        let mut draft = plan::as_draft(conn, &wave)?;
        draft.opens_local = local_time::to_local(wave.time_zone, opens_at);
        let warnings = if deed == Deed::Cancel { Vec::new() } else { plan::warnings(conn, &draft, Some(id))? };
        Ok::<_, Error>(Plan { wave, deed, refusal, expected, reminders, warnings })
    };
    app.db.read(read).await
}

impl ConfirmPage {
    /// The page with what follows and what its button says.
    fn answer(mut page: Page, plan: &Plan, consequences: &[Message], button: &Message) -> Result {
        if plan.refusal.is_some() {
            page.title = page.say("error-conflict").to_string();
        }
        let here = path(plan.wave.id);
        let confirm = Self {
            title: plan.wave.title.clone(),
            refusal: plan.refusal.as_ref().map(|why| page.text(why)),
            consequences: consequences.iter().map(|message| page.text(message)).collect(),
            warnings: plan.warnings.iter().map(Warning::message).collect(),
            bounced: if plan.deed == Deed::Cancel { 0 } else { plan.expected.bounced },
            button: page.text(button),
            is_destructive: plan.deed == Deed::Cancel,
            action: format!("{here}/{}", plan.deed.word()),
            back: here,
            page,
        };
        html(if plan.refusal.is_some() { StatusCode::CONFLICT } else { StatusCode::OK }, &confirm)
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
) -> Result {
    let plan = planned(&app, *id, Deed::Schedule).await?;
    let (wave, expected) = (&plan.wave, plan.expected);
    let page = Page::new(&request, &admin, "waves", say("wave-schedule-title").with("title", &wave.title));
    let lang = page.lang;
    let opens = words::with_zone(lang, wave.time_zone, wave.opens_at);
    let closes = words::with_zone(lang, wave.time_zone, wave.closes_at);
    let consequences = [
        say("wave-schedule-opens").with("when", opens),
        say("wave-will-invite").with("people", expected.people).with("groups", expected.groups),
        say("wave-will-remind").with("reminders", plan.reminders),
        say("wave-will-close").with("when", closes),
        say("wave-schedule-undo"),
    ];
    ConfirmPage::answer(page, &plan, &consequences, &say("wave-schedule-button").with("people", expected.people))
}

/// `POST /waves/{wave}/schedule`.
///
/// # Errors
/// Not found, or why it cannot be scheduled.
pub async fn schedule(app: web::Data<App>, admin: Admin, id: web::Path<WaveId>) -> Result {
    let (id, now, actor) = (id.into_inner(), app.clock.now(), admin.actor());
    let schedule = move |conn: &mut Conn| {
        plan::schedule(conn, now, id, actor)?;
        let wave = store::find(conn, id)?.ok_or(Error::NotFound)?;
        Ok::<_, Error>(launch::refuse_anew(conn, &wave, wave.opens_at)?)
    };
    app.db.write(schedule).await?;
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
pub async fn confirm_launch(request: HttpRequest, app: web::Data<App>, admin: Admin, id: web::Path<WaveId>) -> Result {
    let plan = planned(&app, *id, Deed::Launch).await?;
    let (wave, expected) = (&plan.wave, plan.expected);
    let page = Page::new(&request, &admin, "waves", say("wave-launch-title").with("title", &wave.title));
    let closes = words::with_zone(page.lang, wave.time_zone, wave.closes_at);
    let mut consequences = vec![
        say("wave-launch-mails").with("people", expected.people).with("groups", expected.groups),
        say("wave-will-remind").with("reminders", plan.reminders),
        say("wave-will-close").with("when", closes),
        say("wave-launch-frozen").with("threshold", wave.threshold),
    ];
    if expected.left_out > 0 {
        consequences.push(say("wave-left-out").with("people", expected.left_out));
    }
    ConfirmPage::answer(page, &plan, &consequences, &say("wave-launch-button").with("people", expected.people))
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
pub async fn confirm_cancel(request: HttpRequest, app: web::Data<App>, admin: Admin, id: web::Path<WaveId>) -> Result {
    let plan = planned(&app, *id, Deed::Cancel).await?;
    let wave = &plan.wave;
    let page = Page::new(&request, &admin, "waves", say("wave-cancel-title").with("title", &wave.title));
    let consequences = match (wave.state, wave.headcount) {
        (WaveState::Open, Some(headcount)) => vec![
            say("wave-cancel-unopened"),
            say("wave-cancel-told").with("people", headcount),
            say("wave-cancel-final"),
        ],
        _ => vec![say("wave-cancel-nobody-invited").with("people", plan.expected.people), say("wave-cancel-final")],
    };
    ConfirmPage::answer(page, &plan, &consequences, &say("wave-cancel-button").with("title", &wave.title))
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

#[derive(Deserialize)]
pub struct ResendForm {
    /// The page that it was asked from, if not the wave's.
    back: Option<String>,
}

/// `POST /waves/{wave}/invitations/{invitation}/resend`.
///
/// # Errors
/// Not found, or why it is not sent again.
pub async fn resend(
    app: web::Data<App>,
    admin: Admin,
    ids: web::Path<(WaveId, InvitationId)>,
    form: web::Form<ResendForm>,
) -> Result {
    let ((wave, invitation), now, actor) = (ids.into_inner(), app.clock.now(), admin.actor());
    app.db.write(move |conn| resend::resend(conn, now, wave, invitation, actor)).await?;
    admin.flash(&say("invitation-resent"));
    Ok(see(form.back.as_deref().map_or(&path(wave), same_site)))
}
