//! Reading comments: what is looked for in them, and what they are about.
//!
//! Knows words, stems and themes. Refuses to know who wrote what, where, or with which score.

mod common;
mod dictionary;
mod search;
mod stems;
mod tokens;

pub use common::{Common, most_common};
pub use dictionary::{Dictionary, LineError, MOST_THEMES, Theme, Wrong};
pub use search::{MOST_SOUGHT, Search};
pub use stems::Reader;
pub use tokens::{Piece, folded, pieces};
pub(super) use tokens::{names, same_word};
