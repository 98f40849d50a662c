//! The privacy notice: what is kept of an answer, and who could find out what. For everyone, without a session.

mod document;

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::middleware::Compress;
use actix_web::web::{self, ServiceConfig, get, resource};
use askama::Template;

use self::document::Document;
use super::answer::pages::{Frame, Reader};
use super::assets::InlineStylesheet;
use super::page::{asked_language, browser_language};
use super::{Page, Result, html};
use crate::app::App;
use crate::db::{self, Conn};
use crate::i18n::Lang;
use crate::reports::FINE_THRESHOLD;
use crate::settings::{self, OwnWords, Settings};
use crate::waves::text::{self, Known, Part};

/// Where the page is.
const PATH: &str = "/privacy";

/// The addresses of the notice, before and outside the session's scope.
pub fn routes(config: &mut ServiceConfig) {
    config.service(resource(PATH).wrap(Compress::default()).route(get().to(show)));
    config.service(resource("/privacy/threat-model").wrap(Compress::default()).route(get().to(threat_model)));
}

/// The notice. It knows nothing of who reads it, nor of which survey they were invited to.
#[derive(Template)]
#[template(path = "privacy/show.html")]
pub struct PrivacyPage {
    page: Page,
    frame: Frame,
    /// The threshold that surveys start with.
    threshold: i32,
    /// The same for comments.
    fine: i32,
    /// The company's own words; empty where nobody has written them.
    own_words: Vec<Part>,
    ask: Option<(String, String)>,
}

impl PrivacyPage {
    /// The notice in a language.
    pub fn new(lang: Lang, settings: Settings, own_words: &OwnWords) -> Self {
        let threshold = settings.threshold;
        let reader = Reader::new(lang, settings).who_may_choose(PATH);
        Self {
            page: Page::bare(lang, lang.say("privacy-title").to_string()),
            frame: reader.frame(),
            threshold,
            fine: threshold.max(i32::try_from(FINE_THRESHOLD).unwrap_or(i32::MAX)),
            own_words: written(own_words.of(lang)),
            ask: reader.ask("privacy-own-ask"),
        }
    }
}

/// What a company has written, without the place of a button, which belongs to mails.
fn written(words: &str) -> Vec<Part> {
    let mut parts = text::parse(words, Known { company: "", closing_date: "" });
    parts.retain(|part| *part != Part::Link);
    parts
}

/// `GET /privacy`, in the language of `?lang=`, else the browser's, else the surveys' first. No cookie is looked at.
///
/// # Errors
/// When the database cannot be asked.
async fn show(request: HttpRequest, app: web::Data<App>) -> Result {
    let read = |conn: &mut Conn| Ok::<_, db::Error>((settings::load(conn)?, settings::own_words(conn)?));
    let (settings, own_words) = app.db.read(read).await?;
    let lang = language(&request, &settings.languages);
    html(StatusCode::OK, &PrivacyPage::new(lang, settings, &own_words))
}

fn language(request: &HttpRequest, offered: &[Lang]) -> Lang {
    let wished = asked_language(request).or_else(|| browser_language(request)).filter(|lang| offered.contains(lang));
    wished.or_else(|| offered.first().copied()).unwrap_or_default()
}

/// The threat model, in the one language that it is written in.
#[derive(Template)]
#[template(path = "privacy/threats.html")]
struct ThreatsPage {
    page: Page,
    frame: Frame,
    document: Document,
}

/// `GET /privacy/threat-model`: the document for experts, as it stands in the project.
///
/// # Errors
/// When the database cannot be asked.
async fn threat_model(app: web::Data<App>) -> Result {
    let settings = app.db.read(settings::load).await?;
    let page = Page::bare(Lang::En, Lang::En.say("privacy-threats").to_string());
    let frame = Reader::new(Lang::En, settings).frame();
    html(StatusCode::OK, &ThreatsPage { page, frame, document: Document })
}
