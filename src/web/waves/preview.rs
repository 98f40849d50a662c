//! What an employee will see: each mail, and the answer page, in each language.

use actix_web::http::header::{CONTENT_SECURITY_POLICY, X_FRAME_OPTIONS};
use actix_web::{HttpRequest, HttpResponse, web};
use anyhow::Context;
use askama::Template;
use askama_web::WebTemplate;
use serde::Deserialize;

use super::path;
use crate::app::App;
use crate::db::{Conn, WaveId};
use crate::i18n::{Lang, say};
use crate::invitations::mail::{Letter, LetterKind, Written};
use crate::settings::{self, Settings};
use crate::waves::{Survey, Wave, store};
use crate::web::answer::pages::{AnswerPage, Reader, Typed};
use crate::web::{Admin, Error, Page, Result, html};

/// A mail's page may hold its own styles and nothing else; only our pages may frame it.
const MAIL_CSP: &str = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'self'";

/// A mail as it will arrive.
struct Mail {
    kind: &'static str,
    heading: &'static str,
    lang: Lang,
    written: Written,
}

#[derive(Template, WebTemplate)]
#[template(path = "waves/preview.html")]
pub struct PreviewPage {
    page: Page,
    wave: WaveId,
    title: String,
    languages: Vec<Lang>,
    lang: Lang,
    mails: Vec<Mail>,
}

#[derive(Deserialize)]
pub struct InLanguage {
    #[serde(default)]
    show: String,
}

async fn found(app: &App, id: WaveId) -> Result<(Wave, Survey, Settings)> {
    let read = move |conn: &mut Conn| {
        let wave = store::find(conn, id)?.ok_or(Error::NotFound)?;
        let survey = store::survey(conn, wave.survey)?;
        Ok::<_, Error>((wave, survey, settings::load(conn)?))
    };
    app.db.read(read).await
}

fn written(
    app: &App,
    kind: LetterKind,
    wave: &Wave,
    survey: &Survey,
    settings: &Settings,
    lang: Lang,
) -> Result<Written> {
    let mut letter = Letter::new(kind, wave, survey, settings, lang);
    letter.link = format!("{}/a/…", app.config.public_url());
    Ok(letter.write().context("a mail cannot be written")?)
}

/// `GET /waves/{wave}/preview`.
///
/// # Errors
/// Not found.
pub async fn index(
    request: HttpRequest,
    app: web::Data<App>,
    admin: Admin,
    id: web::Path<WaveId>,
    query: web::Query<InLanguage>,
) -> Result<PreviewPage> {
    let (wave, survey, settings) = found(&app, *id).await?;
    let page = Page::new(&request, &admin, "waves", say("wave-preview-title").with("title", &wave.title));
    let lang = survey.language(Lang::from_code(&query.show).unwrap_or(page.lang));
    let mut mails = Vec::new();
    for (kind, name, heading) in [
        (LetterKind::Invitation, "invitation", "wave-preview-invitation"),
        (LetterKind::Reminder, "reminder", "wave-preview-reminder"),
    ] {
        let written = written(&app, kind, &wave, &survey, &settings, lang)?;
        mails.push(Mail { kind: name, heading, lang, written });
    }
    Ok(PreviewPage { page, wave: wave.id, title: wave.title, languages: survey.languages().collect(), lang, mails })
}

/// `GET /waves/{wave}/preview/{mail}/{lang}`: the HTML of a mail, for a frame.
///
/// # Errors
/// Not found.
pub async fn mail(app: web::Data<App>, _: Admin, ids: web::Path<(WaveId, String, String)>) -> Result {
    let (id, mail, lang) = ids.into_inner();
    let kind = match mail.as_str() {
        "invitation" => LetterKind::Invitation,
        "reminder" => LetterKind::Reminder,
        _ => return Err(Error::NotFound),
    };
    let lang = Lang::from_code(&lang).ok_or(Error::NotFound)?;
    let (wave, survey, settings) = found(&app, id).await?;
    let written = written(&app, kind, &wave, &survey, &settings, lang)?;
    Ok(HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((CONTENT_SECURITY_POLICY, MAIL_CSP))
        .insert_header((X_FRAME_OPTIONS, "SAMEORIGIN"))
        .body(written.html))
}

/// `GET /waves/{wave}/preview/answer/{lang}`: the answer page, from which nothing can be sent.
///
/// # Errors
/// Not found.
pub async fn answer(app: web::Data<App>, _: Admin, ids: web::Path<(WaveId, String)>) -> Result {
    let (id, lang) = ids.into_inner();
    let lang = Lang::from_code(&lang).ok_or(Error::NotFound)?;
    let (wave, survey, settings) = found(&app, id).await?;
    let reader = Reader::new(survey.language(lang), settings);
    let page = AnswerPage::new(&wave, &survey, &reader, Typed::nothing(String::new())).as_preview();
    html(actix_web::http::StatusCode::OK, &page)
}

impl PreviewPage {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates pass references")]
    fn is(&self, lang: &Lang) -> bool {
        self.lang == *lang
    }

    fn back(&self) -> String {
        path(self.wave)
    }
}
