//! What waits for somebody: mail that is held up first, then what would be good to do. What is wrong with waves and
//! with the clock is said by [`crate::web::waves::Alarms`].

use chrono::TimeDelta;

use super::Found;
use crate::app::App;
use crate::audit;
use crate::db::{self, BatchId, Conn, Moment, WaveId};
use crate::i18n::{Lang, full_date, say};
use crate::mail::Transport;
use crate::mail::outbox::{self, Standstill};
use crate::reports::PublishedReport;
use crate::settings::{self, Settings};
use crate::waves::{Wave, WaveState, local_time};
use crate::web::local;
use crate::web::waves::until;

/// A report is new for so long after the close.
const REPORT_IS_NEW: TimeDelta = TimeDelta::days(14);
/// A roster that was imported longer ago than a quarter has people on it who have gone.
const ROSTER_IS_OLD: TimeDelta = TimeDelta::days(92);
/// Mails that wait longer than this tell of a mail server that is away or very slow; the text says half an hour.
const MAIL_IS_LATE: TimeDelta = TimeDelta::minutes(30);

/// Something that waits for somebody, and where it is seen to.
pub struct Need {
    pub text: String,
    pub address: String,
    pub label: String,
    /// Whether the product does not work meanwhile.
    pub is_urgent: bool,
}

/// What is read for it beside the waves.
pub struct Facts {
    late_mails: u64,
    has_server: bool,
    /// Why sending has paused by itself, if it has while mail waits.
    standstill: Option<Standstill>,
    /// Waves whose mail an admin has paused.
    held: Vec<WaveId>,
    settings: Settings,
    imported_at: Option<Moment>,
    /// Since when reports of what did not arrive cannot be read.
    bounces_unread: Option<Moment>,
    /// Whether the privacy notice lacks the company's own words in a language of surveys.
    is_notice_silent: bool,
}

impl Facts {
    pub fn read(conn: &mut Conn, app: &App, now: Moment, settings: &Settings) -> db::Result<Self> {
        Ok(Self {
            late_mails: outbox::waiting_since(conn, now - MAIL_IS_LATE)?,
            has_server: !matches!(app.transport, Transport::None),
            standstill: outbox::standstill(conn, now)?,
            held: outbox::held_batches(conn)?.into_iter().map(BatchId::cast).collect(),
            settings: settings.clone(),
            imported_at: audit::last(conn, "roster.imported")?,
            bounces_unread: settings::bounces_unread(conn)?.map(|(since, _)| since),
            is_notice_silent: settings::own_words(conn)?.missing(&settings.languages).is_some(),
        })
    }
}

/// The latest report while it is new.
pub fn fresh_report(found: &Found) -> Option<&PublishedReport> {
    found.latest.as_ref().filter(|report| found.now - report.headline.closed_at < REPORT_IS_NEW)
}

/// Everything that waits, the urgent first. On the way through the first steps those say what is missing.
pub fn needs(lang: Lang, found: &Found, is_on_the_way: bool) -> Vec<Need> {
    let mut needs: Vec<Need> = standstill(lang, found).or_else(|| held_up(lang, &found.needs)).into_iter().collect();
    if !is_on_the_way {
        needs.extend(mail_settings(lang, &found.needs));
    }
    needs.extend(fresh_report(found).map(|report| Need {
        text: lang.say("home-need-report").with("title", &report.headline.title).to_string(),
        address: format!("/reports/{}", report.headline.wave),
        label: lang.say("home-need-report-link").to_string(),
        is_urgent: false,
    }));
    needs.extend(paused(lang, found));
    needs.extend(bounces(lang, &found.needs));
    needs.extend(undelivered(lang, found));
    needs.extend(found.waves_in(WaveState::Draft).map(|wave| draft(lang, found.now, wave)));
    needs.extend(old_roster(lang, found));
    needs.extend(silent_notice(lang, found));
    needs
}

/// The mail server does not take mail, and some waits for it: the wave's page says why, and when it is tried again.
fn standstill(lang: Lang, found: &Found) -> Option<Need> {
    let standstill = found.needs.standstill.as_ref()?;
    let waiting = found.open.iter().find(|open| open.deliveries.queued > 0).or_else(|| found.open.first())?;
    let again = until(lang, found.now, standstill.until);
    let again = if again.is_empty() { lang.say("in-a-moment").to_string() } else { again };
    Some(Need {
        text: lang.say("home-need-standstill").with("in", again).to_string(),
        address: format!("/waves/{}#mail", waiting.wave.id),
        label: lang.say("home-need-standstill-link").to_string(),
        is_urgent: true,
    })
}

/// Mail that an admin has paused, so that it is not forgotten.
fn paused(lang: Lang, found: &Found) -> Vec<Need> {
    let held = found.open.iter().filter(|open| found.needs.held.contains(&open.wave.id));
    let need = |open: &super::agenda::Facts| Need {
        text: lang.say("home-need-paused").with("title", &open.wave.title).to_string(),
        address: format!("/waves/{}#mail", open.wave.id),
        label: lang.say("home-need-paused-link").to_string(),
        is_urgent: false,
    };
    held.map(need).collect()
}

fn held_up(lang: Lang, facts: &Facts) -> Option<Need> {
    let mails = i64::try_from(facts.late_mails).unwrap_or(i64::MAX);
    let is_held_up = mails > 0 && facts.has_server;
    is_held_up.then(|| to_mail(lang, lang.say("home-need-late-mail").with("mails", mails).to_string(), true))
}

fn to_mail(lang: Lang, text: String, is_urgent: bool) -> Need {
    let label = lang.say("home-need-mail-link").to_string();
    Need { text, address: "/settings#mail-server".to_owned(), label, is_urgent }
}

/// Mail that cannot go out as things are set. Urgent once it holds up somebody.
fn mail_settings(lang: Lang, facts: &Facts) -> Option<Need> {
    let is_urgent = facts.late_mails > 0;
    if !facts.has_server {
        return Some(to_mail(lang, lang.say("home-need-server").to_string(), is_urgent));
    }
    let has_sender = !facts.settings.sender_address.is_empty();
    (!has_sender).then(|| to_mail(lang, lang.say("home-need-sender").to_string(), is_urgent))
}

/// What came back cannot be read.
fn bounces(lang: Lang, facts: &Facts) -> Option<Need> {
    let zone = facts.settings.time_zone.parse().unwrap_or(chrono_tz::Tz::UTC);
    let since = local::shown(lang, zone, facts.bounces_unread?).text;
    Some(Need {
        text: lang.say("home-need-bounces").with("since", since).to_string(),
        address: "/settings#bounces".to_owned(),
        label: lang.say("home-need-bounces-link").to_string(),
        is_urgent: false,
    })
}

fn undelivered(lang: Lang, found: &Found) -> Vec<Need> {
    let with_failures = found.open.iter().filter(|open| open.deliveries.failed > 0);
    let need = |open: &super::agenda::Facts| Need {
        text: lang
            .say("home-need-undelivered")
            .with("people", open.deliveries.failed)
            .with("title", &open.wave.title)
            .to_string(),
        address: format!("/waves/{}/undelivered", open.wave.id),
        label: lang.say("home-need-undelivered-link").to_string(),
        is_urgent: false,
    };
    with_failures.map(need).collect()
}

/// Employees are about to read the privacy notice, and it does not say what only the company knows.
fn silent_notice(lang: Lang, found: &Found) -> Option<Need> {
    let is_read = [WaveState::Open, WaveState::Scheduled].iter().any(|state| found.waves_in(*state).next().is_some());
    (is_read && found.needs.is_notice_silent).then(|| Need {
        text: lang.say("home-need-notice").to_string(),
        address: "/settings/notice".to_owned(),
        label: lang.say("home-need-notice-link").to_string(),
        is_urgent: false,
    })
}

fn draft(lang: Lang, now: Moment, wave: &Wave) -> Need {
    let key = if wave.opens_at <= now { "home-need-draft-passed" } else { "home-need-draft" };
    Need {
        text: lang.say(key).with("title", &wave.title).to_string(),
        address: format!("/waves/{}", wave.id),
        label: lang.say("home-need-draft-link").to_string(),
        is_urgent: false,
    }
}

fn old_roster(lang: Lang, found: &Found) -> Option<Need> {
    let imported_at = found.needs.imported_at.filter(|at| found.now - *at > ROSTER_IS_OLD)?;
    let zone = found.needs.settings.time_zone.parse().unwrap_or(chrono_tz::Tz::UTC);
    let date = full_date(lang, local_time::to_local(zone, imported_at).date());
    Some(Need {
        text: lang.text(&say("home-need-roster").with("date", date)),
        address: "/people/import".to_owned(),
        label: lang.say("home-need-roster-link").to_string(),
        is_urgent: false,
    })
}
