//! Sessions in the database, so that they can be revoked. Only the hash of a session's key is stored.

pub mod store;

use chrono::TimeDelta;

/// A session ends after this long without a request.
pub const IDLE: TimeDelta = TimeDelta::hours(12);
/// A session ends this long after its owner signed in, however busy it is.
pub const LONGEST: TimeDelta = TimeDelta::days(14);
/// Requests within this time of one another do not write the session's end anew.
pub const EXTENDED_AFTER: TimeDelta = TimeDelta::minutes(5);
