//! The first run: the first account, made with the code from the log.

use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use askama::Template;
use serde::Deserialize;

use super::accounts::{name_error, password_error};
use super::{Error, Page, Result, html, see, session};
use crate::accounts::password::{self, Typed};
use crate::accounts::{self, CreateError, FirstRunError, NewAccount};
use crate::app::App;
use crate::email::Address;
use crate::i18n::{FormErrors, say};

#[derive(Template)]
#[template(path = "accounts/first_run.html")]
struct FirstRunPage {
    page: Page,
    errors: FormErrors,
    form: FirstRunForm,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct FirstRunForm {
    code: String,
    name: String,
    email: String,
    password: String,
}

/// `GET /first-run`: the code may be in the address, as the log prints it.
///
/// # Errors
/// When the database cannot be asked.
pub async fn new(request: HttpRequest, app: web::Data<App>, form: web::Query<FirstRunForm>) -> Result {
    if !app.db.read(accounts::store::is_empty).await? {
        return Ok(see("/"));
    }
    let form = FirstRunForm { code: form.into_inner().code, ..FirstRunForm::default() };
    let page = Page::public(&request, "first-run");
    html(StatusCode::OK, &FirstRunPage { page, errors: FormErrors::new(), form })
}

/// `POST /first-run`.
///
/// # Errors
/// When there is an account already, or none could be made.
pub async fn create(
    request: HttpRequest,
    app: web::Data<App>,
    session: Session,
    form: web::Form<FirstRunForm>,
) -> Result {
    let form = form.into_inner();
    let page = Page::public(&request, "first-run");
    let errors = match make(&app, &page, &form).await {
        Ok(account) => {
            session::sign_in(&session, account.id, app.clock.unshifted())?;
            return Ok(see("/"));
        }
        Err(Error::Invalid(errors)) => errors,
        Err(error) => return Err(error),
    };
    html(StatusCode::UNPROCESSABLE_ENTITY, &FirstRunPage { page, errors, form })
}

async fn make(app: &App, page: &Page, form: &FirstRunForm) -> Result<accounts::Account> {
    let mut errors = FormErrors::new();
    if !accounts::is_code(app, &form.code).await? {
        errors.add("code", say("first-run-wrong-code"));
    }
    if !accounts::is_name(&form.name) {
        errors.add("name", name_error());
    }
    let address = Address::parse(&form.email).map_err(|error| errors.add("email", error.message())).ok();
    let password = Typed::new(form.password.clone());
    if let Err(error) = password::check(&password, address.as_ref()) {
        errors.add("password", password_error(error));
    }
    let Some(address) = address.filter(|_| errors.is_empty()) else { return Err(Error::Invalid(errors)) };
    let new = NewAccount { address, name: form.name.clone(), password, language: page.lang };
    Ok(accounts::create_first(app, &form.code, new).await?)
}

impl From<FirstRunError> for Error {
    fn from(error: FirstRunError) -> Self {
        let one = |field, message| Self::Invalid(FormErrors::one(field, message));
        match error {
            FirstRunError::WrongCode => one("code", say("first-run-wrong-code")),
            FirstRunError::Over => Self::Conflict(say("first-run-over")),
            FirstRunError::Create(CreateError::Name) => one("name", name_error()),
            FirstRunError::Create(CreateError::Password(error)) => one("password", password_error(error)),
            FirstRunError::Create(error) => Self::Internal(error.into()),
            FirstRunError::Database(error) => error.into(),
        }
    }
}
