//! The page that blacks out a comment, or words of it.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use askama::Template;

use super::place_name;
use crate::app::App;
use crate::db::{CommentId, Conn, WaveId};
use crate::i18n::{FormErrors, say};
use crate::reports::blackout::{self, BlackoutError, Reason, What, words_of};
use crate::reports::{PublishedReport, store};
use crate::web::{Admin, Error, Page, Result, html, see};

/// The reasons that can be chosen, in words.
const REASONS: [(Reason, &str); 4] = [
    (Reason::Name, "blackout-reason-name"),
    (Reason::Recognisable, "blackout-reason-recognisable"),
    (Reason::Private, "blackout-reason-private"),
    (Reason::Insult, "blackout-reason-insult"),
];

/// A reason in words, for the log.
pub(in crate::web) fn reason_key(word: &str) -> Option<&'static str> {
    REASONS.into_iter().find(|(reason, _)| reason.word() == word).map(|(_, key)| key)
}

#[derive(Template)]
#[template(path = "reports/blackout.html")]
struct BlackoutPage {
    page: Page,
    report: PublishedReport,
    comment: CommentId,
    body: String,
    /// The comments of its place.
    back: String,
    place: String,
    /// What was chosen, where the form comes back.
    typed: Typed,
    errors: FormErrors,
}

impl BlackoutPage {
    fn words(&self) -> Vec<&str> {
        words_of(&self.body)
    }

    fn is_ticked(&self, word: &str) -> bool {
        self.typed.words.iter().any(|ticked| ticked == word)
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates pass references")]
    fn is_reason(&self, reason: &Reason) -> bool {
        self.typed.reason == reason.word()
    }
}

/// What was chosen.
#[derive(Debug, Clone, Default)]
struct Typed {
    is_whole: bool,
    words: Vec<String>,
    reason: String,
}

impl Typed {
    fn read(pairs: Vec<(String, String)>) -> Self {
        let mut typed = Self::default();
        for (name, value) in pairs {
            match name.as_str() {
                "what" => typed.is_whole = value == "whole",
                "word" => typed.words.push(value),
                "reason" => typed.reason = value,
                _ => {}
            }
        }
        typed
    }

    /// # Errors
    /// What is missing.
    fn choice(&self) -> std::result::Result<(What, Reason), FormErrors> {
        let mut errors = FormErrors::new();
        if !self.is_whole && self.words.is_empty() {
            errors.add("what", say("blackout-nothing"));
        }
        let reason = Reason::from_word(&self.reason);
        if reason.is_none() {
            errors.add("reason", say("blackout-no-reason"));
        }
        errors.into_result()?;
        let what = if self.is_whole { What::Whole } else { What::Words(self.words.clone()) };
        Ok((what, reason.unwrap_or(Reason::Name)))
    }
}

/// The page of a comment.
///
/// # Errors
/// Not found.
async fn page(
    request: &HttpRequest,
    app: &App,
    admin: &Admin,
    (wave, id): (WaveId, CommentId),
    typed: Typed,
    errors: FormErrors,
) -> Result<BlackoutPage> {
    let read = move |conn: &mut Conn| {
        let report = store::find(conn, wave)?.ok_or(Error::NotFound)?;
        let (place, comment) = store::comment(conn, wave, id)?.ok_or(Error::NotFound)?;
        Ok::<_, Error>((report, place, comment))
    };
    let (report, word, comment) = app.db.read(read).await?;
    let place = report.comments.iter().find(|place| place.word == word);
    let place = place.map_or_else(String::new, |place| place_name(admin.account.language, place));
    let page = Page::new(request, admin, "reports", say("blackout-title"));
    let back = comments(wave, &word);
    Ok(BlackoutPage { page, report, comment: id, body: comment.body, back, place, typed, errors })
}

fn comments(wave: WaveId, place: &str) -> String {
    format!("/reports/{wave}/comments?group={place}")
}

/// `GET /reports/{wave}/comments/{comment}`: the comment, its words to choose, and what cannot be undone.
///
/// # Errors
/// Not found.
pub async fn show(
    request: HttpRequest,
    app: web::Data<App>,
    admin: Admin,
    ids: web::Path<(WaveId, CommentId)>,
) -> Result {
    let page = page(&request, &app, &admin, ids.into_inner(), Typed::default(), FormErrors::new()).await?;
    html(StatusCode::OK, &page)
}

/// `POST /reports/{wave}/comments/{comment}`: blacks out what was chosen, for good.
///
/// # Errors
/// Not found; a choice that is missing brings the page back.
pub async fn create(
    request: HttpRequest,
    app: web::Data<App>,
    admin: Admin,
    ids: web::Path<(WaveId, CommentId)>,
    form: web::Form<Vec<(String, String)>>,
) -> Result {
    let (ids, typed) = (ids.into_inner(), Typed::read(form.into_inner()));
    let (what, reason) = match typed.choice() {
        Ok(choice) => choice,
        Err(errors) => {
            let page = page(&request, &app, &admin, ids, typed, errors).await?;
            return html(StatusCode::UNPROCESSABLE_ENTITY, &page);
        }
    };
    let (now, actor) = (app.clock.now(), admin.actor());
    let work = move |conn: &mut Conn| {
        let changed = blackout::black_out(conn, now, ids, &what, reason, actor)?;
        let place = store::comment(conn, ids.0, ids.1)?.map(|(place, _)| place);
        Ok::<_, BlackoutError>((changed, place.unwrap_or_default()))
    };
    let (changed, place) = app.db.write(work).await?;
    admin.flash(&say(if changed { "blackout-done" } else { "blackout-unchanged" }));
    Ok(see(&comments(ids.0, &place)))
}

impl From<BlackoutError> for Error {
    fn from(error: BlackoutError) -> Self {
        match error {
            BlackoutError::NotFound => Self::NotFound,
            BlackoutError::Database(error) => error.into(),
        }
    }
}
