//! The score over the waves of the same people: x in per cent of the width, y in pixels.

use std::collections::HashMap;

use super::chart::percent;
use super::words;
use crate::db::WaveId;
use crate::i18n::{Lang, short_date};
use crate::reports::{Counts, Headline, Interval};
use crate::settings::Benchmark;
use crate::waves::local_time;

/// Waves in the trend; older ones are in the list of reports.
pub const MOST_WAVES: usize = 40;
/// More waves than this need a wide picture, and not each of them has its labels.
const ROOMY: usize = 12;
/// Where the first wave stands, and how far from it the last, in per cent of the width.
const ROOMY_PLACE: (f64, f64) = (14.0, 80.0);
/// The same in a wide picture.
const WIDE_PLACE: (f64, f64) = (6.0, 91.0);
const TOP: f64 = 34.0;
const HEIGHT: f64 = 216.0;
/// Points between two lines of the grid.
const GRID_STEP: i64 = 20;
/// Digits of the marks of notes.
const RAISED: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];

/// A wave in the trend.
pub struct Point {
    pub x: String,
    pub y: String,
    pub label_y: String,
    /// Its date and score, for whoever points at it.
    pub date: String,
    pub score: String,
    /// Whether there is room to write them.
    pub is_labelled: bool,
    pub month: String,
    /// Only where it differs from the wave that was labelled before.
    pub year: Option<String>,
    /// The silent's range: its upper end and its height.
    pub range: Option<(String, String)>,
    /// The respondents' score, and the ends of its interval.
    pub respondents: [String; 3],
    pub is_last: bool,
    pub note: Option<Note>,
    /// Where a change of the method before this wave is marked, and which method it is.
    pub method: Option<(String, i32)>,
}

/// The note of a wave in the trend.
pub struct Note {
    /// Its number among those below the chart, raised.
    pub mark: String,
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
    /// Whether it needs a wide picture.
    pub is_wide: bool,
    /// Where the lines of the benchmarks stand, in their order.
    pub benchmarks: Vec<String>,
}

impl Trend {
    /// The places of the benchmarks with their letters.
    pub fn lettered(&self) -> Vec<(char, &str)> {
        ('A'..).zip(self.benchmarks.iter().map(String::as_str)).collect()
    }

    /// None for fewer than two waves with scores.
    pub fn of(
        lang: Lang,
        waves: &[Headline],
        notes: &HashMap<WaveId, String>,
        benchmarks: &[Benchmark],
    ) -> Option<Self> {
        let scored: Vec<(&Headline, Counts)> = waves.iter().filter_map(|wave| Some((wave, wave.counts?))).collect();
        let shown = &scored[scored.len().saturating_sub(MOST_WAVES)..];
        if shown.len() < 2 {
            return None;
        }
        let ranges: Vec<_> = shown.iter().filter_map(|(_, counts)| counts.range()).collect();
        let others = || benchmarks.iter().map(|benchmark| i64::from(benchmark.score));
        let lowest = ranges.iter().map(|(worst, _)| worst.whole()).chain(others()).min()?.min(0);
        let highest = ranges.iter().map(|(_, best)| best.whole()).chain(others()).max()?.max(0);
        let axis = Axis::new(lowest, highest, shown.len());
        let mut points: Vec<Point> = Vec::with_capacity(shown.len());
        let (mut marks, mut year, mut method) = (0, None, shown[0].0.method_version);
        for (index, (wave, counts)) in (0_u32..).zip(shown) {
            let Some(mut point) = axis.point(lang, index, wave, counts) else { continue };
            if point.is_labelled {
                point.year = point.year.filter(|this| year.as_ref() != Some(this));
                year = point.year.clone().or(year);
            }
            if let Some(text) = notes.get(&wave.wave) {
                marks += 1;
                point.note = Some(Note { mark: raised(marks), title: wave.title.clone(), text: text.clone() });
            }
            if wave.method_version != method {
                method = wave.method_version;
                point.method = Some((axis.x(f64::from(index) - 0.5), method));
            }
            points.push(point);
        }
        let lines =
            points.windows(2).map(|pair| [pair[0].x.clone(), pair[0].y.clone(), pair[1].x.clone(), pair[1].y.clone()]);
        let benchmarks = benchmarks.iter().map(|benchmark| format!("{:.1}", axis.y(benchmark.score.into()))).collect();
        Some(Self { grid: axis.grid(lang), lines: lines.collect(), points, is_wide: axis.is_wide(), benchmarks })
    }

    /// The notes of its waves, in the order of their marks.
    pub fn notes(&self) -> Vec<&Note> {
        self.points.iter().filter_map(|point| point.note.as_ref()).collect()
    }

    /// The changes of the method: the month of the first wave under each, and its number.
    pub fn methods(&self) -> Vec<(&str, i32)> {
        let changed = self.points.iter().filter_map(|point| Some((point, point.method.as_ref()?)));
        changed.map(|(point, (_, version))| (point.date.as_str(), *version)).collect()
    }

    /// The width of the silent's bars in pixels.
    pub fn bar(&self) -> i8 {
        if self.is_wide { 8 } else { 14 }
    }

    /// How far the bars begin to the left of their waves, and the respondents' intervals stand to the right.
    pub fn left(&self) -> i8 {
        -self.bar() / 2
    }

    pub fn right(&self) -> i8 {
        self.bar() / 2 + 5
    }
}

fn raised(number: u32) -> String {
    number.to_string().bytes().map(|digit| RAISED[usize::from(digit - b'0') % RAISED.len()]).collect()
}

fn month_and_year(lang: Lang, wave: &Headline) -> (String, String) {
    let date = short_date(lang, local_time::to_local(wave.time_zone, wave.closed_at).date());
    let (month, year) = date.split_once('\u{a0}').unwrap_or((&date, ""));
    (month.to_owned(), year.to_owned())
}

/// The trend's axes: points from one multiple of the grid's step to another, and so many waves.
struct Axis {
    low: i64,
    high: i64,
    waves: u32,
}

impl Axis {
    fn new(lowest: i64, highest: i64, waves: usize) -> Self {
        let low = lowest.div_euclid(GRID_STEP) * GRID_STEP;
        let high = -(-highest).div_euclid(GRID_STEP) * GRID_STEP;
        Self { low, high: high.max(low + 2 * GRID_STEP), waves: u32::try_from(waves).unwrap_or(u32::MAX) }
    }

    fn is_wide(&self) -> bool {
        usize::try_from(self.waves).is_ok_and(|waves| waves > ROOMY)
    }

    fn x(&self, index: f64) -> String {
        let (start, length) = if self.is_wide() { WIDE_PLACE } else { ROOMY_PLACE };
        percent(start + length * index / f64::from(self.waves.saturating_sub(1).max(1)))
    }

    #[expect(clippy::cast_precision_loss, reason = "the scale ends at 100")]
    fn y(&self, points: f64) -> f64 {
        TOP + HEIGHT * (self.high as f64 - points) / (self.high - self.low) as f64
    }

    #[expect(clippy::cast_precision_loss, reason = "the scale ends at 100")]
    fn grid(&self, lang: Lang) -> Vec<(String, String, bool)> {
        let step = if self.high - self.low > 6 * GRID_STEP { 2 * GRID_STEP } else { GRID_STEP };
        let values = (self.low..=self.high).filter(|value| value % step == 0);
        values.map(|value| (lang.number(value), format!("{:.1}", self.y(value as f64)), value == 0)).collect()
    }

    /// Whether a wave has its labels: all where there is room, else the last one and every so many before it.
    fn is_labelled(&self, index: u32) -> bool {
        let every = self.waves.div_ceil(u32::try_from(ROOMY).unwrap_or(1)).max(1);
        (self.waves - 1 - index).is_multiple_of(every)
    }

    fn point(&self, lang: Lang, index: u32, wave: &Headline, counts: &Counts) -> Option<Point> {
        let score = counts.score()?.value();
        let (worst, best) = counts.range()?;
        let interval = Interval::of(counts)?;
        let (month, year) = month_and_year(lang, wave);
        let y = self.y(score);
        let place = |points: f64| format!("{:.1}", self.y(points));
        Some(Point {
            x: self.x(f64::from(index)),
            y: format!("{y:.1}"),
            label_y: format!("{:.1}", y - 12.0),
            date: words::date_of(lang, wave),
            score: lang.whole(score),
            is_labelled: self.is_labelled(index),
            month,
            year: Some(year),
            range: (counts.silent() > 0).then(|| {
                let (top, bottom) = (self.y(best.value()), self.y(worst.value()));
                (format!("{top:.1}"), format!("{:.1}", bottom - top))
            }),
            respondents: [counts.respondents_score()?.value(), interval.low, interval.high].map(place),
            is_last: index + 1 == self.waves,
            note: None,
            method: None,
        })
    }
}
