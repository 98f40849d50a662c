//! A picture as PNG, for slides.

use std::sync::{Arc, LazyLock};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb};

use super::font::{BOLD, FAMILY, REGULAR};
use super::{Picture, svg};

/// Pixels of a point: sharp on a projector.
const SCALE: f32 = 2.0;

static FONTS: LazyLock<Arc<fontdb::Database>> = LazyLock::new(|| {
    let mut fonts = fontdb::Database::new();
    fonts.load_font_data(REGULAR.to_vec());
    fonts.load_font_data(BOLD.to_vec());
    Arc::new(fonts)
});

/// A picture could not be painted.
#[derive(Debug, thiserror::Error)]
pub enum PngError {
    /// It could not be written as SVG.
    #[error("the picture cannot be written: {0}")]
    Svg(#[from] askama::Error),
    /// Its SVG could not be read.
    #[error("the picture cannot be read: {0}")]
    Read(#[from] resvg::usvg::Error),
    /// It is larger than can be painted.
    #[error("the picture is too large")]
    TooLarge,
    /// It could not be packed.
    #[error("the picture cannot be packed: {0}")]
    Pack(String),
}

/// The file of a picture, with two pixels a point.
///
/// # Errors
/// When it cannot be painted.
pub fn png(picture: &Picture) -> Result<Vec<u8>, PngError> {
    let options = Options { fontdb: Arc::clone(&FONTS), font_family: FAMILY.to_owned(), ..Options::default() };
    let tree = Tree::from_str(&svg(picture)?, &options)?;
    let size = tree.size().to_int_size().scale_by(SCALE).ok_or(PngError::TooLarge)?;
    let mut pixels = Pixmap::new(size.width(), size.height()).ok_or(PngError::TooLarge)?;
    resvg::render(&tree, Transform::from_scale(SCALE, SCALE), &mut pixels.as_mut());
    pixels.encode_png().map_err(|error| PngError::Pack(error.to_string()))
}
