//! Queries on accounts.

use diesel::prelude::*;

use crate::db::{AccountId, Conn, Moment, Result};
use crate::i18n::Lang;
use crate::schema::accounts;

/// Someone who signs in.
#[derive(Debug, Clone)]
pub struct Account {
    /// Their id.
    pub id: AccountId,
    /// Their address, in lower case.
    pub email: String,
    /// Their name.
    pub name: String,
    /// Their password as argon2id keeps it.
    pub password_hash: String,
    /// The language of their pages.
    pub language: Lang,
}

type Row = (AccountId, String, String, String, String);

fn from_row((id, email, name, password_hash, language): Row) -> Account {
    let language = Lang::from_code(&language).unwrap_or_default();
    Account { id, email, name, password_hash, language }
}

const COLUMNS: (accounts::id, accounts::email, accounts::name, accounts::password_hash, accounts::language) =
    (accounts::id, accounts::email, accounts::name, accounts::password_hash, accounts::language);

/// An account by its id.
///
/// # Errors
/// When the database cannot be asked.
pub fn find(conn: &mut Conn, id: AccountId) -> Result<Option<Account>> {
    accounts::table.find(id).select(COLUMNS).first::<Row>(conn).optional().map(|row| row.map(from_row))
}

/// An account by its address, in lower case.
///
/// # Errors
/// When the database cannot be asked.
pub fn find_by_email(conn: &mut Conn, email: &str) -> Result<Option<Account>> {
    accounts::table
        .filter(accounts::email.eq(email))
        .select(COLUMNS)
        .first::<Row>(conn)
        .optional()
        .map(|row| row.map(from_row))
}

/// Adds an account.
///
/// # Errors
/// When the database refuses, as for an address that has one.
pub fn insert(conn: &mut Conn, account: &Account, now: Moment) -> Result<()> {
    diesel::insert_into(accounts::table)
        .values((
            accounts::id.eq(account.id),
            accounts::email.eq(&account.email),
            accounts::name.eq(&account.name),
            accounts::password_hash.eq(&account.password_hash),
            accounts::language.eq(account.language.code()),
            accounts::created_at.eq(now),
        ))
        .execute(conn)
        .map(drop)
}

/// Whether there is any account.
///
/// # Errors
/// When the database cannot be asked.
pub fn is_empty(conn: &mut Conn) -> Result<bool> {
    accounts::table.select(accounts::id).first::<AccountId>(conn).optional().map(|found| found.is_none())
}

/// Changes the language of an account's pages.
///
/// # Errors
/// When the database refuses.
pub fn set_language(conn: &mut Conn, id: AccountId, language: Lang) -> Result<()> {
    diesel::update(accounts::table.find(id)).set(accounts::language.eq(language.code())).execute(conn).map(drop)
}

/// Changes an account's name.
///
/// # Errors
/// When the database refuses.
pub fn set_name(conn: &mut Conn, id: AccountId, name: &str) -> Result<()> {
    diesel::update(accounts::table.find(id)).set(accounts::name.eq(name)).execute(conn).map(drop)
}

/// Changes an account's password.
///
/// # Errors
/// When the database refuses.
pub fn set_password(conn: &mut Conn, id: AccountId, hash: &str) -> Result<()> {
    diesel::update(accounts::table.find(id)).set(accounts::password_hash.eq(hash)).execute(conn).map(drop)
}

/// The names of all accounts, by id.
///
/// # Errors
/// When the database cannot be asked.
pub fn names(conn: &mut Conn) -> Result<Vec<(AccountId, String)>> {
    accounts::table.select((accounts::id, accounts::name)).load(conn)
}
