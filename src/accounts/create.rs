//! Making an account.

use super::password::{self, HashError, PasswordError, Typed};
use super::{Account, Role, store};
use crate::app::App;
use crate::audit::{self, Actor};
use crate::db;
use crate::email::Address;
use crate::i18n::Lang;
use crate::keys::ordered_id;

/// The longest name of an admin, in characters.
pub const MAX_NAME: usize = 200;

/// An account to be made.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// Their address.
    pub address: Address,
    /// Their name.
    pub name: String,
    /// Their password.
    pub password: Typed,
    /// The language of their pages.
    pub language: Lang,
}

/// Why an account was not made.
#[derive(Debug, thiserror::Error)]
pub enum CreateError {
    /// The name is empty or longer than [`MAX_NAME`].
    #[error("the name is empty or longer than {MAX_NAME} characters")]
    Name,
    /// The password breaks a rule.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// The address has an account.
    #[error("this address has an account already")]
    AddressTaken,
    /// The password could not be hashed.
    #[error(transparent)]
    Hash(#[from] HashError),
    /// The database refused.
    #[error(transparent)]
    Database(#[from] db::Error),
}

/// Whether an admin can be called so: 1 to [`MAX_NAME`] characters besides the spaces around them.
#[must_use]
pub fn is_name(name: &str) -> bool {
    (1..=MAX_NAME).contains(&name.trim().chars().count())
}

/// Makes an account.
///
/// # Errors
/// Why it was not made.
pub async fn create(app: &App, actor: Actor, new: NewAccount) -> Result<Account, CreateError> {
    let account = prepare(new).await?;
    let now = app.clock.now();
    app.db
        .write(move |conn| {
            insert(conn, now, actor, &account)?;
            Ok(account)
        })
        .await
}

/// Checks what was given and hashes the password: all that needs no database.
pub(super) async fn prepare(new: NewAccount) -> Result<Account, CreateError> {
    if !is_name(&new.name) {
        return Err(CreateError::Name);
    }
    password::check(&new.password, Some(&new.address))?;
    Ok(Account {
        id: ordered_id(),
        email: new.address.key().to_owned(),
        name: new.name.trim().to_owned(),
        password_hash: password::hash(new.password).await?,
        language: new.language,
        role: Role::Admin,
        invited_until: None,
    })
}

/// Writes the account and its entry in the audit log.
pub(super) fn insert(conn: &mut db::Conn, now: db::Moment, actor: Actor, account: &Account) -> Result<(), CreateError> {
    if store::find_by_email(conn, &account.email)?.is_some() {
        return Err(CreateError::AddressTaken);
    }
    store::insert(conn, account, now)?;
    Ok(audit::record(conn, now, actor, "account.created", &account.email, "")?)
}
