//! A wave: its line of time, what will happen or happens, what can be done.

mod found;

use actix_web::{HttpRequest, web};
use askama::Template;
use askama_web::WebTemplate;

use self::found::{Found, find};
use super::rates::Shown;
use super::sending::{Live, Pause, Seen, Sending};
use super::timeline::{self, Facts, Step};
use super::undelivered::Lost;
use super::{Alarms, When, until};
use crate::app::App;
use crate::db::{Moment, WaveId};
use crate::i18n::{Lang, Message, say};
use crate::invitations::launch::Expected;
use crate::mail::Transport;
use crate::waves::store::most_mails;
use crate::waves::{Standing, Warning, Wave, WaveState, words};
use crate::web::{Admin, Page, Result};

#[derive(Template, WebTemplate)]
#[template(path = "waves/show.html")]
pub struct ShowPage {
    page: Page,
    wave: Wave,
    lead: String,
    note: Option<String>,
    opens: When,
    closes: When,
    /// "in 3 days", while the close is ahead.
    closes_in: String,
    zone: String,
    /// What stands in the way.
    obstacles: Vec<Message>,
    can_schedule: bool,
    warnings: Vec<Message>,
    /// Whom it invites, in words.
    audience: Message,
    expected: Expected,
    mails: usize,
    steps: Vec<Step>,
    /// Whom the invitation did not reach.
    lost: Lost,
    /// How its mail goes, while some of it waits.
    sending: Option<Sending>,
    rates: Option<Shown>,
    can_answer: bool,
    alarms: Alarms,
    /// Why it ended without a report, if nobody wished that.
    end: Option<&'static str>,
    /// What managers may send to everyone alike.
    text_for_managers: String,
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
pub async fn show(
    request: HttpRequest,
    app: web::Data<App>,
    live: web::Data<Live>,
    admin: Admin,
    id: web::Path<WaveId>,
) -> Result<ShowPage> {
    let id = id.into_inner();
    let (keys, now) = (app.keys.clone(), app.clock.now());
    let found = app.db.read(move |conn| find(conn, &keys, now, id)).await?;
    let page = Page::new(&request, &admin, "waves", say("wave-title").with("title", &found.wave.title));
    let has_server = !matches!(app.transport, Transport::None);
    let Seen { facts, per_second } = live.see(app.clock.ticks(), found.mail.clone());
    let sending = Sending::of(page.lang, &facts, per_second, has_server);
    Ok(show_page(page, now, found, has_server, sending))
}

fn show_page(page: Page, now: Moment, found: Found, has_server: bool, sending: Option<Sending>) -> ShowPage {
    let (lang, wave) = (page.lang, &found.wave);
    let facts = Facts {
        lang,
        now,
        wave,
        reminders: &found.reminders,
        pace: &found.pace,
        zones: &found.zones,
        expected: found.expected,
        deliveries: found.deliveries,
        reminded: found.reminded,
        planned: found.planned(lang),
        headline: found.headline.as_ref(),
        is_stuck: found.alarms.are_there(),
    };
    let standing = wave.standing(now);
    let is_open = standing == Standing::Open;
    ShowPage {
        lead: lead(lang, now, &found),
        note: found.note.clone(),
        opens: When::new(lang, wave, wave.launched_at.unwrap_or(wave.opens_at)),
        closes: When::new(lang, wave, wave.closes_at),
        closes_in: if is_open { until(lang, now, wave.closes_at) } else { String::new() },
        zone: lang.text(&words::zone(wave.time_zone, wave.closes_at)),
        obstacles: obstacles(now, &found, has_server, sending.is_some()),
        can_schedule: found.obstacles.is_empty(),
        warnings: found.warnings.iter().map(Warning::message).collect(),
        audience: found.audience(),
        expected: found.expected,
        mails: found.expected.people * most_mails(&found.reminders, now),
        steps: timeline::steps(&facts),
        rates: found.rates.as_ref().map(|rates| Shown::new(lang, wave, &found.tree, rates, found.before.as_ref())),
        can_answer: is_open,
        end: match standing {
            Standing::Missed => Some("wave-missed"),
            Standing::Expired => Some("wave-expired"),
            _ => None,
        },
        text_for_managers: text_for_managers(lang, wave),
        sending,
        lost: found.lost,
        alarms: found.alarms,
        wave: found.wave,
        page,
    }
}

/// The page's heading: where the wave stands, as a sentence.
fn lead(lang: Lang, now: Moment, found: &Found) -> String {
    let wave = &found.wave;
    let sentence = |key| lang.say(key).with("title", &wave.title);
    let text = match (wave.standing(now), &found.headline, &found.rates) {
        (Standing::Draft, ..) => sentence("wave-lead-draft"),
        (Standing::Late, ..) => sentence("wave-lead-late"),
        (Standing::Scheduled, ..) => sentence("wave-lead-scheduled").with("in", until(lang, now, wave.opens_at)),
        (Standing::Open, _, Some(rates)) => sentence("wave-lead-answered")
            .with("answered", rates.answered)
            .with("people", rates.headcount)
            .with("in", until(lang, now, wave.closes_at)),
        (Standing::Open, ..) => sentence("wave-lead-open").with("in", until(lang, now, wave.closes_at)),
        (Standing::Counting, ..) if found.alarms.are_there() => sentence("wave-lead-stopped"),
        (Standing::Counting, ..) => sentence("wave-lead-counting"),
        (Standing::Closed, Some(headline), _) => match headline.counts {
            Some(counts) => {
                sentence("wave-lead-counted").with("answered", counts.respondents()).with("people", counts.headcount)
            }
            None if headline.abandoned => sentence("wave-lead-abandoned"),
            None => sentence("wave-lead-too-few").with("threshold", wave.threshold),
        },
        (Standing::Closed, None, _) => sentence("wave-lead-closed"),
        (Standing::Expired, ..) => sentence("wave-lead-expired"),
        (Standing::Cancelled | Standing::Missed, ..) => sentence("wave-lead-cancelled"),
    };
    text.to_string()
}

/// What stands in the way of the plan, and of its mails, unless that is said where they are watched.
fn obstacles(now: Moment, found: &Found, has_server: bool, is_sending: bool) -> Vec<Message> {
    let mut obstacles = found.obstacles.clone();
    let is_planned = matches!(found.wave.state, WaveState::Draft | WaveState::Scheduled);
    let has_mail = is_planned || found.wave.takes_answers(now) && !is_sending;
    if has_mail && found.settings.sender_address.is_empty() {
        obstacles.push(say("wave-no-sender"));
    }
    if has_mail && !has_server {
        obstacles.push(say("wave-no-mail-server"));
    }
    obstacles
}

fn text_for_managers(lang: Lang, wave: &Wave) -> String {
    let until = words::with_zone(lang, wave.time_zone, wave.closes_at);
    lang.say("wave-managers-text").with("until", until).to_string()
}
