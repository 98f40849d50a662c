//! All that a wave's page reads.

use std::collections::HashSet;

use chrono_tz::Tz;

use crate::audit::{self, Entry};
use crate::ballots::rates::Rates;
use crate::ballots::{self, REMINDER};
use crate::db::{AccountId, BatchId, Conn, DepartmentId, Moment, Result, WaveId};
use crate::i18n::{Lang, Message, say};
use crate::invitations;
use crate::invitations::launch::{self, Expected};
use crate::invitations::store::Deliveries;
use crate::keys::KeyFolder;
use crate::mail::outbox::{self, Progress};
use crate::reports::{self, Headline};
use crate::settings::{self, Pace, Settings};
use crate::waves::store::Reminder;
use crate::waves::{Audience, Tree, Warning, Wave, WaveState, plan, store};
use crate::web::waves::obstacles::obstacles;
use crate::web::waves::undelivered::{self, Lost};
use crate::web::waves::{Alarms, sending};
use crate::web::{self, Error};
use crate::{accounts, people};

/// Chosen departments that are named; the others are counted.
const MOST_NAMED: usize = 3;
/// What makes a draft what it is.
const DRAFTED: [&str; 3] = ["wave.drafted", "wave.changed", "wave.unscheduled"];
/// What makes a plan of it.
const PLANNED: [&str; 2] = ["wave.scheduled", "wave.drafted"];

pub(super) struct Found {
    pub wave: Wave,
    pub note: Option<String>,
    pub reminders: Vec<Reminder>,
    /// When people work.
    pub pace: Pace,
    /// The time zones that some of its people have of their own.
    pub zones: Vec<Tz>,
    pub settings: Settings,
    pub expected: Expected,
    pub warnings: Vec<Warning>,
    /// What stands in the way of the plan.
    pub obstacles: Vec<Message>,
    pub deliveries: Deliveries,
    /// Whom the invitation did not reach, the first of them.
    pub lost: Lost,
    /// How its mail stands.
    pub mail: sending::Facts,
    pub reminded: Progress,
    pub rates: Option<Rates>,
    pub tree: Tree,
    pub alarms: Alarms,
    /// Its report's first lines.
    pub headline: Option<Headline>,
    /// Those of the wave before with the same people.
    pub before: Option<Headline>,
    /// The names of chosen departments.
    departments: Vec<String>,
    /// The last word on its plan.
    planned: Option<Entry>,
    accounts: Vec<(AccountId, String)>,
}

pub(super) fn find(conn: &mut Conn, keys: &KeyFolder, now: Moment, id: WaveId) -> web::Result<Found> {
    let wave = store::find(conn, id)?.ok_or(Error::NotFound)?;
    let is_planned = matches!(wave.state, WaveState::Draft | WaveState::Scheduled);
    let batch = BatchId::from_uuid(id.uuid());
    let headlines = reports::store::headlines_of(conn, &wave)?;
    let actions: &[&str] = if wave.state == WaveState::Draft { &DRAFTED } else { &PLANNED };
    Ok(Found {
        note: store::note(conn, id)?,
        reminders: store::reminders(conn, id)?,
        pace: settings::pace(conn)?,
        zones: zones(conn, &wave)?,
        settings: settings::load(conn)?,
        expected: if is_planned { launch::expected(conn, &wave, wave.opens_at)? } else { Expected::default() },
        warnings: if is_planned { warnings(conn, &wave)? } else { Vec::new() },
        obstacles: obstacles(conn, &wave, now)?.into_iter().map(|(_, obstacle)| obstacle).collect(),
        deliveries: invitations::store::deliveries(conn, id)?,
        lost: Lost::read(conn, id, wave.takes_answers(now), 0, undelivered::FIRST)?,
        mail: sending::Facts::read(conn, wave.clone(), now)?,
        reminded: outbox::progress(conn, batch, REMINDER)?,
        rates: if wave.takes_answers(now) { ballots::rates::shown(conn, &wave)? } else { None },
        tree: store::tree(conn, id)?,
        alarms: Alarms::find(conn, keys, now)?.of(id),
        headline: headlines.iter().find(|headline| headline.wave == id).cloned(),
        before: headlines.into_iter().rfind(|other| other.wave != id && other.closed_at < wave.closes_at),
        departments: chosen(conn, &wave.audience)?,
        planned: audit::latest(conn, &id.to_string(), actions)?,
        accounts: accounts::store::names(conn)?,
        wave,
    })
}

/// Of those invited; before the launch, of those who would be.
fn zones(conn: &mut Conn, wave: &Wave) -> Result<Vec<Tz>> {
    let zones: HashSet<Tz> = match wave.launched_at {
        Some(_) => invitations::store::zones(conn, wave.id)?.into_values().collect(),
        None => store::zones(conn, &wave.audience)?.into_keys().collect(),
    };
    Ok(zones.into_iter().collect())
}

fn warnings(conn: &mut Conn, wave: &Wave) -> Result<Vec<Warning>> {
    let draft = plan::as_draft(conn, wave)?;
    plan::warnings(conn, &draft, Some(wave.id))
}

fn chosen(conn: &mut Conn, audience: &Audience) -> Result<Vec<String>> {
    let Audience::Departments(ids) = audience else { return Ok(Vec::new()) };
    let all = people::store::departments(conn)?;
    let name = |id: &DepartmentId| all.iter().find(|department| department.id == *id).map(|found| found.name.clone());
    Ok(ids.iter().filter_map(name).collect())
}

impl Found {
    /// Whom it invites, in words.
    pub fn audience(&self) -> Message {
        if self.wave.audience == Audience::Everyone {
            return say("wave-asks-everyone");
        }
        let names = self.departments.iter().take(MOST_NAMED).cloned().collect::<Vec<_>>().join(", ");
        let more = self.departments.len().saturating_sub(MOST_NAMED);
        say("wave-asks-departments").with("names", names).with("more", more)
    }

    /// When it was planned, and by whom.
    pub fn planned(&self, lang: Lang) -> Option<(Moment, String)> {
        let entry = self.planned.as_ref()?;
        let name = self.accounts.iter().find(|(id, _)| entry.actor == format!("account:{id}"));
        Some((entry.at, name.map_or_else(|| lang.say("audit-by-command-line").to_string(), |(_, name)| name.clone())))
    }
}
