//! Managers: accounts that only read, and only the part of reports under their department.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use subtle::ConstantTimeEq;

use super::change::ChangeError;
use super::create::is_name;
use super::password::{self, Typed};
use super::{Account, Role, sessions, store};
use crate::app::App;
use crate::audit::{self, Actor};
use crate::db::{self, AccountId, Conn, DepartmentId, Moment};
use crate::email::Address;
use crate::i18n::Lang;
use crate::keys::{Secret, ordered_id};
use crate::mail::outbox::{self, NewMail};

/// The kind of the mail with the link to choose a password.
pub const WELCOME: &str = "welcome";
/// How long that link is good, in days.
pub const WELCOME_DAYS: i64 = 7;
/// Account id (16), MAC (16).
const TOKEN_BYTES: usize = 16 + MAC_BYTES;
const MAC_BYTES: usize = 16;

/// A manager to be invited.
#[derive(Debug, Clone)]
pub struct NewManager {
    /// Their address.
    pub address: Address,
    /// Their name.
    pub name: String,
    /// The department whose part of reports they read.
    pub department: DepartmentId,
    /// The language of their pages.
    pub language: Lang,
}

/// Why a manager was not invited, or not removed.
#[derive(Debug, thiserror::Error)]
pub enum ManagerError {
    /// There is no such manager.
    #[error("there is no such manager")]
    NotFound,
    /// The name is empty or too long.
    #[error("the name is empty or too long")]
    Name,
    /// The address has an account.
    #[error("this address has an account already")]
    AddressTaken,
    /// The database.
    #[error(transparent)]
    Database(#[from] db::Error),
}

/// Makes the account of a manager, and queues the mail with the link to choose a password.
///
/// # Errors
/// Why there is none.
pub fn invite(conn: &mut Conn, now: Moment, new: NewManager, actor: Actor) -> Result<(), ManagerError> {
    if !is_name(&new.name) {
        return Err(ManagerError::Name);
    }
    if store::find_by_email(conn, new.address.key())?.is_some() {
        return Err(ManagerError::AddressTaken);
    }
    let account = Account {
        id: ordered_id(),
        email: new.address.key().to_owned(),
        name: new.name.trim().to_owned(),
        // Nobody signs in with it: no password has this hash.
        password_hash: String::new(),
        language: new.language,
        role: Role::Manager(new.department),
        invited_until: None,
    };
    store::insert(conn, &account, now)?;
    welcome(conn, now, account.id)?;
    Ok(audit::record(conn, now, actor, "manager.invited", &account.email, "")?)
}

/// Invites a manager again who has not chosen a password; links of before are good no more.
///
/// # Errors
/// When there is no such manager, or the database refuses.
pub fn invite_again(conn: &mut Conn, now: Moment, id: AccountId, actor: Actor) -> Result<(), ManagerError> {
    let account = manager(conn, id)?.ok_or(ManagerError::NotFound)?;
    welcome(conn, now, id)?;
    Ok(audit::record(conn, now, actor, "manager.invited", &account.email, "")?)
}

fn welcome(conn: &mut Conn, now: Moment, id: AccountId) -> db::Result<()> {
    store::set_invited_until(conn, id, Some(now + TimeDelta::days(WELCOME_DAYS)))?;
    let mail = NewMail { kind: WELCOME, reference: id.uuid(), at_most_once: false, due_at: now, batch: None };
    outbox::enqueue(conn, &[mail])
}

/// Removes a manager, and signs them out everywhere.
///
/// # Errors
/// When there is no such manager, or the database refuses.
pub fn remove(conn: &mut Conn, now: Moment, id: AccountId, actor: Actor) -> Result<(), ManagerError> {
    let account = manager(conn, id)?.ok_or(ManagerError::NotFound)?;
    sessions::store::delete_all(conn, id)?;
    store::delete(conn, id)?;
    Ok(audit::record(conn, now, actor, "manager.removed", &account.email, "")?)
}

fn manager(conn: &mut Conn, id: AccountId) -> db::Result<Option<Account>> {
    Ok(store::find(conn, id)?.filter(|account| account.role != Role::Admin))
}

/// What the link of an invited manager ends with. It is good until the invitation ends, is made anew or is taken.
#[must_use]
pub fn token(secret: &Secret, account: AccountId, until: Moment) -> String {
    let mut bytes = account.uuid().as_bytes().to_vec();
    bytes.extend_from_slice(&mac(secret, account, until));
    URL_SAFE_NO_PAD.encode(bytes)
}

fn mac(secret: &Secret, account: AccountId, until: Moment) -> [u8; MAC_BYTES] {
    let until = until.and_utc().timestamp_millis().to_be_bytes();
    let whole = secret.mac_key("welcome").mac(&[account.uuid().as_bytes().as_slice(), &until].concat());
    let mut half = [0; MAC_BYTES];
    half.copy_from_slice(&whole[..MAC_BYTES]);
    half
}

/// The manager whose link this is, if it is good.
///
/// # Errors
/// Not found when it is not, or the database cannot be asked.
pub fn welcomed(conn: &mut Conn, secret: &Secret, now: Moment, token: &str) -> Result<Account, ChangeError> {
    let bytes = URL_SAFE_NO_PAD.decode(token).ok().and_then(|bytes| <[u8; TOKEN_BYTES]>::try_from(bytes).ok());
    let bytes = bytes.ok_or(ChangeError::NotFound)?;
    let (id, given) = bytes.split_at(16);
    let id = uuid::Uuid::from_slice(id).map(AccountId::from_uuid).map_err(|_| ChangeError::NotFound)?;
    let account = manager(conn, id)?.ok_or(ChangeError::NotFound)?;
    let until = account.invited_until.filter(|until| now < *until).ok_or(ChangeError::NotFound)?;
    if bool::from(mac(secret, id, until).ct_eq(given)) { Ok(account) } else { Err(ChangeError::NotFound) }
}

/// Chooses the password of an invited manager; the link is good no more.
///
/// # Errors
/// Why it was not chosen.
pub async fn choose_password(app: &App, link: String, new: Typed) -> Result<Account, ChangeError> {
    let (secret, now, read) = (app.secret.clone(), app.clock.now(), link.clone());
    let account = app.db.read(move |conn| welcomed(conn, &secret, now, &read)).await?;
    password::check(&new, Address::parse(&account.email).ok().as_ref())?;
    let hash = password::hash(new).await?;
    let secret = app.secret.clone();
    app.db
        .write(move |conn| {
            // Of two at the same moment the second finds the link used.
            let account = welcomed(conn, &secret, now, &link)?;
            if !store::take_invitation(conn, account.id)? {
                return Err(ChangeError::NotFound);
            }
            store::set_password(conn, account.id, &hash)?;
            let actor = Actor::Account(account.id);
            audit::record(conn, now, actor, "manager.came-in", &account.email, "")?;
            Ok(account)
        })
        .await
}
