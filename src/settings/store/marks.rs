//! Small facts kept beside the settings: whether mail was seen to work, and who has put the first steps aside.

use super::{remove_value, set_value, value};
use crate::db::{AccountId, Conn, Moment, Result};

/// When the mail server last took a test from the present sender's address.
const MAIL_TESTED: &str = "mail_tested";
/// Since when reports of what did not arrive cannot be read, and why.
const BOUNCES_UNREAD: &str = "bounces_unread";
/// How a moment is written: with milliseconds, in UTC.
const WRITTEN: &str = "%Y-%m-%dT%H:%M:%S%.3f";

/// When the mail server last took a test from the present sender's address; none before.
///
/// # Errors
/// When the database cannot be asked.
pub fn mail_tested(conn: &mut Conn) -> Result<Option<Moment>> {
    Ok(value(conn, MAIL_TESTED)?.and_then(|text| text.parse().ok()))
}

/// Notes that the mail server took a test.
///
/// # Errors
/// When the database refuses.
pub fn note_mail_tested(conn: &mut Conn, at: Moment) -> Result<()> {
    set_value(conn, MAIL_TESTED, &at.format(WRITTEN).to_string())
}

/// Forgets it: mail comes from another address now.
///
/// # Errors
/// When the database refuses.
pub fn forget_mail_tested(conn: &mut Conn) -> Result<()> {
    remove_value(conn, MAIL_TESTED).map(drop)
}

/// Whether an account has put the first steps aside.
///
/// # Errors
/// When the database cannot be asked.
pub fn are_first_steps_aside(conn: &mut Conn, account: AccountId) -> Result<bool> {
    Ok(value(conn, &aside(account))?.is_some())
}

/// Puts the first steps aside for an account, or takes them up again.
///
/// # Errors
/// When the database refuses.
pub fn put_first_steps_aside(conn: &mut Conn, account: AccountId, is_aside: bool) -> Result<()> {
    if is_aside { set_value(conn, &aside(account), "1") } else { remove_value(conn, &aside(account)).map(drop) }
}

fn aside(account: AccountId) -> String {
    format!("first_steps_aside:{account}")
}

/// Since when reports of what did not arrive cannot be read, and why; none if they can.
///
/// # Errors
/// When the database cannot be asked.
pub fn bounces_unread(conn: &mut Conn) -> Result<Option<(Moment, String)>> {
    let kept = value(conn, BOUNCES_UNREAD)?;
    Ok(kept.and_then(|text| text.split_once(' ').and_then(|(at, why)| Some((at.parse().ok()?, why.to_owned())))))
}

/// Notes why reports of what did not arrive cannot be read; none: they can.
///
/// # Errors
/// When the database refuses.
pub fn note_bounces_unread(conn: &mut Conn, now: Moment, why: Option<&str>) -> Result<()> {
    let Some(why) = why else { return remove_value(conn, BOUNCES_UNREAD).map(drop) };
    let since = bounces_unread(conn)?.map_or(now, |(since, _)| since);
    set_value(conn, BOUNCES_UNREAD, &format!("{} {why}", since.format(WRITTEN)))
}
