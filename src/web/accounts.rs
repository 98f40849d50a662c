//! The page of one's own account.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use askama::Template;
use serde::Deserialize;

use super::session::Anyone;
use super::sign_in::Wait;
use super::{Admin, Error, Limits, Page, Result, html, local, see};
use crate::accounts::password::{self, PasswordError, Typed};
use crate::accounts::{self, ChangeError, MAX_NAME, sessions};
use crate::app::App;
use crate::db::Moment;
use crate::i18n::{FormErrors, Lang, Message, say};

#[derive(Template)]
#[template(path = "accounts/show.html")]
struct AccountPage {
    page: Page,
    errors: FormErrors,
    email: String,
    name: String,
    language: Lang,
    sign_ins: Vec<SignIn>,
    /// When a browser is signed out, in words.
    idle: Message,
}

/// A browser that is signed in.
struct SignIn {
    since: local::Shown,
    last_seen: local::Shown,
    is_this: bool,
}

/// `GET /account`.
///
/// # Errors
/// When the database cannot be asked.
pub async fn show(request: HttpRequest, app: web::Data<App>, Anyone(admin): Anyone) -> Result {
    html(StatusCode::OK, &page(&request, &app, &admin, FormErrors::new(), None).await?)
}

async fn page(
    request: &HttpRequest,
    app: &App,
    admin: &Admin,
    errors: FormErrors,
    typed: Option<AccountForm>,
) -> Result<AccountPage> {
    let (id, now) = (admin.account.id, app.clock.unshifted());
    let sessions = app.db.read(move |conn| sessions::store::list(conn, id, now)).await?;
    let zone = local::zone(app).await?;
    let language = admin.account.language;
    let shown = |moment: Moment| local::shown(language, zone, moment);
    let this = admin.since();
    let sign_ins = sessions.into_iter().map(|(started_at, expires_at)| SignIn {
        since: shown(started_at),
        last_seen: shown((expires_at - sessions::IDLE).max(started_at)),
        is_this: this == Some(started_at),
    });
    let (name, language) = match typed {
        Some(form) => (form.name, Lang::from_code(&form.language).unwrap_or(language)),
        None => (admin.account.name.clone(), language),
    };
    Ok(AccountPage {
        page: Page::new(request, admin, "account", say("nav-account")),
        errors,
        email: admin.account.email.clone(),
        name,
        language,
        sign_ins: sign_ins.collect(),
        idle: say("account-sign-ins-explained").with("hours", sessions::IDLE.num_hours()),
    })
}

#[derive(Deserialize)]
pub struct AccountForm {
    #[serde(default)]
    name: String,
    #[serde(default)]
    language: String,
}

/// `POST /account`: name and language.
///
/// # Errors
/// When the database refuses.
pub async fn update(
    request: HttpRequest,
    app: web::Data<App>,
    Anyone(mut admin): Anyone,
    form: web::Form<AccountForm>,
) -> Result {
    let form = form.into_inner();
    let language = Lang::from_code(&form.language).unwrap_or(admin.account.language);
    match accounts::change(&app, admin.account.id, &form.name, language).await {
        Ok(()) => {
            admin.account.language = language;
            admin.flash(&say("account-saved"));
            Ok(see("/account"))
        }
        Err(ChangeError::Name) => {
            let errors = FormErrors::one("name", name_error());
            html(StatusCode::UNPROCESSABLE_ENTITY, &page(&request, &app, &admin, errors, Some(form)).await?)
        }
        Err(error) => Err(Error::Internal(error.into())),
    }
}

#[derive(Deserialize)]
pub struct PasswordForm {
    #[serde(default)]
    old_password: String,
    #[serde(default)]
    new_password: String,
}

/// `POST /account/password`.
///
/// # Errors
/// When the database refuses.
pub async fn change_password(
    request: HttpRequest,
    app: web::Data<App>,
    limits: web::Data<Limits>,
    Anyone(admin): Anyone,
    form: web::Form<PasswordForm>,
) -> Result {
    let PasswordForm { old_password, new_password } = form.into_inner();
    if let Err(wait) = Wait::is_over(&limits, &request, &admin.account.email) {
        let errors = wait.error("old_password");
        return wait.answer(&page(&request, &app, &admin, errors, None).await?);
    }
    let (old, new) = (Typed::new(old_password), Typed::new(new_password));
    let errors = match accounts::change_password(&app, &admin.account, old, new).await {
        Ok(()) => {
            admin.renew_session();
            admin.flash(&say("account-password-changed"));
            return Ok(see("/account"));
        }
        Err(ChangeError::WrongPassword) => FormErrors::one("old_password", say("account-old-password-wrong")),
        Err(ChangeError::Password(error)) => FormErrors::one("new_password", password_error(error)),
        Err(error) => return Err(Error::Internal(error.into())),
    };
    html(StatusCode::UNPROCESSABLE_ENTITY, &page(&request, &app, &admin, errors, None).await?)
}

/// `POST /account/sign-out-elsewhere`.
///
/// # Errors
/// When the database refuses.
pub async fn sign_out_elsewhere(app: web::Data<App>, Anyone(admin): Anyone) -> Result {
    accounts::sign_out_everywhere(&app, &admin.account).await?;
    admin.renew_session();
    admin.flash(&say("account-signed-out-elsewhere"));
    Ok(see("/account"))
}

/// What is wrong with a name.
pub(super) fn name_error() -> Message {
    say("account-name-wrong").with("most", MAX_NAME)
}

/// What is wrong with a new password.
pub(super) fn password_error(error: PasswordError) -> Message {
    match error {
        PasswordError::TooShort => say("account-password-short").with("least", password::MIN_CHARACTERS),
        PasswordError::TooLong => say("account-password-long").with("most", password::MAX_CHARACTERS),
        PasswordError::IsAddress => say("account-password-address"),
    }
}

impl AccountPage {
    /// In words: "At least 12 characters…".
    fn password_hint(&self) -> String {
        self.page.say("account-password-hint").with("least", password::MIN_CHARACTERS).to_string()
    }
}
