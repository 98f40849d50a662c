//! The answer pages, for whoever holds a link. No session, no cookie, no log line: these routes stand
//! before and outside the session's scope, and nobody is looked up here.

pub mod pages;
pub mod sheet;

use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderValue, RETRY_AFTER};
use actix_web::{HttpRequest, HttpResponse, web};
use zeroize::Zeroizing;

use self::pages::{AnswerPage, NoticePage, Reader, Typed};
use self::sheet::Sheets;
use super::page::{asked_language, browser_language, written};
use super::{Error, Result, html};
use crate::app::App;
use crate::ballots::{self, Answer, AnswerError, CastError};
use crate::i18n::{FormErrors, Lang, say};
use crate::settings;

/// The largest form in bytes: a comment several times too long still comes back for shortening.
const MAX_ANSWER_BYTES: usize = 256 * 1024;
/// When to try again while the wave's key is missing, in seconds.
const RETRY_AFTER_SECONDS: &str = "600";

/// Refuses forms that no browser of ours sends.
#[must_use]
pub fn body_limit() -> web::FormConfig {
    web::FormConfig::default()
        .limit(MAX_ANSWER_BYTES)
        .error_handler(|_, _| Error::Invalid(FormErrors::one("why", say("answer-error-body"))).into())
}

/// What the form sends, but for the padding, which is not looked at. Nothing is required, so that nothing typed is lost
/// to a missing field.
#[derive(Default, serde::Deserialize)]
#[serde(default)]
pub struct AnswerForm {
    wave: String,
    token: String,
    lang: String,
    score: String,
    why: String,
}

/// `GET /a/{wave}/{token}`: the form, the same whether or not the link has been used. Stores nothing.
///
/// # Errors
/// When the database cannot be asked.
pub async fn show(
    request: HttpRequest,
    app: web::Data<App>,
    sheets: web::Data<Sheets>,
    path: web::Path<(String, String)>,
) -> Result {
    let (wave, token) = path.into_inner();
    let wished = asked_language(&request).or_else(|| browser_language(&request));
    let Some(sheet) = sheets.of(&app, &wave).await? else { return unknown(&app, wished).await };
    let lang = sheet.language(wished);
    match ballots::check(&app.keys, &app.clock, sheet.wave(), &token) {
        Ok((_, claim)) => Ok(written(StatusCode::OK, sheet.form(&app, lang, token, claim.group).await?)),
        Err(error) => refuse(&sheet.reader(lang, ""), error),
    }
}

/// What looks like a link and is none.
///
/// # Errors
/// Always: not found.
pub async fn nowhere() -> Result {
    Err(Error::NotFound)
}

/// `POST /a`: puts the answer into the box. The token is in the body, so that no address carries an answer.
///
/// # Errors
/// When the database cannot be asked.
pub async fn create(
    request: HttpRequest,
    app: web::Data<App>,
    sheets: web::Data<Sheets>,
    sent: web::Form<AnswerForm>,
) -> Result {
    let sent = sent.into_inner();
    let wished = Lang::from_code(&sent.lang).or_else(|| browser_language(&request));
    let Some(sheet) = sheets.of(&app, &sent.wave).await? else { return unknown(&app, wished).await };
    let lang = sheet.language(wished);
    // For the form that comes back: from here its link is another.
    let reader = |sent: &AnswerForm| sheet.reader(lang, &format!("/a/{}/{}", sheet.wave().id, sent.token));
    let (key, claim) = match ballots::check(&app.keys, &app.clock, sheet.wave(), &sent.token) {
        Ok(genuine) => genuine,
        Err(CastError::KeyMissing(_)) => return later(sheet.typed(&reader(&sent), sent.into())),
        Err(error) => return refuse(&sheet.reader(lang, ""), error),
    };
    let answer = match sent.answer(sheet.wave().comment_limit) {
        Ok(answer) => answer,
        Err(errors) => {
            let group = sheet.group_words(&app, lang, claim.group).await?;
            let page = sheet.typed(&reader(&sent), sent.into()).in_group(group).with_errors(errors);
            return html(StatusCode::UNPROCESSABLE_ENTITY, &page);
        }
    };
    match ballots::cast(&app.db, &app.clock, sheet.wave(), &key, claim, &answer).await {
        Ok(()) => Ok(written(StatusCode::OK, sheet.thanks(lang)?)),
        Err(CastError::Database(error)) => {
            tracing::error!("the ballot box cannot be written: {error}");
            later(sheet.typed(&reader(&sent), sent.into()))
        }
        Err(error) => refuse(&sheet.reader(lang, ""), error),
    }
}

impl AnswerForm {
    /// The answer, or what is wrong with the form in the order of its fields.
    fn answer(&self, comment_limit: u32) -> std::result::Result<Answer, FormErrors> {
        let score: Option<u8> = self.score.parse().ok();
        let mut errors = FormErrors::new();
        // A missing score must not hide a comment that is too long.
        let answer = Answer::new(score.unwrap_or_default(), &self.why, comment_limit);
        if score.is_none() || matches!(answer, Err(AnswerError::ScoreOutOfRange)) {
            errors.add("score", say("answer-error-score"));
        }
        if let Err(AnswerError::CommentTooLong { too_many }) = answer {
            errors.add("why", say("answer-error-why").with("over", too_many).with("limit", comment_limit));
        }
        answer.map_err(|_| errors.clone()).and_then(|answer| errors.into_result().map(|()| answer))
    }
}

impl From<AnswerForm> for Typed {
    fn from(sent: AnswerForm) -> Self {
        Self { token: sent.token, score: sent.score, why: Zeroizing::new(sent.why) }
    }
}

/// Of a wave that is not there nothing is known but the company.
async fn unknown(app: &App, wished: Option<Lang>) -> Result {
    let settings = app.db.read(settings::load).await?;
    let lang = wished.or_else(|| settings.languages.first().copied()).unwrap_or_default();
    refuse(&Reader::new(lang, settings), CastError::UnknownLink)
}

/// The form with all that was typed, to be sent again in a while.
fn later(page: AnswerPage) -> Result {
    html(StatusCode::SERVICE_UNAVAILABLE, &page.with_alert("answer-later")).map(retry_later)
}

/// The page instead of the form.
fn refuse(reader: &Reader, error: CastError) -> Result {
    let notice = |status, heading, text, ask| html(status, &NoticePage::new(reader, heading, text, ask));
    match error {
        CastError::UnknownLink => {
            notice(StatusCode::NOT_FOUND, "answer-unknown", "answer-unknown-text", Some("answer-unknown-ask"))
        }
        CastError::NotYetOpen => notice(StatusCode::CONFLICT, "answer-not-yet", "answer-not-yet-text", None),
        CastError::Closed => notice(StatusCode::GONE, "answer-closed", "answer-closed-text", None),
        CastError::Cancelled => notice(StatusCode::GONE, "answer-cancelled", "answer-cancelled-text", None),
        CastError::AlreadyAnswered => {
            notice(StatusCode::CONFLICT, "answer-already", "answer-already-text", Some("answer-already-ask"))
        }
        CastError::KeyMissing(_) => {
            notice(StatusCode::SERVICE_UNAVAILABLE, "answer-unavailable", "answer-unavailable-text", None)
                .map(retry_later)
        }
        CastError::DoesNotFit(_) => Err(Error::Invalid(FormErrors::one("why", say("answer-error-body")))),
        CastError::Database(error) => Err(error.into()),
    }
}

fn retry_later(mut response: HttpResponse) -> HttpResponse {
    response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static(RETRY_AFTER_SECONDS));
    response
}
