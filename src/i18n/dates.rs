//! Dates and times as each language writes them. Names of months and days are in `locales/`.

use chrono::{Datelike, NaiveDate, NaiveDateTime};

use super::Lang;

/// The genitive in Russian ("2 марта"), the plain name in English.
const MONTHS: [&str; 12] = [
    "month-1", "month-2", "month-3", "month-4", "month-5", "month-6", "month-7", "month-8", "month-9", "month-10",
    "month-11", "month-12",
];
/// The name that stands alone ("Март 2026").
const MONTHS_ALONE: [&str; 12] = [
    "month-alone-1",
    "month-alone-2",
    "month-alone-3",
    "month-alone-4",
    "month-alone-5",
    "month-alone-6",
    "month-alone-7",
    "month-alone-8",
    "month-alone-9",
    "month-alone-10",
    "month-alone-11",
    "month-alone-12",
];
const MONTHS_SHORT: [&str; 12] = [
    "month-short-1",
    "month-short-2",
    "month-short-3",
    "month-short-4",
    "month-short-5",
    "month-short-6",
    "month-short-7",
    "month-short-8",
    "month-short-9",
    "month-short-10",
    "month-short-11",
    "month-short-12",
];
const WEEKDAYS: [&str; 7] = ["weekday-1", "weekday-2", "weekday-3", "weekday-4", "weekday-5", "weekday-6", "weekday-7"];

fn name(lang: Lang, names: &[&'static str], index: u32) -> String {
    lang.say(names[index as usize]).to_string()
}

/// "13 March" and «13 марта».
#[must_use]
pub fn day_date(lang: Lang, date: NaiveDate) -> String {
    format!("{}\u{a0}{}", date.day(), name(lang, &MONTHS, date.month0()))
}

/// "13 March 2026" and «13 марта 2026».
#[must_use]
pub fn full_date(lang: Lang, date: NaiveDate) -> String {
    format!("{} {}", day_date(lang, date), date.year())
}

/// "Mar 2026" and «мар. 2026».
#[must_use]
pub fn short_date(lang: Lang, date: NaiveDate) -> String {
    format!("{}\u{a0}{}", name(lang, &MONTHS_SHORT, date.month0()), date.year())
}

/// "March 2026" and «Март 2026».
#[must_use]
pub fn month_year(lang: Lang, date: NaiveDate) -> String {
    format!("{} {}", name(lang, &MONTHS_ALONE, date.month0()), date.year())
}

/// "Friday" and «пятница».
#[must_use]
pub fn weekday(lang: Lang, date: NaiveDate) -> String {
    name(lang, &WEEKDAYS, date.weekday().num_days_from_monday())
}

/// "18:00".
#[must_use]
pub fn time_of_day(local: NaiveDateTime) -> String {
    local.format("%H:%M").to_string()
}

/// "Friday 13 March, 18:00" and «пятница, 13 марта, 18:00».
#[must_use]
pub fn weekday_date_time(lang: Lang, local: NaiveDateTime) -> String {
    lang.say("date-weekday-time")
        .with("weekday", weekday(lang, local.date()))
        .with("date", day_date(lang, local.date()))
        .with("time", time_of_day(local))
        .to_string()
}
