//! The mail of the demonstration: every message as it would have arrived. These pages exist only where mail
//! is captured in memory instead of sent.

use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_SECURITY_POLICY, X_FRAME_OPTIONS};
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use chrono_tz::Tz;
use serde::Deserialize;

use super::local::Shown;
use super::{Admin, Error, Page, Result, html, local};
use crate::app::App;
use crate::i18n::say;
use crate::mail::Captured;

/// Messages on a page of the list.
const PAGE: usize = 50;
/// The longest filter, in characters.
const MAX_FILTER: usize = 200;
/// A mail brings its own style and nothing else; its link leaves the frame.
const FRAME_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; \
                            frame-ancestors 'self'; sandbox allow-popups allow-top-navigation-by-user-activation";

/// Whether mail is captured by the program that answers this request.
pub fn is_on(request: &HttpRequest) -> bool {
    request.app_data::<web::Data<App>>().is_some_and(|app| app.transport.captures())
}

/// The routes, where mail is captured.
pub fn routes(app: &App) -> impl FnOnce(&mut web::ServiceConfig) + use<> {
    let captures = app.transport.captures();
    move |config| {
        if captures {
            config
                .service(web::resource("/captured-mail").route(web::get().to(index)))
                .service(web::resource("/captured-mail/{number}").route(web::get().to(show)))
                .service(web::resource("/captured-mail/{number}/html").route(web::get().to(frame)));
        }
    }
}

/// A message with its number, counted from 1 in the order of sending.
struct Numbered {
    number: usize,
    mail: Captured,
}

impl Numbered {
    /// Whether the recipient's name or address has a text in it.
    fn is_to(&self, text: &str) -> bool {
        let to = &self.mail.to;
        text.is_empty() || to.name.to_lowercase().contains(text) || to.address.to_lowercase().contains(text)
    }
}

fn captured(app: &App) -> Vec<Numbered> {
    let mails = app.transport.captured().unwrap_or_default();
    mails.into_iter().enumerate().map(|(place, mail)| Numbered { number: place + 1, mail }).collect()
}

#[derive(Template)]
#[template(path = "captured/index.html")]
struct CapturedPage {
    page: Page,
    to: String,
    /// This page's part of the list.
    mails: Vec<Numbered>,
    zone: Tz,
    /// How many come before this page's part.
    before: usize,
    total: usize,
}

impl CapturedPage {
    fn when(&self, mail: &Captured) -> Shown {
        local::shown(self.page.lang, self.zone, mail.at)
    }

    fn last_shown(&self) -> usize {
        self.before + self.mails.len()
    }

    /// The address of a page of the list, counted from 1.
    fn page_at(&self, number: usize) -> String {
        let query = [("to", self.to.clone()), ("page", number.to_string())];
        let pairs = query.iter().filter(|(_, value)| !value.is_empty());
        format!("/captured-mail?{}", url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish())
    }

    fn number(&self) -> usize {
        self.before / PAGE + 1
    }
}

#[derive(Deserialize)]
pub struct ListQuery {
    #[serde(default)]
    to: String,
    #[serde(default)]
    page: usize,
}

/// `GET /captured-mail`: newest first.
///
/// # Errors
/// When the database cannot be asked.
pub async fn index(request: HttpRequest, admin: Admin, app: web::Data<App>, query: web::Query<ListQuery>) -> Result {
    let ListQuery { to, page: number } = query.into_inner();
    let to: String = to.trim().chars().take(MAX_FILTER).collect();
    let wanted = to.to_lowercase();
    let found: Vec<Numbered> = captured(&app).into_iter().rev().filter(|mail| mail.is_to(&wanted)).collect();
    let total = found.len();
    let before = (number.saturating_sub(1)).min(total.saturating_sub(1) / PAGE) * PAGE;
    let mails = found.into_iter().skip(before).take(PAGE).collect();
    let page = Page::new(&request, &admin, "captured", say("captured-title"));
    html(StatusCode::OK, &CapturedPage { page, to, mails, zone: local::zone(&app).await?, before, total })
}

#[derive(Template)]
#[template(path = "captured/show.html")]
struct CapturedMailPage {
    page: Page,
    mail: Captured,
    number: usize,
    when: Shown,
}

fn find(app: &App, number: usize) -> Result<Captured> {
    captured(app).into_iter().find(|mail| mail.number == number).map(|found| found.mail).ok_or(Error::NotFound)
}

/// `GET /captured-mail/{number}`.
///
/// # Errors
/// Not found, or when the database cannot be asked.
pub async fn show(request: HttpRequest, admin: Admin, app: web::Data<App>, number: web::Path<usize>) -> Result {
    let (number, zone) = (number.into_inner(), local::zone(&app).await?);
    let mail = find(&app, number)?;
    let page = Page::new(&request, &admin, "captured", say("captured-one").with("number", number));
    let when = local::shown(page.lang, zone, mail.at);
    html(StatusCode::OK, &CapturedMailPage { page, mail, number, when })
}

/// `GET /captured-mail/{number}/html`: the message itself, for the frame.
///
/// # Errors
/// Not found.
pub async fn frame(_admin: Admin, app: web::Data<App>, number: web::Path<usize>) -> Result {
    let mail = find(&app, number.into_inner())?;
    // The link opens in the whole window, as it would from a mail program.
    let body = mail.html.replacen("<head>", "<head><base target=\"_top\">", 1);
    Ok(HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((CONTENT_SECURITY_POLICY, FRAME_POLICY))
        .insert_header((X_FRAME_OPTIONS, "SAMEORIGIN"))
        .body(body))
}
