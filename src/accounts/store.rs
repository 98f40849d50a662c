//! Queries on accounts.

use diesel::prelude::*;

use crate::db::{AccountId, Conn, DepartmentId, Moment, Result};
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
    /// What they may do.
    pub role: Role,
    /// Until when their link to choose a password is good; none: there is none.
    pub invited_until: Option<Moment>,
}

/// What someone who signs in may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Runs surveys.
    Admin,
    /// Reads the part of reports under a department.
    Manager(DepartmentId),
}

const ADMIN: &str = "admin";
const MANAGER: &str = "manager";

type Row = (AccountId, String, String, String, String, (String, Option<DepartmentId>), Option<Moment>);

/// A row that is neither an admin's nor a manager's of a department is nobody's.
fn from_row((id, email, name, password_hash, language, role, invited_until): Row) -> Option<Account> {
    let language = Lang::from_code(&language).unwrap_or_default();
    let role = match (role.0.as_str(), role.1) {
        (ADMIN, None) => Role::Admin,
        (MANAGER, Some(department)) => Role::Manager(department),
        _ => return None,
    };
    Some(Account { id, email, name, password_hash, language, role, invited_until })
}

type Columns = (
    accounts::id,
    accounts::email,
    accounts::name,
    accounts::password_hash,
    accounts::language,
    (accounts::role, accounts::department_id),
    accounts::invited_until,
);

const COLUMNS: Columns = (
    accounts::id,
    accounts::email,
    accounts::name,
    accounts::password_hash,
    accounts::language,
    (accounts::role, accounts::department_id),
    accounts::invited_until,
);

/// An account by its id.
///
/// # Errors
/// When the database cannot be asked.
pub fn find(conn: &mut Conn, id: AccountId) -> Result<Option<Account>> {
    accounts::table.find(id).select(COLUMNS).first::<Row>(conn).optional().map(|row| row.and_then(from_row))
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
        .map(|row| row.and_then(from_row))
}

/// Adds an account.
///
/// # Errors
/// When the database refuses, as for an address that has one.
pub fn insert(conn: &mut Conn, account: &Account, now: Moment) -> Result<()> {
    let (role, department) = match account.role {
        Role::Admin => (ADMIN, None),
        Role::Manager(department) => (MANAGER, Some(department)),
    };
    diesel::insert_into(accounts::table)
        .values((
            accounts::id.eq(account.id),
            accounts::email.eq(&account.email),
            accounts::name.eq(&account.name),
            accounts::password_hash.eq(&account.password_hash),
            accounts::language.eq(account.language.code()),
            accounts::role.eq(role),
            accounts::department_id.eq(department),
            accounts::invited_until.eq(account.invited_until),
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

/// All who run surveys.
///
/// # Errors
/// When the database cannot be asked.
pub fn admins(conn: &mut Conn) -> Result<Vec<Account>> {
    let rows: Vec<Row> = accounts::table.order(accounts::id).select(COLUMNS).load(conn)?;
    Ok(rows.into_iter().filter_map(from_row).filter(|account| account.role == Role::Admin).collect())
}

/// All managers, by name.
///
/// # Errors
/// When the database cannot be asked.
pub fn managers(conn: &mut Conn) -> Result<Vec<Account>> {
    let rows: Vec<Row> = accounts::table.order((accounts::name, accounts::id)).select(COLUMNS).load(conn)?;
    Ok(rows.into_iter().filter_map(from_row).filter(|account| account.role != Role::Admin).collect())
}

/// Changes until when a manager's link to choose a password is good.
///
/// # Errors
/// When the database refuses.
pub fn set_invited_until(conn: &mut Conn, id: AccountId, until: Option<Moment>) -> Result<()> {
    diesel::update(accounts::table.find(id)).set(accounts::invited_until.eq(until)).execute(conn).map(drop)
}

/// Uses up a manager's link, if it is not used; whether it was not.
///
/// # Errors
/// When the database refuses.
pub fn take_invitation(conn: &mut Conn, id: AccountId) -> Result<bool> {
    let open = accounts::table.filter(accounts::id.eq(id)).filter(accounts::invited_until.is_not_null());
    Ok(diesel::update(open).set(accounts::invited_until.eq(None::<Moment>)).execute(conn)? == 1)
}

/// Removes an account with its sessions.
///
/// # Errors
/// When the database refuses.
pub fn delete(conn: &mut Conn, id: AccountId) -> Result<()> {
    diesel::delete(accounts::table.find(id)).execute(conn).map(drop)
}
