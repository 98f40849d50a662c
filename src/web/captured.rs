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
use crate::ballots::REMINDER;
use crate::db::WaveId;
use crate::i18n::say;
use crate::invitations::mail::{CANCELLATION, INVITATION};
use crate::mail::Captured;
use crate::reports::closing::CLOSING;
use crate::settings::TEST;

/// Messages on a page of the list.
const PAGE: usize = 50;
/// The longest filter, in characters.
const MAX_FILTER: usize = 200;
/// A mail brings its own style and nothing else; its link opens beside it, as from a mail program.
const FRAME_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; \
                            frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox";
/// The kinds of mail that can be asked for, and what they are called.
const KINDS: [(&str, &str); 5] = [
    (INVITATION, "captured-kind-invitation"),
    (REMINDER, "captured-kind-reminder"),
    (CLOSING, "captured-kind-closing"),
    (CANCELLATION, "captured-kind-cancellation"),
    (TEST, "captured-kind-test"),
];

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

/// What is wanted of the list.
#[derive(Deserialize)]
pub struct ListQuery {
    /// A part of the recipient's name or address.
    #[serde(default)]
    to: String,
    /// A kind of mail; all kinds if empty or unknown.
    #[serde(default)]
    kind: String,
    /// From 1.
    #[serde(default)]
    page: usize,
}

impl ListQuery {
    fn normal(self) -> Self {
        let kind = KINDS.iter().find(|(kind, _)| *kind == self.kind).map_or("", |(kind, _)| kind);
        Self { to: self.to.trim().chars().take(MAX_FILTER).collect(), kind: kind.to_owned(), ..self }
    }

    fn wants(&self, mail: &Captured) -> bool {
        let text = self.to.to_lowercase();
        let has = |part: &str| part.to_lowercase().contains(&text);
        let is_to = text.is_empty() || has(&mail.to.name) || has(&mail.to.address);
        is_to && (self.kind.is_empty() || mail.kind == self.kind)
    }

    fn is_all(&self) -> bool {
        self.to.is_empty() && self.kind.is_empty()
    }
}

/// A message with its number, counted from 1 in the order of sending.
struct Numbered {
    number: usize,
    mail: Captured,
}

/// A page of the list, newest first.
struct Listed {
    mails: Vec<Numbered>,
    /// How many come before this page's part.
    before: usize,
    total: usize,
}

fn list(all: &[Captured], query: &ListQuery) -> Listed {
    let found: Vec<usize> = (0..all.len()).rev().filter(|index| query.wants(&all[*index])).collect();
    let before = query.page.saturating_sub(1).min(found.len().saturating_sub(1) / PAGE) * PAGE;
    let shown = found.iter().skip(before).take(PAGE);
    let mails = shown.map(|index| Numbered { number: index + 1, mail: all[*index].clone() }).collect();
    Listed { mails, before, total: found.len() }
}

#[derive(Template)]
#[template(path = "captured/index.html")]
struct CapturedPage {
    page: Page,
    query: ListQuery,
    listed: Listed,
    zone: Tz,
}

impl CapturedPage {
    fn when(&self, mail: &Captured) -> Shown {
        local::shown(self.page.lang, self.zone, mail.at)
    }

    fn first_shown(&self) -> usize {
        self.listed.before + 1
    }

    fn last_shown(&self) -> usize {
        self.listed.before + self.listed.mails.len()
    }

    fn total(&self) -> usize {
        self.listed.total
    }

    /// The address of a page of the list, counted from 1.
    fn page_at(&self, number: usize) -> String {
        let pairs = [("to", self.query.to.clone()), ("kind", self.query.kind.clone()), ("page", number.to_string())];
        let pairs = pairs.iter().filter(|(_, value)| !value.is_empty());
        format!("/captured-mail?{}", url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish())
    }

    fn number(&self) -> usize {
        self.listed.before / PAGE + 1
    }
}

/// `GET /captured-mail`: newest first.
///
/// # Errors
/// When the database cannot be asked.
pub async fn index(request: HttpRequest, admin: Admin, app: web::Data<App>, query: web::Query<ListQuery>) -> Result {
    let query = query.into_inner().normal();
    let listed = app.transport.look_at_captured(|all| list(all, &query)).ok_or(Error::NotFound)?;
    let page = Page::new(&request, &admin, "captured", say("captured-title"));
    html(StatusCode::OK, &CapturedPage { page, query, listed, zone: local::zone(&app).await? })
}

/// The link of a message, and the plain text around it.
struct Link {
    before: String,
    url: String,
    after: String,
    /// The wave to which it belongs.
    wave: WaveId,
}

impl Link {
    fn of(mail: &Captured) -> Option<Self> {
        let start = mail.text.find("http")?;
        let (before, rest) = mail.text.split_at(start);
        let (url, after) = rest.split_at(rest.find(char::is_whitespace).unwrap_or(rest.len()));
        let wave = url.split_once("/a/")?.1.split('/').next()?.parse().ok()?;
        Some(Self { before: before.to_owned(), url: url.to_owned(), after: after.to_owned(), wave })
    }
}

#[derive(Template)]
#[template(path = "captured/show.html")]
struct CapturedMailPage {
    page: Page,
    mail: Captured,
    number: usize,
    when: Shown,
    link: Option<Link>,
}

fn find(app: &App, number: usize) -> Result<Captured> {
    let place = number.checked_sub(1).ok_or(Error::NotFound)?;
    app.transport.look_at_captured(|all| all.get(place).cloned()).flatten().ok_or(Error::NotFound)
}

/// `GET /captured-mail/{number}`.
///
/// # Errors
/// Not found, or when the database cannot be asked.
pub async fn show(request: HttpRequest, admin: Admin, app: web::Data<App>, number: web::Path<usize>) -> Result {
    let (number, zone) = (number.into_inner(), local::zone(&app).await?);
    let mail = find(&app, number)?;
    let page = Page::new(&request, &admin, "captured", say("captured-one").with("number", number));
    let (when, link) = (local::shown(page.lang, zone, mail.at), Link::of(&mail));
    html(StatusCode::OK, &CapturedMailPage { page, mail, number, when, link })
}

/// `GET /captured-mail/{number}/html`: the message itself, for the frame.
///
/// # Errors
/// Not found.
pub async fn frame(_admin: Admin, app: web::Data<App>, number: web::Path<usize>) -> Result {
    let mail = find(&app, number.into_inner())?;
    let body = mail.html.replacen("<head>", "<head><base target=\"_blank\">", 1);
    Ok(HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((CONTENT_SECURITY_POLICY, FRAME_POLICY))
        .insert_header((X_FRAME_OPTIONS, "SAMEORIGIN"))
        .body(body))
}
