//! Drawing for places where no stylesheet of ours is: pictures as SVG and PNG, and pages of a PDF.
//!
//! Knows shapes, words and paper. Refuses to know what they are about.

mod font;
mod paper;
mod picture;
mod png;
mod svg;

pub use font::{legible, shortened, width, wrapped};
pub use paper::{Block, Cell, Column, Paper, PaperError, Row, Table};
pub use picture::{Anchor, Ink, Mark, Picture, Weight};
pub use png::{PngError, png};
pub use svg::svg;
