//! Changing an account: its name and language, its password, where it is signed in.

use super::create::{MAX_NAME, is_name};
use super::password::{self, HashError, PasswordError, Typed};
use super::{Account, sessions, store};
use crate::app::App;
use crate::audit::{self, Actor};
use crate::db::{self, AccountId};
use crate::email::Address;
use crate::i18n::Lang;

/// Why an account was not changed.
#[derive(Debug, thiserror::Error)]
pub enum ChangeError {
    /// There is no such account, or its invitation is good no more.
    #[error("no account has this address")]
    NotFound,
    /// The name is empty or longer than [`MAX_NAME`].
    #[error("the name is empty or longer than {MAX_NAME} characters")]
    Name,
    /// The present password was not given.
    #[error("the present password is another one")]
    WrongPassword,
    /// The new password breaks a rule.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// A password could not be hashed.
    #[error(transparent)]
    Hash(#[from] HashError),
    /// The database refused.
    #[error(transparent)]
    Database(#[from] db::Error),
}

/// Gives an account another name and language.
///
/// # Errors
/// Why it stays as it was.
pub async fn change(app: &App, id: AccountId, name: &str, language: Lang) -> Result<(), ChangeError> {
    if !is_name(name) {
        return Err(ChangeError::Name);
    }
    let name = name.trim().to_owned();
    let now = app.clock.now();
    app.db
        .write(move |conn| {
            store::set_name(conn, id, &name)?;
            store::set_language(conn, id, language)?;
            let account = store::find(conn, id)?.ok_or(ChangeError::NotFound)?;
            Ok(audit::record(conn, now, Actor::Account(id), "account.changed", &account.email, "")?)
        })
        .await
}

/// Replaces a password by its owner, who knows the present one. Every session of the account ends:
/// the caller renews the owner's own.
///
/// # Errors
/// Why it stays as it was.
pub async fn change_password(app: &App, account: &Account, old: Typed, new: Typed) -> Result<(), ChangeError> {
    let address = Address::parse(&account.email).map_err(|_| ChangeError::NotFound)?;
    password::check(&new, Some(&address))?;
    if !password::verify(Some(account.password_hash.clone()), old).await? {
        return Err(ChangeError::WrongPassword);
    }
    let actor = Actor::Account(account.id);
    replace(app, actor, "account.password-changed", account.email.clone(), password::hash(new).await?).await
}

/// Replaces a forgotten password, from the server's command line. Every session of the account ends.
///
/// # Errors
/// Why it stays as it was.
pub async fn reset_password(app: &App, actor: Actor, address: &Address, new: Typed) -> Result<(), ChangeError> {
    password::check(&new, Some(address))?;
    let hash = password::hash(new).await?;
    replace(app, actor, "account.password-reset", address.key().to_owned(), hash).await
}

async fn replace(
    app: &App,
    actor: Actor,
    action: &'static str,
    email: String,
    hash: String,
) -> Result<(), ChangeError> {
    let now = app.clock.now();
    app.db
        .write(move |conn| {
            let account = store::find_by_email(conn, &email)?.ok_or(ChangeError::NotFound)?;
            store::set_password(conn, account.id, &hash)?;
            sessions::store::delete_all(conn, account.id)?;
            Ok(audit::record(conn, now, actor, action, &email, "")?)
        })
        .await
}

/// Ends every session of an account: the caller renews the owner's own. Returns how many ended.
///
/// # Errors
/// When the database refuses.
pub async fn sign_out_everywhere(app: &App, account: &Account) -> Result<usize, db::Error> {
    let (id, email, now) = (account.id, account.email.clone(), app.clock.now());
    app.db
        .write(move |conn| {
            let ended = sessions::store::delete_all(conn, id)?;
            audit::record(conn, now, Actor::Account(id), "account.signed-out-elsewhere", &email, "")?;
            Ok(ended)
        })
        .await
}
