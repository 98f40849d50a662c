//! Public holidays: a list that an admin writes, one on a line.

mod line;
mod sets;

use chrono::{Datelike, NaiveDate};

pub use line::{LineError, Wrong};
pub use sets::{Set, easter};

use crate::i18n::{Lang, day_date, full_date};

/// The most lines of the list.
pub const MOST_HOLIDAYS: usize = 500;
/// The longest name of a holiday in characters.
pub const LONGEST_NAME: usize = 100;
/// A leap year, so that 29 February can be written.
const LEAP: i32 = 2000;

/// When a holiday is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Day {
    /// Every year on this day, which is kept in a leap year.
    Yearly(NaiveDate),
    /// Once.
    Once(NaiveDate),
}

impl Day {
    /// Every year on a day of a month; none where no month has it.
    #[must_use]
    pub fn yearly(month: u32, day: u32) -> Option<Self> {
        NaiveDate::from_ymd_opt(LEAP, month, day).map(Self::Yearly)
    }

    /// Whether it is on a date.
    #[must_use]
    pub fn is_on(self, date: NaiveDate) -> bool {
        match self {
            Self::Yearly(day) => (day.month(), day.day()) == (date.month(), date.day()),
            Self::Once(day) => day == date,
        }
    }

    /// As people write it: "1 January" or "26 March 2027".
    fn written(self, lang: Lang) -> String {
        let text = match self {
            Self::Yearly(day) => day_date(lang, day),
            Self::Once(day) => full_date(lang, day),
        };
        text.replace('\u{a0}', " ")
    }
}

/// A day off that would be a working day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holiday {
    /// When.
    pub day: Day,
    /// What it is called.
    pub name: String,
}

/// The list, those of every year first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Holidays(Vec<Holiday>);

impl Holidays {
    /// The name of the holiday on a date, if there is one.
    #[must_use]
    pub fn on(&self, date: NaiveDate) -> Option<&str> {
        self.0.iter().find(|holiday| holiday.day.is_on(date)).map(|holiday| holiday.name.as_str())
    }

    /// How many lines it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Reads a list: a date on each line, then its name. A date without a year is every year's.
    ///
    /// ```
    /// use candor::settings::Holidays;
    /// let list = Holidays::read("2027-03-26 Good Friday\n1.5. Labour Day\n\n25 декабря — Рождество").unwrap();
    /// assert_eq!(list.on("2027-03-26".parse()?), Some("Good Friday"));
    /// assert_eq!(list.on("2028-03-26".parse()?), None);
    /// assert_eq!(list.on("2031-05-01".parse()?), Some("Labour Day"));
    /// assert_eq!(list.on("2026-12-25".parse()?), Some("Рождество"));
    /// assert_eq!(Holidays::read("1/5 Labour Day").unwrap_err()[0].row, 1);
    /// # Ok::<(), chrono::ParseError>(())
    /// ```
    ///
    /// # Errors
    /// What is wrong with which lines.
    pub fn read(text: &str) -> Result<Self, Vec<LineError>> {
        let (mut found, mut wrong) = (Vec::<(usize, Holiday)>::new(), Vec::new());
        for (row, written) in (1..).zip(text.lines()).filter(|(_, written)| !written.trim().is_empty()) {
            match line::read(written) {
                Err(error) => wrong.push(LineError { row, wrong: error }),
                Ok(holiday) => match found.iter().find(|(_, other)| other.day == holiday.day) {
                    Some((before, _)) => wrong.push(LineError { row, wrong: Wrong::Again(*before) }),
                    None if found.len() == MOST_HOLIDAYS => wrong.push(LineError { row, wrong: Wrong::TooMany }),
                    None => found.push((row, holiday)),
                },
            }
            if wrong.last().is_some_and(|error| error.wrong == Wrong::TooMany) {
                break;
            }
        }
        if !wrong.is_empty() {
            return Err(wrong);
        }
        Ok(Self::of(found.into_iter().map(|(_, holiday)| holiday).collect()))
    }

    fn of(mut holidays: Vec<Holiday>) -> Self {
        holidays.sort_by_key(|holiday| holiday.day);
        Self(holidays)
    }

    /// The list as it is edited, in a language: "1 January – New Year’s Day".
    #[must_use]
    pub fn written(&self, lang: Lang) -> String {
        let line = |holiday: &Holiday| format!("{} – {}", holiday.day.written(lang), holiday.name);
        self.0.iter().map(line).collect::<Vec<_>>().join("\n")
    }

    /// The list with others that are not in it yet, as far as there is room; and how many these are.
    #[must_use]
    pub fn with(&self, others: Vec<Holiday>) -> (Self, usize) {
        let mut all = self.0.clone();
        for other in others {
            let is_known = all.iter().any(|known| known.day == other.day);
            if !is_known && all.len() < MOST_HOLIDAYS {
                all.push(other);
            }
        }
        let added = all.len() - self.len();
        (Self::of(all), added)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(text: &str) -> Vec<(usize, Wrong)> {
        let wrong = Holidays::read(text).err().unwrap_or_default();
        wrong.into_iter().map(|error| (error.row, error.wrong)).collect()
    }

    #[test]
    fn what_is_written_is_read_as_it_was_in_every_language() {
        let list =
            Holidays::read("2027-03-26 Good Friday\n29.02. Day\n1 May 2026: May – Day\n12-25\tChristmas").unwrap();
        for lang in Lang::ALL {
            assert_eq!(Holidays::read(&list.written(lang)), Ok(list.clone()));
        }
        assert_eq!(list.written(Lang::En).lines().next(), Some("29 February – Day"));
        assert_eq!(list.written(Lang::Ru).lines().last(), Some("26 марта 2027 – Good Friday"));
    }

    #[test]
    fn every_wrong_line_is_named_with_its_number() {
        let text = "2027-01-01 New Year\n\n31.02.2027 Nothing\n1/5 Labour\n2027-05-01\n01.01.2027 Again\nsoon Soon";
        let expected = [
            (3, Wrong::NoDate("31.02.2027".to_owned())),
            (4, Wrong::Slashes("1/5".to_owned())),
            (5, Wrong::NoName),
            (6, Wrong::Again(1)),
            (7, Wrong::NoDate("soon".to_owned())),
        ];
        assert_eq!(wrong(text), expected);
        assert_eq!(wrong(&format!("1.1. {}", "x".repeat(101))), [(1, Wrong::LongName)]);
        let many: Vec<String> = (0..501).map(|number| format!("{}-01-01 x\n", 2000 + number)).collect();
        assert_eq!(wrong(&many.concat()), [(501, Wrong::TooMany)]);
    }

    #[test]
    fn a_leap_day_of_every_year_is_in_leap_years_only() {
        let list = Holidays::read("29.02. Leap day").unwrap();
        assert_eq!(list.on(NaiveDate::from_ymd_opt(2028, 2, 29).unwrap()), Some("Leap day"));
        assert!((1..=28).all(|day| list.on(NaiveDate::from_ymd_opt(2027, 2, day).unwrap()).is_none()));
        assert_eq!(list.on(NaiveDate::from_ymd_opt(2027, 3, 1).unwrap()), None);
    }
}
