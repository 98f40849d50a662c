//! The typeface that pictures and papers bring with them, and how much room its words take.

use std::sync::LazyLock;

use ttf_parser::Face;

use super::Weight;

/// Open Sans: Latin, Greek and Cyrillic, figures of one width. See `fonts/LICENSE`.
pub static REGULAR: &[u8] = include_bytes!("../../../fonts/OpenSans-Regular.ttf");
/// Its bold weight.
pub static BOLD: &[u8] = include_bytes!("../../../fonts/OpenSans-Bold.ttf");
/// Its name, as SVG asks for it.
pub const FAMILY: &str = "Open Sans";
/// Stands for a letter that the typeface does not have.
const UNKNOWN: char = '\u{fffd}';

static FACES: LazyLock<Option<[Face<'static>; 2]>> =
    LazyLock::new(|| Some([Face::parse(REGULAR, 0).ok()?, Face::parse(BOLD, 0).ok()?]));

fn face(weight: Weight) -> Option<&'static Face<'static>> {
    let [regular, bold] = FACES.as_ref()?;
    Some(match weight {
        Weight::Regular => regular,
        Weight::Bold => bold,
    })
}

/// How wide a line of words is at a size, in the unit of the size.
///
/// ```
/// use candor::web::drawing::{Weight, width};
/// assert!(width("Отдел", 10.0, Weight::Bold) > width("Отдел", 10.0, Weight::Regular));
/// assert_eq!(width("", 10.0, Weight::Regular), 0.0);
/// ```
#[must_use]
pub fn width(text: &str, size: f32, weight: Weight) -> f32 {
    let Some(face) = face(weight) else { return 0.0 };
    let advance = |letter| face.glyph_index(letter).and_then(|glyph| face.glyph_hor_advance(glyph)).unwrap_or(0);
    let units: f32 = text.chars().map(|letter| f32::from(advance(letter))).sum();
    units * size / f32::from(face.units_per_em())
}

/// A text without what cannot be drawn: controls and marks of direction go, unknown letters are shown as such.
///
/// ```
/// use candor::web::drawing::legible;
/// assert_eq!(legible("Отдел\u{202e} 1\n"), "Отдел 1 ");
/// assert_eq!(legible("東京"), "\u{fffd}\u{fffd}");
/// ```
#[must_use]
pub fn legible(text: &str) -> String {
    let is_mark = |letter: char| matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
    let known = |letter: char| face(Weight::Regular).is_some_and(|face| face.glyph_index(letter).is_some());
    text.chars()
        .filter(|letter| !is_mark(*letter))
        .map(|letter| match letter {
            letter if letter.is_control() => ' ',
            '\u{202f}' => '\u{a0}',
            '\u{2011}' => '-',
            letter if known(letter) => letter,
            _ => UNKNOWN,
        })
        .collect()
}

/// A line that loses its middle where it would be wider than its room: of long names the ends differ.
///
/// ```
/// use candor::web::drawing::{Weight, shortened};
/// assert_eq!(shortened("Sales", 10.0, Weight::Regular, 100.0), "Sales");
/// assert_eq!(shortened("Research and development", 10.0, Weight::Regular, 60.0), "Rese…ment");
/// ```
#[must_use]
pub fn shortened(text: &str, size: f32, weight: Weight, room: f32) -> String {
    if width(text, size, weight) <= room {
        return text.to_owned();
    }
    let letters: Vec<char> = text.chars().collect();
    let cut = |kept: usize| {
        let (start, end) = letters.split_at(kept.div_ceil(2));
        let end = &end[end.len() - kept / 2..];
        let [start, end] = [start, end].map(|part| part.iter().collect::<String>());
        format!("{}…{}", start.trim_end(), end.trim_start())
    };
    let kept = (1..letters.len()).rev().find(|kept| width(&cut(*kept), size, weight) <= room);
    cut(kept.unwrap_or_default())
}

/// The lines of a text that is as wide as its room at most; a word that is wider is broken.
///
/// ```
/// use candor::web::drawing::{Weight, wrapped};
/// assert_eq!(wrapped("two words", 10.0, Weight::Regular, 30.0), ["two", "words"]);
/// ```
#[must_use]
pub fn wrapped(text: &str, size: f32, weight: Weight, room: f32) -> Vec<String> {
    let (mut lines, mut line) = (Vec::new(), String::new());
    for word in text.split([' ', '\n']).filter(|word| !word.is_empty()) {
        let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        if width(&longer, size, weight) <= room {
            line = longer;
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        for letter in word.chars() {
            if !line.is_empty() && width(&format!("{line}{letter}"), size, weight) > room {
                lines.push(std::mem::take(&mut line));
            }
            line.push(letter);
        }
    }
    if !line.is_empty() || lines.is_empty() {
        lines.push(line);
    }
    lines
}
