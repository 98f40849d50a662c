//! Import: a roster file becomes a difference to the roster, is looked at, and then applied whole or not at all.
//!
//! Knows how rosters really arrive (encodings, delimiters, headings, broken rows). Refuses to keep
//! what the method does not need: gender, birth, hire date. A person who is not in the file is
//! marked as left, never deleted.

mod apply;
mod columns;
mod delimiter;
mod difference;
mod encoding;
mod heading;
mod mapping;
mod parse;
mod preview;
mod questions;
mod roster;
mod rows;
mod sheet;
pub mod store;
mod text;

pub use apply::{ApplyError, Consent, apply};
pub use columns::{Unclear, unclear};
pub use difference::{Change, Difference, Edit, Field, Gap, Kind};
pub use encoding::{Encoding, Reading, readings};
pub use heading::Column;
pub use mapping::{Headings, Mapping};
pub use parse::parse;
pub use preview::{Manner, Preview, PreviewError, Upload, Waiting, forget_old, preview, reread, upload};
pub use questions::{EncodingQuestion, answer_encoding, ask_encoding, assign_columns, forget_columns, try_encoding};
pub use roster::{FileError, Incoming, Problem, Question, Reason, Roster, ZoneCell};
pub use sheet::Sheet;

/// The most bytes of a file that are kept between preview and apply.
pub const MAX_BYTES: usize = 32 * 1024 * 1024;
/// The most people in one file.
pub const MAX_ROWS: usize = 100_000;
/// The most columns of one file.
pub const MAX_COLUMNS: usize = 100;
/// The heading is looked for among so many first rows: titles and dates may stand above it.
pub const HEADING_AMONG: usize = 10;
/// The most mappings of columns that are remembered: the last ones.
pub const MAX_REMEMBERED: i64 = 50;
/// The longest name of a person or department, in characters.
pub const MAX_NAME: usize = 200;
/// The longest employee id, in characters.
pub const MAX_EMPLOYEE_ID: usize = 100;
/// The most levels of departments, the team included.
pub const MAX_LEVELS: usize = 8;
/// An import that would mark more than one in so many people as left stops and asks.
pub const ONE_IN_LEAVING: usize = 5;
/// How long an uploaded file waits to be applied.
pub const KEPT_FOR: chrono::TimeDelta = chrono::TimeDelta::hours(1);
