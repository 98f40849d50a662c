//! A reader's language and theme: kept in the account or in a cookie, then back to the page.

use actix_web::cookie::{Cookie, SameSite, time::Duration};
use actix_web::http::header::LOCATION;
use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::page::{LANGUAGE_COOKIE, THEME_COOKIE};
use super::session::Anyone;
use super::{Result, same_site};
use crate::accounts;
use crate::app::App;
use crate::i18n::Lang;

/// How long a preference is remembered.
const REMEMBERED: Duration = Duration::days(365);

#[derive(Deserialize)]
pub struct LanguageForm {
    language: String,
    #[serde(default)]
    here: String,
}

/// `POST /language`: into the account if someone is signed in, and into the cookie, which also
/// serves the pages that know no session.
///
/// # Errors
/// When the database refuses.
pub async fn language(app: web::Data<App>, reader: Option<Anyone>, form: web::Form<LanguageForm>) -> Result {
    let Some(language) = Lang::from_code(&form.language) else { return Ok(back(&form.here, None)) };
    if let Some(Anyone(admin)) = reader {
        let id = admin.account.id;
        app.db.write(move |conn| accounts::store::set_language(conn, id, language)).await?;
    }
    Ok(back(&form.here, Some(cookie(&app, LANGUAGE_COOKIE, language.code()))))
}

#[derive(Deserialize)]
pub struct ThemeForm {
    theme: String,
    #[serde(default)]
    here: String,
}

/// `POST /theme`: `light` or `dark` into the cookie; anything else forgets it.
///
/// # Errors
/// None.
pub async fn theme(app: web::Data<App>, form: web::Form<ThemeForm>) -> Result {
    let chosen = match form.theme.as_str() {
        "light" => cookie(&app, THEME_COOKIE, "light"),
        "dark" => cookie(&app, THEME_COOKIE, "dark"),
        _ => {
            let mut gone = cookie(&app, THEME_COOKIE, "");
            gone.make_removal();
            gone
        }
    };
    Ok(back(&form.here, Some(chosen)))
}

fn cookie(app: &App, name: &'static str, value: &'static str) -> Cookie<'static> {
    Cookie::build(name, value)
        .path("/")
        .max_age(REMEMBERED)
        .same_site(SameSite::Lax)
        .http_only(true)
        .secure(app.config.is_https())
        .finish()
}

fn back(here: &str, cookie: Option<Cookie<'static>>) -> HttpResponse {
    let mut response = HttpResponse::SeeOther();
    response.insert_header((LOCATION, same_site(here)));
    if let Some(cookie) = cookie {
        response.cookie(cookie);
    }
    response.finish()
}
