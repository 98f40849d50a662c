//! Response rates of an open wave, as far as they may be shown and no finer.

use super::When;
use crate::ballots::rates::Rates;
use crate::i18n::{Lang, Message, say};
use crate::reports::Headline;
use crate::waves::{Tree, Wave};

/// A group's rate in steps of ten per cent.
pub struct GroupRate {
    pub name: String,
    /// Its place in the tree: a class.
    pub level: &'static str,
    pub people: String,
    /// Where the step begins, as a percentage for the drawing.
    pub from: String,
    pub range: Message,
}

/// The classes of rows by their depth; deeper ones look like the last.
const LEVELS: [&str; 4] = ["dep", "team", "team level-3", "team level-4"];

/// The whole wave's rate, and those of groups.
pub struct Shown {
    answered: u32,
    headcount: u32,
    pub share: String,
    /// A percentage for the drawing.
    pub width: String,
    pub counted: When,
    pub groups: Vec<GroupRate>,
    /// How many answered the wave before.
    pub before: Option<Before>,
}

/// The response rate of the wave before, as a mark on the bar.
pub struct Before {
    pub text: String,
    /// A percentage for the drawing.
    pub at: String,
    /// Which end of the text stands at the mark: a class.
    pub anchor: &'static str,
}

/// Left of this share the text begins at its mark, right of its complement it ends there.
const EDGE: f64 = 0.25;

/// Groups that a page shows at once; more are folded.
const MOST_UNFOLDED: usize = 30;

/// The highest step: over 90 per cent.
const LAST_STEP: u8 = 9;

impl Shown {
    pub fn new(lang: Lang, wave: &Wave, tree: &Tree, rates: &Rates, before: Option<&Headline>) -> Self {
        let share = f64::from(rates.answered) / f64::from(rates.headcount.max(1));
        Self {
            answered: rates.answered,
            headcount: rates.headcount,
            share: lang.percent(share),
            width: format!("{:.2}%", share * 100.0),
            counted: When::new(lang, wave, rates.counted_at),
            groups: groups(lang, tree, rates),
            before: before.and_then(|headline| Before::of(lang, headline)),
        }
    }

    pub fn answered(&self) -> u32 {
        self.answered
    }

    pub fn headcount(&self) -> u32 {
        self.headcount
    }

    /// Whether there are too many groups to be shown at once.
    pub fn is_long(&self) -> bool {
        self.groups.len() > MOST_UNFOLDED
    }

    /// The uppermost groups, if these are few enough to be shown at once.
    pub fn top(&self) -> Vec<&GroupRate> {
        let top: Vec<&GroupRate> = self.groups.iter().filter(|group| group.level == LEVELS[0]).collect();
        if top.len() > MOST_UNFOLDED { Vec::new() } else { top }
    }
}

impl Before {
    fn of(lang: Lang, headline: &Headline) -> Option<Self> {
        let rate = headline.counts?.response_rate()?;
        let text = lang.say("wave-rates-before").with("wave", &headline.title).with("share", lang.percent(rate));
        let anchor = match rate {
            rate if rate < EDGE => "",
            rate if rate > 1.0 - EDGE => "end",
            _ => "mid",
        };
        Some(Self { text: text.to_string(), at: format!("{:.2}%", rate * 100.0), anchor })
    }
}

fn groups(lang: Lang, tree: &Tree, rates: &Rates) -> Vec<GroupRate> {
    let headcounts = tree.headcounts();
    let shown = tree.groups().iter().zip(headcounts).filter(|(group, _)| group.parent.is_some());
    let rate = |(group, people): (&crate::waves::Group, u32)| {
        let step = *rates.groups.get(&group.number)?;
        let path = tree.path(group.number);
        Some(GroupRate {
            name: path.last().copied().unwrap_or_default().to_owned(),
            level: LEVELS[(path.len().max(1) - 1).min(LEVELS.len() - 1)],
            people: lang.number(people.into()),
            from: format!("{}%", u32::from(step) * 10),
            range: range(step),
        })
    };
    shown.filter_map(rate).collect()
}

fn range(step: u8) -> Message {
    match step {
        0 => say("wave-rate-under"),
        LAST_STEP.. => say("wave-rate-over"),
        _ => say("wave-rate-between").with("from", u32::from(step) * 10).with("to", u32::from(step) * 10 + 10),
    }
}
