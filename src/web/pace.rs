//! The page on working time, which reminders keep to.

use actix_web::http::StatusCode;
use actix_web::web::{self, ServiceConfig, get, post, resource};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use chrono::Datelike;

use super::audit::words;
use super::{Admin, Page, Result, html, see};
use crate::app::App;
use crate::db::{Conn, Moment};
use crate::i18n::{FormErrors, Lang, Message, say};
use crate::settings::{self, MOST_QUIET_HOURS, Pace, PaceDraft, Set};
use crate::waves;

/// Where the page is.
const PATH: &str = "/settings/working-time";
/// The names of the weekdays, from Monday.
const WEEKDAYS: [&str; 7] = [
    "pace-weekday-1",
    "pace-weekday-2",
    "pace-weekday-3",
    "pace-weekday-4",
    "pace-weekday-5",
    "pace-weekday-6",
    "pace-weekday-7",
];

/// The address of the page.
pub fn routes(config: &mut ServiceConfig) {
    config.service(resource(PATH).route(get().to(edit)).route(post().to(update)));
}

#[derive(Template)]
#[template(path = "settings/pace.html")]
struct PacePage {
    page: Page,
    errors: FormErrors,
    draft: PaceDraft,
}

impl PacePage {
    /// The weekdays with their numbers from 1 and their names.
    fn weekdays(&self) -> impl Iterator<Item = (usize, String)> {
        (1..).zip(WEEKDAYS.map(|key| self.page.say(key).to_string()))
    }

    /// What can be added at once, with where it is from.
    fn sets() -> [(&'static str, Message, Message); 2] {
        Set::ALL.map(|set| match set {
            Set::Russia => (set.word(), say("holidays-add-russia"), say("holidays-source-russia")),
            Set::Germany => (set.word(), say("holidays-add-germany"), say("holidays-source-germany")),
        })
    }
}

fn page(request: &HttpRequest, admin: &Admin, status: StatusCode, errors: FormErrors, draft: PaceDraft) -> Result {
    let page = Page::new(request, admin, "settings", say("pace-title"));
    html(status, &PacePage { page, errors, draft })
}

/// `GET /settings/working-time`.
///
/// # Errors
/// When the database cannot be asked.
async fn edit(request: HttpRequest, app: web::Data<App>, admin: Admin) -> Result {
    let pace = app.db.read(settings::pace).await?;
    let draft = PaceDraft::of(&pace, admin.account.language);
    page(&request, &admin, StatusCode::OK, FormErrors::new(), draft)
}

/// `POST /settings/working-time`: all of it together or none; `add` puts a list of holidays to those that were written.
///
/// # Errors
/// When the database refuses.
async fn update(
    request: HttpRequest,
    app: web::Data<App>,
    admin: Admin,
    form: web::Form<Vec<(String, String)>>,
) -> Result {
    let pairs = form.into_inner();
    let set = pairs.iter().find_map(|(name, value)| Set::from_word(value).filter(|_| name == "add"));
    let draft = PaceDraft::read(pairs);
    match draft.parse() {
        Ok(pace) => keep(&app, &admin, pace, set).await,
        Err(errors) => page(&request, &admin, StatusCode::UNPROCESSABLE_ENTITY, errors, draft),
    }
}

async fn keep(app: &App, admin: &Admin, pace: Pace, set: Option<Set>) -> Result<HttpResponse> {
    let (now, actor, lang) = (app.clock.now(), admin.actor(), admin.account.language);
    let save = move |conn: &mut Conn| {
        let (new, added) = with_set(conn, now, lang, pace, set)?;
        Ok::<_, crate::db::Error>((waves::set_pace(conn, now, &new, actor)?, added))
    };
    let (changed, added) = app.db.write(save).await?;
    admin.flash(&match (added, changed.as_slice()) {
        (Some(0), _) => say("holidays-added-none"),
        (Some(added), _) => say("holidays-added").with("holidays", added),
        (None, []) => say("settings-unchanged"),
        (None, changed) => say("pace-saved").with("changed", words::settings(lang, &changed.join(", "))),
    });
    Ok(see(PATH))
}

/// Working time with a list of holidays from this year on, and how many of them are new.
fn with_set(
    conn: &mut Conn,
    now: Moment,
    lang: Lang,
    pace: Pace,
    set: Option<Set>,
) -> crate::db::Result<(Pace, Option<usize>)> {
    let Some(set) = set else { return Ok((pace, None)) };
    let zone = settings::load(conn)?.time_zone.parse().unwrap_or(chrono_tz::UTC);
    let year = waves::local_time::to_local(zone, now).year();
    let (holidays, added) = pace.holidays.with(set.holidays(lang, year));
    Ok((Pace { holidays, ..pace }, Some(added)))
}
