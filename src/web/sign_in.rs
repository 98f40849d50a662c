//! Signing in and out.

use std::time::Duration;

use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::http::header::RETRY_AFTER;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::session::Anyone;
use super::{Error, Limits, Page, Result, html, peer, same_site, see, session};
use crate::accounts::{self, SignInError, password::Typed};
use crate::app::App;
use crate::i18n::{FormErrors, say};

/// Seconds in a minute, in which waiting is told.
const MINUTE: u64 = 60;

#[derive(Template)]
#[template(path = "accounts/sign_in.html")]
struct SignInPage {
    page: Page,
    errors: FormErrors,
    email: String,
    /// Where to go afterwards.
    next: String,
}

#[derive(Deserialize)]
pub struct Next {
    #[serde(default)]
    next: String,
}

/// `GET /sign-in`.
///
/// # Errors
/// When the page cannot be written.
pub async fn new(request: HttpRequest, reader: Option<Anyone>, query: web::Query<Next>) -> Result {
    if reader.is_some() {
        return Ok(see("/"));
    }
    let page = Page::public(&request, "sign-in-title");
    let next = query.into_inner().next;
    html(StatusCode::OK, &SignInPage { page, errors: FormErrors::new(), email: String::new(), next })
}

#[derive(Deserialize)]
pub struct SignInForm {
    #[serde(default)]
    email: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    next: String,
}

/// `POST /sign-in`.
///
/// # Errors
/// When it cannot be found out whether the password is right.
pub async fn create(
    request: HttpRequest,
    app: web::Data<App>,
    limits: web::Data<Limits>,
    session: Session,
    form: web::Form<SignInForm>,
) -> Result {
    let SignInForm { email, password, next } = form.into_inner();
    let page = Page::public(&request, "sign-in-title");
    if let Err(wait) = Wait::is_over(&limits, &request, &email) {
        let errors = wait.error("email");
        return wait.answer(&SignInPage { page, errors, email, next });
    }
    match accounts::sign_in(&app, &email, Typed::new(password)).await {
        Ok(account) => {
            session::sign_in(&session, account.id, app.clock.unshifted())?;
            Ok(see(same_site(&next)))
        }
        Err(SignInError::Wrong) => {
            let errors = FormErrors::one("email", say("sign-in-wrong"));
            html(StatusCode::UNPROCESSABLE_ENTITY, &SignInPage { page, errors, email, next })
        }
        Err(error) => Err(Error::Internal(error.into())),
    }
}

/// How long somebody who tried too often waits, in whole minutes.
pub(super) struct Wait(u64);

impl Wait {
    /// Counts a try of a password, whether to sign in or to choose another.
    ///
    /// # Errors
    /// How long to wait.
    pub(super) fn is_over(limits: &Limits, request: &HttpRequest, address: &str) -> std::result::Result<(), Self> {
        let minutes = |wait: Duration| Self(wait.as_secs().div_ceil(MINUTE).max(1));
        limits.sign_in(address, peer(request)).map_err(minutes)
    }

    /// Said at a field of the form.
    pub(super) fn error(&self, field: &'static str) -> FormErrors {
        FormErrors::one(field, say("sign-in-wait").with("minutes", i64::try_from(self.0).unwrap_or(i64::MAX)))
    }

    /// The page again, for a browser and for a machine.
    pub(super) fn answer(&self, page: &impl Template) -> Result {
        let mut response = html(StatusCode::TOO_MANY_REQUESTS, page)?;
        response.headers_mut().insert(RETRY_AFTER, (self.0 * MINUTE).into());
        Ok(response)
    }
}

/// `POST /sign-out`: the session is gone from the database, not only from the browser.
///
/// # Errors
/// None.
pub async fn destroy(session: Session) -> Result<HttpResponse> {
    session.purge();
    Ok(see("/sign-in"))
}
