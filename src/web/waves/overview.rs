//! Every wave as lists and the start page show it: where it stands, what comes next, how many answered.

use std::collections::HashMap;

use super::{When, until};
use crate::ballots;
use crate::db::{Conn, Moment, Result, WaveId};
use crate::i18n::{Lang, Message, say};
use crate::people::{self, Departments};
use crate::reports::{self, Headline};
use crate::waves::{Event, Next, Standing, Wave, WaveState, store};

/// A wave and what may be told of it beside its plan.
#[derive(Debug, Clone)]
pub struct Listed {
    /// The wave.
    pub wave: Wave,
    /// Where it stands.
    pub standing: Standing,
    /// What happens to it next by itself.
    pub next: Option<Next>,
    /// How many people are invited; before the launch, how many would be today.
    pub people: usize,
    /// How many answered: of an open wave as last counted by the clock, of a closed one as its report says.
    pub answered: Option<u32>,
    /// Whether it was given up.
    pub is_abandoned: bool,
}

/// Every wave, the latest opening first.
///
/// # Errors
/// When the database cannot be asked.
pub fn listed(conn: &mut Conn, now: Moment) -> Result<Vec<Listed>> {
    let tree = Departments::new(people::store::departments(conn)?);
    let direct = people::store::headcounts(conn)?;
    let reminders = store::all_reminders(conn)?;
    let headlines: HashMap<WaveId, Headline> =
        reports::store::headlines(conn)?.into_iter().map(|headline| (headline.wave, headline)).collect();
    let mut listed = Vec::new();
    for wave in store::all(conn)? {
        let answered = match wave.state {
            WaveState::Open => ballots::rates::shown(conn, &wave)?.map(|rates| rates.answered),
            _ => headlines.get(&wave.id).and_then(|headline| headline.counts).map(|counts| counts.respondents()),
        };
        listed.push(Listed {
            standing: wave.standing(now),
            next: wave.next(reminders.get(&wave.id).map_or(&[], Vec::as_slice), now),
            people: wave.headcount.map_or_else(|| wave.audience.people(&tree, &direct), |people| people as usize),
            answered,
            is_abandoned: headlines.get(&wave.id).is_some_and(|headline| headline.abandoned),
            wave,
        });
    }
    Ok(listed)
}

impl Listed {
    /// Where it stands, in a few words: "closes in 3 days".
    #[must_use]
    pub fn status(&self, lang: Lang, now: Moment) -> Message {
        let (key, moment) = match self.standing {
            Standing::Draft => return say("waves-is-draft"),
            Standing::Late => return say("waves-is-late"),
            Standing::Counting => return say("waves-is-counting"),
            Standing::Closed if self.is_abandoned => return say("waves-is-abandoned"),
            Standing::Closed if self.answered.is_none() => return say("waves-is-too-few"),
            Standing::Closed => return say("waves-is-closed"),
            Standing::Cancelled | Standing::Missed => return say("waves-is-cancelled"),
            Standing::Expired => return say("waves-is-expired"),
            Standing::Scheduled => ("waves-opens", self.wave.opens_at),
            Standing::Open => ("waves-closes", self.wave.closes_at),
        };
        say(key).with("in", until(lang, now, moment))
    }

    /// What happens next by itself, in words: "Reminder 2 goes out".
    #[must_use]
    pub fn next_event(&self) -> Option<Message> {
        Some(match self.next?.event {
            Event::Opening => say("next-opening").with("people", self.people),
            Event::Reminder(number) => say("next-reminder").with("number", number),
            Event::Close => say("next-close"),
            Event::Count => say("next-count"),
        })
    }

    /// When that is, on the wave's wall.
    #[must_use]
    pub fn next_at(&self, lang: Lang) -> Option<When> {
        self.next.map(|next| When::new(lang, &self.wave, next.at))
    }

    /// How many answered, with the share, if it may be told: "226 – 52%".
    #[must_use]
    pub fn rate(&self, lang: Lang) -> Option<String> {
        let (answered, people) = (self.answered?, u32::try_from(self.people).unwrap_or(u32::MAX));
        let share = f64::from(answered) / f64::from(people.max(1));
        let rate = lang.say("waves-rate").with("answered", answered).with("share", lang.percent(share));
        Some(rate.to_string())
    }
}
