//! Benchmarks among the settings.

use super::{set_value, value};
use crate::db::{Conn, Result};
use crate::settings::Benchmarks;

/// The setting that holds them, as they are edited.
const BENCHMARKS: &str = "benchmarks";

/// The benchmarks; none where nobody has entered any.
///
/// # Errors
/// When the database cannot be asked.
pub fn benchmarks(conn: &mut Conn) -> Result<Benchmarks> {
    Ok(Benchmarks::read(&value(conn, BENCHMARKS)?.unwrap_or_default()).unwrap_or_default())
}

/// Puts benchmarks in the place of those before.
///
/// # Errors
/// When the database refuses.
pub fn save_benchmarks(conn: &mut Conn, new: &Benchmarks) -> Result<()> {
    set_value(conn, BENCHMARKS, &new.written())
}
