//! The score over the waves of the same people, each with what the silent could have made of it.

use super::{Drawn, Kind, TEXT, WIDTH, words};
use crate::reports::{Counts, Headline};
use crate::web::drawing::{Anchor, Ink, Picture, Weight, width};

/// Waves in the picture: older ones are in the table of the report.
const MOST_WAVES: usize = 40;
/// With more waves only the first and the last score are written.
const MOST_TOLD: usize = 16;
/// The ground of the picture: top and bottom, left and right.
const TOP: f32 = 26.0;
const BOTTOM: f32 = 240.0;
const LEFT: f32 = 44.0;
const RIGHT: f32 = WIDTH - 40.0;
/// Points between two lines of the grid.
const STEP: i64 = 20;

pub fn picture(drawn: &Drawn) -> Option<Picture> {
    let scored: Vec<(&Headline, Counts)> = drawn.waves.iter().filter_map(|wave| Some((wave, wave.counts?))).collect();
    let shown = &scored[scored.len().saturating_sub(MOST_WAVES)..];
    if shown.len() < 2 {
        return None;
    }
    let mut picture = Picture::new(drawn.say(Kind::Trend.key()), text(drawn, shown), [WIDTH, 290.0]);
    let axis = Axis::over(shown);
    axis.draw(drawn, &mut picture);
    let every = labels_every(drawn, shown);
    let mut last: Option<[f32; 2]> = None;
    for (index, (wave, counts)) in shown.iter().enumerate() {
        let (score, (worst, best)) = (counts.score()?, counts.range()?);
        let at = [place(index, shown.len()), axis.y(score.value())];
        if counts.silent() > 0 {
            let top = axis.y(best.value());
            picture.hatched([at[0] - 5.0, top, 10.0, axis.y(worst.value()) - top]);
        }
        if let Some([x, y]) = last {
            picture.line([x, y, at[0], at[1]], Ink::Ink, 2.0);
        }
        last = Some(at);
        let is_last = index + 1 == shown.len();
        if (shown.len() - 1 - index).is_multiple_of(every) {
            picture.words([at[0], BOTTOM + 24.0], Anchor::Middle, 11.5, Ink::Soft, words::date_of(drawn.lang, wave));
        }
        if is_last || index == 0 || shown.len() <= MOST_TOLD {
            let number = drawn.lang.number(score.whole());
            picture.ground([at[0], at[1] - 12.0], Anchor::Middle, TEXT, &number);
            picture.bold([at[0], at[1] - 12.0], Anchor::Middle, TEXT, Ink::Ink, number);
        }
        picture.dot(at, if is_last { 7.0 } else { 4.5 }, Ink::Ink);
    }
    Some(picture)
}

/// Dates stand under so many waves that they do not touch.
fn labels_every(drawn: &Drawn, shown: &[(&Headline, Counts)]) -> usize {
    let widths = shown.iter().map(|(wave, _)| width(&words::date_of(drawn.lang, wave), 11.5, Weight::Regular));
    let widest = widths.fold(1.0, f32::max) + 10.0;
    (1..shown.len()).find(|every| place(*every, shown.len()) - LEFT >= widest).unwrap_or(shown.len())
}

/// How far to the right a wave stands.
fn place(index: usize, waves: usize) -> f32 {
    let at = |count: usize| f32::from(u16::try_from(count).unwrap_or(u16::MAX));
    LEFT + 20.0 + (RIGHT - LEFT - 20.0) * at(index) / at(waves - 1)
}

fn text(drawn: &Drawn, shown: &[(&Headline, Counts)]) -> String {
    let each = shown.iter().map(|(wave, counts)| {
        let figure = drawn.lang.say("time-figure").with("wave", words::date_of(drawn.lang, wave));
        figure.with("score", words::score(drawn.lang, counts)).to_string()
    });
    format!("{}. {}", each.collect::<Vec<_>>().join("; "), drawn.say("time-bars"))
}

/// From one line of the grid to another.
struct Axis {
    low: i64,
    high: i64,
}

impl Axis {
    fn over(shown: &[(&Headline, Counts)]) -> Self {
        let ranges = || shown.iter().filter_map(|(_, counts)| counts.range());
        let lowest = ranges().map(|(worst, _)| worst.whole()).min().unwrap_or(0).min(0);
        let highest = ranges().map(|(_, best)| best.whole()).max().unwrap_or(0).max(0);
        let low = lowest.div_euclid(STEP) * STEP;
        let high = -(-highest).div_euclid(STEP) * STEP;
        Self { low, high: high.max(low + 2 * STEP) }
    }

    #[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "the scale ends at 100")]
    fn y(&self, points: f64) -> f32 {
        BOTTOM - (BOTTOM - TOP) * ((points - self.low as f64) / (self.high - self.low) as f64) as f32
    }

    #[expect(clippy::cast_precision_loss, reason = "the scale ends at 100")]
    fn draw(&self, drawn: &Drawn, picture: &mut Picture) {
        let step = if self.high - self.low > 6 * STEP { 2 * STEP } else { STEP };
        for points in (self.low..=self.high).filter(|points| points % step == 0) {
            let y = self.y(points as f64);
            let (ink, width) = if points == 0 { (Ink::Edge, 1.5) } else { (Ink::Line, 1.0) };
            picture.line([LEFT, y, WIDTH, y], ink, width);
            picture.words([LEFT - 8.0, y + 4.0], Anchor::End, 11.5, Ink::Soft, drawn.lang.number(points));
        }
    }
}
