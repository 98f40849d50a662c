//! Queries on sessions.

use diesel::prelude::*;

use crate::db::{AccountId, Conn, Moment, Result};
use crate::schema::sessions;

/// The state of a session that has not expired.
///
/// # Errors
/// When the database cannot be asked.
pub fn load(conn: &mut Conn, key_hash: &[u8], now: Moment) -> Result<Option<String>> {
    sessions::table.find(key_hash).filter(sessions::expires_at.gt(now)).select(sessions::state).first(conn).optional()
}

/// A session to be written.
#[derive(Debug, Clone)]
pub struct NewSession {
    /// The SHA-256 of its key.
    pub key_hash: Vec<u8>,
    /// Whose it is, once signed in.
    pub account: Option<AccountId>,
    /// What the session middleware keeps.
    pub state: String,
    /// When its owner signed in.
    pub started_at: Moment,
    /// When it ends without a request.
    pub expires_at: Moment,
}

/// Writes a new session.
///
/// # Errors
/// When the database refuses.
pub fn insert(conn: &mut Conn, new: &NewSession) -> Result<()> {
    diesel::insert_into(sessions::table)
        .values((
            sessions::key_hash.eq(&new.key_hash),
            sessions::account_id.eq(new.account),
            sessions::state.eq(&new.state),
            sessions::started_at.eq(new.started_at),
            sessions::expires_at.eq(new.expires_at),
        ))
        .execute(conn)
        .map(drop)
}

/// Changes what a session keeps. One that was ended meanwhile stays ended.
///
/// # Errors
/// When the database refuses.
pub fn update(conn: &mut Conn, key_hash: &[u8], state: &str, expires_at: Moment) -> Result<()> {
    diesel::update(sessions::table.find(key_hash))
        .set((sessions::state.eq(state), sessions::expires_at.eq(expires_at)))
        .execute(conn)
        .map(drop)
}

/// Lets a session live longer.
///
/// # Errors
/// When the database refuses.
pub fn extend(conn: &mut Conn, key_hash: &[u8], expires_at: Moment) -> Result<()> {
    diesel::update(sessions::table.find(key_hash)).set(sessions::expires_at.eq(expires_at)).execute(conn).map(drop)
}

/// When a session's owner signed in, and when it ends without a request.
///
/// # Errors
/// When the database cannot be asked.
pub fn times(conn: &mut Conn, key_hash: &[u8]) -> Result<Option<(Moment, Moment)>> {
    let row = sessions::table.find(key_hash).select((sessions::started_at, sessions::expires_at));
    row.first(conn).optional()
}

/// When the owner of an account signed in, and when each of these sessions ends without a request; newest first.
///
/// # Errors
/// When the database cannot be asked.
pub fn list(conn: &mut Conn, account: AccountId, now: Moment) -> Result<Vec<(Moment, Moment)>> {
    sessions::table
        .filter(sessions::account_id.eq(account))
        .filter(sessions::expires_at.gt(now))
        .order(sessions::started_at.desc())
        .select((sessions::started_at, sessions::expires_at))
        .load(conn)
}

/// Ends a session.
///
/// # Errors
/// When the database refuses.
pub fn delete(conn: &mut Conn, key_hash: &[u8]) -> Result<()> {
    diesel::delete(sessions::table.find(key_hash)).execute(conn).map(drop)
}

/// Ends every session of an account.
///
/// # Errors
/// When the database refuses.
pub fn delete_all(conn: &mut Conn, account: AccountId) -> Result<usize> {
    diesel::delete(sessions::table.filter(sessions::account_id.eq(account))).execute(conn)
}

/// Removes sessions whose time has run out.
///
/// # Errors
/// When the database refuses.
pub fn delete_expired(conn: &mut Conn, now: Moment) -> Result<usize> {
    diesel::delete(sessions::table.filter(sessions::expires_at.le(now))).execute(conn)
}
