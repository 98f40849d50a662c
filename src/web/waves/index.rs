//! The list of waves.

use actix_web::{HttpRequest, web};
use askama::Template;
use askama_web::WebTemplate;

use super::overview::{Listed, listed};
use super::{Alarms, When};
use crate::app::App;
use crate::db::{Conn, Moment, WaveId};
use crate::i18n::{Lang, say};
use crate::waves::{Event, Standing, WaveState};
use crate::web::{Admin, Page, Result};

/// A wave in the list.
struct Row {
    id: WaveId,
    title: String,
    status: String,
    /// The reminder that goes out next, and when.
    next: Option<(String, When)>,
    opens: When,
    closes: When,
    people: String,
    answered: String,
    has_report: bool,
}

/// Waves that belong together.
struct Section {
    id: &'static str,
    heading: &'static str,
    /// Whether its waves are or were open, so that people may have answered.
    has_answers: bool,
    rows: Vec<Row>,
}

#[derive(Template, WebTemplate)]
#[template(path = "waves/index.html")]
pub struct IndexPage {
    page: Page,
    alarms: Alarms,
    sections: Vec<Section>,
}

/// `GET /waves`.
///
/// # Errors
/// When the database cannot be asked.
pub async fn index(request: HttpRequest, app: web::Data<App>, admin: Admin) -> Result<IndexPage> {
    let page = Page::new(&request, &admin, "waves", say("nav-waves"));
    let (keys, now) = (app.keys.clone(), app.clock.now());
    let all = move |conn: &mut Conn| Ok::<_, crate::db::Error>((listed(conn, now)?, Alarms::find(conn, &keys, now)?));
    let (waves, alarms) = app.db.read(all).await?;
    Ok(IndexPage { sections: sections(page.lang, now, &waves), alarms, page })
}

/// Those that have waves, what needs attention first.
fn sections(lang: Lang, now: Moment, waves: &[Listed]) -> Vec<Section> {
    let section = |(id, heading, states): (&'static str, &'static str, &[WaveState])| {
        let mut rows: Vec<Row> = waves
            .iter()
            .filter(|listed| states.contains(&listed.wave.state))
            .map(|wave| row(lang, now, wave))
            .collect();
        // What comes soonest stands first, what is past the latest first.
        if states.contains(&WaveState::Scheduled) {
            rows.reverse();
        }
        let has_answers = !states.iter().any(|state| matches!(state, WaveState::Draft | WaveState::Scheduled));
        Section { id, heading, has_answers, rows }
    };
    let sections: [(_, _, &[WaveState]); 4] = [
        ("open", "waves-open", &[WaveState::Open]),
        ("coming", "waves-coming", &[WaveState::Scheduled]),
        ("drafts", "waves-drafts", &[WaveState::Draft]),
        ("past", "waves-past", &[WaveState::Closed, WaveState::Cancelled]),
    ];
    sections.into_iter().map(section).filter(|section| !section.rows.is_empty()).collect()
}

fn row(lang: Lang, now: Moment, listed: &Listed) -> Row {
    let wave = &listed.wave;
    Row {
        id: wave.id,
        title: wave.title.clone(),
        status: lang.text(&listed.status(lang, now)),
        next: next_reminder(lang, listed),
        opens: When::new(lang, wave, wave.launched_at.unwrap_or(wave.opens_at)),
        closes: When::new(lang, wave, wave.closes_at),
        people: lang.number(i64::try_from(listed.people).unwrap_or(i64::MAX)),
        answered: listed.rate(lang).unwrap_or_default(),
        has_report: listed.standing == Standing::Closed,
    }
}

/// Openings and closes stand in columns of their own.
fn next_reminder(lang: Lang, listed: &Listed) -> Option<(String, When)> {
    listed.next.filter(|next| matches!(next.event, Event::Reminder(_)))?;
    listed.next_event().map(|event| lang.text(&event)).zip(listed.next_at(lang))
}
