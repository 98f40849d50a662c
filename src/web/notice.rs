//! Where an admin writes what the company says itself in the privacy notice.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use askama::Template;

use super::privacy::PrivacyPage;
use super::{Admin, Page, Result, html, see};
use crate::app::App;
use crate::audit;
use crate::db::{self, Conn};
use crate::i18n::{FormErrors, Lang, say};
use crate::settings::{self, OwnWords};

/// Where the page is.
const PATH: &str = "/settings/notice";

/// What the form sends.
#[derive(Default, serde::Deserialize)]
#[serde(default)]
pub struct WordsForm {
    words_en: String,
    words_ru: String,
    /// The language whose ready text is to be begun with, or whose page is to be shown; else all is kept.
    lang: String,
}

impl WordsForm {
    fn words(&self) -> OwnWords {
        OwnWords::default().with(Lang::En, &self.words_en).with(Lang::Ru, &self.words_ru)
    }
}

#[derive(Template)]
#[template(path = "settings/notice.html")]
struct NoticeFormPage {
    page: Page,
    errors: FormErrors,
    words: OwnWords,
    /// The languages of surveys.
    languages: Vec<Lang>,
    /// A language in which employees read that the words are missing.
    missing: Option<Lang>,
}

async fn page(
    request: &HttpRequest,
    app: &App,
    admin: &Admin,
    errors: FormErrors,
    typed: Option<OwnWords>,
) -> Result<NoticeFormPage> {
    let read = |conn: &mut Conn| Ok::<_, db::Error>((settings::load(conn)?, settings::own_words(conn)?));
    let (settings, kept) = app.db.read(read).await?;
    Ok(NoticeFormPage {
        page: Page::new(request, admin, "settings", say("notice-title")),
        errors,
        missing: kept.missing(&settings.languages),
        languages: settings.languages,
        words: typed.unwrap_or(kept),
    })
}

/// `GET /settings/notice`.
///
/// # Errors
/// When the database cannot be asked.
pub async fn edit(request: HttpRequest, app: web::Data<App>, admin: Admin) -> Result {
    html(StatusCode::OK, &page(&request, &app, &admin, FormErrors::new(), None).await?)
}

/// `POST /settings/notice`: keeps the words of all languages or none; with a language, puts its ready text into the
/// form and keeps nothing.
///
/// # Errors
/// When the database refuses.
pub async fn update(request: HttpRequest, app: web::Data<App>, admin: Admin, form: web::Form<WordsForm>) -> Result {
    let words = form.words();
    if let Some(lang) = Lang::from_code(&form.lang) {
        let ready = words.with(lang, &lang.say("notice-ready").to_string());
        return html(StatusCode::OK, &page(&request, &app, &admin, FormErrors::new(), Some(ready)).await?);
    }
    if let Err(errors) = words.check() {
        let page = page(&request, &app, &admin, errors, Some(words)).await?;
        return html(StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    let (now, actor) = (app.clock.now(), admin.actor());
    let save = move |conn: &mut Conn| {
        let is_changed = settings::own_words(conn)? != words;
        if is_changed {
            settings::save_own_words(conn, &words)?;
            audit::record(conn, now, actor, "settings.changed", "notice", "")?;
        }
        Ok::<_, db::Error>(is_changed)
    };
    let is_changed = app.db.write(save).await?;
    admin.flash(&if is_changed { say("notice-saved") } else { say("settings-unchanged") });
    Ok(see(PATH))
}

/// `POST /settings/notice/preview`: the notice as it would be with what is typed.
///
/// # Errors
/// When the database cannot be asked.
pub async fn preview(app: web::Data<App>, _: Admin, form: web::Form<WordsForm>) -> Result {
    let settings = app.db.read(settings::load).await?;
    let lang = Lang::from_code(&form.lang).unwrap_or_default();
    html(StatusCode::OK, &PrivacyPage::new(lang, settings, &form.words()))
}
