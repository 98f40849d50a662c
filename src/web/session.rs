//! Sessions and who is signed in.

use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;

use actix_session::config::{PersistentSession, TtlExtensionPolicy};
use actix_session::storage::{LoadError, SaveError, SessionKey, SessionStore, UpdateError};
use actix_session::{Session, SessionExt, SessionMiddleware};
use actix_web::cookie::{Key, SameSite, time::Duration};
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, web};
use anyhow::Context;
use sha2::{Digest, Sha256};

use super::{Error, Flash};
use crate::accounts::{self, Account, sessions};
use crate::app::App;
use crate::audit::Actor;
use crate::db::AccountId;
use crate::i18n::Message;

/// A session ends after this long without a request.
const IDLE: Duration = Duration::hours(12);
/// The name under which the account's id is kept.
const ACCOUNT: &str = "account";
const FLASH: &str = "flash";

/// The session middleware of admin pages.
#[must_use]
pub fn middleware(app: &App) -> SessionMiddleware<Store> {
    let signing = Key::from(app.secret.derive::<64>("session-cookie").as_ref());
    SessionMiddleware::builder(Store(app.clone()), signing)
        .cookie_name("session".to_owned())
        .cookie_http_only(true)
        .cookie_same_site(SameSite::Lax)
        .cookie_secure(app.config.is_https())
        .session_lifecycle(
            PersistentSession::default()
                .session_ttl(IDLE)
                .session_ttl_extension_policy(TtlExtensionPolicy::OnStateChanges),
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
        let flash = Flash { text: self.account.language.text(message) };
        if let Err(error) = self.session.insert(FLASH, flash) {
            tracing::warn!("a message to the admin was lost: {error}");
        }
    }

    /// Takes the message that the last action left.
    #[must_use]
    pub fn take_flash(&self) -> Option<Flash> {
        self.session.remove_as(FLASH)?.ok()
    }

    /// The session itself.
    #[must_use]
    pub fn session(&self) -> &Session {
        &self.session
    }
}

impl FromRequest for Admin {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Error>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let session = request.get_session();
        let app = request.app_data::<web::Data<App>>().cloned();
        Box::pin(async move {
            let app = app.context("the application is not set up")?;
            let id = session.get::<AccountId>(ACCOUNT).ok().flatten().ok_or(Error::SignedOut)?;
            let account = app.db.read(move |conn| accounts::store::find(conn, id)).await?;
            Ok(Self { account: account.ok_or(Error::SignedOut)?, session })
        })
    }
}

/// Starts a signed-in session under a new key.
///
/// # Errors
/// When the session cannot be written.
pub fn sign_in(session: &Session, account: AccountId) -> Result<(), Error> {
    session.renew();
    session.insert(ACCOUNT, account).context("the session cannot be written")?;
    Ok(())
}

/// Sessions in the database.
pub struct Store(App);

type State = HashMap<String, String>;

fn hash(key: &SessionKey) -> Vec<u8> {
    Sha256::digest(key.as_ref().as_bytes()).to_vec()
}

impl Store {
    async fn put(&self, key: &SessionKey, state: State, ttl: &Duration) -> anyhow::Result<()> {
        let account = state.get(ACCOUNT).and_then(|text| serde_json::from_str(text).ok());
        let text = serde_json::to_string(&state)?;
        let (hash, expires_at) = (hash(key), self.expiry(ttl));
        self.0
            .db
            .write(move |conn| sessions::store::save(conn, &hash, account, &text, expires_at))
            .await
            .context("the session cannot be written")
    }

    fn expiry(&self, ttl: &Duration) -> crate::db::Moment {
        self.0.clock.now() + chrono::TimeDelta::seconds(ttl.whole_seconds())
    }
}

impl SessionStore for Store {
    async fn load(&self, key: &SessionKey) -> Result<Option<State>, LoadError> {
        let (hash, now) = (hash(key), self.0.clock.now());
        let found = self.0.db.read(move |conn| sessions::store::load(conn, &hash, now)).await;
        let Some(text) = found.map_err(|error: crate::db::Error| LoadError::Other(error.into()))? else {
            return Ok(None);
        };
        serde_json::from_str(&text).map(Some).map_err(|error| LoadError::Deserialization(error.into()))
    }

    async fn save(&self, state: State, ttl: &Duration) -> Result<SessionKey, SaveError> {
        let key = SessionKey::try_from(crate::keys::random_token()).map_err(|error| SaveError::Other(error.into()))?;
        self.put(&key, state, ttl).await.map_err(SaveError::Other)?;
        Ok(key)
    }

    async fn update(&self, key: SessionKey, state: State, ttl: &Duration) -> Result<SessionKey, UpdateError> {
        self.put(&key, state, ttl).await.map_err(UpdateError::Other)?;
        Ok(key)
    }

    async fn update_ttl(&self, key: &SessionKey, ttl: &Duration) -> Result<(), anyhow::Error> {
        let (hash, expires_at) = (hash(key), self.expiry(ttl));
        Ok(self.0.db.write(move |conn| sessions::store::extend(conn, &hash, expires_at)).await?)
    }

    async fn delete(&self, key: &SessionKey) -> Result<(), anyhow::Error> {
        let hash = hash(key);
        Ok(self.0.db.write(move |conn| sessions::store::delete(conn, &hash)).await?)
    }
}
