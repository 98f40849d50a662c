//! Signing in: who an address and a password belong to.

use super::password::{self, HashError, Typed};
use super::{Account, sessions, store};
use crate::app::App;
use crate::audit::{self, Actor};
use crate::db;
use crate::email::Address;

/// Why nobody was signed in.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// No such account, or another password: which of the two is not told.
    #[error("the address or the password is wrong")]
    Wrong,
    /// The password could not be compared.
    #[error(transparent)]
    Hash(#[from] HashError),
    /// The database could not be asked.
    #[error(transparent)]
    Database(#[from] db::Error),
}

/// Finds the account of an address and a password, after one verification whether or not there is one.
///
/// # Errors
/// [`SignInError::Wrong`], or that it could not be found out.
pub async fn sign_in(app: &App, address: &str, password: Typed) -> Result<Account, SignInError> {
    let key = Address::parse(address).map(|address| address.key().to_owned()).unwrap_or_default();
    let found = app.db.read(move |conn| store::find_by_email(conn, &key)).await?;
    let stored = found.as_ref().map(|account| account.password_hash.clone());
    // Who was invited and has not chosen a password has none.
    let stored = stored.filter(|hash| !hash.is_empty());
    let is_right = password::verify(stored, password).await?;
    let account = found.filter(|_| is_right).ok_or(SignInError::Wrong)?;
    let (now, unshifted) = (app.clock.now(), app.clock.unshifted());
    app.db
        .write(move |conn| {
            // The password may have been changed while it was compared.
            let current = store::find(conn, account.id)?;
            let is_current = current.is_some_and(|current| current.password_hash == account.password_hash);
            if !is_current {
                return Err(SignInError::Wrong);
            }
            sessions::store::delete_expired(conn, unshifted)?;
            audit::record(conn, now, Actor::Account(account.id), "account.signed-in", &account.email, "")?;
            Ok(account)
        })
        .await
}
