//! Invitations that did not reach their people: why, in words, and what to do about each.

mod correct;

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::{self, ServiceConfig, get, post, resource};
use askama::Template;
use serde::Deserialize;

use super::path;
use crate::app::App;
use crate::db::{self, Conn, InvitationId, PersonId, WaveId};
use crate::i18n::{Lang, Message, say};
use crate::invitations::resend;
use crate::invitations::store::{self as invitations, Reason, Undelivered};
use crate::mail::{Failure, FailureKind};
use crate::waves::store;
use crate::web::people::download;
use crate::web::{Admin, Error, Page, Result, html, see};

/// People on a page of the list.
const PER_PAGE: usize = 50;
/// People on the wave's own page, where the list is one part of several.
pub(super) const FIRST: usize = 5;
/// People in the file to take away: more than a wave has.
const MOST_IN_FILE: usize = 200_000;

/// All addresses about invitations that did not arrive.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(resource("/waves/{wave}/undelivered").route(get().to(index)))
        .service(resource("/waves/{wave}/undelivered/resend").route(post().to(resend_all)))
        .service(resource("/waves/{wave}/undelivered.csv").route(get().to(export)))
        .service(
            resource("/waves/{wave}/invitations/{invitation}/address")
                .route(get().to(correct::edit))
                .route(post().to(correct::update)),
        );
}

/// A reason with how many have it, and what to do about it.
#[derive(Debug, Clone)]
pub struct Group {
    pub reason: Message,
    pub people: usize,
    /// Nothing where nothing can be done.
    pub next: Option<Message>,
}

/// Someone whom the invitation did not reach.
#[derive(Debug, Clone)]
pub struct Row {
    pub id: InvitationId,
    pub person: PersonId,
    pub name: String,
    pub address: String,
    pub reason: Message,
    /// The mail server's words; empty where there are none.
    pub words: String,
    /// Whether it may be sent again without the others.
    pub is_alone: bool,
}

/// A part of the list.
#[derive(Debug, Clone)]
pub struct Lost {
    pub path: String,
    pub groups: Vec<Group>,
    pub rows: Vec<Row>,
    /// Whether they can be sent again: the wave takes answers.
    pub can_send: bool,
    total: usize,
}

impl Lost {
    /// The people from `offset` on, at most `limit`.
    ///
    /// # Errors
    /// When the database cannot be asked.
    pub(super) fn read(conn: &mut Conn, wave: WaveId, can_send: bool, offset: usize, limit: usize) -> db::Result<Self> {
        let reasons = invitations::reasons(conn, wave)?;
        let total = reasons.iter().map(|(_, people)| people).sum();
        let rows = if total > 0 { invitations::undelivered(conn, wave, offset, limit)? } else { Vec::new() };
        let group = |(reason, people)| Group { reason: name(reason), people, next: next_step(reason) };
        let groups = reasons.into_iter().map(group).collect();
        Ok(Self { path: path(wave), groups, rows: rows.into_iter().map(Row::from).collect(), can_send, total })
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.total == 0
    }

    #[must_use]
    pub fn total(&self) -> usize {
        self.total
    }

    /// Whether they can be sent again all together.
    #[must_use]
    pub fn can_send_all(&self) -> bool {
        self.can_send && (self.total > 1 || self.rows.iter().any(|row| !row.is_alone))
    }

    /// Whether there are others beside those of this part.
    #[must_use]
    pub fn has_more(&self) -> bool {
        self.total > self.rows.len()
    }
}

impl From<Undelivered> for Row {
    fn from(lost: Undelivered) -> Self {
        let Undelivered { id, person, name: full_name, address, reason, words } = lost;
        let is_alone = reason != Reason::Withdrawn;
        let reason = match reason {
            Reason::Failed(_) if Failure::says_beyond_ascii(&words) => say("failure-not-ascii"),
            reason => name(reason),
        };
        Self { id, person, name: full_name, address, reason, words, is_alone }
    }
}

/// A reason in a few words.
pub(in crate::web) fn name(reason: Reason) -> Message {
    say(match reason {
        Reason::Failed(FailureKind::Address) => "failure-address",
        Reason::Failed(FailureKind::MailboxFull) => "failure-mailbox-full",
        Reason::Failed(FailureKind::Policy) => "failure-policy",
        Reason::Failed(FailureKind::Network) => "failure-network",
        Reason::Failed(FailureKind::Other) => "failure-other",
        Reason::Withdrawn => "failure-withdrawn",
        Reason::TooLate => "failure-too-late",
    })
}

/// What an admin can do about it.
fn next_step(reason: Reason) -> Option<Message> {
    Some(say(match reason {
        Reason::Failed(FailureKind::Address) => "failure-address-next",
        Reason::Failed(FailureKind::MailboxFull) => "failure-mailbox-full-next",
        Reason::Failed(FailureKind::Policy) => "failure-policy-next",
        Reason::Failed(FailureKind::Network) => "failure-network-next",
        Reason::Failed(FailureKind::Other) => "failure-other-next",
        Reason::Withdrawn => "failure-withdrawn-next",
        Reason::TooLate => return None,
    }))
}

#[derive(Template)]
#[template(path = "waves/undelivered.html")]
struct UndeliveredPage {
    page: Page,
    title: String,
    lost: Lost,
    number: usize,
    has_next: bool,
}

#[derive(Deserialize)]
pub struct Paging {
    page: Option<usize>,
}

/// `GET /waves/{wave}/undelivered`.
///
/// # Errors
/// Not found.
pub async fn index(
    request: HttpRequest,
    app: web::Data<App>,
    admin: Admin,
    id: web::Path<WaveId>,
    query: web::Query<Paging>,
) -> Result {
    let (id, now) = (id.into_inner(), app.clock.now());
    let number = query.page.unwrap_or(1).clamp(1, usize::MAX / PER_PAGE);
    let offset = (number - 1) * PER_PAGE;
    let read = move |conn: &mut Conn| {
        let wave = store::find(conn, id)?.ok_or(Error::NotFound)?;
        let lost = Lost::read(conn, id, wave.takes_answers(now), offset, PER_PAGE)?;
        Ok::<_, Error>((wave, lost))
    };
    let (wave, lost) = app.db.read(read).await?;
    let page = Page::new(&request, &admin, "waves", say("wave-undelivered").with("people", lost.total()));
    let has_next = offset + lost.rows.len() < lost.total();
    html(StatusCode::OK, &UndeliveredPage { page, title: wave.title, lost, number, has_next })
}

/// `POST /waves/{wave}/undelivered/resend`: everyone whom the invitation did not reach.
///
/// # Errors
/// Not found, or not open.
pub async fn resend_all(app: web::Data<App>, admin: Admin, id: web::Path<WaveId>) -> Result {
    let (id, now, actor) = (id.into_inner(), app.clock.now(), admin.actor());
    let again = app.db.write(move |conn| resend::resend_all(conn, now, id, actor)).await?;
    admin.flash(&say("undelivered-resent").with("people", again));
    Ok(see(&path(id)))
}

/// `GET /waves/{wave}/undelivered.csv`.
///
/// # Errors
/// Not found.
pub async fn export(app: web::Data<App>, admin: Admin, id: web::Path<WaveId>) -> Result {
    let (id, lang) = (id.into_inner(), admin.account.language);
    let read = move |conn: &mut Conn| {
        store::find(conn, id)?.ok_or(Error::NotFound)?;
        Ok::<_, Error>(invitations::undelivered(conn, id, 0, MOST_IN_FILE)?)
    };
    let lost = app.db.read(read).await?;
    let headings = ["wave-column-person", "wave-column-address", "wave-column-reason", "undelivered-words"];
    let mut rows = vec![headings.map(|key| lang.text(&say(key))).to_vec()];
    rows.extend(lost.into_iter().map(Row::from).map(|row| line(lang, row)));
    download::csv(lang, "candor-undelivered.csv", &rows)
}

fn line(lang: Lang, row: Row) -> Vec<String> {
    vec![row.name, row.address, lang.text(&row.reason), row.words]
}
