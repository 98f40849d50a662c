//! Moments: UTC, to the millisecond, the same on both databases.

use chrono::{NaiveDateTime, Timelike};

/// A moment in UTC, cut to milliseconds.
pub type Moment = NaiveDateTime;

/// Cuts a time to milliseconds: SQLite keeps nanoseconds, PostgreSQL microseconds.
///
/// ```
/// use candor::db::cut;
/// let fine = chrono::DateTime::from_timestamp(0, 1_999_999).unwrap().naive_utc();
/// assert_eq!(cut(fine).and_utc().timestamp_nanos_opt(), Some(1_000_000));
/// ```
#[must_use]
pub fn cut(moment: NaiveDateTime) -> Moment {
    let whole = moment.nanosecond() / 1_000_000 * 1_000_000;
    moment.with_nanosecond(whole).unwrap_or(moment)
}
