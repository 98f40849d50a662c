//! The edge's error: picks status and words, and logs once.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, ResponseError};
use askama::Template;

use super::Page;
use super::assets::InlineStylesheet;
use crate::i18n::{FormErrors, Lang, Message};
use crate::keys;

/// Characters of an error's reference: enough to find its line in the log, few enough to be read out.
const REFERENCE_LENGTH: usize = 8;

/// Why a request could not be answered as asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such page or thing.
    #[error("not found")]
    NotFound,
    /// Not allowed, whoever asks (a request from another site, a wrong code).
    #[error("forbidden")]
    Forbidden,
    /// Nobody is signed in: go and sign in.
    #[error("not signed in")]
    SignedOut,
    /// The state of things does not allow it; the message says what to do.
    #[error("conflict")]
    Conflict(Message),
    /// A form with mistakes. Handlers show the form again; this is for forms that have no page.
    #[error("invalid")]
    Invalid(FormErrors),
    /// Our fault.
    #[error(transparent)]
    Internal(#[from] anyhow::Error),
}

impl From<crate::db::Error> for Error {
    fn from(error: crate::db::Error) -> Self {
        Self::Internal(error.into())
    }
}

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage {
    page: Page,
    heading: String,
    explanation: String,
    /// Of an error of ours, to find it in the log.
    reference: Option<String>,
}

/// The page for whoever holds a link: it leads nowhere, and its reader has no reference to give away that they were
/// here.
#[derive(Template)]
#[template(path = "error_answering.html")]
struct AnsweringErrorPage {
    page: Page,
    frame: BareFrame,
    heading: String,
    explanation: String,
}

/// What surrounds an answer page where nothing is known of its wave.
struct BareFrame {
    company: &'static str,
    switch: [(Lang, String); 0],
}

impl Error {
    /// Whether it is our fault, so that an administrator must be able to find it.
    fn is_ours(&self) -> bool {
        matches!(self, Self::Internal(_))
    }

    fn words(&self, lang: Lang) -> (String, String) {
        match self {
            Self::NotFound => (lang.say("error-not-found").to_string(), lang.say("error-not-found-help").to_string()),
            Self::Forbidden | Self::SignedOut => {
                (lang.say("error-forbidden").to_string(), lang.say("error-forbidden-help").to_string())
            }
            Self::Conflict(message) => (lang.say("error-conflict").to_string(), lang.text(message)),
            Self::Invalid(errors) => {
                let all: Vec<String> = errors.iter().map(|(_, message)| lang.text(message)).collect();
                (lang.say("error-invalid").to_string(), all.join(" "))
            }
            Self::Internal(_) => (lang.say("error-internal").to_string(), lang.say("error-internal-help").to_string()),
        }
    }
}

impl ResponseError for Error {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Forbidden => StatusCode::FORBIDDEN,
            Self::SignedOut => StatusCode::SEE_OTHER,
            Self::Conflict(_) => StatusCode::CONFLICT,
            Self::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn error_response(&self) -> HttpResponse {
        let reference = self.is_ours().then(new_reference);
        if let (Self::Internal(error), Some(reference)) = (self, &reference) {
            tracing::error!(reference, "{error:#}");
        }
        if matches!(self, Self::SignedOut) {
            let mut response = HttpResponse::SeeOther().insert_header(("Location", "/sign-in")).finish();
            response.extensions_mut().insert(GoAndSignIn);
            return response;
        }
        // The page is written by `finish`, which knows the reader's language.
        let mut response = HttpResponse::build(self.status_code()).finish();
        let words = ErrorWords { words: Lang::ALL.map(|lang| self.words(lang)), reference };
        response.extensions_mut().insert(words);
        response
    }
}

/// What an administrator finds an error's line in the log by. It says nothing else.
pub(super) fn new_reference() -> String {
    keys::random_token().chars().filter(char::is_ascii_alphanumeric).take(REFERENCE_LENGTH).collect()
}

/// Heading and explanation in every language, carried by the response until the page is written.
#[derive(Debug, Clone)]
pub struct ErrorWords {
    words: [(String, String); 2],
    reference: Option<String>,
}

impl ErrorWords {
    /// What to say where only the status is known.
    pub(super) fn of(status: StatusCode, reference: Option<String>) -> Self {
        let (heading, explanation) = match status {
            StatusCode::NOT_FOUND => ("error-not-found", "error-not-found-help"),
            StatusCode::METHOD_NOT_ALLOWED => ("error-method", "error-method-help"),
            StatusCode::PAYLOAD_TOO_LARGE => ("error-too-large", "error-too-large-help"),
            StatusCode::REQUEST_TIMEOUT => ("error-too-slow", "error-too-slow-help"),
            StatusCode::FORBIDDEN => ("error-forbidden", "error-forbidden-help"),
            status if status.is_server_error() => ("error-internal", "error-internal-help"),
            _ => ("error-bad-request", "error-bad-request-help"),
        };
        let words = Lang::ALL.map(|lang| (lang.say(heading).to_string(), lang.say(explanation).to_string()));
        Self { words, reference }
    }
}

/// Marks the redirect to the sign-in, so that it can say where to come back to.
#[derive(Debug, Clone, Copy)]
pub(super) struct GoAndSignIn;

/// Writes the error page in the page's language: with ways out, or bare for whoever answers.
pub(super) fn render(page: Page, words: &ErrorWords, is_answering: bool) -> String {
    let (heading, explanation) = words.words[page.lang as usize].clone();
    let html = if is_answering {
        let frame = BareFrame { company: "Candor", switch: [] };
        AnsweringErrorPage { page, frame, heading, explanation }.render()
    } else {
        ErrorPage { page, heading, explanation, reference: words.reference.clone() }.render()
    };
    html.unwrap_or_else(|error| {
        tracing::error!("the error page cannot be written: {error}");
        String::new()
    })
}

/// Every address that is not in the route table. Who asks is found out for the page's frame.
///
/// # Errors
/// Always: not found.
pub async fn not_found(_: Option<super::session::Anyone>) -> super::Result {
    Err(Error::NotFound)
}
