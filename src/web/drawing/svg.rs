//! A picture as SVG, for a word processor as well as for a browser: no style, no script, nothing from elsewhere.

use askama::Template;

use super::font::FAMILY;
use super::{Anchor, Mark, Picture, Weight};

#[derive(Template)]
#[template(path = "drawing/picture.svg")]
struct PictureFile<'a> {
    picture: &'a Picture,
    family: &'static str,
}

/// The file of a picture.
///
/// # Errors
/// When the template cannot be written.
pub fn svg(picture: &Picture) -> Result<String, askama::Error> {
    PictureFile { picture, family: FAMILY }.render()
}

/// Straight lines as one path.
fn path(lines: &[[f32; 4]]) -> String {
    lines.iter().map(|[x1, y1, x2, y2]| format!("M{x1:.1} {y1:.1}L{x2:.1} {y2:.1}")).collect()
}

fn anchor_word(anchor: &Anchor) -> &'static str {
    match anchor {
        Anchor::Start => "start",
        Anchor::Middle => "middle",
        Anchor::End => "end",
    }
}

/// Tenths are enough.
fn short(figure: impl std::fmt::Display) -> String {
    format!("{figure:.1}")
}
