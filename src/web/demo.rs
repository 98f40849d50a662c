//! The demonstration's bar, its clock, and beginning again. These routes exist only in the demonstration.

use actix_web::body::{BoxBody, EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::http::header::{CONNECTION, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::web::{self, ServiceConfig, resource};
use actix_web::{HttpMessage, HttpRequest};
use anyhow::Context;
use askama::Template;
use askama_web::WebTemplate;
use chrono::TimeDelta;
use chrono_tz::Tz;
use serde::Deserialize;

use super::{Admin, Error, Page, Result, html, same_site, see};
use crate::app::App;
use crate::db::{self, Moment};
use crate::demo::{Event, Progress, Stage, What};
use crate::i18n::{Lang, Message, say};
use crate::settings;
use crate::waves::{local_time, words};

/// How a moment is written in the bar's form.
const WRITTEN: &str = "%Y-%m-%dT%H:%M:%S";
/// The farthest that one press of a button moves the clock.
const FARTHEST: TimeDelta = TimeDelta::days(3_660);
/// Seconds after which the page that waits for a new demonstration looks again.
const LOOK_AGAIN: &str = "2; url=/";

/// The routes, in the demonstration.
pub fn routes(is_demo: bool) -> impl FnOnce(&mut ServiceConfig) {
    move |config| {
        if is_demo {
            config
                .service(resource("/demo/clock").route(web::post().to(advance)))
                .service(resource("/demo/again").route(web::get().to(confirm)).route(web::post().to(again)));
        }
    }
}

/// What the bar says.
#[derive(Debug, Clone)]
pub struct Bar {
    now: Moment,
    zone: Tz,
    next: Option<Event>,
}

impl Bar {
    /// The time in the company's zone.
    #[must_use]
    pub fn time(&self, lang: Lang) -> String {
        words::with_zone(lang, self.zone, self.now)
    }

    /// The same for a machine.
    #[must_use]
    pub fn machine(&self) -> String {
        local_time::attribute(self.zone, self.now)
    }

    /// What happens next by itself and when, and the moment as the form sends it.
    #[must_use]
    pub fn next(&self, lang: Lang) -> Option<(String, String)> {
        let event = self.next.as_ref()?;
        let key = match event.what {
            What::Opens => "demo-next-opens",
            What::Reminder(_) => "demo-next-reminder",
            What::Closes => "demo-next-closes",
        };
        let when = words::on_the_wall(lang, self.zone, event.at);
        let text = lang.say(key).with("wave", &event.title).with("when", when).to_string();
        Some((text, event.at.format(WRITTEN).to_string()))
    }
}

/// Finds out what the bar says before a page is made; while another demonstration is made, every page waits for it.
///
/// # Errors
/// When the database cannot be asked.
pub async fn prepare_bar(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> std::result::Result<ServiceResponse<EitherBody<BoxBody>>, actix_web::Error> {
    if let Some(stage) = request.app_data::<web::Data<Stage>>().cloned() {
        if let Some(progress) = stage.being_made_anew() {
            let page = wait(request.request(), progress)?;
            return Ok(request.into_response(page).map_into_left_body());
        }
        let bar = bar(&request, &stage).await?;
        request.extensions_mut().insert(bar);
    }
    Ok(next.call(request).await?.map_into_boxed_body().map_into_left_body())
}

async fn bar(request: &ServiceRequest, stage: &Stage) -> Result<Bar> {
    let app = request.app_data::<web::Data<App>>().context("the application is not set up")?;
    let zone = app.db.read(|conn| Ok::<_, db::Error>(settings::load(conn)?.time_zone)).await?;
    Ok(Bar { now: app.clock.now(), zone: zone.parse().unwrap_or(Tz::UTC), next: stage.next().await? })
}

/// The bar of a request, in the demonstration.
pub(super) fn bar_of(request: &HttpRequest) -> Option<Bar> {
    request.extensions().get::<Bar>().cloned()
}

#[derive(Template)]
#[template(path = "demo/wait.html")]
struct WaitPage {
    page: Page,
    progress: Option<Progress>,
}

/// The page that waits, and asks again by itself. The connection is closed, so that the next request reaches the
/// server that comes in this one's place.
fn wait(request: &HttpRequest, progress: Option<Progress>) -> Result {
    let mut response = html(StatusCode::OK, &WaitPage { page: Page::public(request, "demo-wait"), progress })?;
    let headers = response.headers_mut();
    headers.insert(HeaderName::from_static("refresh"), HeaderValue::from_static(LOOK_AGAIN));
    headers.insert(CONNECTION, HeaderValue::from_static("close"));
    Ok(response)
}

#[derive(Deserialize)]
pub struct ClockForm {
    /// Hours to move on.
    hours: Option<u8>,
    /// Or the moment to move to: pressed twice, it moves once.
    to: Option<String>,
    #[serde(default)]
    here: String,
}

impl ClockForm {
    fn moment(&self, now: Moment) -> Option<Moment> {
        match (&self.to, self.hours) {
            (Some(to), _) => Moment::parse_from_str(to, WRITTEN).ok().filter(|to| *to - now < FARTHEST),
            (None, Some(hours)) => Some(now + TimeDelta::hours(hours.into())),
            (None, None) => None,
        }
    }
}

/// `POST /demo/clock`: moves the clock on, back to the page.
///
/// # Errors
/// When what was due on the way could not be done.
pub async fn advance(app: web::Data<App>, stage: web::Data<Stage>, admin: Admin, form: web::Form<ClockForm>) -> Result {
    let Some(moment) = form.moment(app.clock.now()) else { return Ok(see(same_site(&form.here))) };
    let stage = stage.into_inner();
    // In a task of its own, which goes on when the visitor does not wait for it.
    let moved = actix_web::rt::spawn(async move { stage.move_to(moment).await });
    let happened = moved.await.map_err(|error| Error::Internal(error.into()))??;
    if let Some(event) = happened.last() {
        admin.flash(&told(event));
    }
    Ok(see(same_site(&form.here)))
}

fn told(event: &Event) -> Message {
    let text = match event.what {
        What::Opens => say("demo-happened-opens"),
        What::Reminder(_) => say("demo-happened-reminder"),
        What::Closes => say("demo-happened-closes"),
    };
    text.with("wave", &event.title)
}

#[derive(Template, WebTemplate)]
#[template(path = "demo/again.html")]
pub struct AgainPage {
    page: Page,
}

/// `GET /demo/again`.
///
/// # Errors
/// None.
pub async fn confirm(request: HttpRequest, admin: Admin) -> Result<AgainPage> {
    Ok(AgainPage { page: Page::new(&request, &admin, "again", say("demo-again-title")) })
}

/// `POST /demo/again`: everything is made anew; a second time changes nothing.
///
/// # Errors
/// None.
pub async fn again(_admin: Admin, stage: web::Data<Stage>) -> Result {
    stage.ask_again();
    Ok(see("/"))
}
