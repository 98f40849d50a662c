//! Everyone invited as one bar of four parts.

use super::super::chart::Part;
use super::{Drawn, Kind, TEXT, WIDTH, part_of};
use crate::web::drawing::{Anchor, Ink, Picture, Weight, width};

/// The bar: how far down, and how high.
const BAR: [f32; 2] = [4.0, 56.0];
/// A part has room for its figures from this share on.
const ROOM: f64 = 0.09;

pub fn picture(drawn: &Drawn) -> Option<Picture> {
    let counts = drawn.report.everyone()?.counts;
    let parts = Part::all(&counts);
    let named = |part: &Part| {
        let figure = drawn.lang.say("parts-figure").with("part", drawn.say(part.key)).with("people", part.people);
        figure.with("share", drawn.lang.percent_decimal(part.share)).to_string()
    };
    let text = parts.iter().map(&named).collect::<Vec<_>>().join("; ");
    let mut picture = Picture::new(drawn.say(Kind::Parts.key()), text, [WIDTH, 96.0]);
    let mut left = 0.0;
    for part in parts.iter().filter(|part| part.people > 0) {
        let wide = part_of(part.share, WIDTH);
        let ink = ink(part.class);
        match ink {
            Ink::Silent => picture.hatched([left, BAR[0], wide, BAR[1]]),
            ink => picture.area([left, BAR[0], (wide - 1.5).max(1.0), BAR[1]], ink),
        }
        if part.share >= ROOM {
            let (middle, on) = (left + wide / 2.0, if ink == Ink::Silent { Ink::Ink } else { Ink::On });
            picture.bold([middle, BAR[0] + 25.0], Anchor::Middle, 15.0, on, drawn.number(part.people));
            picture.words([middle, BAR[0] + 44.0], Anchor::Middle, TEXT, on, drawn.lang.percent(part.share));
        }
        left += wide;
    }
    let mut left = 0.0;
    for part in &parts {
        let words = named(part);
        swatch(&mut picture, [left, 76.0], ink(part.class));
        picture.words([left + 19.0, 88.0], Anchor::Start, 11.5, Ink::Ink, words.as_str());
        left += 19.0 + width(&words, 11.5, Weight::Regular) + 16.0;
    }
    Some(picture)
}

/// The ink of a class of the stylesheet.
pub fn ink(class: &str) -> Ink {
    match class {
        "d" => Ink::Detractor,
        "s" => Ink::Passive,
        "p" => Ink::Promoter,
        _ => Ink::Silent,
    }
}

/// A square that says what an ink stands for.
pub fn swatch(picture: &mut Picture, [left, top]: [f32; 2], ink: Ink) {
    match ink {
        Ink::Silent => picture.hatched([left, top, 13.0, 13.0]),
        ink => picture.area([left, top, 13.0, 13.0], ink),
    }
}
