//! The share that answered in each group, as a picture that is its own table.

use super::chart::percent;
use super::pictures::{Drawn, Groups};
use super::words;
use crate::i18n::Lang;
use crate::reports::Counts;

/// More groups than this are folded, below so many of the upper levels.
const FEW_GROUPS: usize = 12;

/// The picture: published groups, the largest share first.
pub struct Rates {
    pub lines: Vec<RateLine>,
    /// Where they are folded: those of the upper levels, or the largest.
    pub brief: Vec<RateLine>,
    /// How many groups there are; more than lines where the picture has only the upper levels, or the largest.
    pub all: usize,
    /// The share of everyone: a line through all bars.
    pub everyone: RateLine,
}

/// A bar of it.
pub struct RateLine {
    pub name: String,
    /// "217 of 446".
    pub answered: String,
    pub rate: String,
    /// How long the bar is.
    pub place: String,
}

impl Rates {
    /// None for fewer than two groups.
    pub fn of(lang: Lang, drawn: &Drawn) -> Option<Self> {
        let everyone = drawn.report.everyone()?.counts;
        let groups = drawn.by_rate()?;
        let is_long = groups.shown.len() > FEW_GROUPS;
        let few = Drawn { most_groups: FEW_GROUPS, ..*drawn }.by_rate().filter(|_| is_long);
        let brief = few.map(|few| lines(lang, few)).unwrap_or_default();
        let all = groups.all;
        let name = lang.say("groups-everyone").to_string();
        Some(Self { lines: lines(lang, groups), brief, all, everyone: RateLine::of(lang, name, &everyone) })
    }

    pub fn is_long(&self) -> bool {
        self.lines.len() > FEW_GROUPS
    }

    pub fn is_cut(&self) -> bool {
        self.lines.len() < self.all
    }
}

fn lines(lang: Lang, groups: Groups) -> Vec<RateLine> {
    groups.shown.into_iter().map(|group| RateLine::of(lang, group.name, &group.counts)).collect()
}

impl RateLine {
    fn of(lang: Lang, name: String, counts: &Counts) -> Self {
        let share = counts.response_rate().unwrap_or_default();
        Self {
            name,
            answered: words::answered(lang, counts).to_string(),
            rate: lang.percent(share),
            place: percent(100.0 * share),
        }
    }
}
