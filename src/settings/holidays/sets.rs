//! Holidays that can be added at once, where a rule for every year is written down.

use chrono::{Days, NaiveDate};

use super::{Day, Holiday};
use crate::i18n::Lang;

/// Movable holidays are added for this year and as many after it.
const YEARS_AHEAD: i32 = 2;

/// A list that can be added at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Set {
    /// Non-working holidays of Russia: Labour Code, article 112. Days off that the government moves from year to year
    /// are not among them.
    Russia,
    /// The nine holidays of all German states, which each of their holiday acts has.
    Germany,
}

/// Month and day of holidays that stay, with the key of their name.
type Fixed = (u32, u32, &'static str);
/// Days after Easter Sunday of holidays that move with it, with the key of their name.
type Movable = (i64, &'static str);

const RUSSIA: [Fixed; 14] = [
    (1, 1, "holiday-new-year-week"),
    (1, 2, "holiday-new-year-week"),
    (1, 3, "holiday-new-year-week"),
    (1, 4, "holiday-new-year-week"),
    (1, 5, "holiday-new-year-week"),
    (1, 6, "holiday-new-year-week"),
    (1, 7, "holiday-orthodox-christmas"),
    (1, 8, "holiday-new-year-week"),
    (2, 23, "holiday-defender"),
    (3, 8, "holiday-women"),
    (5, 1, "holiday-spring-labour"),
    (5, 9, "holiday-victory"),
    (6, 12, "holiday-russia"),
    (11, 4, "holiday-unity"),
];
const GERMANY: [Fixed; 5] = [
    (1, 1, "holiday-new-year"),
    (5, 1, "holiday-labour"),
    (10, 3, "holiday-german-unity"),
    (12, 25, "holiday-christmas"),
    (12, 26, "holiday-second-christmas"),
];
const GERMANY_MOVABLE: [Movable; 4] =
    [(-2, "holiday-good-friday"), (1, "holiday-easter-monday"), (39, "holiday-ascension"), (50, "holiday-whit-monday")];

impl Set {
    /// All of them, in the order they are offered.
    pub const ALL: [Self; 2] = [Self::Russia, Self::Germany];

    /// The word in forms.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Russia => "russia",
            Self::Germany => "germany",
        }
    }

    /// The list of a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|set| set.word() == word)
    }

    /// Its holidays from a year on, named in a language.
    #[must_use]
    pub fn holidays(self, lang: Lang, year: i32) -> Vec<Holiday> {
        let (fixed, movable): (&[Fixed], &[Movable]) = match self {
            Self::Russia => (&RUSSIA, &[]),
            Self::Germany => (&GERMANY, &GERMANY_MOVABLE),
        };
        let name = |key: &'static str| lang.say(key).to_string();
        let fixed = fixed
            .iter()
            .filter_map(|(month, day, key)| Some(Holiday { day: Day::yearly(*month, *day)?, name: name(key) }));
        let years = (year..=year + YEARS_AHEAD).filter_map(easter);
        let moved = years.flat_map(|easter| movable.iter().map(move |(days, key)| (shifted(easter, *days), *key)));
        fixed.chain(moved.map(|(date, key)| Holiday { day: Day::Once(date), name: name(key) })).collect()
    }
}

fn shifted(date: NaiveDate, days: i64) -> NaiveDate {
    let distance = Days::new(days.unsigned_abs());
    if days < 0 { date - distance } else { date + distance }
}

/// Easter Sunday in the Gregorian calendar: the "anonymous" computation, as in Meeus, Astronomical Algorithms, chapter 8.
///
/// ```
/// use candor::settings::easter;
/// assert_eq!(easter(2026).unwrap().to_string(), "2026-04-05");
/// assert_eq!(easter(2027).unwrap().to_string(), "2027-03-28");
/// assert_eq!(easter(2000).unwrap().to_string(), "2000-04-23");
/// assert_eq!(easter(1818).unwrap().to_string(), "1818-03-22");
/// assert_eq!(easter(2038).unwrap().to_string(), "2038-04-25");
/// ```
#[must_use]
#[expect(clippy::many_single_char_names, reason = "the names of the source")]
pub fn easter(year: i32) -> Option<NaiveDate> {
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let (d, e) = (b / 4, b % 4);
    let f = (b + 8) / 25;
    let g = (b - f + 1) / 3;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let month_and_day = h + l - 7 * m + 114;
    let number = |value: i32| u32::try_from(value).ok();
    NaiveDate::from_ymd_opt(year, number(month_and_day / 31)?, number(month_and_day % 31 + 1)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sets_have_the_days_of_their_laws() {
        let russia = Set::Russia.holidays(Lang::Ru, 2027);
        assert_eq!((russia.len(), russia[6].name.as_str()), (14, "Рождество Христово"));
        let germany = super::super::Holidays::default().with(Set::Germany.holidays(Lang::En, 2027)).0;
        for (date, name) in [
            ("2027-01-01", "New Year’s Day"),
            ("2027-03-26", "Good Friday"),
            ("2027-03-29", "Easter Monday"),
            ("2027-05-01", "Labour Day"),
            ("2027-05-06", "Ascension Day"),
            ("2027-05-17", "Whit Monday"),
            ("2029-05-21", "Whit Monday"),
            ("2040-10-03", "Day of German Unity"),
            ("2027-12-26", "Second Christmas Day"),
        ] {
            assert_eq!(germany.on(date.parse().unwrap()), Some(name), "{date}");
        }
        assert_eq!(germany.len(), 5 + 3 * 4);
    }

    #[test]
    fn adding_a_set_twice_adds_nothing() {
        let (once, added) = super::super::Holidays::default().with(Set::Russia.holidays(Lang::En, 2027));
        assert_eq!(added, 14);
        assert_eq!(once.with(Set::Russia.holidays(Lang::Ru, 2028)), (once.clone(), 0));
    }
}
