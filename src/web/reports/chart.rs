//! Where marks stand in the charts: x in per cent of the width, y in pixels, so that charts stretch and text does not.

use crate::reports::{Counts, Distribution, Headline, Interval};
use crate::settings::{Benchmark, Benchmarks};

/// A label outside its band needs this much room, in per cent of the width.
const LABEL_ROOM: f64 = 10.0;
/// A part of the bar has room for its figures from this share on, and for its name from the other.
const FIGURE_ROOM: f64 = 0.09;
const NAME_ROOM: f64 = 0.26;
/// The name also fits on a wide screen from this share on.
const WIDE_NAME_ROOM: f64 = 0.12;
/// The height of the bars of the distribution, and where they begin.
const BARS_HEIGHT: f64 = 150.0;
const BARS_TOP: f64 = 24.0;

/// A place on the scale from −100 to 100.
pub fn on_scale(points: f64) -> String {
    percent(f64::midpoint(points, 100.0))
}

pub(super) fn percent(share: f64) -> String {
    format!("{share:.2}%")
}

/// A band between two places.
pub struct Span {
    pub x: String,
    pub width: String,
}

impl Span {
    fn between(low: f64, high: f64) -> Self {
        Self { x: on_scale(low), width: percent((high - low) / 2.0) }
    }
}

/// The length of a lane's scale: ten units a point, from −100 on.
pub const LANE: u16 = 2_000;

/// One line of a dot plot: places on a scale from 0 to 2,000.
pub struct Lane<T = u16> {
    /// How far the silent could move the score; none where nobody was silent.
    pub silent: Option<(T, T)>,
    pub score: T,
    /// The respondents' score with its interval.
    pub ring: T,
    pub low: T,
    pub high: T,
}

impl Lane {
    /// Of a wave, if enough answered.
    pub fn of_wave(wave: &Headline) -> Option<Self> {
        Self::of(wave.counts.as_ref()?)
    }

    /// Of some people; none where nobody answered.
    pub fn of(counts: &Counts) -> Option<Self> {
        Self::with(counts, Interval::of(counts)?)
    }

    /// Of some people whose interval is known.
    pub fn with(counts: &Counts, interval: Interval) -> Option<Self> {
        let (worst, best) = counts.range()?;
        Some(Self {
            silent: (counts.silent() > 0).then(|| (on_lane(worst.value()), on_lane(best.value()))),
            score: on_lane(counts.score()?.value()),
            ring: on_lane(counts.respondents_score()?.value()),
            low: on_lane(interval.low),
            high: on_lane(interval.high),
        })
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the scale")]
fn on_lane(points: f64) -> u16 {
    (10.0 * (points + 100.0)).round().clamp(0.0, f64::from(LANE)) as u16
}

/// The scale of the first screen.
pub struct Scale {
    pub silent: Option<Span>,
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
            silent: (counts.silent() > 0).then(|| Span::between(worst.value(), best.value())),
            score: on_scale(counts.score()?.value()),
            low: on_scale(worst.value()),
            high: on_scale(best.value()),
            low_fits: worst.value() + 100.0 >= room,
            high_fits: 100.0 - best.value() >= room,
            before,
        })
    }
}

/// The benchmarks with their letters, and their places on the scale.
pub fn lettered(benchmarks: &Benchmarks) -> Vec<(char, String, &Benchmark)> {
    let all = benchmarks.all().iter();
    all.zip('A'..).map(|(one, letter)| (letter, on_scale(one.score.into()), one)).collect()
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
