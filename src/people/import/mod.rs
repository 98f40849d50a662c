//! Import: a roster file becomes a difference to the roster, is looked at, and then applied whole or not at all.
//!
//! Knows how rosters really arrive (encodings, delimiters, headings, broken rows). Refuses to keep
//! what the method does not need: gender, birth, hire date. A person who is not in the file is
//! marked as left, never deleted.

mod apply;
mod difference;
mod heading;
mod parse;
mod preview;
mod roster;
mod rows;
pub mod store;
mod text;

pub use apply::{ApplyError, Consent, apply};
pub use difference::{Change, Difference, Edit, Field, Kind};
pub use heading::Column;
pub use parse::parse;
pub use preview::{Preview, PreviewError, Upload, forget_old, preview, reread, upload};
pub use roster::{FileError, Incoming, Problem, Reason, Roster};

/// The most bytes of a file that are kept between preview and apply.
pub const MAX_BYTES: usize = 32 * 1024 * 1024;
/// The most people in one file.
pub const MAX_ROWS: usize = 100_000;
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
