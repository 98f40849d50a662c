//! The score on the scale from −100 to 100, with what the silent could make of it and the wave before.

use super::{Drawn, Kind, TEXT, WIDTH, on_scale, words};
use crate::web::drawing::{Anchor, Ink, Picture};

/// Where the scale begins and ends.
const ENDS: [f32; 2] = [30.0, WIDTH - 30.0];
/// The silent's band, and the bands of the reading below it.
const SILENT: [f32; 2] = [54.0, 26.0];
const BANDS: [f32; 2] = [112.0, 7.0];
/// From this score on words about the wave before stand to its left.
const LEFT_FROM: f64 = -50.0;

pub fn picture(drawn: &Drawn) -> Option<Picture> {
    let (lang, report) = (drawn.lang, drawn.report);
    let counts = report.everyone()?.counts;
    let (score, (worst, best)) = (counts.score()?, counts.range()?);
    let [left, right] = ENDS;
    let x = |points: f64| on_scale(points, left, right);
    let mut picture = Picture::new(drawn.say(Kind::Scale.key()), text(drawn), [WIDTH, 156.0]);
    for points in [-100.0, -50.0, 0.0, 50.0, 100.0] {
        let (ink, width) = if points == 0.0 { (Ink::Edge, 1.5) } else { (Ink::Line, 1.0) };
        picture.line([x(points), 46.0, x(points), BANDS[0]], ink, width);
    }
    if counts.silent() > 0 {
        picture.hatched([x(worst.value()), SILENT[0], x(best.value()) - x(worst.value()), SILENT[1]]);
        let base = SILENT[0] + 18.0;
        if worst.value() > -80.0 {
            picture.words([x(worst.value()) - 6.0, base], Anchor::End, TEXT, Ink::Ink, lang.number(worst.whole()));
        }
        if best.value() < 80.0 {
            picture.words([x(best.value()) + 6.0, base], Anchor::Start, TEXT, Ink::Ink, lang.number(best.whole()));
        }
    }
    if let Some((before, old)) = report.before.as_ref().and_then(|before| Some((before, before.counts?.score()?))) {
        let at = x(old.value());
        picture.line([at, 46.0, at, 92.0], Ink::Ink, 2.0);
        let words = format!("{}: {}", words::date_of(lang, before), lang.number(old.whole()));
        let (place, anchor) = if old.value() > LEFT_FROM { (at - 6.0, Anchor::End) } else { (at + 6.0, Anchor::Start) };
        picture.ground([place, 103.0], anchor, TEXT, &words);
        picture.words([place, 103.0], anchor, TEXT, Ink::Soft, words);
    }
    let at = x(score.value());
    picture.dot([at, SILENT[0] + SILENT[1] / 2.0], 10.0, Ink::Ink);
    picture.bold([at.clamp(40.0, WIDTH - 40.0), 36.0], Anchor::Middle, 34.0, Ink::Ink, lang.number(score.whole()));
    bands(drawn, &mut picture);
    Some(picture)
}

/// How scores are read, below the scale.
fn bands(drawn: &Drawn, picture: &mut Picture) {
    let [left, right] = ENDS;
    let x = |points: f64| on_scale(points, left, right);
    for (from, to, ink) in [(-100.0, -10.0, Ink::Passive), (-10.0, 0.0, Ink::SilentLine), (0.0, 100.0, Ink::Line)] {
        picture.area([x(from), BANDS[0], x(to) - x(from), BANDS[1]], ink);
    }
    let below = BANDS[0] + BANDS[1] + 15.0;
    for points in [-100_i32, -50, -10, 0, 50, 100] {
        let anchor = match points {
            -10 => Anchor::End,
            0 => Anchor::Start,
            _ => Anchor::Middle,
        };
        picture.words([x(points.into()), below], anchor, TEXT, Ink::Ink, drawn.lang.number(points.into()));
    }
    picture.words([x(-10.0), below + 17.0], Anchor::End, TEXT, Ink::Soft, drawn.say("scale-alarming"));
    picture.words([x(0.0), below + 17.0], Anchor::Start, TEXT, Ink::Soft, drawn.say("scale-healthy"));
}

/// What the scale shows, in words.
pub fn text(drawn: &Drawn) -> String {
    let (lang, report) = (drawn.lang, drawn.report);
    let Some(counts) = report.everyone().map(|everyone| everyone.counts) else { return String::new() };
    let mut sentences = vec![lang.say("scale-score").with("score", words::score(lang, &counts)).to_string()];
    if let Some((worst, best)) = counts.range() {
        let silent = lang.say("scale-silent").with("silent", counts.silent());
        let silent = silent.with("low", lang.number(worst.whole())).with("high", lang.number(best.whole()));
        sentences.push(silent.to_string());
    }
    if let Some((before, counts)) = report.before.as_ref().and_then(|before| Some((before, before.counts?))) {
        let words = lang.say("scale-before").with("date", words::date_of(lang, before));
        sentences.push(words.with("score", words::score(lang, &counts)).to_string());
    }
    sentences.push(drawn.say("scale-bands"));
    sentences.join(" ")
}
