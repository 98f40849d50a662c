//! A wave: its line of time, what will happen or happens, what can be done.

use actix_web::{HttpRequest, web};
use askama::Template;
use askama_web::WebTemplate;

use super::rates::Shown;
use super::timeline::{self, Facts, Step};
use super::{Alarms, When, until};
use crate::app::App;
use crate::ballots::rates::Rates;
use crate::ballots::{self, REMINDER};
use crate::db::{BatchId, Conn, Moment, WaveId};
use crate::i18n::{Lang, Message, say};
use crate::invitations::launch::{self, Expected};
use crate::invitations::mail::INVITATION;
use crate::invitations::store::{Deliveries, Undelivered};
use crate::invitations::{self};
use crate::keys::KeyFolder;
use crate::mail::outbox::{self, Progress};
use crate::settings::{self, Settings};
use crate::waves::store::Reminder;
use crate::waves::{Tree, Warning, Wave, WaveState, plan, store, words};
use crate::web::{Admin, Error, Page, Result};

/// All that the page reads.
struct Found {
    wave: Wave,
    reminders: Vec<Reminder>,
    settings: Settings,
    expected: Expected,
    warnings: Vec<Warning>,
    overlap: Option<(Wave, usize)>,
    deliveries: Deliveries,
    undelivered: Vec<Undelivered>,
    invited: Progress,
    reminded: Progress,
    rates: Option<Rates>,
    tree: Tree,
    alarms: Alarms,
}

fn find(conn: &mut Conn, keys: &KeyFolder, now: Moment, id: WaveId) -> Result<Found> {
    let wave = store::find(conn, id)?.ok_or(Error::NotFound)?;
    let is_planned = matches!(wave.state, WaveState::Draft | WaveState::Scheduled);
    let batch = BatchId::from_uuid(id.uuid());
    Ok(Found {
        reminders: store::reminders(conn, id)?,
        settings: settings::load(conn)?,
        expected: launch::expected(conn, &wave, wave.opens_at)?,
        warnings: if is_planned { warnings(conn, &wave)? } else { Vec::new() },
        overlap: if is_planned { plan::overlap(conn, &wave, wave.opens_at)? } else { None },
        deliveries: invitations::store::deliveries(conn, id)?,
        undelivered: invitations::store::undelivered(conn, id)?,
        invited: outbox::progress(conn, batch, INVITATION)?,
        reminded: outbox::progress(conn, batch, REMINDER)?,
        rates: if wave.state == WaveState::Open { ballots::rates::shown(conn, &wave)? } else { None },
        tree: store::tree(conn, id)?,
        alarms: Alarms::find(conn, keys, now)?.of(id),
        wave,
    })
}

fn warnings(conn: &mut Conn, wave: &Wave) -> crate::db::Result<Vec<Warning>> {
    let draft = plan::as_draft(conn, wave)?;
    plan::warnings(conn, &draft, Some(wave.id))
}

/// How far a sending has come, for a bar.
pub struct Bar {
    done: u64,
    total: u64,
    /// A percentage for the width, with a point.
    width: String,
}

impl Bar {
    /// None when nothing waits.
    fn of(progress: Progress) -> Option<Self> {
        let (total, done) = (progress.total(), progress.total() - progress.queued);
        let permille = (done * 1000).checked_div(total)?;
        (!progress.is_finished()).then(|| Self { done, total, width: format!("{}.{}%", permille / 10, permille % 10) })
    }

    fn done(&self) -> usize {
        usize::try_from(self.done).unwrap_or(usize::MAX)
    }

    fn total(&self) -> usize {
        usize::try_from(self.total).unwrap_or(usize::MAX)
    }
}

#[derive(Template, WebTemplate)]
#[template(path = "waves/show.html")]
pub struct ShowPage {
    page: Page,
    wave: Wave,
    lead: String,
    opens: When,
    closes: When,
    zone: String,
    /// What stands in the way of a launch.
    obstacles: Vec<Message>,
    warnings: Vec<Message>,
    expected: Expected,
    mails: usize,
    steps: Vec<Step>,
    undelivered: Vec<Undelivered>,
    invited: Option<Bar>,
    reminded: Option<Bar>,
    rates: Option<Shown>,
    can_answer: bool,
    alarms: Alarms,
    is_missed: bool,
}

impl ShowPage {
    fn is(&self, state: &str) -> bool {
        self.wave.state.word() == state
    }

    fn left_out(&self) -> u32 {
        self.wave.left_out.unwrap_or_default()
    }

    fn mails(&self) -> usize {
        self.mails
    }

    fn threshold(&self) -> u32 {
        self.wave.threshold
    }
}

/// `GET /waves/{wave}`.
///
/// # Errors
/// Not found.
pub async fn show(request: HttpRequest, app: web::Data<App>, admin: Admin, id: web::Path<WaveId>) -> Result<ShowPage> {
    let id = id.into_inner();
    let (keys, now) = (app.keys.clone(), app.clock.now());
    let found = app.db.read(move |conn| find(conn, &keys, now, id)).await?;
    let page = Page::new(&request, &admin, "waves", say("wave-title").with("title", &found.wave.title));
    Ok(show_page(page, now, found))
}

fn show_page(page: Page, now: Moment, found: Found) -> ShowPage {
    let (lang, wave) = (page.lang, &found.wave);
    let facts = Facts {
        lang,
        now,
        wave,
        reminders: &found.reminders,
        people: found.expected.people,
        deliveries: found.deliveries,
        reminded: found.reminded,
    };
    ShowPage {
        lead: lead(lang, now, wave),
        opens: When::new(lang, wave, wave.launched_at.unwrap_or(wave.opens_at)),
        closes: When::new(lang, wave, wave.closes_at),
        zone: lang.text(&words::zone(wave.time_zone, wave.closes_at)),
        obstacles: obstacles(now, &found),
        warnings: found.warnings.iter().map(Warning::message).collect(),
        expected: found.expected,
        mails: found.expected.people * (1 + found.reminders.len()),
        steps: timeline::steps(&facts),
        invited: Bar::of(found.invited).filter(|_| wave.state == WaveState::Open),
        reminded: Bar::of(found.reminded).filter(|_| wave.state == WaveState::Open),
        rates: found.rates.as_ref().map(|rates| Shown::new(lang, wave, &found.tree, rates)),
        can_answer: wave.takes_answers(now),
        is_missed: wave.state == WaveState::Cancelled && wave.ended_at.is_some_and(|ended| ended >= wave.closes_at),
        undelivered: found.undelivered,
        alarms: found.alarms,
        wave: found.wave,
        page,
    }
}

/// The page's heading: where the wave stands, as a sentence.
fn lead(lang: Lang, now: Moment, wave: &Wave) -> String {
    let key = match wave.state {
        WaveState::Draft => "wave-lead-draft",
        WaveState::Scheduled if wave.opens_at <= now => "wave-lead-late",
        WaveState::Scheduled => "wave-lead-scheduled",
        WaveState::Open if wave.closes_at <= now => "wave-lead-counting",
        WaveState::Open => "wave-lead-open",
        WaveState::Closed => "wave-lead-closed",
        WaveState::Cancelled => "wave-lead-cancelled",
    };
    let next = if wave.state == WaveState::Open { wave.closes_at } else { wave.opens_at };
    lang.say(key).with("title", &wave.title).with("in", until(lang, now, next)).to_string()
}

fn obstacles(now: Moment, found: &Found) -> Vec<Message> {
    let mut obstacles = Vec::new();
    if !matches!(found.wave.state, WaveState::Draft | WaveState::Scheduled) {
        return obstacles;
    }
    if found.expected.people == 0 {
        obstacles.push(say("wave-conflict-nobody"));
    }
    if let Some((with, people)) = &found.overlap {
        obstacles.push(say("wave-conflict-overlap").with("title", &with.title).with("people", *people));
    }
    if found.wave.closes_at <= now {
        obstacles.push(say("wave-conflict-close-passed"));
    } else if found.wave.state == WaveState::Draft && found.wave.opens_at <= now {
        obstacles.push(say("wave-conflict-opening-passed"));
    }
    if found.settings.sender_address.is_empty() {
        obstacles.push(say("wave-no-sender"));
    }
    obstacles
}
