//! What every page has around its content.

use actix_web::body::MessageBody;
use actix_web::http::StatusCode;
use actix_web::http::header::{ACCEPT_LANGUAGE, LOCATION};
use actix_web::{HttpMessage, HttpRequest, HttpResponse};
use anyhow::Context;
use askama::Template;

use super::session::SignedIn;
use super::{Admin, Result, assets, captured, demo};
use crate::accounts::Role;
use crate::i18n::{Lang, Message, Phrase};

/// The cookie that remembers a reader's choice of language on pages without an account.
pub const LANGUAGE_COOKIE: &str = "language";
/// The cookie that remembers a reader's choice of light or dark.
pub const THEME_COOKIE: &str = "theme";

/// A short message on the page after an action.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct Flash {
    /// The text, already in the reader's language.
    pub text: String,
    /// What takes the action back, where it can be taken back.
    #[serde(default)]
    pub undo: Option<Undo>,
}

/// A button that takes an action back.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct Undo {
    /// Where its form is sent.
    pub path: String,
    /// The form's hidden fields.
    pub fields: Vec<(String, String)>,
}

impl Undo {
    /// A form that its address alone describes.
    #[must_use]
    pub fn at(path: String) -> Self {
        Self { path, fields: Vec::new() }
    }

    /// Adds a field.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.fields.push((name.to_owned(), value.to_owned()));
        self
    }
}

/// The frame of a page: title, language, who is signed in, what was just done.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is one thing that the frame shows or leaves out")]
pub struct Page {
    /// The language of the page.
    pub lang: Lang,
    /// The title, in that language.
    pub title: String,
    /// The name of who is signed in; none on public pages.
    pub account: Option<String>,
    /// `light` or `dark` if chosen.
    pub theme: Option<&'static str>,
    /// The section in the main navigation: `home`, `people`, `waves`, `reports`, `settings` or nothing.
    pub section: &'static str,
    /// Path and query of this page, for links that change language or theme and come back.
    pub here: String,
    /// What was just done.
    pub flash: Option<Flash>,
    /// Whether mail is captured and shown instead of sent, as in the demonstration.
    pub captures_mail: bool,
    /// Whether the reader is on the way through the first steps, and wants to get back to them.
    pub is_on_first_steps: bool,
    /// Whether the reader runs surveys, and has the main navigation.
    pub is_admin: bool,
    /// Whether the page has the width of a table although nobody is signed in.
    pub is_wide: bool,
    /// What the demonstration's bar says.
    pub bar: Option<demo::Bar>,
}

impl Page {
    /// A page for whoever asks.
    #[must_use]
    pub fn public(request: &HttpRequest, title: &'static str) -> Self {
        let lang = reader_language(request);
        let bare = Self::bare(lang, lang.say(title).to_string());
        Self { theme: theme(request), here: request.uri().to_string(), ..bare }
    }

    /// A page that knows nothing of who reads it: no cookie is looked at.
    #[must_use]
    pub fn bare(lang: Lang, title: String) -> Self {
        Self {
            lang,
            title,
            account: None,
            theme: None,
            section: "",
            here: String::new(),
            flash: None,
            captures_mail: false,
            is_on_first_steps: false,
            is_admin: false,
            is_wide: false,
            bar: None,
        }
    }

    /// A page that knows nothing of who reads it and is as wide as a report.
    #[must_use]
    pub fn wide(lang: Lang, title: String) -> Self {
        Self { is_wide: true, ..Self::bare(lang, title) }
    }

    /// The page of an error: for whoever is signed in, if the handler came so far as to know.
    #[must_use]
    pub(super) fn of_error(request: &HttpRequest) -> Self {
        let page = Self::public(request, "error-title");
        let Some(SignedIn { language, name, is_admin }) = request.extensions().get::<SignedIn>().cloned() else {
            return page;
        };
        Self { lang: language, title: language.say("error-title").to_string(), account: Some(name), is_admin, ..page }
    }

    /// A page for someone signed in, in a section of the main navigation.
    #[must_use]
    pub fn new(request: &HttpRequest, admin: &Admin, section: &'static str, title: Message) -> Self {
        let lang = admin.account.language;
        Self {
            lang,
            title: lang.text(&title),
            account: Some(admin.account.name.clone()),
            theme: theme(request),
            section,
            here: request.uri().to_string(),
            flash: admin.take_flash(),
            captures_mail: captured::is_on(request),
            is_on_first_steps: admin.is_on_first_steps(),
            is_admin: admin.account.role == Role::Admin,
            is_wide: false,
            bar: demo::bar_of(request),
        }
    }

    /// A text in the page's language.
    #[must_use]
    pub fn say(&self, key: &'static str) -> Phrase {
        self.lang.say(key)
    }

    /// A text made elsewhere, in the page's language.
    #[must_use]
    pub fn text(&self, message: &Message) -> String {
        self.lang.text(message)
    }

    /// The schemes that the browser may paint before the stylesheet is there.
    #[must_use]
    pub fn color_scheme(&self) -> &'static str {
        self.theme.unwrap_or("light dark")
    }

    /// The address of the stylesheet.
    #[must_use]
    pub fn stylesheet(&self) -> String {
        assets::path("style.css")
    }

    /// The address of the icon.
    #[must_use]
    pub fn icon(&self) -> String {
        assets::path("icon.svg")
    }

    /// Whether the page is one narrow column, as those without navigation are.
    #[must_use]
    pub fn is_narrow(&self) -> bool {
        self.account.is_none() && !self.is_wide
    }

    /// Whether a section of the navigation is the page's own.
    #[must_use]
    pub fn is_in(&self, section: &str) -> bool {
        self.section == section
    }
}

/// The language of a reader without an account: `?lang=`, the cookie, the browser's wish, English.
#[must_use]
pub fn reader_language(request: &HttpRequest) -> Lang {
    let remembered = || request.cookie(LANGUAGE_COOKIE).and_then(|cookie| Lang::from_code(cookie.value()));
    asked_language(request).or_else(remembered).or_else(|| browser_language(request)).unwrap_or_default()
}

/// The language that an address asks for by `?lang=`.
#[must_use]
pub fn asked_language(request: &HttpRequest) -> Option<Lang> {
    request.query_string().split('&').find_map(|pair| pair.strip_prefix("lang=")).and_then(Lang::from_code)
}

/// The language that a browser wishes for.
#[must_use]
pub fn browser_language(request: &HttpRequest) -> Option<Lang> {
    Lang::from_accept_language(request.headers().get(ACCEPT_LANGUAGE)?.to_str().ok()?)
}

fn theme(request: &HttpRequest) -> Option<&'static str> {
    match request.cookie(THEME_COOKIE)?.value() {
        "light" => Some("light"),
        "dark" => Some("dark"),
        _ => None,
    }
}

/// A page with a status, such as 422 for a form that comes back.
///
/// # Errors
/// When the template cannot be written.
pub fn html(status: StatusCode, page: &impl Template) -> Result {
    Ok(written(status, page.render().context("a page cannot be written")?))
}

/// A page that has been written already.
#[must_use]
pub fn written(status: StatusCode, html: impl MessageBody + 'static) -> HttpResponse {
    HttpResponse::build(status).content_type("text/html; charset=utf-8").body(html)
}

/// To another page of ours, after a change.
#[must_use]
pub fn see(path: &str) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((LOCATION, path)).finish()
}

/// A path that a form asks to go back to, or the start page where it would lead to another site.
///
/// ```
/// use candor::web::same_site;
/// assert_eq!(same_site("/people?page=2"), "/people?page=2");
/// assert_eq!(same_site("//evil.example"), "/");
/// assert_eq!(same_site("/\\evil.example"), "/");
/// assert_eq!(same_site("https://evil.example"), "/");
/// ```
#[must_use]
pub fn same_site(path: &str) -> &str {
    let is_ours = path.starts_with('/')
        && !path.starts_with("//")
        && path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    if is_ours { path } else { "/" }
}
