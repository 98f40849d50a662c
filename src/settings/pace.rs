//! When people work, so that reminders reach them then.

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Weekday};

use super::holidays::Holidays;
use crate::i18n::{FormErrors, Lang, say};

/// The most hours before a close in which reminders may be left out: a week.
pub const MOST_QUIET_HOURS: i64 = 168;
/// Wrong lines of the holidays that are named at once.
const MOST_NAMED: usize = 10;
/// How a time of the day is written in forms and in the database.
const TIME: &str = "%H:%M";
/// The same with seconds, as some browsers send it.
const TIME_SECONDS: &str = "%H:%M:%S";

/// Working days and hours, by the clocks of whichever zone is asked about, and how near to a close reminders may come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pace {
    /// Which weekdays are working days, from Monday; at least one is.
    pub days: [bool; 7],
    /// The first working minute of a day.
    pub from: NaiveTime,
    /// The first minute after work, later than `from`.
    pub to: NaiveTime,
    /// Days off that would be working days.
    pub holidays: Holidays,
    /// A reminder that would come within so many hours of the close is not sent: 0 to [`MOST_QUIET_HOURS`].
    pub quiet_hours: i64,
}

impl Default for Pace {
    fn default() -> Self {
        let at = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default();
        let days = [true, true, true, true, true, false, false];
        Self { days, from: at(9), to: at(18), holidays: Holidays::default(), quiet_hours: 12 }
    }
}

/// Why nobody works at a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rest {
    /// It is no working day.
    DayOff,
    /// It is a public holiday of this name.
    Holiday(String),
    /// It is before or after work.
    Hours,
}

impl Pace {
    /// Whether people work on a day.
    #[must_use]
    pub fn works_on(&self, date: NaiveDate) -> bool {
        self.is_working_day(date.weekday()) && self.holidays.on(date).is_none()
    }

    fn is_working_day(&self, day: Weekday) -> bool {
        self.days[day.num_days_from_monday() as usize]
    }

    /// Why nobody works at a time on the wall; nothing while people work.
    ///
    /// ```
    /// use candor::settings::{Pace, Rest};
    /// let pace = Pace::default();
    /// assert_eq!(pace.rest_at("2026-03-06T17:59:00".parse()?), None);
    /// assert_eq!(pace.rest_at("2026-03-06T18:00:00".parse()?), Some(Rest::Hours));
    /// assert_eq!(pace.rest_at("2026-03-07T10:00:00".parse()?), Some(Rest::DayOff));
    /// # Ok::<(), chrono::ParseError>(())
    /// ```
    #[must_use]
    pub fn rest_at(&self, local: NaiveDateTime) -> Option<Rest> {
        if let Some(name) = self.holidays.on(local.date()) {
            return Some(Rest::Holiday(name.to_owned()));
        }
        if !self.is_working_day(local.weekday()) {
            return Some(Rest::DayOff);
        }
        (local.time() < self.from || local.time() >= self.to).then_some(Rest::Hours)
    }

    /// How near to a close reminders may come.
    #[must_use]
    pub fn quiet(&self) -> TimeDelta {
        TimeDelta::hours(self.quiet_hours)
    }

    /// Working days as the database keeps them: `1,2,3,4,5` from Monday.
    #[must_use]
    pub(super) fn written_days(&self) -> String {
        let numbers = (1..).zip(self.days).filter(|(_, works)| *works).map(|(number, _): (u8, _)| number.to_string());
        numbers.collect::<Vec<_>>().join(",")
    }
}

/// Reads what [`Pace::written_days`] wrote.
pub(super) fn days(written: &str) -> [bool; 7] {
    let numbers: Vec<usize> = written.split(',').filter_map(|number| number.trim().parse().ok()).collect();
    std::array::from_fn(|index| numbers.contains(&(index + 1)))
}

/// A time of the day as a form or the database has it.
pub(super) fn time(written: &str) -> Option<NaiveTime> {
    let parse = |format| NaiveTime::parse_from_str(written.trim(), format).ok();
    parse(TIME).or_else(|| parse(TIME_SECONDS))
}

/// A time of the day for a form or the database.
pub(super) fn written(time: NaiveTime) -> String {
    time.format(TIME).to_string()
}

/// What the form says, field by field.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PaceDraft {
    /// The first working minute.
    pub from: String,
    /// The first minute after work.
    pub to: String,
    /// Working days: the ticked ones, 1 is Monday.
    pub days: Vec<String>,
    /// Public holidays, one on a line.
    pub holidays: String,
    /// Hours before the close.
    pub quiet_hours: String,
}

impl PaceDraft {
    /// What is kept, as the form shows it in a language.
    #[must_use]
    pub fn of(pace: &Pace, lang: Lang) -> Self {
        Self {
            from: written(pace.from),
            to: written(pace.to),
            days: pace.written_days().split(',').map(str::to_owned).collect(),
            holidays: pace.holidays.written(lang),
            quiet_hours: pace.quiet_hours.to_string(),
        }
    }

    /// Reads what a browser sent; unknown fields are left out.
    #[must_use]
    pub fn read(pairs: Vec<(String, String)>) -> Self {
        let mut draft = Self::default();
        for (name, value) in pairs {
            match name.as_str() {
                "from" => draft.from = value,
                "to" => draft.to = value,
                "day" => draft.days.push(value),
                "holidays" => draft.holidays = value,
                "quiet_hours" => draft.quiet_hours = value,
                _ => {}
            }
        }
        draft
    }

    /// Whether a weekday is ticked, from 1.
    #[must_use]
    pub fn has_day(&self, number: &usize) -> bool {
        self.days.contains(&number.to_string())
    }

    /// Makes a setting of it.
    ///
    /// # Errors
    /// What is wrong with which field; of the holidays, which lines.
    pub fn parse(&self) -> Result<Pace, FormErrors> {
        let mut errors = FormErrors::new();
        let days = days(&self.days.join(","));
        if !days.contains(&true) {
            errors.add("days", say("pace-days-none"));
        }
        let (from, to) = (time(&self.from), time(&self.to));
        for (field, time) in [("from", from), ("to", to)] {
            if time.is_none() {
                errors.add(field, say("pace-time-wrong"));
            }
        }
        let (from, to) = (from.unwrap_or(NaiveTime::MIN), to.unwrap_or(NaiveTime::MIN));
        if errors.of("from").or(errors.of("to")).is_none() && from >= to {
            errors.add("to", say("pace-to-before"));
        }
        let quiet_hours = self.quiet_hours.trim().parse().ok().filter(|hours| (0..=MOST_QUIET_HOURS).contains(hours));
        if quiet_hours.is_none() {
            errors.add("quiet_hours", say("pace-quiet-wrong").with("most", MOST_QUIET_HOURS));
        }
        let holidays = Holidays::read(&self.holidays).unwrap_or_else(|wrong| {
            for line in wrong.iter().take(MOST_NAMED) {
                errors.add("holidays", line.message());
            }
            Holidays::default()
        });
        errors.into_result()?;
        Ok(Pace { days, from, to, holidays, quiet_hours: quiet_hours.unwrap_or_default() })
    }
}
