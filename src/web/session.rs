//! Sessions and who is signed in.

use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;

use actix_session::config::{PersistentSession, TtlExtensionPolicy};
use actix_session::storage::{LoadError, SaveError, SessionKey, SessionStore, UpdateError};
use actix_session::{Session, SessionExt, SessionMiddleware};
use actix_web::cookie::{Key, SameSite, time::Duration};
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpMessage, HttpRequest, web};
use anyhow::Context;
use sha2::{Digest, Sha256};

use super::{Error, Flash, Undo};
use crate::accounts::{self, Account, Role, sessions};
use crate::app::App;
use crate::audit::Actor;
use crate::db::{self, AccountId, DepartmentId, Moment};
use crate::i18n::{Lang, Message};

/// The name under which the account's id is kept.
const ACCOUNT: &str = "account";
/// The name under which the moment of signing in is kept.
const SINCE: &str = "since";
const FLASH: &str = "flash";
/// Stands while the first steps are not done: then every page leads back to them.
const FIRST_STEPS: &str = "first-steps";

/// The session middleware of admin pages.
#[must_use]
pub fn middleware(app: &App) -> SessionMiddleware<Store> {
    let signing = Key::from(app.secret.derive::<64>("session-cookie").as_ref());
    // The prefix makes browsers refuse the cookie from any other host and without TLS.
    let name = if app.config.is_https() { "__Host-session" } else { "session" };
    SessionMiddleware::builder(Store(app.clone()), signing)
        .cookie_name(name.to_owned())
        .cookie_http_only(true)
        .cookie_same_site(SameSite::Lax)
        .cookie_secure(app.config.is_https())
        .session_lifecycle(
            PersistentSession::default()
                .session_ttl(Duration::seconds(sessions::IDLE.num_seconds()))
                .session_ttl_extension_policy(TtlExtensionPolicy::OnEveryRequest),
        )
        .build()
}

/// Someone who is signed in. As a handler's argument it sends everyone else to the sign-in page.
#[derive(Clone)]
pub struct Admin {
    /// The account.
    pub account: Account,
    session: Session,
}

impl Admin {
    /// How the audit log names this admin.
    #[must_use]
    pub fn actor(&self) -> Actor {
        Actor::Account(self.account.id)
    }

    /// Keeps a short message for the next page.
    pub fn flash(&self, message: &Message) {
        self.keep_flash(message, None);
    }

    /// Keeps a short message for the next page, with a button that takes back what was done.
    pub fn flash_with_undo(&self, message: &Message, undo: Undo) {
        self.keep_flash(message, Some(undo));
    }

    fn keep_flash(&self, message: &Message, undo: Option<Undo>) {
        let flash = Flash { text: self.account.language.text(message), undo };
        if let Err(error) = self.session.insert(FLASH, flash) {
            tracing::warn!("a message to the admin was lost: {error}");
        }
    }

    /// Takes the message that the last action left.
    #[must_use]
    pub fn take_flash(&self) -> Option<Flash> {
        // Removing marks the session as changed, and that costs a write.
        self.session.contains_key(FLASH).then(|| self.session.remove_as(FLASH))??.ok()
    }

    /// Whether this browser is on its way through the first steps.
    #[must_use]
    pub fn is_on_first_steps(&self) -> bool {
        self.session.contains_key(FIRST_STEPS)
    }

    /// Remembers that this browser is on its way through the first steps, or no more.
    ///
    /// # Errors
    /// When the session cannot be written.
    pub fn set_on_first_steps(&self, is_on: bool) -> Result<(), Error> {
        match (is_on, self.is_on_first_steps()) {
            (true, false) => self.session.insert(FIRST_STEPS, true).context("the session cannot be written")?,
            (false, true) => drop(self.session.remove(FIRST_STEPS)),
            // Nothing is written where nothing changes.
            _ => {}
        }
        Ok(())
    }

    /// When this browser signed in.
    #[must_use]
    pub fn since(&self) -> Option<Moment> {
        self.session.get(SINCE).ok().flatten()
    }

    /// Goes on under a new key, after every session of the account has been ended.
    pub fn renew_session(&self) {
        self.session.renew();
    }
}

impl FromRequest for Admin {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Error>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let session = request.get_session();
        let app = request.app_data::<web::Data<App>>().cloned();
        let reader = request.clone();
        Box::pin(async move {
            let admin = signed_in(app, session, &reader).await?;
            if admin.account.role == Role::Admin { Ok(admin) } else { Err(Error::Forbidden) }
        })
    }
}

/// Who is signed in, whatever they may do.
async fn signed_in(app: Option<web::Data<App>>, session: Session, reader: &HttpRequest) -> Result<Admin, Error> {
    let app = app.context("the application is not set up")?;
    let id = session.get::<AccountId>(ACCOUNT).ok().flatten().ok_or(Error::SignedOut)?;
    let account = app.db.read(move |conn| accounts::store::find(conn, id)).await?;
    let account = account.ok_or(Error::SignedOut)?;
    let is_admin = account.role == Role::Admin;
    reader.extensions_mut().insert(SignedIn { language: account.language, name: account.name.clone(), is_admin });
    Ok(Admin { account, session })
}

/// Whoever is signed in: for the few pages that managers share with admins.
pub struct Anyone(pub Admin);

impl FromRequest for Anyone {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Error>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let (session, app) = (request.get_session(), request.app_data::<web::Data<App>>().cloned());
        let reader = request.clone();
        Box::pin(async move { signed_in(app, session, &reader).await.map(Self) })
    }
}

/// A manager who is signed in; everyone else is refused.
pub struct Manager {
    /// Who it is.
    pub reader: Admin,
    /// The department whose part of reports they read.
    pub department: DepartmentId,
}

impl FromRequest for Manager {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Error>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let found = Anyone::from_request(request, payload);
        Box::pin(async move {
            let Anyone(reader) = found.await?;
            match reader.account.role {
                Role::Manager(department) => Ok(Self { reader, department }),
                Role::Admin => Err(Error::Forbidden),
            }
        })
    }
}

/// Left on a request once its admin is known, for an error page written after the handler is gone.
#[derive(Debug, Clone)]
pub(super) struct SignedIn {
    pub(super) language: Lang,
    pub(super) name: String,
    pub(super) is_admin: bool,
}

/// Starts a signed-in session under a new key.
///
/// # Errors
/// When the session cannot be written.
pub fn sign_in(session: &Session, account: AccountId, now: Moment) -> Result<(), Error> {
    session.clear();
    session.renew();
    session.insert(ACCOUNT, account).context("the session cannot be written")?;
    session.insert(SINCE, now).context("the session cannot be written")?;
    Ok(())
}

/// Sessions in the database.
pub struct Store(App);

type State = HashMap<String, String>;

fn hash(key: &SessionKey) -> Vec<u8> {
    Sha256::digest(key.as_ref().as_bytes()).to_vec()
}

impl Store {
    /// The end of a session that is used now: never later than its owner's sign-in allows.
    fn expiry(&self, started_at: Moment) -> Moment {
        (self.0.clock.unshifted() + sessions::IDLE).min(started_at + sessions::LONGEST)
    }

    fn started_at(&self, state: &State) -> Moment {
        let since = state.get(SINCE).and_then(|text| serde_json::from_str(text).ok());
        since.unwrap_or_else(|| self.0.clock.unshifted())
    }
}

impl SessionStore for Store {
    async fn load(&self, key: &SessionKey) -> Result<Option<State>, LoadError> {
        let (hash, now) = (hash(key), self.0.clock.unshifted());
        let found = self.0.db.read(move |conn| sessions::store::load(conn, &hash, now)).await;
        let Some(text) = found.map_err(|error: crate::db::Error| LoadError::Other(error.into()))? else {
            return Ok(None);
        };
        serde_json::from_str(&text).map(Some).map_err(|error| LoadError::Deserialization(error.into()))
    }

    async fn save(&self, state: State, _: &Duration) -> Result<SessionKey, SaveError> {
        let key = SessionKey::try_from(crate::keys::random_token()).map_err(|error| SaveError::Other(error.into()))?;
        let started_at = self.started_at(&state);
        let new = sessions::store::NewSession {
            key_hash: hash(&key),
            account: state.get(ACCOUNT).and_then(|text| serde_json::from_str(text).ok()),
            state: serde_json::to_string(&state).map_err(|error| SaveError::Serialization(error.into()))?,
            started_at,
            expires_at: self.expiry(started_at),
        };
        let written = self.0.db.write(move |conn| sessions::store::insert(conn, &new)).await;
        written.map_err(|error: db::Error| SaveError::Other(error.into()))?;
        Ok(key)
    }

    async fn update(&self, key: SessionKey, state: State, _: &Duration) -> Result<SessionKey, UpdateError> {
        let (key_hash, expires_at) = (hash(&key), self.expiry(self.started_at(&state)));
        let text = serde_json::to_string(&state).map_err(|error| UpdateError::Serialization(error.into()))?;
        let written = self.0.db.write(move |conn| sessions::store::update(conn, &key_hash, &text, expires_at)).await;
        written.map_err(|error: db::Error| UpdateError::Other(error.into()))?;
        Ok(key)
    }

    async fn update_ttl(&self, key: &SessionKey, _: &Duration) -> Result<(), anyhow::Error> {
        let key_hash = hash(key);
        let found = self.0.db.read({
            let key_hash = key_hash.clone();
            move |conn| sessions::store::times(conn, &key_hash)
        });
        let Some((started_at, expires_at)) = found.await? else { return Ok(()) };
        let later = self.expiry(started_at);
        if later - expires_at < sessions::EXTENDED_AFTER {
            return Ok(());
        }
        Ok(self.0.db.write(move |conn| sessions::store::extend(conn, &key_hash, later)).await?)
    }

    async fn delete(&self, key: &SessionKey) -> Result<(), anyhow::Error> {
        let hash = hash(key);
        Ok(self.0.db.write(move |conn| sessions::store::delete(conn, &hash)).await?)
    }
}
