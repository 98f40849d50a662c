//! A wave as it is being planned: what an admin may write, and what is wrong with it.

use std::collections::BTreeSet;

use chrono::{NaiveDateTime, TimeDelta};
use chrono_tz::Tz;

use super::text::{Problem, problems};
use super::{Audience, CommentsBy, Survey, TextKind, Warning, local_time};
use crate::db::Moment;
use crate::i18n::{FormErrors, say};

/// The longest title in characters.
pub const MAX_TITLE: usize = 200;
/// The longest question or subject in characters.
pub const MAX_LINE: usize = 300;
/// The longest text of a mail in characters.
pub const MAX_TEXT: usize = 3_000;
/// The most reminders of one wave.
pub const MAX_REMINDERS: usize = 5;
/// A wave is open for at least this long.
pub const SHORTEST_WAVE: TimeDelta = TimeDelta::hours(1);
/// A wave is open for at most this long: its key lives as long.
pub const LONGEST_WAVE: TimeDelta = TimeDelta::days(366);
/// The lowest threshold there is.
pub const MIN_THRESHOLD: u32 = 3;
/// The highest threshold that makes sense to ask for.
pub const MAX_THRESHOLD: u32 = 100;
/// What an admin writes about a wave before it is scheduled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// What admins call it.
    pub title: String,
    /// Whom it invites.
    pub audience: Audience,
    /// The zone of its times.
    pub time_zone: Tz,
    /// When it opens, on the wall.
    pub opens_local: NaiveDateTime,
    /// When it closes, on the wall.
    pub closes_local: NaiveDateTime,
    /// When reminders go out, on the wall.
    pub reminders: Vec<NaiveDateTime>,
    /// Respondents below which nothing of a group is published.
    pub threshold: u32,
    /// Whether comments may be four times as long.
    pub long_comments: bool,
    /// Whether reminders go to everyone alike.
    pub remind_everyone: bool,
    /// How comments are grouped.
    pub comments_by: CommentsBy,
    /// Whether everyone invited is told when it has ended.
    pub closing_message: bool,
    /// Questions and texts.
    pub survey: Survey,
}

impl Draft {
    /// The opening, UTC.
    #[must_use]
    pub fn opens_at(&self) -> Moment {
        local_time::to_utc(self.time_zone, self.opens_local)
    }

    /// The close, UTC.
    #[must_use]
    pub fn closes_at(&self) -> Moment {
        local_time::to_utc(self.time_zone, self.closes_local)
    }

    /// The reminders' times on the wall, each once, in the order of their moments.
    #[must_use]
    pub fn in_order(&self) -> Vec<NaiveDateTime> {
        let moment = |local: &NaiveDateTime| (local_time::to_utc(self.time_zone, *local), *local);
        let times: BTreeSet<_> = self.reminders.iter().map(moment).collect();
        times.into_iter().map(|(_, local)| local).collect()
    }

    /// Whether it can be kept as it is.
    ///
    /// # Errors
    /// What is wrong, field by field.
    pub fn check(&self) -> Result<(), FormErrors> {
        let mut errors = FormErrors::new();
        let title = self.title.trim().chars().count();
        if title == 0 {
            errors.add("title", say("wave-error-title-missing"));
        } else if title > MAX_TITLE {
            errors.add("title", say("wave-error-title-long").with("most", MAX_TITLE));
        }
        if matches!(&self.audience, Audience::Departments(ids) if ids.is_empty()) {
            errors.add("audience", say("wave-error-no-departments"));
        }
        let open_for = self.closes_at() - self.opens_at();
        if open_for < SHORTEST_WAVE {
            errors.add("closes", say("wave-error-closes-before"));
        } else if open_for > LONGEST_WAVE {
            errors.add("closes", say("wave-error-too-long"));
        }
        self.check_reminders(&mut errors);
        if !(MIN_THRESHOLD..=MAX_THRESHOLD).contains(&self.threshold) {
            errors
                .add("threshold", say("wave-error-threshold").with("least", MIN_THRESHOLD).with("most", MAX_THRESHOLD));
        }
        self.check_texts(&mut errors);
        errors.into_result()
    }

    fn check_reminders(&self, errors: &mut FormErrors) {
        if self.reminders.len() > MAX_REMINDERS {
            errors.add("reminders", say("wave-error-many-reminders").with("most", MAX_REMINDERS));
        }
        let inside = |local: &NaiveDateTime| {
            let at = local_time::to_utc(self.time_zone, *local);
            self.opens_at() < at && at < self.closes_at()
        };
        if !self.reminders.iter().all(inside) {
            errors.add("reminders", say("wave-error-reminder-outside"));
        }
    }

    fn check_texts(&self, errors: &mut FormErrors) {
        for (field, kind, text) in self.texts() {
            let most = if kind.is_long() { MAX_TEXT } else { MAX_LINE };
            let refused = in_text(kind, text).into_iter().find(Problem::is_refused);
            if text.trim().is_empty() && self.needs(kind) {
                errors.add(field, say("wave-error-text-missing"));
            } else if text.chars().count() > most {
                errors.add(field, say("wave-error-text-long").with("most", most));
            } else if let Some(problem) = refused {
                errors.add(field, problem.message());
            }
        }
    }

    /// The texts with the names of their fields.
    fn texts(&self) -> Vec<(&'static str, TextKind, &str)> {
        let all = self.survey.texts.iter();
        all.flat_map(|(lang, texts)| TextKind::ALL.map(|kind| (kind.field(*lang), kind, texts.get(kind)))).collect()
    }

    fn needs(&self, kind: TextKind) -> bool {
        match kind {
            TextKind::Done => false,
            TextKind::ClosingSubject | TextKind::ClosingText => self.closing_message,
            _ => true,
        }
    }

    /// What the texts say that may not have been meant, with the names of their fields.
    pub(super) fn about_texts(&self) -> Vec<Warning> {
        let found =
            |(field, kind, text)| in_text(kind, text).into_iter().map(move |problem| Warning::Text { field, problem });
        self.texts().into_iter().flat_map(found).collect()
    }
}

fn in_text(kind: TextKind, text: &str) -> Vec<Problem> {
    kind.place().map(|place| problems(text, place)).unwrap_or_default()
}
