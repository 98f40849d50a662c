//! The answer pages, for whoever holds a link. No session, no cookie, no log line: these routes stand
//! before and outside the session's scope, and nobody is looked up here.

pub mod pages;

use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderValue, RETRY_AFTER};
use actix_web::{HttpRequest, HttpResponse, web};
use zeroize::Zeroizing;

use self::pages::{AnswerPage, Membership, NoticePage, Reader, Typed};
use super::{Error, Result, html};
use crate::app::App;
use crate::ballots::{self, Answer, AnswerError, CastError};
use crate::db::{self, Conn, WaveId};
use crate::i18n::{FormErrors, Lang, say};
use crate::settings::{self, Settings};
use crate::waves::{self, Group, Survey, Wave};

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

/// A wave as its answer page needs it.
struct Sheet {
    wave: Wave,
    survey: Survey,
}

/// `GET /a/{wave}/{token}`: the form, the same whether or not the link has been used. Stores nothing.
///
/// # Errors
/// When the database cannot be asked.
pub async fn show(request: HttpRequest, app: web::Data<App>, path: web::Path<(String, String)>) -> Result {
    let (wave, token) = path.into_inner();
    let asked = request.query_string().split('&').find_map(|pair| pair.strip_prefix("lang="));
    let (sheet, settings) = load(&app, &wave).await?;
    let reader = Reader::new(language(&request, asked, sheet.as_ref(), &settings), settings);
    let Some(sheet) = sheet else { return refuse(&reader, CastError::UnknownLink) };
    // From the address they are at, so that no page instead of the form holds the link.
    let reader = reader.who_may_switch(&sheet.survey, "");
    match ballots::check(&app.keys, &app.clock, &sheet.wave, &token) {
        Ok((_, claim)) => {
            let group = group(&app, sheet.wave.id, claim.group).await?;
            html(StatusCode::OK, &form(&sheet, &reader, Typed::nothing(token)).in_group(group))
        }
        Err(error) => refuse(&reader, error),
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
pub async fn create(request: HttpRequest, app: web::Data<App>, sent: web::Form<AnswerForm>) -> Result {
    let sent = sent.into_inner();
    let (sheet, settings) = load(&app, &sent.wave).await?;
    let reader = Reader::new(language(&request, Some(&sent.lang), sheet.as_ref(), &settings), settings);
    let Some(sheet) = sheet else { return refuse(&reader, CastError::UnknownLink) };
    let link = &format!("/a/{}/{}", sheet.wave.id, sent.token);
    let claim = match ballots::check(&app.keys, &app.clock, &sheet.wave, &sent.token) {
        Ok((_, claim)) => claim,
        Err(CastError::KeyMissing(_)) => {
            return later(form(&sheet, &reader.who_may_switch(&sheet.survey, link), sent.into()));
        }
        Err(error) => return refuse(&reader, error),
    };
    let answer = match sent.answer(sheet.wave.comment_limit) {
        Ok(answer) => answer,
        Err(errors) => {
            let group = group(&app, sheet.wave.id, claim.group).await?;
            let page = form(&sheet, &reader.who_may_switch(&sheet.survey, link), sent.into());
            return html(StatusCode::UNPROCESSABLE_ENTITY, &page.in_group(group).with_errors(errors));
        }
    };
    match ballots::cast(&app.db, &app.keys, &app.clock, sheet.wave.id, &sent.token, &answer).await {
        Ok(()) => html(StatusCode::OK, &NoticePage::new(&reader, "answer-thanks", "answer-thanks-text", None)),
        Err(error @ (CastError::KeyMissing(_) | CastError::Database(_))) => {
            if let CastError::Database(error) = error {
                tracing::error!("the ballot box cannot be written: {error}");
            }
            later(form(&sheet, &reader.who_may_switch(&sheet.survey, link), sent.into()))
        }
        Err(error) => refuse(&reader, error),
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

async fn load(app: &App, wave: &str) -> Result<(Option<Sheet>, Settings)> {
    let wave: Option<WaveId> = wave.parse().ok();
    let loaded = app.db.read(move |conn| {
        let settings = settings::load(conn)?;
        let Some(wave) = wave.map(|id| waves::store::find(conn, id)).transpose()?.flatten() else {
            return Ok((None, settings));
        };
        let survey = waves::store::survey(conn, wave.survey)?;
        Ok::<_, crate::db::Error>((Some(Sheet { wave, survey }), settings))
    });
    Ok(loaded.await?)
}

/// A group as it was frozen at the launch.
async fn group(app: &App, wave: WaveId, number: i32) -> Result<Option<Membership>> {
    let read = move |conn: &mut Conn| {
        Ok::<_, db::Error>((waves::store::tree(conn, wave)?, waves::store::turnover(conn, wave, number)?))
    };
    let (tree, turnover) = app.db.read(read).await?;
    let people = usize::try_from(number).ok().and_then(|index| tree.headcounts().get(index).copied());
    let membership = |(group, people): (&Group, u32)| Membership { name: group.name.clone(), people, turnover };
    Ok(tree.group(number).zip(people).map(membership))
}

/// `?lang=`, else what the browser wishes, else the survey's first; only languages that the survey speaks.
fn language(request: &HttpRequest, asked: Option<&str>, sheet: Option<&Sheet>, settings: &Settings) -> Lang {
    let wished = || Lang::from_accept_language(request.headers().get("accept-language")?.to_str().ok()?);
    let wished = asked.and_then(Lang::from_code).or_else(wished);
    let first = |languages: &mut dyn Iterator<Item = Lang>| languages.next().unwrap_or_default();
    match sheet {
        Some(sheet) => wished.map_or_else(|| first(&mut sheet.survey.languages()), |lang| sheet.survey.language(lang)),
        None => wished.unwrap_or_else(|| first(&mut settings.languages.iter().copied())),
    }
}

fn form(sheet: &Sheet, reader: &Reader, typed: Typed) -> AnswerPage {
    AnswerPage::new(&sheet.wave, &sheet.survey, reader, typed)
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
