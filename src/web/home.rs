//! The start page: what is open, what comes next, what needs somebody, and the first steps of a new installation.

mod agenda;
mod needs;
mod steps;

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use self::agenda::{Coming, Open};
use self::needs::Need;
use self::steps::{Facts, Step};
use super::reports::words;
use super::session::Anyone;
use super::waves::{Alarms, until};
use super::{Admin, Page, Result, html, see};
use crate::app::App;
use crate::db::{self, AccountId, Conn, Moment};
use crate::i18n::{Lang, say};
use crate::reports::{self, PublishedReport};
use crate::waves::{self, Wave, WaveState};
use crate::{accounts, settings};

/// All that the page reads, at one moment.
struct Found {
    now: Moment,
    /// The latest opening first.
    waves: Vec<Wave>,
    needs: needs::Facts,
    alarms: Alarms,
    open: Vec<agenda::Facts>,
    /// Scheduled waves with their reminders.
    planned: Vec<agenda::Planned>,
    steps: Facts,
    are_steps_aside: bool,
    latest: Option<PublishedReport>,
}

impl Found {
    fn read(conn: &mut Conn, app: &App, account: AccountId) -> db::Result<Self> {
        let now = app.clock.now();
        let waves = waves::store::all(conn)?;
        let settings = settings::load(conn)?;
        let of = |state: WaveState| waves.iter().filter(move |wave| wave.state == state);
        let open = of(WaveState::Open).map(|wave| agenda::Facts::read(conn, wave)).collect::<db::Result<Vec<_>>>()?;
        let going = of(WaveState::Open).chain(of(WaveState::Scheduled));
        let planned = going.map(|wave| agenda::Planned::read(conn, wave)).collect::<db::Result<Vec<_>>>()?;
        let headlines = reports::store::headlines(conn)?;
        let latest = headlines.first().map(|headline| reports::store::find(conn, headline.wave)).transpose()?.flatten();
        let steps = Facts::read(conn, app, &settings, &waves)?;
        Ok(Self {
            now,
            needs: needs::Facts::read(conn, app, now, &settings)?,
            alarms: Alarms::find(conn, &app.keys, now)?,
            are_steps_aside: settings::are_first_steps_aside(conn, account)?,
            open,
            planned,
            steps,
            latest,
            waves,
        })
    }

    fn waves_in(&self, state: WaveState) -> impl Iterator<Item = &Wave> {
        self.waves.iter().filter(move |wave| wave.state == state)
    }
}

/// The latest report in one line.
struct Latest {
    link: String,
    title: String,
    closed_on: String,
    closed_at: String,
    headline: String,
}

impl Latest {
    fn of(lang: Lang, report: &PublishedReport) -> Self {
        let wave = &report.headline;
        Self {
            link: format!("/reports/{}", wave.wave),
            title: wave.title.clone(),
            closed_on: words::closed_on(lang, wave),
            closed_at: waves::local_time::attribute(wave.time_zone, wave.closed_at),
            headline: words::lead(lang, report),
        }
    }
}

/// What is most likely wanted here: a link, or a form without fields.
struct Action {
    label: String,
    address: String,
    is_post: bool,
}

#[derive(Template)]
#[template(path = "home/show.html")]
struct HomePage {
    page: Page,
    lead: String,
    action: Option<Action>,
    /// Whether a wave can be planned from here beside the page's own action.
    may_plan: bool,
    /// The first steps, until they are done or put aside.
    steps: Vec<Step>,
    /// How many of them are done, of those who put them aside.
    aside: Option<usize>,
    /// What is wrong with waves and the clock.
    alarms: Alarms,
    urgent: Vec<Need>,
    needs: Vec<Need>,
    open: Vec<Open>,
    coming: Vec<Coming>,
    latest: Option<Latest>,
}

/// `GET /`: for who is signed in; others are led to the sign-in, or to the first run where there is no account yet.
///
/// # Errors
/// When the database cannot be asked.
pub async fn show(request: HttpRequest, app: web::Data<App>, reader: Option<Anyone>) -> Result {
    let Some(Anyone(admin)) = reader else {
        let is_new = app.db.read(accounts::store::is_empty).await?;
        return Ok(see(if is_new { "/first-run" } else { "/sign-in" }));
    };
    if admin.account.role != accounts::Role::Admin {
        return Ok(see("/team"));
    }
    let (inside, account) = (app.clone(), admin.account.id);
    let found = app.db.read(move |conn| Found::read(conn, &inside, account)).await?;
    let is_on_the_way = !found.steps.are_done() && !found.are_steps_aside;
    admin.set_on_first_steps(is_on_the_way)?;
    let page = Page::new(&request, &admin, "home", say("home-title"));
    html(actix_web::http::StatusCode::OK, &home_page(page, &admin, &found, is_on_the_way))
}

fn home_page(page: Page, admin: &Admin, found: &Found, is_on_the_way: bool) -> HomePage {
    let (lang, now) = (page.lang, found.now);
    let steps = if is_on_the_way { steps::steps(lang, &found.steps, &admin.account.email) } else { Vec::new() };
    let (urgent, needs) = needs::needs(lang, found, is_on_the_way).into_iter().partition(|need| need.is_urgent);
    HomePage {
        lead: lead(lang, found, is_on_the_way),
        action: (!is_on_the_way).then(|| action(lang, found)).flatten(),
        may_plan: !is_on_the_way && may_plan(found),
        steps,
        aside: (found.are_steps_aside && !found.steps.are_done()).then(|| found.steps.done()),
        alarms: found.alarms.clone(),
        urgent,
        needs,
        open: found.open.iter().map(|facts| Open::of(lang, now, facts)).collect(),
        coming: agenda::coming(lang, now, &found.planned),
        latest: found.latest.as_ref().map(|report| Latest::of(lang, report)),
        page,
    }
}

/// Where things stand, as a sentence.
fn lead(lang: Lang, found: &Found, is_on_the_way: bool) -> String {
    let now = found.now;
    let soonest = found.waves_in(WaveState::Open).min_by_key(|wave| wave.closes_at);
    if let Some(wave) = soonest {
        let left = until(lang, now, wave.closes_at);
        return match found.waves_in(WaveState::Open).count() {
            1 if left.is_empty() => lang.say("home-lead-counting").with("title", &wave.title),
            1 => lang.say("home-lead-open").with("title", &wave.title).with("in", left),
            waves if left.is_empty() => lang.say("home-lead-open-many").with("waves", waves),
            waves => lang.say("home-lead-open-many-in").with("waves", waves).with("in", left),
        }
        .to_string();
    }
    let next = found.waves_in(WaveState::Scheduled).min_by_key(|wave| wave.opens_at);
    if let Some(wave) = next {
        let left = until(lang, now, wave.opens_at);
        let key = if left.is_empty() { "home-lead-late" } else { "home-lead-scheduled" };
        return lang.say(key).with("title", &wave.title).with("in", left).to_string();
    }
    let key = if is_on_the_way {
        "home-lead-steps"
    } else if found.waves_in(WaveState::Draft).next().is_some() {
        "home-lead-draft"
    } else if found.latest.is_some() {
        "home-lead-quiet"
    } else {
        "home-lead-empty"
    };
    lang.say(key).to_string()
}

/// The page's one primary action: read what is new, go on with what is begun, look at what runs, plan what comes.
fn action(lang: Lang, found: &Found) -> Option<Action> {
    let link = |label: String, address: String| Some(Action { label, address, is_post: false });
    if let Some(report) = needs::fresh_report(found) {
        let label = lang.say("home-action-report").with("title", &report.headline.title).to_string();
        return link(label, format!("/reports/{}", report.headline.wave));
    }
    let draft = found.waves_in(WaveState::Draft).min_by_key(|wave| wave.opens_at);
    if let Some(draft) = draft {
        let label = lang.say("home-action-draft").with("title", &draft.title).to_string();
        return link(label, format!("/waves/{}", draft.id));
    }
    let open = found.waves_in(WaveState::Open).min_by_key(|wave| wave.closes_at);
    if let Some(wave) = open.or_else(|| found.waves_in(WaveState::Scheduled).min_by_key(|wave| wave.opens_at)) {
        let label = lang.say("home-action-wave").with("title", &wave.title).to_string();
        return link(label, format!("/waves/{}", wave.id));
    }
    match found.waves_in(WaveState::Closed).next() {
        Some(last) => {
            let label = lang.say("home-action-repeat").with("title", &last.title).to_string();
            Some(Action { label, address: format!("/waves/{}/duplicate", last.id), is_post: true })
        }
        None => link(lang.say("home-action-plan").to_string(), "/waves/new".to_owned()),
    }
}

/// Nothing lies ahead, and the page's own action is another.
fn may_plan(found: &Found) -> bool {
    let lies_ahead = |wave: &Wave| matches!(wave.state, WaveState::Draft | WaveState::Scheduled);
    !found.waves.iter().any(lies_ahead) && (needs::fresh_report(found).is_some() || !found.open.is_empty())
}

#[derive(Deserialize)]
pub struct StepsForm {
    /// `aside`, or anything else to take them up again.
    #[serde(default)]
    put: String,
}

/// `POST /first-steps`: puts the first steps aside, or takes them up again. How this reader wants the start page; so,
/// like a choice of language, nothing for the audit log.
///
/// # Errors
/// When the database refuses.
pub async fn put_steps(app: web::Data<App>, admin: Admin, form: web::Form<StepsForm>) -> Result<HttpResponse> {
    let (account, is_aside) = (admin.account.id, form.put == "aside");
    app.db.write(move |conn| settings::put_first_steps_aside(conn, account, is_aside)).await?;
    Ok(see("/"))
}
