//! Answers by score, from 0 to 10.

use super::parts::{ink, swatch};
use super::{Drawn, Kind, TEXT, WIDTH, part_of};
use crate::web::drawing::{Anchor, Ink, Picture, Weight, width};

/// Where bars stand, and how high the highest is.
const GROUND: f32 = 186.0;
const HIGHEST: f32 = 160.0;

pub fn picture(drawn: &Drawn) -> Option<Picture> {
    let everyone = drawn.report.everyone()?;
    let distribution = everyone.distribution?;
    let listed: Vec<String> = (0..)
        .zip(&distribution)
        .map(|(score, people): (u32, _)| format!("{score}: {}", drawn.number(*people)))
        .collect();
    let text = drawn.lang.say("spread-desc").with("list", listed.join(", ")).to_string();
    let mut picture = Picture::new(drawn.say(Kind::Spread.key()), text, [WIDTH, 240.0]);
    let most = f64::from(distribution.iter().copied().max().unwrap_or_default().max(1));
    let step = WIDTH / 11.0;
    for (score, people) in (0_u8..).zip(&distribution) {
        let left = step * f32::from(score);
        let height = part_of(f64::from(*people) / most, HIGHEST);
        let class = match score {
            0..=6 => "d",
            7 | 8 => "s",
            _ => "p",
        };
        picture.area([left + 2.0, GROUND - height, step - 4.0, height], ink(class));
        let middle = left + step / 2.0;
        picture.words([middle, GROUND - height - 6.0], Anchor::Middle, TEXT, Ink::Ink, drawn.number(*people));
        picture.bold([middle, GROUND + 18.0], Anchor::Middle, TEXT, Ink::Ink, score.to_string());
    }
    picture.line([0.0, GROUND, WIDTH, GROUND], Ink::Ink, 1.0);
    let counts = everyone.counts;
    let mut left = 0.0;
    for (class, key, people) in [
        ("d", "spread-detractors", counts.detractors),
        ("s", "spread-passives", counts.passives),
        ("p", "spread-promoters", counts.promoters),
    ] {
        let words = drawn.lang.say(key).with("people", people).to_string();
        swatch(&mut picture, [left, 220.0], ink(class));
        picture.words([left + 19.0, 232.0], Anchor::Start, 12.0, Ink::Ink, words.as_str());
        left += 19.0 + width(&words, 12.0, Weight::Regular) + 22.0;
    }
    Some(picture)
}
