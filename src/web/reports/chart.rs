//! Where marks stand in the charts: x in per cent of the width, y in pixels, so that charts stretch and text does not.

use std::collections::HashMap;

use crate::db::WaveId;
use crate::i18n::{Lang, short_date};
use crate::reports::{Category, Counts, Distribution, Headline, Interval, Row};
use crate::waves::local_time;

/// A label outside its band needs this much room, in per cent of the width.
const LABEL_ROOM: f64 = 10.0;
/// A part of the bar has room for its figures from this share on, and for its name from the other.
const FIGURE_ROOM: f64 = 0.09;
const NAME_ROOM: f64 = 0.26;
/// The name also fits on a wide screen from this share on.
const WIDE_NAME_ROOM: f64 = 0.12;
/// Heights of the bars of the distribution and of the trend, and where they begin.
const BARS_HEIGHT: f64 = 150.0;
const BARS_TOP: f64 = 24.0;
const TREND_TOP: f64 = 34.0;
const TREND_HEIGHT: f64 = 216.0;
/// Waves in the trend; older ones are in its table.
const MOST_WAVES: usize = 8;
/// Marks of notes in the trend.
const MARKS: [&str; MOST_WAVES] = ["¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸"];
/// Points between two lines of the trend's grid.
const GRID_STEP: i64 = 20;

/// A place on the scale from −100 to 100.
pub fn on_scale(points: f64) -> String {
    percent(f64::midpoint(points, 100.0))
}

fn percent(share: f64) -> String {
    format!("{share:.2}%")
}

/// A band between two places.
pub struct Band {
    pub x: String,
    pub width: String,
}

impl Band {
    fn between(low: f64, high: f64) -> Self {
        Self { x: on_scale(low), width: percent((high - low) / 2.0) }
    }
}

/// One line of a dot plot.
pub struct Lane {
    /// How far the silent could move the score; none where nobody was silent.
    pub silent: Option<Band>,
    pub score: String,
    /// The respondents' score with its interval.
    pub ring: String,
    pub low: String,
    pub high: String,
}

impl Lane {
    /// Of a row, unless it is withheld.
    pub fn of_row(row: &Row) -> Option<Self> {
        Self::of(&row.figures.as_ref()?.counts)
    }

    /// Of a wave, if enough answered.
    pub fn of_wave(wave: &Headline) -> Option<Self> {
        Self::of(wave.counts.as_ref()?)
    }

    fn of(counts: &Counts) -> Option<Self> {
        let (worst, best) = counts.range()?;
        let interval = Interval::of(counts)?;
        Some(Self {
            silent: (counts.silent() > 0).then(|| Band::between(worst.value(), best.value())),
            score: on_scale(counts.score()?.value()),
            ring: on_scale(counts.respondents_score()?.value()),
            low: on_scale(interval.low),
            high: on_scale(interval.high),
        })
    }
}

/// The scale of the first screen.
pub struct Scale {
    pub silent: Option<Band>,
    pub score: String,
    pub low: String,
    pub high: String,
    pub low_fits: bool,
    pub high_fits: bool,
    /// Last wave's place, and whether its label stands to the left of it.
    pub before: Option<(String, bool)>,
}

impl Scale {
    pub fn of(counts: &Counts, before: Option<&Counts>) -> Option<Self> {
        let (worst, best) = counts.range()?;
        let room = LABEL_ROOM * 2.0;
        let before = before.and_then(Counts::score).map(|score| (on_scale(score.value()), score.value() > -50.0));
        Some(Self {
            silent: (counts.silent() > 0).then(|| Band::between(worst.value(), best.value())),
            score: on_scale(counts.score()?.value()),
            low: on_scale(worst.value()),
            high: on_scale(best.value()),
            low_fits: worst.value() + 100.0 >= room,
            high_fits: 100.0 - best.value() >= room,
            before,
        })
    }
}

/// One of the four parts of everyone invited.
pub struct Part {
    /// Its name in `locales/`.
    pub key: &'static str,
    /// Its class in the stylesheet: `d`, `s`, `q` or `p`.
    pub class: &'static str,
    pub people: u32,
    /// Of everyone invited, 0 to 1.
    pub share: f64,
    pub x: String,
    pub width: String,
    pub middle: String,
    pub is_last: bool,
}

impl Part {
    pub fn all(counts: &Counts) -> Vec<Self> {
        let people = [
            ("part-detractors", "d", counts.detractors),
            ("part-passives", "s", counts.passives),
            ("part-silent", "q", counts.silent()),
            ("part-promoters", "p", counts.promoters),
        ];
        let mut start = 0.0;
        people
            .map(|(key, class, people)| {
                let share = f64::from(people) / f64::from(counts.headcount.max(1));
                let x = 100.0 * start;
                start += share;
                let (x, middle, width) = (percent(x), percent(x + 50.0 * share), percent(100.0 * share));
                Self { key, class, people, share, x, width, middle, is_last: class == "p" }
            })
            .into()
    }

    pub fn is_silent(&self) -> bool {
        self.class == "q"
    }

    pub fn has_figure(&self) -> bool {
        self.share >= FIGURE_ROOM
    }

    /// The class of its name in the chart; none where it has no room.
    pub fn name_class(&self) -> Option<&'static str> {
        match self.share {
            share if share >= NAME_ROOM => Some("soft"),
            share if share >= WIDE_NAME_ROOM => Some("soft wide"),
            _ => None,
        }
    }

    /// What it gave: 0–6, 7–8, 9–10, or nothing.
    pub fn scores(&self) -> Option<&'static str> {
        match self.class {
            "d" => Some("0–6"),
            "s" => Some("7–8"),
            "p" => Some("9–10"),
            _ => None,
        }
    }
}

/// A bar of the distribution.
pub struct Bar {
    pub score: usize,
    pub people: u32,
    pub class: &'static str,
    pub x: String,
    pub middle: String,
    pub y: String,
    pub height: String,
    pub label_y: String,
}

impl Bar {
    pub fn all(distribution: &Distribution) -> Vec<Self> {
        let most = f64::from(distribution.iter().copied().max().unwrap_or(0).max(1));
        let step = 100.0 / 11.0;
        let bar = |(score, people): (u32, &u32)| {
            let height = BARS_HEIGHT * f64::from(*people) / most;
            let x = step * f64::from(score);
            let y = BARS_TOP + BARS_HEIGHT - height;
            let class = match score {
                0..=6 => "d",
                7 | 8 => "s",
                _ => "p",
            };
            Self {
                score: score as usize,
                people: *people,
                class,
                x: percent(x),
                middle: percent(x + step / 2.0),
                y: format!("{y:.1}"),
                height: format!("{height:.1}"),
                label_y: format!("{:.1}", y - 6.0),
            }
        };
        (0..).zip(distribution).map(bar).collect()
    }
}

/// A wave in the trend.
pub struct Point {
    pub x: String,
    pub y: String,
    pub label_y: String,
    pub score: String,
    /// The silent's range: its upper end and its height.
    pub range: Option<(String, String)>,
    pub month: String,
    /// Only where it differs from the wave before.
    pub year: Option<String>,
    pub is_last: bool,
    pub note: Option<Note>,
}

/// The note of a wave in the trend.
pub struct Note {
    /// Its number among those below the chart, raised.
    pub mark: &'static str,
    /// What admins call the wave.
    pub title: String,
    pub text: String,
}

/// The trend over the last waves of the same people.
pub struct Trend {
    /// Lines of the grid: points and place.
    pub grid: Vec<(String, String, bool)>,
    pub points: Vec<Point>,
    /// Places of the lines between neighbours.
    pub lines: Vec<[String; 4]>,
}

impl Trend {
    /// None for fewer than two waves with scores.
    pub fn of(lang: Lang, waves: &[Headline], notes: &HashMap<WaveId, String>) -> Option<Self> {
        let scored: Vec<(&Headline, Counts)> = waves.iter().filter_map(|wave| Some((wave, wave.counts?))).collect();
        let shown = &scored[scored.len().saturating_sub(MOST_WAVES)..];
        if shown.len() < 2 {
            return None;
        }
        let ranges: Vec<_> = shown.iter().filter_map(|(_, counts)| counts.range()).collect();
        let lowest = ranges.iter().map(|(worst, _)| worst.whole()).min()?.min(0);
        let highest = ranges.iter().map(|(_, best)| best.whole()).max()?.max(0);
        let axis = Axis::new(lowest, highest);
        let mut points = Vec::with_capacity(shown.len());
        let mut year_before = None;
        let mut marks = MARKS.into_iter();
        for (index, (wave, counts)) in (0_u32..).zip(shown) {
            let point = axis.point(lang, index, shown.len(), wave, counts, year_before.take());
            year_before = Some(year_of(lang, wave));
            let note = notes
                .get(&wave.wave)
                .and_then(|text| Some(Note { mark: marks.next()?, title: wave.title.clone(), text: text.clone() }));
            points.extend(point.map(|point| Point { note, ..point }));
        }
        let lines =
            points.windows(2).map(|pair| [pair[0].x.clone(), pair[0].y.clone(), pair[1].x.clone(), pair[1].y.clone()]);
        Some(Self { grid: axis.grid(lang), lines: lines.collect(), points })
    }

    /// The notes of its waves, in the order of their marks.
    pub fn notes(&self) -> Vec<&Note> {
        self.points.iter().filter_map(|point| point.note.as_ref()).collect()
    }
}

fn year_of(lang: Lang, wave: &Headline) -> String {
    month_and_year(lang, wave).1
}

fn month_and_year(lang: Lang, wave: &Headline) -> (String, String) {
    let date = short_date(lang, local_time::to_local(wave.time_zone, wave.closed_at).date());
    let (month, year) = date.split_once('\u{a0}').unwrap_or((&date, ""));
    (month.to_owned(), year.to_owned())
}

/// The trend's vertical axis, from one multiple of the grid's step to another.
struct Axis {
    low: i64,
    high: i64,
}

impl Axis {
    fn new(lowest: i64, highest: i64) -> Self {
        let low = lowest.div_euclid(GRID_STEP) * GRID_STEP;
        let high = -(-highest).div_euclid(GRID_STEP) * GRID_STEP;
        Self { low, high: high.max(low + 2 * GRID_STEP) }
    }

    #[expect(clippy::cast_precision_loss, reason = "the scale ends at 100")]
    fn y(&self, points: f64) -> f64 {
        TREND_TOP + TREND_HEIGHT * (self.high as f64 - points) / (self.high - self.low) as f64
    }

    #[expect(clippy::cast_precision_loss, reason = "the scale ends at 100")]
    fn grid(&self, lang: Lang) -> Vec<(String, String, bool)> {
        let step = if self.high - self.low > 6 * GRID_STEP { 2 * GRID_STEP } else { GRID_STEP };
        let values = (self.low..=self.high).filter(|value| value % step == 0);
        values.map(|value| (lang.number(value), format!("{:.1}", self.y(value as f64)), value == 0)).collect()
    }

    fn point(
        &self,
        lang: Lang,
        index: u32,
        waves: usize,
        wave: &Headline,
        counts: &Counts,
        year_before: Option<String>,
    ) -> Option<Point> {
        let score = counts.score()?.value();
        let (worst, best) = counts.range()?;
        let last = u32::try_from(waves).ok()?.checked_sub(1)?;
        let (month, year) = month_and_year(lang, wave);
        let y = self.y(score);
        Some(Point {
            x: percent(14.0 + 82.0 * f64::from(index) / f64::from(last.max(1))),
            y: format!("{y:.1}"),
            label_y: format!("{:.1}", y - 12.0),
            score: lang.whole(score),
            range: (counts.silent() > 0).then(|| {
                let (top, bottom) = (self.y(best.value()), self.y(worst.value()));
                (format!("{top:.1}"), format!("{:.1}", bottom - top))
            }),
            month,
            year: (year_before.as_ref() != Some(&year)).then_some(year),
            is_last: index == last,
            note: None,
        })
    }
}

/// The name of a category in `locales/`.
pub fn category_key(category: Category) -> &'static str {
    match category {
        Category::Detractor => "part-detractors",
        Category::Passive => "part-passives",
        Category::Promoter => "part-promoters",
    }
}
