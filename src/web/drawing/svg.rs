//! A picture as SVG, for a word processor as well as for a browser: no style, no script, nothing from elsewhere.

use std::fmt::Write as _;

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
    lines.iter().fold(String::new(), |mut path, [x1, y1, x2, y2]| {
        // Writing to a string cannot fail.
        let _ = write!(path, "M{x1:.1} {y1:.1}L{x2:.1} {y2:.1}");
        path
    })
}

impl Anchor {
    /// The word of SVG.
    fn word(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Middle => "middle",
            Self::End => "end",
        }
    }
}

/// Tenths are enough.
fn short(figure: impl std::fmt::Display) -> String {
    format!("{figure:.1}")
}
