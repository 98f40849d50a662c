//! What an employee will see: each mail, and the answer page, in each language.

use std::sync::LazyLock;

use actix_web::http::header::{CONTENT_SECURITY_POLICY, X_FRAME_OPTIONS};
use actix_web::{HttpRequest, HttpResponse, web};
use anyhow::Context;
use askama::Template;
use askama_web::WebTemplate;

use super::letters::{self, MAILS, kind_of};
use super::path;
use crate::app::App;
use crate::db::{Conn, WaveId};
use crate::i18n::{Lang, say};
use crate::invitations::launch;
use crate::invitations::mail::{Letter, LetterKind, Written};
use crate::people;
use crate::settings::{self, Settings};
use crate::waves::{Survey, Tree, Wave, store};
use crate::web::answer::pages::{self, AnswerPage, Membership, Typed};
use crate::web::assets::InlineStylesheet;
use crate::web::{Admin, Error, Page, Result};

/// A mail as it is being typed: the page beside it may read how far it was scrolled.
pub const TYPED_MAIL_CSP: &str =
    "default-src 'none'; style-src 'unsafe-inline'; sandbox allow-same-origin; frame-ancestors 'self'";
/// A mail's page may hold its own styles and nothing else; only our pages may frame it.
const MAIL_CSP: &str = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'self'";
/// The answer page in a frame of ours, from which nothing can be sent.
static ANSWER_CSP: LazyLock<String> = LazyLock::new(|| {
    format!(
        "default-src 'none'; style-src {}; script-src 'self'; img-src data:; form-action 'none'; base-uri 'none'; \
         frame-ancestors 'self'",
        InlineStylesheet::source()
    )
});

/// A mail as it will arrive.
struct Mail {
    lang: Lang,
    written: Written,
}

/// One kind of mail in each language.
struct Kind {
    /// Its name in addresses.
    word: &'static str,
    heading: &'static str,
    mails: Vec<Mail>,
}

#[derive(Template, WebTemplate)]
#[template(path = "waves/preview.html")]
pub struct PreviewPage {
    page: Page,
    wave: WaveId,
    title: String,
    languages: Vec<Lang>,
    kinds: Vec<Kind>,
    /// Whom mails come from.
    from: String,
    /// Whoever looks at the preview stands for everyone who will get the mail.
    to: String,
}

/// What a preview is made of.
struct Found {
    wave: Wave,
    survey: Survey,
    settings: Settings,
    /// The groups as they are frozen, or as they would be today.
    tree: Tree,
    has_first_names: bool,
}

async fn found(app: &App, id: WaveId) -> Result<Found> {
    let read = move |conn: &mut Conn| {
        let wave = store::find(conn, id)?.ok_or(Error::NotFound)?;
        let survey = store::survey(conn, wave.survey)?;
        let frozen = store::tree(conn, id)?;
        let tree = if frozen.is_empty() { launch::tree(conn, &wave)? } else { frozen };
        let has_first_names = people::store::has_first_names(conn)?;
        Ok::<_, Error>(Found { survey, settings: settings::load(conn)?, tree, wave, has_first_names })
    };
    app.db.read(read).await
}

impl Found {
    fn letter(&self, app: &App, admin: &Admin, kind: LetterKind, lang: Lang) -> Result<Written> {
        let letter =
            Letter::new(kind, &self.wave, &self.survey, &self.settings, lang).with_notice(&app.config.public_url());
        letters::to(&letter, admin, &format!("{}/a/…", app.config.public_url()), self.has_first_names)
    }

    /// The group of the sample person: the largest that has none below it, or everyone.
    fn group(&self) -> Option<Membership> {
        let headcounts = self.tree.headcounts();
        let leaves =
            self.tree.groups().iter().zip(headcounts).filter(|(group, _)| self.tree.children(group.number).is_empty());
        leaves.max_by_key(|(group, people)| (*people, -group.number)).map(|(group, people)| Membership {
            name: group.name.clone(),
            people,
            turnover: None,
        })
    }

    fn from(&self) -> String {
        let sender = self.settings.sender();
        addressed(&sender.name, &sender.address)
    }
}

/// "Anna Berg <anna@example.com>", as far as there is a name and an address.
fn addressed(name: &str, address: &str) -> String {
    match (name.is_empty(), address.is_empty()) {
        (true, _) => address.to_owned(),
        (_, true) => name.to_owned(),
        _ => format!("{name} <{address}>"),
    }
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
) -> Result<PreviewPage> {
    let found = found(&app, *id).await?;
    let page = Page::new(&request, &admin, "waves", say("wave-preview-title").with("title", &found.wave.title));
    let languages: Vec<Lang> = found.survey.languages().collect();
    let kind = |(word, letter, heading)| {
        let mail = |lang: &Lang| Ok(Mail { lang: *lang, written: found.letter(&app, &admin, letter, *lang)? });
        Ok::<_, Error>(Kind { word, heading, mails: languages.iter().map(mail).collect::<Result<_>>()? })
    };
    let wanted = MAILS.into_iter().filter(|(_, letter, _)| {
        found.wave.closing_message || matches!(letter, LetterKind::Invitation | LetterKind::Reminder)
    });
    let kinds = wanted.map(kind).collect::<Result<Vec<_>>>()?;
    Ok(PreviewPage {
        kinds,
        from: found.from(),
        to: addressed(&admin.account.name, admin.account.email.as_str()),
        wave: found.wave.id,
        title: found.wave.title,
        languages,
        page,
    })
}

/// `GET /waves/{wave}/preview/{mail}/{lang}`: the HTML of a mail, for a frame.
///
/// # Errors
/// Not found.
pub async fn mail(app: web::Data<App>, admin: Admin, ids: web::Path<(WaveId, String, String)>) -> Result {
    let (id, mail, lang) = ids.into_inner();
    let (kind, lang) = (kind_of(&mail)?, Lang::from_code(&lang).ok_or(Error::NotFound)?);
    let written = found(&app, id).await?.letter(&app, &admin, kind, lang)?;
    Ok(framed(MAIL_CSP, written.html))
}

/// `GET /waves/{wave}/preview/answer/{lang}`: the answer page, from which nothing can be sent.
///
/// # Errors
/// Not found.
pub async fn answer(app: web::Data<App>, _: Admin, ids: web::Path<(WaveId, String)>) -> Result {
    let (id, lang) = ids.into_inner();
    let lang = Lang::from_code(&lang).ok_or(Error::NotFound)?;
    let found = found(&app, id).await?;
    let group = found.group();
    let Found { wave, survey, settings, .. } = found;
    let lang = survey.language(lang);
    let (reader, group) = (pages::Reader::new(lang, settings), pages::GroupWords::new(lang, group)?);
    let page = AnswerPage::new(&wave, &survey, &reader, Typed::nothing(String::new())).in_group(group).as_preview();
    Ok(framed(&ANSWER_CSP, page.render().context("the answer page cannot be written")?))
}

/// A page that our own pages may frame.
pub fn framed(policy: &str, html: String) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((CONTENT_SECURITY_POLICY, policy))
        .insert_header((X_FRAME_OPTIONS, "SAMEORIGIN"))
        .body(html)
}

impl PreviewPage {
    fn back(&self) -> String {
        path(self.wave)
    }
}
