//! Queries on sessions.

use diesel::prelude::*;

use crate::db::{AccountId, Conn, Moment, Result, on_backend};
use crate::schema::sessions;

/// The state of a session that has not expired.
///
/// # Errors
/// When the database cannot be asked.
pub fn load(conn: &mut Conn, key_hash: &[u8], now: Moment) -> Result<Option<String>> {
    sessions::table.find(key_hash).filter(sessions::expires_at.gt(now)).select(sessions::state).first(conn).optional()
}

/// Writes a session.
///
/// # Errors
/// When the database refuses.
pub fn save(
    conn: &mut Conn,
    key_hash: &[u8],
    account: Option<AccountId>,
    state: &str,
    expires_at: Moment,
) -> Result<()> {
    let changed = (sessions::account_id.eq(account), sessions::state.eq(state), sessions::expires_at.eq(expires_at));
    on_backend!(conn => diesel::insert_into(sessions::table)
        .values((sessions::key_hash.eq(key_hash), changed))
        .on_conflict(sessions::key_hash)
        .do_update()
        .set(changed)
        .execute(conn))
    .map(drop)
}

/// Lets a session live longer.
///
/// # Errors
/// When the database refuses.
pub fn extend(conn: &mut Conn, key_hash: &[u8], expires_at: Moment) -> Result<()> {
    diesel::update(sessions::table.find(key_hash)).set(sessions::expires_at.eq(expires_at)).execute(conn).map(drop)
}

/// Ends a session.
///
/// # Errors
/// When the database refuses.
pub fn delete(conn: &mut Conn, key_hash: &[u8]) -> Result<()> {
    diesel::delete(sessions::table.find(key_hash)).execute(conn).map(drop)
}

/// Ends every session of an account but one.
///
/// # Errors
/// When the database refuses.
pub fn delete_others(conn: &mut Conn, account: AccountId, keep: &[u8]) -> Result<usize> {
    diesel::delete(sessions::table.filter(sessions::account_id.eq(account)).filter(sessions::key_hash.ne(keep)))
        .execute(conn)
}

/// Removes sessions whose time has run out.
///
/// # Errors
/// When the database refuses.
pub fn delete_expired(conn: &mut Conn, now: Moment) -> Result<usize> {
    diesel::delete(sessions::table.filter(sessions::expires_at.le(now))).execute(conn)
}
