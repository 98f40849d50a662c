//! What an admin writes for a mail: Markdown with a few named fields, read once for a wave and filled in per person.
//!
//! Knows nothing of HTML or of mail: templates write the parts as HTML, [`plain`] writes the same parts as text.

mod field;
mod markdown;
mod plain;
mod problem;
mod slot;

pub use field::{Field, Piece, pieces};
pub use markdown::{Known, Part, Personal, Tag, line, parse};
pub use plain::{apart, plain};
pub use problem::{Place, Problem, problems};
pub use slot::{Slot, Slotted};
