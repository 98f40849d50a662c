//! What is open now, and what happens next by itself.

use crate::ballots::rates::{self, Rates};
use crate::db::{self, Conn, Moment, WaveId};
use crate::i18n::Lang;
use crate::invitations::store::{Deliveries, deliveries};
use crate::waves::store::{Reminder, reminders};
use crate::waves::{Wave, WaveState, local_time, words};
use crate::web::waves::until;

/// Coming events that the page shows; the waves' own pages have them all.
const MOST_COMING: usize = 8;

/// A moment on a wave's wall, for a `<time>`.
pub struct When {
    pub attribute: String,
    pub text: String,
    /// How long it is until then; empty for the past.
    pub left: String,
}

impl When {
    fn of(lang: Lang, now: Moment, wave: &Wave, moment: Moment) -> Self {
        Self {
            attribute: local_time::attribute(wave.time_zone, moment),
            text: words::with_zone(lang, wave.time_zone, moment),
            left: until(lang, now, moment),
        }
    }
}

/// What is read of an open wave.
pub struct Facts {
    pub wave: Wave,
    pub deliveries: Deliveries,
    rates: Option<Rates>,
}

impl Facts {
    pub fn read(conn: &mut Conn, wave: &Wave) -> db::Result<Self> {
        let (deliveries, rates) = (deliveries(conn, wave.id)?, rates::shown(conn, wave)?);
        Ok(Self { wave: wave.clone(), deliveries, rates })
    }
}

/// How many of everyone had answered at the last count of the clock: the whole wave and no finer.
pub struct Answered {
    pub people: u32,
    pub headcount: u32,
    pub share: String,
    /// A percentage for the drawing.
    pub width: String,
    pub counted: When,
}

impl Answered {
    fn of(lang: Lang, now: Moment, wave: &Wave, rates: &Rates) -> Self {
        let share = f64::from(rates.answered) / f64::from(rates.headcount.max(1));
        Self {
            people: rates.answered,
            headcount: rates.headcount,
            share: lang.percent(share),
            width: format!("{:.2}%", share * 100.0),
            counted: When::of(lang, now, wave, rates.counted_at),
        }
    }
}

/// A wave that takes answers or is about to be counted.
pub struct Open {
    pub id: WaveId,
    pub title: String,
    pub closes: When,
    pub answered: Option<Answered>,
    /// Invitations taken by the mail server, of all, while some are on their way.
    pub sending: Option<(u32, u32)>,
}

impl Open {
    pub fn of(lang: Lang, now: Moment, facts: &Facts) -> Self {
        let Facts { wave, deliveries: Deliveries { queued, delivered, failed, .. }, rates } = facts;
        Self {
            id: wave.id,
            title: wave.title.clone(),
            closes: When::of(lang, now, wave, wave.closes_at),
            answered: rates.as_ref().map(|rates| Answered::of(lang, now, wave, rates)),
            sending: (*queued > 0).then(|| (*delivered, queued + delivered + failed)),
        }
    }
}

/// A wave on its way, with its reminders.
pub struct Planned {
    wave: Wave,
    reminders: Vec<Reminder>,
}

impl Planned {
    pub fn read(conn: &mut Conn, wave: &Wave) -> db::Result<Self> {
        Ok(Self { reminders: reminders(conn, wave.id)?, wave: wave.clone() })
    }

    /// What still happens, in no order.
    fn events(&self, now: Moment) -> impl Iterator<Item = (Moment, Event)> {
        let wave = &self.wave;
        let opens = (wave.state == WaveState::Scheduled).then_some((wave.opens_at, Event::Opens));
        let reminders = self.reminders.iter().filter(move |reminder| reminder.is_ahead(now));
        let reminders = reminders.map(|reminder| (reminder.due_at, Event::Reminds(reminder.number)));
        let all = opens.into_iter().chain(reminders).chain([(wave.closes_at, Event::Closes)]);
        all.filter(move |(moment, _)| *moment > now)
    }
}

enum Event {
    Opens,
    Reminds(i32),
    Closes,
}

/// Something that happens by itself.
pub struct Coming {
    pub when: When,
    pub what: String,
    pub wave: WaveId,
}

/// What happens next, the soonest first.
pub fn coming(lang: Lang, now: Moment, planned: &[Planned]) -> Vec<Coming> {
    let all = planned.iter().flat_map(|planned| planned.events(now).map(move |event| (event, &planned.wave)));
    let mut all: Vec<((Moment, Event), &Wave)> = all.collect();
    all.sort_by_key(|((moment, _), _)| *moment);
    let coming = |((moment, event), wave): ((Moment, Event), &Wave)| {
        let what = match event {
            Event::Opens => lang.say("home-coming-opens"),
            Event::Reminds(number) => lang.say("home-coming-reminder").with("number", number),
            Event::Closes => lang.say("home-coming-closes"),
        };
        let what = what.with("title", &wave.title).to_string();
        Coming { when: When::of(lang, now, wave, moment), what, wave: wave.id }
    };
    all.into_iter().take(MOST_COMING).map(coming).collect()
}
