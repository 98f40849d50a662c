//! The comments of a report, a place at a time: all of them, or those with what a reader seeks.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use askama::Template;
use serde::Deserialize;

use super::{PlaceChoice, place_choices, title, wave_id};
use crate::app::App;
use crate::db::{self, Conn};
use crate::reports::blackout::BLACK;
use crate::reports::lookup::{self, About, Found, Sought};
use crate::reports::reading::{Common, Dictionary, Search};
use crate::reports::{CommentPlace, PublishedReport, store};
use crate::web::{Admin, Error, Page, Result, html, reports};

#[derive(Template)]
#[template(path = "reports/comments.html")]
struct CommentsPage {
    page: Page,
    report: PublishedReport,
    /// The place whose comments are shown; none where there are none at all.
    shown: Option<CommentPlace>,
    query: CommentsQuery,
    found: Found,
    about: About,
    dictionary: Dictionary,
}

impl CommentsPage {
    fn choices(&self) -> Vec<PlaceChoice> {
        place_choices(self.page.lang, &self.report, self.shown.as_ref())
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates pass references")]
    fn theme(&self, number: &usize) -> &str {
        self.dictionary.themes().get(*number).map_or("", |theme| theme.name(self.page.lang))
    }

    /// Words and pairs that many comments have, under their headings.
    fn common(&self) -> Vec<(&'static str, Vec<Common>)> {
        let all = [("themes-words", &self.about.words), ("themes-pairs", &self.about.pairs)];
        all.map(|(heading, common)| (heading, common.clone())).into()
    }

    /// What is sought besides the words that were typed.
    fn subject(&self) -> Option<&str> {
        [&self.query.theme, &self.query.word].into_iter().map(String::as_str).find(|sought| !sought.is_empty())
    }

    fn is_everything(&self) -> bool {
        self.query.q.trim().is_empty() && self.subject().is_none()
    }

    /// Whether something on the page is blacked out.
    fn has_black(&self) -> bool {
        self.found.shown.iter().any(|comment| comment.pieces.iter().any(|piece| piece.text.contains(BLACK)))
    }

    fn at(&self, number: u32) -> String {
        let page = if number > 1 { number.to_string() } else { String::new() };
        self.with(&[("q", &self.query.q), ("theme", &self.query.theme), ("word", &self.query.word), ("page", &page)])
    }

    /// The address of this place with what is sought there.
    fn with(&self, pairs: &[(&str, &str)]) -> String {
        let word = self.shown.as_ref().map_or("", |place| place.word.as_str());
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.append_pair("group", word);
        query.extend_pairs(pairs.iter().filter(|(_, value)| !value.is_empty()));
        format!("/reports/{}/comments?{}", self.report.headline.wave, query.finish())
    }

    /// The address of this place with nothing sought.
    fn whole(&self) -> String {
        self.with(&[])
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates pass references")]
    fn with_theme(&self, number: &usize) -> String {
        self.with(&[("theme", self.theme(number))])
    }

    fn with_word(&self, said: &str) -> String {
        self.with(&[("word", said)])
    }
}

/// What is sought, as the address says it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct CommentsQuery {
    /// A place's word; the first place without it.
    group: Option<String>,
    page: Option<u32>,
    /// Words as they are typed.
    q: String,
    /// The name of a theme.
    theme: String,
    /// A word or a pair in all its forms.
    word: String,
}

impl CommentsQuery {
    /// # Errors
    /// Not found, where there is no such theme.
    fn sought(&self, dictionary: &Dictionary) -> Result<Sought> {
        let search = Search::read(&self.q);
        let theme = if !self.theme.is_empty() {
            Some((dictionary.clone(), dictionary.named(&self.theme).ok_or(Error::NotFound)?))
        } else if self.word.is_empty() {
            None
        } else {
            Some((Dictionary::of_phrase(&self.word).ok_or(Error::NotFound)?, 0))
        };
        Ok(Sought { search, theme })
    }
}

/// `GET /reports/{wave}/comments`: the comments of one place.
///
/// # Errors
/// Not found before the count, and for places that have no comments to show.
pub async fn index(
    request: HttpRequest,
    app: web::Data<App>,
    admin: Admin,
    wave: web::Path<String>,
    query: web::Query<CommentsQuery>,
) -> Result {
    let (id, query) = (wave_id(&wave)?, query.into_inner());
    let wanted = query.clone();
    let read = move |conn: &mut Conn| {
        let report = store::find(conn, id)?.ok_or(Error::NotFound)?;
        let shown = match &wanted.group {
            Some(word) => Some(report.comments.iter().find(|place| place.word == *word).ok_or(Error::NotFound)?),
            None => report.comments.first(),
        };
        let dictionary = lookup::dictionary(conn)?;
        let sought = wanted.sought(&dictionary)?;
        let (found, about) = match shown {
            Some(shown) => look(conn, &report, shown, &sought, wanted.page.unwrap_or(1), &dictionary)?,
            None => (Found { shown: Vec::new(), total: 0, number: 1, pages: 1 }, About::default()),
        };
        Ok::<_, Error>((shown.cloned(), found, about, dictionary, report))
    };
    let (shown, found, about, dictionary, report) = app.db.read(read).await?;
    let page = Page::new(&request, &admin, "reports", title("report-comments-title", &report));
    html(StatusCode::OK, &CommentsPage { page, report, shown, query, found, about, dictionary })
}

/// A page of a place's comments, and what all of them are about.
fn look(
    conn: &mut Conn,
    report: &PublishedReport,
    shown: &CommentPlace,
    sought: &Sought,
    number: u32,
    dictionary: &Dictionary,
) -> db::Result<(Found, About)> {
    let wave = report.headline.wave;
    let found = lookup::find(conn, wave, shown, sought, number)?;
    let about = match shown.place() {
        Some(place) => lookup::about(conn, wave, place, dictionary)?,
        None => About::default(),
    };
    Ok((found, about))
}
