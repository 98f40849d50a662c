//! Titles that name a month, and how they go on a quarter later.

use chrono::{Datelike, NaiveDate};

use super::draft::MAX_TITLE;
use crate::i18n::{Lang, month_year, say};

/// The digits of a year.
const YEAR_DIGITS: usize = 4;

/// The title of a wave like another one that opens on a later date: its month moved on where it names one in either
/// language; else the new month is added, in the reader's language.
///
/// ```
/// use candor::i18n::Lang;
/// use candor::waves::title_after;
/// let june = "2026-06-01".parse()?;
/// assert_eq!(title_after("March 2026", june, Lang::En), "June 2026");
/// assert_eq!(title_after("Sales, март 2026 (пилот)", june, Lang::En), "Sales, июнь 2026 (пилот)");
/// assert_eq!(title_after("Март", june, Lang::En), "Июнь 2026");
/// assert_eq!(title_after("Q1 2026", june, Lang::En), "Q2 2026");
/// assert_eq!(title_after("1 квартал 2026", june, Lang::Ru), "2 квартал 2026");
/// assert_eq!(title_after("Sales", june, Lang::En), "Sales, June 2026");
/// # Ok::<(), chrono::ParseError>(())
/// ```
#[must_use]
pub fn title_after(title: &str, opens: NaiveDate, reader: Lang) -> String {
    let title = title.trim();
    let month = month_year(reader, opens);
    let moved = with_month(title, opens).or_else(|| with_quarter(title, opens));
    let moved = moved
        .unwrap_or_else(|| reader.text(&say("wave-copy-title").with("title", title).with("month", month.as_str())));
    if moved.chars().count() > MAX_TITLE { month } else { moved }
}

/// A month with its year anywhere in a title, or a month that is the whole title.
fn with_month(title: &str, opens: NaiveDate) -> Option<String> {
    for lang in Lang::ALL {
        for month in 1..=12 {
            let name = month_year(lang, NaiveDate::from_ymd_opt(0, month, 1)?);
            let name = name.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end();
            if title.to_lowercase() == name.to_lowercase() {
                return Some(month_year(lang, opens));
            }
            if let Some((start, end)) = find(title, name) {
                let new = month_year(lang, opens);
                let is_small = title[start..].chars().next().is_some_and(char::is_lowercase);
                let new = if is_small { first_letter_small(&new) } else { new };
                return Some(format!("{}{new}{}", &title[..start], &title[end..]));
            }
        }
    }
    None
}

/// Where a name stands with a year after it, whatever the case of its letters.
fn find(title: &str, name: &str) -> Option<(usize, usize)> {
    let (length, starts) = (name.chars().count(), title.char_indices().map(|(start, _)| start));
    for start in starts {
        let follows_letter = title[..start].chars().next_back().is_some_and(char::is_alphanumeric);
        let mut rest = title[start..].char_indices().skip(length).map(|(at, _)| start + at);
        let Some(end) = rest.next() else { break };
        if follows_letter || title[start..end].to_lowercase() != name.to_lowercase() {
            continue;
        }
        let after = title[end..].trim_start_matches([' ', '\u{a0}']);
        let year = after.len() - after.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        if after.len() < title.len() - end && year == YEAR_DIGITS {
            return Some((start, title.len() - after.len() + year));
        }
    }
    None
}

fn first_letter_small(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

/// "Q1 2026" and «1 квартал 2026», as the whole title.
fn with_quarter(title: &str, opens: NaiveDate) -> Option<String> {
    let (before, year) = title.rsplit_once([' ', '\u{a0}'])?;
    if year.len() != YEAR_DIGITS || !year.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let number = before.find(|c: char| ('1'..='4').contains(&c)).filter(|_| is_quarter(before))?;
    Some(format!("{}{}{} {}", &before[..number], opens.quarter(), &before[number + 1..], opens.year()))
}

fn is_quarter(text: &str) -> bool {
    let word: String = text.chars().filter(|c| !c.is_whitespace() && *c != '.').collect::<String>().to_lowercase();
    let mut digits = word.chars().filter(char::is_ascii_digit);
    let has_one_digit = digits.next().is_some() && digits.next().is_none();
    has_one_digit && QUARTERS.contains(&word.trim_matches(|c: char| c.is_ascii_digit()))
}

/// How quarters are written, without their number.
const QUARTERS: [&str; 5] = ["q", "quarter", "квартал", "кв", "к"];
