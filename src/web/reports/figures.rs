//! Figures that tables of thousands of rows are full of, written once for the life of the process.

use std::borrow::Cow;
use std::sync::LazyLock;

use super::chart::LANE;
use crate::i18n::{Lang, Phrase};

/// Counts below this are written the same in every language.
const SMALL: u32 = 1_000;
/// The largest change of a score, in points.
const LARGEST: i64 = 200;

static COUNTS: LazyLock<Vec<String>> = LazyLock::new(|| (0..SMALL).map(|number| number.to_string()).collect());
static PLACES: LazyLock<Vec<String>> = LazyLock::new(|| (0..=LANE).map(|place| place.to_string()).collect());
/// From −200 to 200: the minus is the same in every language.
static POINTS: LazyLock<Vec<String>> =
    LazyLock::new(|| (-LARGEST..=LARGEST).map(|points| Lang::En.number(points)).collect());
static CHANGES: LazyLock<Vec<String>> = LazyLock::new(|| {
    (-LARGEST..=LARGEST)
        .zip(&*POINTS)
        .map(|(points, text)| if points > 0 { format!("+{text}") } else { text.clone() })
        .collect()
});

/// A number of people.
pub fn count(lang: Lang, people: u32) -> Cow<'static, str> {
    let small = usize::try_from(people).ok().and_then(|index| COUNTS.get(index));
    small.map_or_else(|| lang.number(people.into()).into(), |text| text.as_str().into())
}

/// A place in a picture, from 0 to the end of a lane.
pub fn place(place: u16) -> &'static str {
    PLACES.get(usize::from(place.min(LANE))).map_or("", String::as_str)
}

/// A score in whole points.
pub fn points(points: i64) -> &'static str {
    of(&POINTS, points)
}

/// A change in whole points, with its sign.
pub fn change(points: i64) -> &'static str {
    of(&CHANGES, points)
}

fn of(texts: &'static [String], points: i64) -> &'static str {
    let index = usize::try_from(points.clamp(-LARGEST, LARGEST) + LARGEST).unwrap_or_default();
    texts.get(index).map_or("", String::as_str)
}

/// A text with two places for figures that come in one order: what stands before each of them, and after the last.
#[derive(Debug, PartialEq, Eq)]
pub struct Pattern(pub [String; 3]);

impl Pattern {
    /// Says a text once, with marks where its figures will stand.
    pub fn of(phrase: Phrase, arguments: &[&'static str]) -> Self {
        const MARK: char = '\u{e000}';
        let marked = arguments.iter().fold(phrase, |phrase, name| phrase.with(name, MARK.to_string()));
        let text = marked.to_string();
        let mut pieces = text.split(MARK).map(str::to_owned);
        Self(std::array::from_fn(|_| pieces.next().unwrap_or_default()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_read_as_the_language_writes_them() {
        assert_eq!(["0", "999", "1,470"], [0, 999, 1_470].map(|people| count(Lang::En, people).into_owned()));
        assert_eq!(["\u{2212}200", "\u{2212}7", "0", "100"], [-200, -7, 0, 100].map(points));
        assert_eq!(["\u{2212}7", "0", "+7"], [-7, 0, 7].map(change));
        assert_eq!(["0", "2000", "2000"], [0, 2_000, 2_001].map(place));
    }

    #[test]
    fn the_figures_of_patterns_stand_in_the_same_order_in_every_language() {
        for lang in Lang::ALL {
            let text = lang.say("report-answered-of").with("answered", "1").with("headcount", "2").to_string();
            let Pattern([before, between, after]) =
                Pattern::of(lang.say("report-answered-of"), &["answered", "headcount"]);
            assert_eq!(format!("{before}1{between}2{after}"), text, "{lang}");
        }
    }
}
