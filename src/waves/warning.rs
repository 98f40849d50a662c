//! What is allowed but worth a second thought (method document: "Rhythm", "Sample", "Ten mistakes").

use chrono::TimeDelta;

use super::pace::{self, Due};
use super::text::Problem;
use super::{Draft, local_time};
use crate::i18n::{Message, say};
use crate::settings::{Pace, Rest};

/// Below this threshold the plan warns.
pub const ADVISED_THRESHOLD: u32 = 5;
/// Openings nearer to each other than this tire people: more often than monthly.
pub const TIRING_DAYS: i64 = 30;
/// The smallest statistically useful number of answers.
pub const USEFUL_SAMPLE: usize = 100;
/// From this many people on a company is large.
pub const LARGE_COMPANY: usize = 500;
/// Of a small company at least one person in so many should answer.
const SMALL_COMPANY_PART: usize = 2;
/// Of a large company at least one person in so many should answer.
const LARGE_COMPANY_PART: usize = 5;
/// A reminder that goes out later than this before the close reaches many only after it.
const LATE_REMINDER: TimeDelta = TimeDelta::hours(24);
/// Small groups that a warning names.
const MOST_NAMED: usize = 3;

/// What is allowed but worth a second thought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Warning {
    /// The threshold is below five.
    LowThreshold,
    /// It opens when nobody works.
    OpensAtRest(Rest),
    /// It closes on a day on which nobody works.
    ClosesAtRest(Rest),
    /// A reminder would come so shortly before the close that it is not sent.
    DroppedReminder {
        /// 1 for the first.
        number: usize,
        /// Reminders are not sent within so many hours of the close.
        quiet_hours: i64,
    },
    /// Two reminders move to the same moment: only one goes out.
    SameMoment {
        /// The number of the later one.
        number: usize,
    },
    /// A reminder goes out so shortly before the close.
    LateReminder {
        /// 1 for the first.
        number: usize,
        /// Whole hours before the close, rounded up.
        hours: i64,
    },
    /// Fewer people than the threshold: there will be no score.
    FewerThanThreshold {
        /// How many are invited.
        people: usize,
        /// The threshold.
        threshold: u32,
    },
    /// Fewer than a hundred people can answer.
    SmallSample {
        /// How many are invited.
        people: usize,
    },
    /// So few of the company are invited that the wave says nothing of the company.
    SmallPart {
        /// How many are invited.
        people: usize,
        /// How many there are.
        of: usize,
    },
    /// Groups that will stay hidden, whoever answers.
    SmallGroups {
        /// How many.
        groups: usize,
        /// The threshold.
        threshold: u32,
        /// The names of the first few, with their sizes.
        names: String,
    },
    /// Another wave with some of the same people opens within thirty days.
    Tiring {
        /// Its title.
        title: String,
        /// How many of its people are the same.
        people: usize,
        /// Days between the openings.
        days: i64,
    },
    /// A text says what may not have been meant.
    Text {
        /// The name of its field.
        field: &'static str,
        /// What.
        problem: Problem,
    },
}

/// What a draft would meet today.
#[derive(Debug, Clone, Default)]
pub struct Surroundings {
    /// How many people it would invite.
    pub people: usize,
    /// How many people there are.
    pub company: usize,
    /// The groups it would have, with how many invited people are in each.
    pub groups: Vec<(String, usize)>,
    /// The wave nearest in time that has some of the same people: title, how many of them, days between the openings.
    pub nearest: Option<(String, usize, i64)>,
    /// When people work.
    pub pace: Pace,
}

impl Warning {
    /// The warning in words: what, why, and what to do.
    #[must_use]
    pub fn message(&self) -> Message {
        match self {
            Self::LowThreshold => say("wave-warning-threshold"),
            Self::OpensAtRest(Rest::Hours) => say("pace-warning-opens-hours"),
            Self::OpensAtRest(Rest::DayOff) => say("pace-warning-opens-day-off"),
            Self::OpensAtRest(Rest::Holiday(name)) => say("pace-warning-opens-holiday").with("name", name),
            Self::ClosesAtRest(Rest::Holiday(name)) => say("pace-warning-closes-holiday").with("name", name),
            Self::ClosesAtRest(_) => say("pace-warning-closes-day-off"),
            Self::DroppedReminder { number, quiet_hours } => {
                say("pace-warning-dropped").with("number", *number).with("hours", *quiet_hours)
            }
            Self::SameMoment { number } => {
                say("pace-warning-same").with("number", *number).with("before", number.saturating_sub(1))
            }
            Self::LateReminder { number, hours } => {
                say("wave-warning-late-reminder").with("number", *number).with("hours", *hours)
            }
            Self::FewerThanThreshold { people, threshold } => {
                say("wave-warning-too-few").with("people", *people).with("threshold", *threshold)
            }
            Self::SmallSample { people } => {
                say("wave-warning-sample").with("people", *people).with("half", people.div_ceil(SMALL_COMPANY_PART))
            }
            Self::SmallPart { people, of } => say("wave-warning-part").with("people", *people).with("of", *of),
            Self::SmallGroups { groups, threshold, names } => say("wave-warning-groups")
                .with("groups", *groups)
                .with("threshold", *threshold)
                .with("names", names)
                .with("more", groups.saturating_sub(MOST_NAMED)),
            Self::Tiring { title, people, days } => {
                say("wave-warning-rhythm").with("title", title).with("people", *people).with("days", *days)
            }
            Self::Text { problem, .. } => problem.message(),
        }
    }

    /// The name of the form's field that it is about.
    #[must_use]
    pub fn field(&self) -> &'static str {
        match self {
            Self::LowThreshold | Self::SmallGroups { .. } => "threshold",
            Self::OpensAtRest(_) | Self::Tiring { .. } => "opens",
            Self::ClosesAtRest(_) => "closes",
            Self::LateReminder { .. } | Self::DroppedReminder { .. } | Self::SameMoment { .. } => "reminders",
            Self::FewerThanThreshold { .. } | Self::SmallSample { .. } | Self::SmallPart { .. } => "audience",
            Self::Text { field, .. } => field,
        }
    }
}

impl Draft {
    /// Everything worth a second thought about a plan, in the order of the form.
    #[must_use]
    pub fn warnings(&self, around: &Surroundings) -> Vec<Warning> {
        let mut warnings: Vec<Warning> = self.about_people(around).into_iter().collect();
        warnings.extend(self.about_times(around));
        if self.threshold < ADVISED_THRESHOLD {
            warnings.push(Warning::LowThreshold);
        }
        warnings.extend(self.about_groups(around));
        warnings.extend(self.about_texts());
        warnings
    }

    fn about_people(&self, around: &Surroundings) -> Option<Warning> {
        let (people, of) = (around.people, around.company);
        let part = if of < LARGE_COMPANY { SMALL_COMPANY_PART } else { LARGE_COMPANY_PART };
        if people == 0 {
            None
        } else if people < self.threshold as usize {
            Some(Warning::FewerThanThreshold { people, threshold: self.threshold })
        } else if people < of.div_ceil(part) {
            Some(Warning::SmallPart { people, of })
        } else if people < USEFUL_SAMPLE {
            Some(Warning::SmallSample { people })
        } else {
            None
        }
    }

    fn about_times(&self, around: &Surroundings) -> Vec<Warning> {
        let mut warnings = Vec::new();
        if let Some((title, people, days)) = around.nearest.clone().filter(|(.., days)| *days < TIRING_DAYS) {
            warnings.push(Warning::Tiring { title, people, days });
        }
        warnings.extend(around.pace.rest_at(self.opens_local).map(Warning::OpensAtRest));
        // A wave may well close in the evening, when work is done.
        let closes = around.pace.rest_at(self.closes_local).filter(|rest| *rest != Rest::Hours);
        warnings.extend(closes.map(Warning::ClosesAtRest));
        warnings.extend(self.about_reminders(&around.pace));
        warnings
    }

    /// When its reminders go out, in their order.
    #[must_use]
    pub fn due(&self, pace: &Pace) -> Vec<Due> {
        let due = |local| pace::due(pace, self.time_zone, local_time::to_utc(self.time_zone, local), self.closes_at());
        self.in_order().into_iter().map(due).collect()
    }

    fn about_reminders(&self, pace: &Pace) -> Vec<Warning> {
        let (mut warnings, mut before) = (Vec::new(), None);
        for (number, due) in (1..).zip(self.due(pace)) {
            let left = self.closes_at() - due.at;
            if due.at >= due.too_late_at {
                warnings.push(Warning::DroppedReminder { number, quiet_hours: pace.quiet_hours });
            } else if before == Some(due.at) {
                warnings.push(Warning::SameMoment { number });
            } else if left < LATE_REMINDER {
                warnings.push(Warning::LateReminder { number, hours: (left.num_minutes() + 59) / 60 });
            }
            before = Some(due.at);
        }
        warnings
    }

    /// Nothing where the whole wave is too small: that is said already.
    fn about_groups(&self, around: &Surroundings) -> Option<Warning> {
        let is_small = |people: usize| 0 < people && people < self.threshold as usize;
        if is_small(around.people) {
            return None;
        }
        let small: Vec<_> = around.groups.iter().filter(|(_, people)| is_small(*people)).collect();
        let first = small.iter().take(MOST_NAMED).map(|(name, people)| format!("{name} ({people})"));
        let names = first.collect::<Vec<_>>().join(", ");
        (!small.is_empty()).then_some(Warning::SmallGroups { groups: small.len(), threshold: self.threshold, names })
    }
}
