//! The comments of a report, place by place.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use askama::Template;
use serde::Deserialize;

use super::{place_name, published, title, wave_id};
use crate::app::App;
use crate::reports::{CommentPlace, PublishedReport, store};
use crate::web::{Admin, Error, Page, Result, html};

/// Comments on a page.
const PAGE_OF_COMMENTS: u32 = 50;

#[derive(Template)]
#[template(path = "reports/comments.html")]
struct CommentsPage {
    page: Page,
    report: PublishedReport,
    /// The place whose comments are shown; none where there are none at all.
    shown: Option<CommentPlace>,
    comments: Vec<String>,
    /// From 1.
    number: u32,
    pages: u32,
}

impl CommentsPage {
    fn place(&self, place: &CommentPlace) -> String {
        place_name(self.page.lang, place)
    }

    fn count(&self, place: &CommentPlace) -> String {
        self.page.lang.number(place.comments.into())
    }

    fn is_shown(&self, place: &CommentPlace) -> bool {
        self.shown.as_ref() == Some(place)
    }
}

#[derive(Deserialize)]
pub struct CommentsQuery {
    /// A place's word; the first place without it.
    group: Option<String>,
    page: Option<u32>,
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
    let id = wave_id(&wave)?;
    let report = published(&app, id).await?;
    let shown = match &query.group {
        Some(word) => Some(report.comments.iter().find(|place| place.word == *word).ok_or(Error::NotFound)?),
        None => report.comments.first(),
    };
    let shown = shown.cloned();
    let pages = shown.as_ref().map_or(1, |place| place.comments.div_ceil(PAGE_OF_COMMENTS));
    let number = query.page.unwrap_or(1).clamp(1, pages);
    let place = shown.as_ref().and_then(CommentPlace::place);
    let offset = i64::from((number - 1) * PAGE_OF_COMMENTS);
    let comments = app.db.read(move |conn| match place {
        Some(place) => store::comments(conn, id, place, offset, PAGE_OF_COMMENTS.into()),
        None => Ok(Vec::new()),
    });
    let comments = comments.await?;
    let page = Page::new(&request, &admin, "reports", title("report-comments-title", &report));
    html(StatusCode::OK, &CommentsPage { page, report, shown, comments, number, pages })
}
