//! A wave as a line of time: what has happened, what comes next and when.

use super::When;
use crate::db::Moment;
use crate::i18n::{Lang, say};
use crate::invitations::store::Deliveries;
use crate::mail::outbox::Progress;
use crate::waves::store::Reminder;
use crate::waves::{Wave, WaveState};

/// A step of the line.
pub struct Step {
    pub heading: String,
    pub when: Option<When>,
    pub note: String,
    /// `done`, `now` or nothing: a class.
    pub state: &'static str,
}

/// What the line is drawn from.
pub struct Facts<'a> {
    pub lang: Lang,
    pub now: Moment,
    pub wave: &'a Wave,
    pub reminders: &'a [Reminder],
    /// How many would be invited, before the launch.
    pub people: usize,
    pub deliveries: Deliveries,
    /// All reminders' mails together.
    pub reminded: Progress,
}

const DONE: &str = "done";
const NOW: &str = "now";
const AHEAD: &str = "";

/// The steps in their order.
pub fn steps(facts: &Facts) -> Vec<Step> {
    let mut steps = vec![planned(facts)];
    if facts.wave.state == WaveState::Cancelled {
        steps.extend(facts.wave.launched_at.map(|_| invited(facts)));
        steps.push(cancelled(facts));
        return steps;
    }
    steps.push(invited(facts));
    // A close that was moved forward leaves reminders behind it that nobody will get.
    let comes = |reminder: &&Reminder| reminder.queued_at.is_some() || reminder.due_at < facts.wave.closes_at;
    steps.extend(facts.reminders.iter().filter(comes).map(|reminder| reminded(facts, reminder)));
    steps.push(counted(facts));
    steps.push(report(facts));
    steps
}

fn step(facts: &Facts, key: &'static str, moment: Option<Moment>, note: String, state: &'static str) -> Step {
    Step {
        heading: facts.lang.say(key).to_string(),
        when: moment.map(|moment| When::new(facts.lang, facts.wave, moment)),
        note,
        state,
    }
}

fn planned(facts: &Facts) -> Step {
    match facts.wave.state {
        WaveState::Draft => step(facts, "step-planning", None, facts.lang.say("step-planning-note").to_string(), NOW),
        _ => step(facts, "step-planned", None, String::new(), DONE),
    }
}

fn invited(facts: &Facts) -> Step {
    let Some(launched) = facts.wave.launched_at else {
        let note = facts.lang.say("step-opens-note").with("people", facts.people).to_string();
        return step(facts, "step-opens", Some(facts.wave.opens_at), note, AHEAD);
    };
    let Deliveries { queued, delivered, failed } = facts.deliveries;
    let note = facts
        .lang
        .say("step-invited-note")
        .with("delivered", delivered)
        .with("queued", queued)
        .with("failed", failed)
        .to_string();
    let is_sending = queued > 0 && facts.wave.state == WaveState::Open;
    step(facts, "step-invited", Some(launched), note, if is_sending { NOW } else { DONE })
}

fn reminded(facts: &Facts, reminder: &Reminder) -> Step {
    let heading = say("step-reminder").with("number", reminder.number);
    let (moment, state) = match reminder.queued_at {
        Some(at) => (at, DONE),
        None => (reminder.due_at, AHEAD),
    };
    let key = if facts.wave.remind_everyone { "step-reminder-everyone" } else { "step-reminder-silent" };
    let next = facts.reminders.iter().filter_map(|other| other.queued_at).max() == reminder.queued_at;
    let is_sending = state == DONE && next && facts.reminded.queued > 0;
    Step {
        heading: facts.lang.text(&heading),
        when: Some(When::new(facts.lang, facts.wave, moment)),
        note: facts.lang.say(key).to_string(),
        state: if is_sending { NOW } else { state },
    }
}

fn counted(facts: &Facts) -> Step {
    let is_counted = facts.wave.state == WaveState::Closed;
    let note = facts.lang.say(if is_counted { "step-close-done" } else { "step-close-note" }).to_string();
    let state = match facts.wave.state {
        WaveState::Closed => DONE,
        WaveState::Open if facts.wave.closes_at <= facts.now => NOW,
        _ => AHEAD,
    };
    step(facts, "step-close", Some(facts.wave.closes_at), note, state)
}

fn report(facts: &Facts) -> Step {
    let (note, state) = match facts.wave.state {
        WaveState::Closed => ("step-report-done", DONE),
        _ => ("step-report-note", AHEAD),
    };
    step(facts, "step-report", None, facts.lang.say(note).to_string(), state)
}

fn cancelled(facts: &Facts) -> Step {
    step(facts, "step-cancelled", facts.wave.ended_at, String::new(), DONE)
}
