//! A wave's sending in words: what the page shows and what the stream repeats.

use super::facts::Facts;
use crate::i18n::{Lang, Message, say};
use crate::mail::outbox::{Progress, Standstill};
use crate::web::waves::{When, until};

/// Where less than this part of the mails is left, these are mostly ones that are tried again: no end is foretold.
const LAST_PART: u64 = 20;
/// From so many messages a second on, speed is told by the second, below by the minute.
const BY_THE_SECOND: f64 = 2.0;
/// An end that is further away than this is not worth foretelling, in seconds: a year.
const FARTHEST_END: f64 = 31_536_000.0;
/// Steps of a bar at which those who listen are told how far it is.
const STEPS: u64 = 5;

/// What is being sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// Invitations: counted are messages.
    Invitations,
    /// A reminder: counted are rows, whoever gets one.
    Reminder,
    /// Nothing now.
    Nothing,
}

/// Why nothing goes out, the gravest first.
#[derive(Debug, Clone)]
pub enum Pause {
    /// An admin has paused it.
    Held(When),
    /// No mail server is set.
    NoServer,
    /// No sender's address is set.
    NoSender,
    /// The mail server does not take mail.
    Standstill {
        /// Since when.
        since: When,
        /// When it is tried again, and how long that is.
        again: (When, String),
        /// The server's words.
        why: String,
    },
    /// All that is left of a reminder waits for working time.
    OffHours {
        /// When the first of it goes out, and how long that is.
        until: (When, String),
    },
}

/// How far it is, for a bar.
#[derive(Debug, Clone)]
pub struct Bar {
    /// Sent or handled.
    pub done: String,
    /// Everything.
    pub total: String,
    /// What waits.
    pub left: String,
    /// A percentage in words.
    pub share: String,
    /// A percentage for the drawing, with a point.
    pub width: String,
}

/// What the section says.
#[derive(Debug, Clone)]
pub struct Sending {
    /// The reader's language.
    pub lang: Lang,
    /// The wave's path.
    pub path: String,
    /// What is being sent.
    pub what: What,
    /// How far it is; none when nothing waits.
    pub bar: Option<Bar>,
    /// Why it does not go on.
    pub pause: Option<Pause>,
    /// How fast it goes.
    pub speed: Message,
    /// When it ends at this pace, and how long that is.
    pub ends: Option<(When, String)>,
    /// Invitations that could not be delivered.
    pub failed: u64,
    /// Invitations that receiving servers have put off, and when the first of them is tried again.
    pub later: Option<(i64, When)>,
    /// The moment of these figures.
    pub as_of: When,
    /// Changes when those who listen are to be told.
    pub step: String,
}

impl Sending {
    /// What is to be said; nothing where nothing waits and nothing is paused.
    #[must_use]
    pub fn of(lang: Lang, facts: &Facts, per_second: Option<f64>, has_server: bool) -> Option<Self> {
        let waits = facts.held.is_some() && facts.wave.takes_answers(facts.now);
        if !facts.is_going() && !waits {
            return None;
        }
        Some(Self::now(lang, facts, per_second, has_server))
    }

    /// The same also when there is nothing left to send.
    #[must_use]
    pub fn now(lang: Lang, facts: &Facts, per_second: Option<f64>, has_server: bool) -> Self {
        let when = |at| When::new(lang, &facts.wave, at);
        let (what, done, left, total) = numbers(facts);
        let pause = if facts.is_going() || facts.held.is_some() { pause(lang, facts, has_server) } else { None };
        let per_second = per_second.filter(|_| pause.is_none());
        let ends = per_second.filter(|_| left > total / LAST_PART).and_then(|speed| end(lang, facts, speed));
        let reached = (done * STEPS).checked_div(total).unwrap_or_default();
        Self {
            lang,
            path: format!("/waves/{}", facts.wave.id),
            what,
            step: format!("{what:?}-{reached}-{}", pause.as_ref().map_or("going", Pause::word)),
            bar: (left > 0).then(|| Bar::of(lang, done, left, total)),
            pause,
            speed: speed(per_second),
            ends,
            failed: facts.invitations.failed,
            later: facts.later.map(|later| (i64::try_from(later.messages).unwrap_or(i64::MAX), when(later.first_at))),
            as_of: when(facts.now),
        }
    }

    /// Whether something can be called off.
    #[must_use]
    pub fn is_going(&self) -> bool {
        self.bar.is_some()
    }

    /// Whether an admin has paused it.
    #[must_use]
    pub fn is_held(&self) -> bool {
        matches!(self.pause, Some(Pause::Held(_)))
    }

    /// Whether invitations are on their way, so that there is a number of those that failed.
    #[must_use]
    pub fn is_of_invitations(&self) -> bool {
        self.what == What::Invitations
    }

    /// Whether rows are counted, and not mails.
    #[must_use]
    pub fn is_of_rows(&self) -> bool {
        self.what == What::Reminder
    }

    /// Invitations that could not be delivered, for a link.
    #[must_use]
    pub fn failed(&self) -> i64 {
        i64::try_from(self.failed).unwrap_or(i64::MAX)
    }

    /// The section's heading.
    #[must_use]
    pub fn heading(&self) -> String {
        let key = match (self.what, &self.pause) {
            (_, Some(Pause::Held(_))) => "sending-heading-held",
            (What::Invitations | What::Reminder, Some(_)) => "sending-heading-waits",
            (What::Invitations, None) => "sending-heading-invitations",
            (What::Reminder, None) => "sending-heading-reminder",
            (What::Nothing, _) => "sending-heading-done",
        };
        self.lang.say(key).to_string()
    }

    /// How far it is, as a sentence: beside the bar, and for those who listen.
    #[must_use]
    pub fn words(&self) -> String {
        let Some(bar) = &self.bar else {
            let key = if self.is_held() { "sending-nothing-waits" } else { "sending-done" };
            return self.lang.say(key).to_string();
        };
        let key = if self.is_of_invitations() { "sending-sent" } else { "sending-handled" };
        self.lang.say(key).with("done", &bar.done).with("total", &bar.total).with("share", &bar.share).to_string()
    }
}

impl Pause {
    fn word(&self) -> &'static str {
        match self {
            Self::Held(_) => "held",
            Self::NoServer => "no-server",
            Self::NoSender => "no-sender",
            Self::Standstill { .. } => "standstill",
            Self::OffHours { .. } => "off-hours",
        }
    }
}

/// What is sent, how many are done and left, and of how many. Invitations come first, since a reminder is of no use
/// to whoever has no invitation yet.
fn numbers(facts: &Facts) -> (What, u64, u64, u64) {
    let Progress { queued, done, .. } = facts.invitations;
    if queued > 0 {
        return (What::Invitations, done, queued, facts.invitations.total());
    }
    let headcount = u64::from(facts.wave.headcount.unwrap_or_default()).max(facts.reminders_left);
    match facts.reminders_left {
        0 => (What::Nothing, done, 0, facts.invitations.total()),
        left => (What::Reminder, headcount - left, left, headcount),
    }
}

fn pause(lang: Lang, facts: &Facts, has_server: bool) -> Option<Pause> {
    let when = |at| When::new(lang, &facts.wave, at);
    if let Some(since) = facts.held {
        return Some(Pause::Held(when(since)));
    }
    if !has_server {
        return Some(Pause::NoServer);
    }
    if !facts.has_sender {
        return Some(Pause::NoSender);
    }
    let moment = |at| (when(at), until(lang, facts.now, at));
    if let Some(Standstill { since, until, why }) = &facts.standstill {
        return Some(Pause::Standstill { since: when(*since), again: moment(*until), why: why.clone() });
    }
    facts.off_hours().map(|first_at| Pause::OffHours { until: moment(first_at) })
}

/// How fast it goes, as people say it.
fn speed(per_second: Option<f64>) -> Message {
    match per_second {
        None => say("sending-speed-unknown"),
        Some(speed) if speed >= BY_THE_SECOND => say("sending-per-second").with("number", whole(speed)),
        Some(speed) if speed * 60.0 >= 1.0 => say("sending-per-minute").with("number", whole(speed * 60.0)),
        Some(_) => say("sending-hardly"),
    }
}

#[expect(clippy::cast_possible_truncation, reason = "speeds are far below the limit, and a cast saturates")]
fn whole(number: f64) -> i64 {
    number.round() as i64
}

/// When everything that waits is handled at this pace, unless nothing moves.
fn end(lang: Lang, facts: &Facts, speed: f64) -> Option<(When, String)> {
    let left = f64::from(u32::try_from(facts.left()).ok()?);
    let seconds = Some(left / speed).filter(|seconds| *seconds < FARTHEST_END)?;
    let at = facts.now + chrono::TimeDelta::seconds(whole(seconds).max(1));
    Some((When::new(lang, &facts.wave, at), until(lang, facts.now, at)))
}

impl Bar {
    fn of(lang: Lang, done: u64, left: u64, total: u64) -> Self {
        let number = |number: u64| lang.number(i64::try_from(number).unwrap_or(i64::MAX));
        let permille = (total.saturating_sub(left) * 1000).checked_div(total).unwrap_or_default();
        let share = f64::from(u32::try_from(permille).unwrap_or_default()) / 1000.0;
        Self {
            done: number(done),
            total: number(total),
            left: number(left),
            share: lang.percent(share),
            width: format!("{}.{}%", permille / 10, permille % 10),
        }
    }
}
