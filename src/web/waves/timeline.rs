//! A wave as a line of time: what has happened, what comes next and when.

use chrono_tz::Tz;

use super::{When, until};
use crate::db::Moment;
use crate::i18n::{Lang, Message, say};
use crate::invitations::launch::Expected;
use crate::invitations::store::Deliveries;
use crate::mail::outbox::Progress;
use crate::reports::Headline;
use crate::settings::Pace;
use crate::waves::store::Reminder;
use crate::waves::{Standing, Wave, WaveState, local_time, pace};

/// A step of the line.
pub struct Step {
    pub heading: String,
    pub when: Option<When>,
    /// "in 3 days", for what is ahead.
    pub soon: String,
    pub notes: Vec<String>,
    /// Where there is more: an address and what it leads to.
    pub link: Option<(String, String)>,
    /// `done`, `now` or nothing: a class.
    pub state: &'static str,
    /// Whether nothing comes before it.
    pub is_next: bool,
}

/// What the line is drawn from.
pub struct Facts<'a> {
    pub lang: Lang,
    pub now: Moment,
    pub wave: &'a Wave,
    pub reminders: &'a [Reminder],
    /// When people work.
    pub pace: &'a Pace,
    /// The time zones that some of its people have of their own.
    pub zones: &'a [Tz],
    /// What the launch would do, before it.
    pub expected: Expected,
    pub deliveries: Deliveries,
    /// All reminders' mails together.
    pub reminded: Progress,
    /// When it was planned, and by whom.
    pub planned: Option<(Moment, String)>,
    /// The first lines of its report, once it is counted.
    pub headline: Option<&'a Headline>,
    /// Whether something that it says elsewhere keeps the wave from going on.
    pub is_stuck: bool,
}

const DONE: &str = "done";
const NOW: &str = "now";
const AHEAD: &str = "";

/// The steps in their order.
pub fn steps(facts: &Facts) -> Vec<Step> {
    let mut steps = vec![planned(facts), invited(facts)];
    steps.extend(
        facts.reminders.iter().filter(|reminder| facts.comes(reminder)).map(|reminder| reminded(facts, reminder)),
    );
    steps.extend([closed(facts), counted(facts), report(facts)]);
    if facts.wave.state == WaveState::Cancelled {
        steps.retain(|step| step.state == DONE);
        steps.push(cancelled(facts));
    }
    let next = steps.iter_mut().find(|step| step.state == AHEAD);
    if let Some(step) = next.filter(|_| facts.wave.state != WaveState::Draft) {
        step.is_next = true;
    }
    steps
}

impl Facts<'_> {
    /// Working time, or a close that was moved forward, leaves reminders that nobody will get.
    fn comes(&self, reminder: &Reminder) -> bool {
        reminder.comes(self.now)
    }

    fn attribute(&self, moment: Moment) -> String {
        local_time::attribute(self.wave.time_zone, moment)
    }

    fn standing(&self) -> Standing {
        self.wave.standing(self.now)
    }

    fn step(&self, heading: &Message, moment: Option<Moment>, state: &'static str) -> Step {
        let soon = moment.filter(|_| state == AHEAD).map(|moment| until(self.lang, self.now, moment));
        Step {
            heading: self.lang.text(heading),
            when: moment.map(|moment| When::new(self.lang, self.wave, moment)),
            soon: soon.unwrap_or_default(),
            notes: Vec::new(),
            link: None,
            state,
            is_next: false,
        }
    }

    fn headcount(&self) -> u32 {
        self.wave.headcount.unwrap_or_default()
    }
}

impl Step {
    fn note(mut self, lang: Lang, note: &Message) -> Self {
        self.notes.push(lang.text(note));
        self
    }

    fn note_if(self, holds: bool, lang: Lang, note: &Message) -> Self {
        if holds { self.note(lang, note) } else { self }
    }
}

fn planned(facts: &Facts) -> Step {
    let is_draft = facts.standing() == Standing::Draft;
    let (heading, state) = if is_draft { ("step-planning", NOW) } else { ("step-planned", DONE) };
    let mut step = facts.step(&say(heading), facts.planned.as_ref().map(|(at, _)| *at), state);
    step.notes.extend(facts.planned.as_ref().map(|(_, by)| by.clone()).filter(|by| !by.is_empty()));
    step.note_if(is_draft, facts.lang, &say("step-planning-note"))
}

fn invited(facts: &Facts) -> Step {
    let lang = facts.lang;
    let Some(launched) = facts.wave.launched_at else {
        let note = say("step-opens-note").with("people", facts.expected.people).with("groups", facts.expected.groups);
        let is_late = facts.standing() == Standing::Late;
        let step = facts.step(&say("step-opens"), Some(facts.wave.opens_at), if is_late { NOW } else { AHEAD });
        return step.note(lang, &note).note_if(is_late, lang, &say("step-waits"));
    };
    let Deliveries { queued, delivered, failed, unsent } = facts.deliveries;
    let is_sending = queued > 0 && facts.standing() == Standing::Open;
    let (heading, state) = if is_sending { ("step-inviting", NOW) } else { ("step-invited", DONE) };
    let mut step = facts.step(&say(heading), Some(launched), state);
    // While they go out, their numbers stand above and move.
    let delivered = say("step-delivered").with("delivered", delivered).with("people", facts.headcount());
    step = step.note_if(!is_sending, lang, &delivered);
    step = step.note_if(queued > 0 && !is_sending, lang, &say("step-on-their-way").with("queued", queued));
    step = step.note_if(unsent > 0, lang, &say("step-unsent").with("unsent", unsent));
    if failed > 0 {
        step.link = Some(("#bounced".to_owned(), lang.say("step-undelivered").with("failed", failed).to_string()));
    }
    step
}

fn reminded(facts: &Facts, reminder: &Reminder) -> Step {
    let lang = facts.lang;
    let whom = if facts.wave.remind_everyone { "step-reminder-everyone" } else { "step-reminder-silent" };
    let Some(at) = reminder.queued_at else {
        let heading = say("step-reminder").with("number", reminder.number);
        let step = facts.step(&heading, Some(reminder.due_at), AHEAD);
        let planned = When::new(lang, facts.wave, local_time::to_utc(facts.wave.time_zone, reminder.due_local));
        let moved = say("step-reminder-moved").with("when", &planned.text);
        let step = step.note_if(planned.attribute != facts.attribute(reminder.due_at), lang, &moved);
        return elsewhere(facts, reminder, reminder.due_at, step).note(lang, &say(whom));
    };
    let is_latest = facts.reminders.iter().filter_map(|other| other.queued_at).max() == Some(at);
    let left = if is_latest && facts.standing() == Standing::Open { facts.reminded.queued } else { 0 };
    let heading = if left > 0 { say("step-reminding") } else { say("step-reminder") };
    let step = facts.step(&heading.with("number", reminder.number), Some(at), if left > 0 { NOW } else { DONE });
    let Some(rows) = reminder.queued_rows else { return step.note(lang, &say("step-reminder-overtaken")) };
    let handled = rows - reminder.called_off_rows;
    let step = step.note_if(left == 0, lang, &say("step-handled").with("handled", handled).with("people", rows));
    let called_off = say("step-reminder-rest").with("rows", reminder.called_off_rows);
    let step = step.note_if(reminder.called_off_rows > 0, lang, &called_off);
    if left > 0 { elsewhere(facts, reminder, at, step) } else { step }
}

/// When those get a reminder who have a time zone of their own, if that is later.
fn elsewhere(facts: &Facts, reminder: &Reminder, at: Moment, step: Step) -> Step {
    let due = |zone: &Tz| pace::working_moment(facts.pace, *zone, at).filter(|due| *due < reminder.too_late_at);
    let last = facts.zones.iter().filter_map(due).max().filter(|last| *last > at);
    let Some(last) = last else { return step };
    let when = When::new(facts.lang, facts.wave, last).text;
    step.note(facts.lang, &say("step-reminder-zones").with("when", when))
}

fn closed(facts: &Facts) -> Step {
    let state = match facts.standing() {
        Standing::Counting | Standing::Closed | Standing::Expired => DONE,
        _ => AHEAD,
    };
    let mut step = facts.step(&say("step-close"), Some(facts.wave.closes_at), state);
    for reminder in facts.reminders.iter().filter(|reminder| !facts.comes(reminder)) {
        step = step.note(facts.lang, &say("step-close-drops").with("number", reminder.number));
    }
    if !facts.wave.closes_early() {
        return step;
    }
    let planned = When::new(facts.lang, facts.wave, facts.wave.planned_close_at);
    step.note(facts.lang, &say("step-close-early").with("when", planned.text))
}

fn counted(facts: &Facts) -> Step {
    let (lang, heading) = (facts.lang, say("step-count"));
    match (facts.standing(), facts.headline.and_then(|headline| headline.counts)) {
        (Standing::Closed, Some(counts)) => {
            let answered = say("step-answered").with("answered", counts.respondents()).with("people", counts.headcount);
            let share = counts.response_rate().map(|rate| lang.percent(rate)).unwrap_or_default();
            let step = facts.step(&heading, facts.wave.ended_at, DONE).note(lang, &answered.with("share", share));
            step.note(lang, &say("step-count-done"))
        }
        (Standing::Closed, None) if facts.headline.is_some_and(|headline| headline.abandoned) => {
            facts.step(&heading, facts.wave.ended_at, DONE).note(lang, &say("step-abandoned"))
        }
        (Standing::Closed, None) => {
            let note = say("step-too-few").with("threshold", facts.wave.threshold).with("people", facts.headcount());
            facts.step(&heading, facts.wave.ended_at, DONE).note(lang, &note)
        }
        (Standing::Counting, _) if facts.is_stuck => {
            facts.step(&say("step-count-stopped"), None, NOW).note(lang, &say("step-count-stopped-note"))
        }
        (Standing::Counting, _) => facts.step(&heading, None, NOW).note(lang, &say("step-count-now")),
        _ => facts.step(&heading, None, AHEAD).note(lang, &say("step-count-note")),
    }
}

fn report(facts: &Facts) -> Step {
    if facts.standing() != Standing::Closed {
        let note = say("step-report-note").with("threshold", facts.wave.threshold);
        return facts.step(&say("step-report"), None, AHEAD).note(facts.lang, &note);
    }
    let mut step = facts.step(&say("step-report"), None, DONE);
    step.link = Some((format!("/reports/{}", facts.wave.id), facts.lang.say("wave-report-link").to_string()));
    step
}

fn cancelled(facts: &Facts) -> Step {
    let (heading, note) = match facts.standing() {
        Standing::Missed => ("step-cancelled", "wave-missed"),
        Standing::Expired => ("step-expired", "wave-expired"),
        _ if facts.wave.launched_at.is_some() => ("step-cancelled", "step-cancelled-open"),
        _ => ("step-cancelled", "step-cancelled-before"),
    };
    facts.step(&say(heading), facts.wave.ended_at, DONE).note(facts.lang, &say(note))
}
