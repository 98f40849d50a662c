//! The first account: made by whoever reads the program's log, once.

use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use super::create::{self, CreateError, NewAccount};
use super::{Account, store};
use crate::app::App;
use crate::audit::Actor;
use crate::db;
use crate::keys::random_token;
use crate::settings;

/// The setting that holds the hashes of the codes. Its row goes with the first account, and with it every code.
const CODES: &str = "first_run_codes";
/// Codes that are good at the same time: one for each start, of each replica, the newest.
const CODES_KEPT: usize = 8;

/// Why the first account was not made.
#[derive(Debug, thiserror::Error)]
pub enum FirstRunError {
    /// The code is not one that was printed.
    #[error("the code is wrong")]
    WrongCode,
    /// There is an account already.
    #[error("the first account exists already")]
    Over,
    /// The account itself.
    #[error(transparent)]
    Create(#[from] CreateError),
    /// The database refused.
    #[error(transparent)]
    Database(#[from] db::Error),
}

/// Makes a code of 256 bits to be printed, if there is no account. Only its hash is stored.
///
/// # Errors
/// When the database refuses.
pub async fn offer(app: &App) -> Result<Option<String>, db::Error> {
    let code = random_token();
    let hash = hash(&code);
    let is_offered = app.db.write(move |conn| {
        if !store::is_empty(conn)? {
            return Ok(false);
        }
        let before = settings::value(conn, CODES)?.unwrap_or_default();
        let mut codes: Vec<&str> = before.split_whitespace().collect();
        codes.push(&hash);
        let kept = codes.split_off(codes.len().saturating_sub(CODES_KEPT));
        settings::set_value(conn, CODES, &kept.join(" "))?;
        Ok::<_, db::Error>(true)
    });
    Ok(is_offered.await?.then_some(code))
}

/// Whether a code makes the first account now.
///
/// # Errors
/// When there is an account already, or the database cannot be asked.
pub async fn is_code(app: &App, code: &str) -> Result<bool, FirstRunError> {
    let hash = hash(code.trim());
    match app.db.read(move |conn| check(conn, &hash)).await {
        Err(FirstRunError::WrongCode) => Ok(false),
        checked => checked.map(|()| true),
    }
}

/// Makes the first account and uses up every code.
///
/// # Errors
/// Why it was not made.
pub async fn create_first(app: &App, code: &str, new: NewAccount) -> Result<Account, FirstRunError> {
    let hash = hash(code.trim());
    // Hashing a password is work that only a right code may ask for.
    let known = hash.clone();
    app.db.read(move |conn| check(conn, &known)).await?;
    let account = create::prepare(new).await?;
    let now = app.clock.now();
    app.db
        .write(move |conn| {
            check(conn, &hash)?;
            // Of two at the same moment, one removes the row; the other then finds none.
            if settings::remove_value(conn, CODES)? == 0 {
                return Err(FirstRunError::Over);
            }
            create::insert(conn, now, Actor::Account(account.id), &account)?;
            Ok(account)
        })
        .await
}

fn check(conn: &mut db::Conn, hash: &str) -> Result<(), FirstRunError> {
    if !store::is_empty(conn)? {
        return Err(FirstRunError::Over);
    }
    let codes = settings::value(conn, CODES)?.unwrap_or_default();
    let is_known = codes.split_whitespace().any(|code| bool::from(code.as_bytes().ct_eq(hash.as_bytes())));
    if is_known { Ok(()) } else { Err(FirstRunError::WrongCode) }
}

fn hash(code: &str) -> String {
    use std::fmt::Write as _;
    let digest = Sha256::digest(code.as_bytes());
    digest.iter().fold(String::new(), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
