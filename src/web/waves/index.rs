//! The list of waves.

use actix_web::{HttpRequest, web};
use askama::Template;
use askama_web::WebTemplate;

use super::{When, until};
use crate::app::App;
use crate::db::{Conn, Moment, WaveId};
use crate::i18n::{Lang, Message, say, weekday_date_time};
use crate::reports::alarms;
use crate::settings::{self, ClockHold};
use crate::waves::{Wave, WaveState, store};
use crate::web::{Admin, Page, Result};

/// A wave in the list.
struct Row {
    id: WaveId,
    title: String,
    headcount: Option<u32>,
    opens: When,
    closes: When,
    soon: String,
}

/// Waves of one state.
struct Section {
    state: &'static str,
    heading: &'static str,
    rows: Vec<Row>,
}

#[derive(Template, WebTemplate)]
#[template(path = "waves/index.html")]
pub struct IndexPage {
    page: Page,
    sections: Vec<Section>,
    clock: Option<String>,
    /// What is wrong with open waves.
    alarms: Vec<Message>,
}

/// `GET /waves`.
///
/// # Errors
/// When the database cannot be asked.
pub async fn index(request: HttpRequest, app: web::Data<App>, admin: Admin) -> Result<IndexPage> {
    let page = Page::new(&request, &admin, "waves", say("nav-waves"));
    let (keys, now) = (app.keys.clone(), app.clock.now());
    let all = move |conn: &mut Conn| {
        let alarms = alarms::alarms(conn, &keys, now)?;
        Ok::<_, crate::db::Error>((store::all(conn)?, settings::clock_hold(conn)?, alarms))
    };
    let (waves, hold, alarms) = app.db.read(all).await?;
    let sections = sections(page.lang, now, &waves);
    let clock = hold.map(|hold| jump_in_words(page.lang, hold));
    let alarms = alarms.into_iter().map(|alarm| alarm.message).collect();
    Ok(IndexPage { page, sections, clock, alarms })
}

/// Those that have waves, what needs attention first.
fn sections(lang: Lang, now: Moment, waves: &[Wave]) -> Vec<Section> {
    let headings = [
        (WaveState::Open, "waves-open"),
        (WaveState::Scheduled, "waves-scheduled"),
        (WaveState::Draft, "waves-drafts"),
        (WaveState::Closed, "waves-closed"),
        (WaveState::Cancelled, "waves-cancelled"),
    ];
    let section = |(state, heading): (WaveState, &'static str)| Section {
        state: state.word(),
        heading,
        rows: waves.iter().filter(|wave| wave.state == state).map(|wave| row(lang, now, wave)).collect(),
    };
    headings.into_iter().map(section).filter(|section| !section.rows.is_empty()).collect()
}

fn row(lang: Lang, now: Moment, wave: &Wave) -> Row {
    let soon = match wave.state {
        WaveState::Open => Some(("waves-closes", until(lang, now, wave.closes_at))),
        WaveState::Scheduled => Some(("waves-opens", until(lang, now, wave.opens_at))),
        _ => None,
    };
    let soon = soon.filter(|(_, left)| !left.is_empty());
    Row {
        id: wave.id,
        title: wave.title.clone(),
        headcount: wave.headcount,
        opens: When::new(lang, wave, wave.launched_at.unwrap_or(wave.opens_at)),
        closes: When::new(lang, wave, wave.closes_at),
        soon: soon.map(|(key, left)| lang.say(key).with("in", left).to_string()).unwrap_or_default(),
    }
}

fn jump_in_words(lang: Lang, hold: ClockHold) -> String {
    let hours = (hold.seconds.abs() / 3600).max(1);
    let key = if hold.seconds < 0 { "clock-jumped-back" } else { "clock-jumped-forward" };
    lang.say(key).with("hours", hours).with("now", weekday_date_time(lang, hold.at)).to_string()
}
