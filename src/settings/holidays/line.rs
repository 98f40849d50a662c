//! A line of the list: a date in one of the ways in which people write it, then a name.

use chrono::{Datelike, NaiveDate};

use super::{Day, Holiday, LEAP, LONGEST_NAME};
use crate::i18n::{Lang, Message, day_date, say};

/// What is wrong with a line of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineError {
    /// Its number, from 1; empty lines count.
    pub row: usize,
    /// What.
    pub wrong: Wrong,
}

/// What is wrong with a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wrong {
    /// It begins with no date; what it begins with.
    NoDate(String),
    /// A date with slashes: nobody can tell the month from the day.
    Slashes(String),
    /// There is no name after the date.
    NoName,
    /// The name is longer than [`LONGEST_NAME`], or has characters that cannot be shown.
    LongName,
    /// The same date stands in another line.
    Again(usize),
    /// There are more lines than [`super::MOST_HOLIDAYS`].
    TooMany,
}

impl LineError {
    /// What is wrong, in words, and what to do.
    #[must_use]
    pub fn message(&self) -> Message {
        let message = match &self.wrong {
            Wrong::NoDate(text) => say("holidays-no-date").with("text", text),
            Wrong::Slashes(text) => say("holidays-slashes").with("text", text),
            Wrong::NoName => say("holidays-no-name"),
            Wrong::LongName => say("holidays-long-name").with("most", LONGEST_NAME),
            Wrong::Again(before) => say("holidays-again").with("before", *before),
            Wrong::TooMany => say("holidays-too-many").with("most", super::MOST_HOLIDAYS),
        };
        message.with("row", self.row)
    }
}

/// What may stand between a date and its name.
const BETWEEN: [char; 7] = ['-', '–', '—', ':', ';', ',', '.'];

pub(super) fn read(line: &str) -> Result<Holiday, Wrong> {
    let line = line.trim();
    let Some((day, rest)) = in_words(line).or_else(|| in_numbers(line)) else {
        let first = line.split([' ', '\t', '\u{a0}']).next().unwrap_or_default();
        let text: String = first.chars().take(LONGEST_NAME).collect();
        let is_slashed = first.contains('/') && first.chars().all(|c| c.is_ascii_digit() || c == '/');
        return Err(if is_slashed { Wrong::Slashes(text) } else { Wrong::NoDate(text) });
    };
    let name = rest.trim_start_matches(|c: char| c.is_whitespace() || BETWEEN.contains(&c));
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() {
        return Err(Wrong::NoName);
    }
    if name.chars().count() > LONGEST_NAME || name.chars().any(char::is_control) {
        return Err(Wrong::LongName);
    }
    Ok(Holiday { day, name })
}

/// `2027-01-31`, `31.01.2027`, and without a year `01-31`, `31.01.`: the date, and what follows it.
fn in_numbers(line: &str) -> Option<(Day, &str)> {
    let end = line.find(|c: char| !c.is_ascii_digit() && c != '-' && c != '.').unwrap_or(line.len());
    let (date, rest) = line.split_at(end);
    let numbers =
        |sign| date.trim_end_matches(sign).split(sign).map(|part| part.parse().ok()).collect::<Option<Vec<u32>>>();
    let day = match (numbers('-').as_deref(), numbers('.').as_deref()) {
        (Some(&[year, month, day]), _) | (_, Some(&[day, month, year])) => once(year, month, day)?,
        (Some(&[month, day]), _) | (_, Some(&[day, month])) => Day::yearly(month, day)?,
        _ => return None,
    };
    Some((day, rest))
}

/// Years of two digits are no years: 27.01.26 may begin with either.
fn once(year: u32, month: u32, day: u32) -> Option<Day> {
    let year = i32::try_from(year).ok().filter(|year| (1970..=9999).contains(year))?;
    NaiveDate::from_ymd_opt(year, month, day).map(Day::Once)
}

/// "31 January 2027" and «31 января»: the date, and what follows it.
fn in_words(line: &str) -> Option<(Day, &str)> {
    let (day, rest) = word(line);
    let (month, rest) = word(rest);
    let (day, month) = (day.parse().ok()?, month_of(month)?);
    let (year, after) = word(rest);
    let year = year.trim_end_matches([':', ',', ';']);
    match year.parse().ok().filter(|_| year.len() == 4) {
        Some(number) => Some((once(number, month, day)?, after)),
        None => Some((Day::yearly(month, day)?, rest)),
    }
}

/// The first word of a text, and what follows it.
fn word(text: &str) -> (&str, &str) {
    let text = text.trim_start();
    text.split_at(text.find(char::is_whitespace).unwrap_or(text.len()))
}

/// The month of a name in either language.
fn month_of(name: &str) -> Option<u32> {
    let name = name.trim_end_matches([':', ',', ';']).to_lowercase();
    let is_named = |lang: Lang, month: NaiveDate| {
        let written = day_date(lang, month).to_lowercase();
        written.split('\u{a0}').nth(1).is_some_and(|known| known == name)
    };
    let months = (1..=12).filter_map(|month| NaiveDate::from_ymd_opt(LEAP, month, 1));
    let found = months.into_iter().find(|month| Lang::ALL.into_iter().any(|lang| is_named(lang, *month)));
    found.map(|month| month.month())
}
